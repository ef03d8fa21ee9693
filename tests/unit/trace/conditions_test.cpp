// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Conditions that are not known yet, used as the bool that they are for every other scalar: whatever form a driver chooses, the
// number is that of the tape.

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace {

template <class F>
void check_number(F f) {
    for (double const x : {0.5, 1.0, 2.0})
        for (double const y : {0.5, 1.0, 3.0}) {
            CHECK(value_and_gradient(f, x, y) == value_and_gradient<with::tape>(f, x, y));
        }
}

}  // namespace

TEST_CASE("conditions may be compared and combined in every way that bool can") {
    check_number([](auto x, auto y) { return select((x > 1) != (y < 1), x * y, x); });
    check_number([](auto x, auto y) { return select((x > 1) ^ (y > 1), x * y, x); });
    check_number([](auto x, auto y) { return select((x > 1) == 1, x * y, x); });
    check_number([](auto x, auto y) {
        unsigned const rounds = 3;  // a number on the left
        return select((rounds && x > 1) || (0.0 || y > 1), x * y, x);
    });
    check_number([](auto x, auto y) {
        auto both = x > 1;
        both = both && y > 1;
        return select(both, x * y, x);
    });
    check_number([](auto x, auto y) {
        auto both = x > 1;
        both &= y > 1;
        both |= x < y;
        return select(both, x * y, x);
    });
}

TEST_CASE("a condition is the number 0 or 1 where a number is needed") {
    check_number([](auto x, auto y) { return x * y * (y > 2); });
    check_number([](auto x, auto y) { return (y > 2) * x + y; });
    check_number([](auto x, auto y) { return x * ((x > 1) + (y > 1)); });
    check_number([](auto x, auto y) { return max(x * y, x > 1); });
    check_number([](auto x, auto y) {
        decltype(x) const m = x > y;
        return m * x + y;
    });
    check_number([](auto x, auto y) { return select(x > 1, x * y, y > 1); });
}
