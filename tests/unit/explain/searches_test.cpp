// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// One look at all that a tape holds, for many that are looked for.

#include <cstdint>
#include <limits>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

TEST_CASE("numbers that are sought are found as == would find them") {
    constexpr double infinity = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
    detail::sought_numbers numbers;
    for (double const x : {3.0, nan, -1.0, 3.0, 0.0, infinity, 7.0, nan, -infinity}) numbers.add(x);
    int looks = 0;
    numbers.search([&](auto const& see) {
        ++looks;
        for (double const x : {-0.0, 3.0, nan, 2.0, infinity, 3.0, 8.0}) see(x);
    });
    CHECK(looks == 1);
    for (double const x : {3.0, 0.0, -0.0, infinity}) CHECK(numbers.found(x));
    for (double const x : {nan, -1.0, 7.0, -infinity, 2.0, 8.0}) CHECK_FALSE(numbers.found(x));
}

TEST_CASE("nobody looks where nothing is sought") {
    detail::sought_numbers numbers;
    numbers.add(std::numeric_limits<double>::quiet_NaN());
    bool looked = false;
    numbers.search([&](auto const&) { looked = true; });
    CHECK_FALSE(looked);
    CHECK_FALSE(numbers.found(0.0));
}

TEST_CASE("a variable that leads to the target was read since a statement, or not") {
    tape<double> list;
    recording<double> const open(list);
    double sources[3];
    std::vector<real> leaves;
    for (int const k : {1, 0, 1, 2, 0}) leaves.push_back(list.input(1.0, &sources[k], {}));
    // The last leaf, which is of source 0, does not lead there, and neither does that of source 2.
    real const target = leaves[0] * leaves[1] * leaves[2];
    auto const at = [&](std::size_t k) { return leaves[k].identity().index; };

    detail::reach<double> const back(list, {{tape_mark(), list.mark()}}, {target});
    detail::reads_by_source const reads(list.reads(), back);
    CHECK(reads.has(&sources[1], 0));
    CHECK(reads.has(&sources[1], at(2)));
    CHECK_FALSE(reads.has(&sources[1], at(2) + 1));
    CHECK(reads.has(&sources[0], at(1)));
    CHECK_FALSE(reads.has(&sources[0], at(1) + 1));
    CHECK_FALSE(reads.has(&sources[2], 0));
}
