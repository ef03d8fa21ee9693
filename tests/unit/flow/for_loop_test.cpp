// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Whatever the policy, every driver gives bit for bit what it gives for the same loop written with `for`.

#include <array>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"
#include "support/loops.hpp"

using namespace wengert;

namespace {

using pair_of_doubles = std::array<double, 2>;

// The rate is a local of the function that the body captures by reference: the sweep comes after the function has returned.
struct with_for {
    std::uint64_t n;

    template <class X>
    X operator()(std::array<X, 2> const& x) const {
        X const rate = x[1] * 0.25;
        X s = x[0] * x[1];
        for (std::uint64_t i = 0; i < n; ++i) s = sin(s * rate) + s * 0.5 + static_cast<double>(i) * rate;
        return s * x[0];
    }
};

struct with_loop {
    std::uint64_t n;
    loop_policy policy;

    template <class X>
    X operator()(std::array<X, 2> const& x) const {
        X const rate = x[1] * 0.25;
        X const s = for_loop(
            n, x[0] * x[1],
            [&](auto const& state, std::size_t i) {
                return sin(state * rate) + state * 0.5 + static_cast<double>(i) * rate;
            },
            policy);
        return s * x[0];
    }
};

constexpr pair_of_doubles at{0.7, 1.3};
constexpr std::uint64_t lengths[] = {0, 1, 2, 3, 10, 57};

}  // namespace

TEST_CASE("for_loop has the same gradient under every policy", "[for_loop]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d)) {
        for (std::uint64_t const n : lengths) {
            INFO(name << ", n = " << n);
            CHECK(value_and_gradient(with_loop{n, policy}, at) == value_and_gradient(with_for{n}, at));
        }
    }
    CHECK(d.empty());
}

TEST_CASE("a pullback of a loop is called as often as one likes", "[for_loop]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d)) {
        INFO(name);
        auto [y, pull] = vjp(with_loop{20, policy}, at);
        auto [expected_y, expected_pull] = vjp(with_for{20}, at);
        auto const moved = std::move(pull);
        CHECK(y == expected_y);
        CHECK(moved(1.0) == expected_pull(1.0));
        CHECK(moved(-3.0) == expected_pull(-3.0));
    }
}

TEST_CASE("a loop in forward sweeps and by second derivatives", "[for_loop]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d)) {
        INFO(name);
        CHECK(jvp(with_loop{20, policy}, at, pair_of_doubles{1.0, 2.0}) ==
              jvp(with_for{20}, at, pair_of_doubles{1.0, 2.0}));
        CHECK(hvp(with_loop{20, policy}, at, pair_of_doubles{1.0, 2.0}) ==
              hvp(with_for{20}, at, pair_of_doubles{1.0, 2.0}));
        auto const h = hessian(with_loop{20, policy}, at);
        auto const expected = hessian(with_for{20}, at);
        for (std::size_t i = 0; i < 2; ++i)
            for (std::size_t j = 0; j < 2; ++j) CHECK(h(i, j) == expected(i, j));
    }
}

TEST_CASE("a plain loop counts its steps", "[for_loop]") {
    loop_stats counts;
    static_cast<void>(with_loop{12, checkpoints(2).report_to(counts)}(at));
    CHECK(counts.plain == 12);
    CHECK(counts.taped == 0);
    static_cast<void>(gradient(with_loop{12, save_all().report_to(counts)}, at));
    CHECK(counts.plain == 0);
    CHECK(counts.taped == 12);
}
