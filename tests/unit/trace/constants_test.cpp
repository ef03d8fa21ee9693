// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Constants whose products, quotients and partials are out of range: no constant expression can hold those, but a gradient must
// come of it all the same, by whatever form.

#include <cmath>
#include <limits>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

bool same(double a, double b) { return a == b || (a != a && b != b); }

template <class F>
void check(F f) {
    for (double const x : {2.0, -0.5, 0.0}) {
        INFO(x);
        auto const chosen = value_and_gradient(f, x);
        auto const tape = value_and_gradient<with::tape>(f, x);
        CHECK(same(chosen.first, tape.first));
        CHECK(same(chosen.second, tape.second));
        // Where the tape's is infinite or NaN, a list may know better: a constant has no derivative, whatever it is.
        double const second = hessian<with::tape>(f, x)(0, 0);
        if (std::isfinite(second) && std::isfinite(chosen.first) && std::isfinite(chosen.second))
            CHECK(hessian(f, x)(0, 0) == Approx(second).epsilon(1e-14).margin(0));
    }
}

}  // namespace

TEST_CASE("a constant whose inverse is out of range") {
    check([](auto x) { return x / 0x1p-1060; });
    check([](auto x) { return x / 0.0; });
    check([](auto x) { return sin(x) / -0.0; });
    check([](auto x) { return x * x / infinity; });
}

TEST_CASE("products and sums of constants that are out of range") {
    check([](auto x) { return x * 1e200 * 1e200; });
    check([](auto x) { return 1e200 * (1e200 * (x * x)); });
    check([](auto x) { return pow(x * 1e-200, 2) * 1e250; });
    check([](auto x) { return 1e308 * x + 1e308 * x; });
    check([](auto x) { return 1e308 * (x + x + x + x + x); });
    check([](auto x) { return x * (1e308 * 10); });
}

TEST_CASE("infinity and NaN as constants") {
    check([](auto x) { return x * infinity; });
    check([](auto x) { return select(x > 0, x, infinity) * 2; });
    check([](auto x) { return select(x > 0, x * x, not_a_number); });
    check([](auto x) { return x + infinity - infinity; });
    check([](auto x) { return 0 * (infinity * x); });
    check([](auto x) { return x * not_a_number; });
    check([](auto x) { return min(x, infinity) + max(x, -infinity) + clamp(x, -infinity, infinity); });
}

TEST_CASE("partials of rows at constants outside their domain") {
    check([](auto x) { return pow(0, x); });
    check([](auto x) { return pow(-2, x); });
    check([](auto x) { return pow(x, infinity); });
    check([](auto x) { return atan2(x, 0); });
    check([](auto x) { return atan2(0, x); });
    check([](auto x) { return hypot(x, 0); });
    check([](auto x) { return fmod(x, 0.0); });
    check([](auto x) { return x + sqrt(decltype(x)(-1)); });
    check([](auto x) { return x * log(decltype(x)(0)); });
}
