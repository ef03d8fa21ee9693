// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Random programs, run with every kind of number, agree with themselves.

#include <algorithm>
#include <functional>
#include <set>
#include <string>

#include "random/compare.hpp"
#include "random/generate.hpp"
#include "random/regressions.hpp"
#include "random/search.hpp"
#include "support/catch.hpp"

using namespace random_programs;

namespace {

constexpr std::uint64_t first_seed = 1, corpus = 2000;

program drawn(std::uint64_t seed) { return any_program()(rc::Random(seed), static_cast<int>(seed % 100)).value(); }

bool any_of(std::vector<statement> const& block, std::function<bool(statement const&)> const& what) {
    return std::any_of(block.begin(), block.end(), [&](statement const& s) {
        return what(s) || any_of(s.body, what) || any_of(s.otherwise, what);
    });
}

}  // namespace

TEST_CASE("programs that failed once agree with themselves") {
    tally count;
    for (program const& p : regressions()) {
        INFO(p);
        CHECK(mismatch(p, count) == "");
    }
}

TEST_CASE("random programs agree with themselves") {
    tally count;
    for (std::uint64_t seed = first_seed; seed < first_seed + corpus; ++seed)
        if (auto const wrong = search(seed, [&](program const& p) { return mismatch(p, count); }))
            FAIL(report(seed, *wrong));
    WARN("seeds from " << first_seed << ": " << count.text());
    // A comparison that nothing comes to would pass as well.
    CHECK(count.programs == corpus);
    CHECK(count.bit_for_bit > 3 * corpus);
    CHECK(count.aliases > corpus / 2);
    CHECK(count.within_bounds > 3 * corpus / 2);
    CHECK(count.statuses == 5 * inputs * corpus);
    CHECK(count.own_tapes > corpus / 8);
    CHECK(count.long_doubles > corpus);
    CHECK(count.differences > corpus / 2);
    CHECK(count.second_order > corpus / 2);
}

TEST_CASE("random programs are the same for a seed, and hold everything that a program can") {
    CHECK(drawn(7) == drawn(7));
    CHECK_FALSE(drawn(7) == drawn(8));
    std::set<op> operations_seen;
    std::set<shape> states;
    bool nested = false;
    for (std::uint64_t seed = 1; seed <= 500; ++seed)
        any_of(drawn(seed).body, [&](statement const& s) {
            operations_seen.insert(s.what);
            if (s.what == op::for_loop) {
                states.insert(s.state);
                nested = nested || any_of(s.body, [](statement const& t) { return t.what == op::while_loop; });
            }
            return false;
        });
    CHECK(operations_seen.size() == operations);
    CHECK(states.size() == 4);
    CHECK(nested);
}

TEST_CASE("a program in which something is wrong is made small") {
    auto const sine_in_a_loop = [](program const& p) {
        bool const bad = any_of(p.body, [](statement const& s) {
            return s.what == op::for_loop && any_of(s.body, [](statement const& t) { return t.what == op::sin; });
        });
        return std::string(bad ? "a sine" : "");
    };
    int found = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed)
        if (auto const wrong = search(seed, sine_in_a_loop)) {
            ++found;
            INFO(wrong->smallest);
            CHECK(size_of(wrong->smallest.body) == 2);
            CHECK(wrong->smallest.body[0].n == 0);
            CHECK(wrong->smallest.at == std::array<double, inputs>{});
            CHECK(report(seed, *wrong).find("--seed " + std::to_string(seed)) != std::string::npos);
        }
    CHECK(found > 3);
}
