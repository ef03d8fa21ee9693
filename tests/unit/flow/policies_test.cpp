// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The evaluations that a policy costs, and what it tells on the way.

#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"
#include "support/loops.hpp"

using namespace wengert;

namespace {

loop_stats counts_of(std::uint64_t n, loop_policy const& policy) {
    loop_stats counts;
    static_cast<void>(gradient(
        [n, p = policy.report_to(counts)](auto x) {
            return for_loop(n, x, [](auto const& s, std::size_t) { return s * 0.5 + 1.0; }, p);
        },
        1.0));
    return counts;
}

loop_stats counts_of_while(std::uint64_t n, loop_policy const& policy) {
    loop_stats counts;
    static_cast<void>(gradient(
        [n, p = policy.report_to(counts)](auto x) {
            return while_loop(
                       x, [n](auto const&, std::size_t i) { return i < n; },
                       [](auto const& s, std::size_t) { return s * 0.5 + 1.0; }, p)
                .first;
        },
        1.0));
    return counts;
}

struct known {
    std::uint64_t n, s, plain;
};

}  // namespace

TEST_CASE("for_loop takes the fewest evaluations that its slots allow", "[policies]") {
    for (std::uint64_t n = 1; n <= 300; n += n < 40 ? 1 : 37) {
        for (std::uint64_t s = 1; s <= 20; s += s < 6 ? 1 : 7) {
            INFO("n = " << n << ", s = " << s);
            auto const counts = counts_of(n, checkpoints(s));
            CHECK(counts.plain == binomial::evaluations(n, s));
            CHECK(counts.taped == n);
            CHECK(counts.peak_checkpoints <= s);
        }
    }
    for (auto const& [n, s, plain] : {known{10, 3, 15},
                                      {100, 3, 490},
                                      {1000, 5, 6284},
                                      {10000, 3, 278730},
                                      {10000, 5, 112868},
                                      {10000, 10, 57624},
                                      {10000, 20, 37976},
                                      {10000, 50, 28622}}) {
        INFO("n = " << n << ", s = " << s);
        CHECK(counts_of(n, checkpoints(s)).plain == plain);
    }
}

TEST_CASE("while_loop takes few more", "[policies]") {
    for (auto const& [n, s, plain] : {known{100, 3, 503},
                                      {100, 5, 319},
                                      {100, 10, 223},
                                      {100, 20, 179},
                                      {100, 50, 149},
                                      {1000, 3, 12430},
                                      {1000, 5, 6323},
                                      {1000, 10, 3688},
                                      {1000, 20, 2748},
                                      {1000, 50, 1949},
                                      {10000, 3, 279691},
                                      {10000, 5, 113391},
                                      {10000, 10, 57722},
                                      {10000, 20, 38438},
                                      {10000, 50, 28623}}) {
        INFO("n = " << n << ", s = " << s);
        auto const counts = counts_of_while(n, checkpoints(s));
        CHECK(counts.plain == plain);
        CHECK(counts.taped == n);
        CHECK(counts.peak_checkpoints <= s);
    }
}

TEST_CASE("as many slots are in use as there are, and none by a loop that keeps everything", "[policies]") {
    auto const everything = counts_of(100, save_all());
    CHECK(everything.taped == 100);
    CHECK(everything.plain == 0);
    CHECK(everything.stores == 0);
    CHECK(everything.restores == 0);
    CHECK(everything.peak_checkpoints == 0);
    CHECK(everything.ram_bytes == 0);
    CHECK(everything.disk_bytes == 0);
    for (std::uint64_t const s : {1u, 2u, 7u}) {
        CHECK(counts_of(100, checkpoints(s)).peak_checkpoints == s);
        CHECK(counts_of_while(100, checkpoints(s)).peak_checkpoints == s);
    }
}

TEST_CASE("a checkpointed loop leaves little on the tape", "[policies]") {
    real x = 1.0;
    gradient_tape tape;
    tape.watch(x);
    real const y = for_loop(100000, x, [](auto const& s, std::size_t) { return s * 0.999 + 0.1; }, checkpoints(20));
    CHECK(tape.statistics().statements < 1000);
    CHECK(tape.gradient(y, x).has_value());
}

TEST_CASE("a loop tells of its progress", "[policies]") {
    std::vector<loop_progress> seen;
    auto const f = [&](auto x) {
        return for_loop(
            100, x, [](auto const& s, std::size_t) { return s * 0.5 + 1.0; },
            checkpoints(4).on_progress([&](loop_progress const& p) { seen.push_back(p); }, 25));
    };
    static_cast<void>(gradient(f, 1.0));
    REQUIRE(seen.size() == 8);
    for (std::size_t i = 0; i < 8; ++i) {
        CHECK((seen[i].phase == loop_progress::phase_kind::primal) == (i < 4));
        CHECK(seen[i].done == 25 * (i % 4 + 1));
        CHECK(seen[i].total == 100);
    }
}

TEST_CASE("policies without a slot are refused", "[policies]") {
    CHECK_THROWS_AS(checkpoints(0), invalid_argument);
    CHECK_THROWS_AS(disk(".", 0), invalid_argument);
    CHECK_THROWS_AS(counts_of(10, memory(100)), memory_budget_too_small);
    CHECK_THROWS_AS(counts_of_while(10, memory(100)), memory_budget_too_small);
}
