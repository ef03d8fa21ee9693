// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

TEST_CASE("a constant has tangents of 0, a seeded number one of 1") {
    dual<double, 3> const c = 2.0, zero;
    CHECK(c.value == 2.0);
    CHECK(c.tangent == std::array{0.0, 0.0, 0.0});
    CHECK(zero.value == 0.0);
    auto const x = dual<double, 3>::seeded(2.0, 1);
    CHECK(x.tangent == std::array{0.0, 1.0, 0.0});
    CHECK(value(x) == 2.0);
    CHECK(stop_gradient(x).tangent == std::array{0.0, 0.0, 0.0});
    CHECK(stop_gradient(x).value == 2.0);
}

TEST_CASE("lanes are independent") {
    using D = dual<double, 2>;
    D const x(2.0, {1.0, 0.0}), y(3.0, {0.0, 1.0});
    D const z = x * y + sin(x) / y;
    CHECK(z.value == 6.0 + std::sin(2.0) / 3.0);
    CHECK(z.tangent[0] == Approx(3.0 + std::cos(2.0) / 3.0).epsilon(1e-15));
    CHECK(z.tangent[1] == Approx(2.0 - std::sin(2.0) / 9.0).epsilon(1e-15));
}

TEST_CASE("compound assignment, unary signs, mixed operands") {
    dual<double> x(2.0, {1.0});
    x += 1;
    x *= x;
    x -= 0.5f;
    x /= 2u;
    CHECK(x.value == 4.25);
    CHECK(x.tangent[0] == 3.0);
    CHECK((-x).tangent[0] == -3.0);
    CHECK((+x).tangent[0] == 3.0);
    CHECK((1.0 - x).tangent[0] == -3.0);
    CHECK((1.0 / x).tangent[0] == Approx(-3.0 / (4.25 * 4.25)));
}

TEST_CASE("comparisons look at the value alone") {
    dual<double> const x(2.0, {5.0}), y(2.0, {-1.0});
    CHECK(x == y);
    CHECK_FALSE(x < y);
    CHECK(x <= 2);
    CHECK(3 > x);
    CHECK(x != 3.0);
    CHECK(isfinite(x));
    CHECK_FALSE(isnan(x));
}

TEST_CASE("no lanes at all: a number that finds the library's functions") {
    dual<double, 0> const x = 2.0;
    CHECK((x * x + sin(x)).value == 4.0 + std::sin(2.0));
}

TEST_CASE("dual of dual has second derivatives") {
    using D = dual<double>;
    using DD = dual<D>;
    DD const x(D(2.0, {1.0}), {D(1.0)});
    DD const y = x * x * x;
    CHECK(y.value.value == 8.0);
    CHECK(y.value.tangent[0] == 12.0);
    CHECK(y.tangent[0].value == 12.0);
    CHECK(y.tangent[0].tangent[0] == 12.0);
    // A number of the inner form is a constant to the outer.
    DD const z = x * D(3.0, {1.0});
    CHECK(z.tangent[0].value == 3.0);
    CHECK(z.value.tangent[0] == 5.0);
    CHECK(z.tangent[0].tangent[0] == 1.0);
}

TEST_CASE("discrete functions give values without tangents, choices take one side") {
    dual<double> const x(-1.5, {3.0});
    CHECK(floor(x).value == -2.0);
    CHECK(floor(x).tangent[0] == 0.0);
    CHECK(relu(x).tangent[0] == 0.0);
    CHECK(abs(x).tangent[0] == -3.0);
    CHECK(max(x, 0.0).tangent[0] == 0.0);
    CHECK(min(x, 0.0).tangent[0] == 3.0);
    CHECK(clamp(x, -2, 2).tangent[0] == 3.0);
    CHECK(select(false, x, 2 * x).tangent[0] == 6.0);
    dual<double> const infinite(1.0, {std::numeric_limits<double>::infinity()});
    CHECK(select(false, infinite, x).tangent[0] == 3.0);
}

TEST_CASE("taylor: coefficients of known series") {
    auto const t = taylor<double, 4>::variable(0.0);
    auto const e = exp(t);
    CHECK(e.coefficient[3] == Approx(1.0 / 6));
    CHECK(e.coefficient[4] == Approx(1.0 / 24));
    auto const g = 1.0 / (1.0 - t);
    for (double c : g.coefficient) CHECK(c == Approx(1.0));
    auto const s = sin(t);
    CHECK(s.coefficient[2] == Approx(0.0).margin(1e-16));
    CHECK(s.coefficient[3] == Approx(-1.0 / 6));
    CHECK(value(g) == 1.0);
    CHECK(stop_gradient(g).coefficient[1] == 0.0);
    auto const p = pow(1.0 + t, 3);
    CHECK(p.coefficient == std::array{1.0, 3.0, 3.0, 1.0, 0.0});
}

TEST_CASE("taylor of dual: derivatives of derivatives") {
    using D = dual<double>;
    auto const t = taylor<D, 2>::variable(D(2.0, {1.0}));
    auto const y = t * t * t;
    CHECK(y.coefficient[1].value == 12.0);
    CHECK(y.coefficient[1].tangent[0] == 12.0);
    CHECK(y.coefficient[2].value == 6.0);
    CHECK(y.coefficient[2].tangent[0] == 3.0);
}

TEST_CASE("numeric_limits are those of the number below") {
    static_assert(std::numeric_limits<dual<float, 3>>::epsilon() == std::numeric_limits<float>::epsilon());
    static_assert(std::numeric_limits<taylor<double, 2>>::is_specialized);
    static_assert(std::numeric_limits<real>::is_specialized);
    CHECK(std::numeric_limits<real>::infinity() > 1e308);
}

namespace {

/// Sums, quotients, a root at 0 whose partial is infinite, a choice.
template <class T>
T of_all_kinds(T const& x, T const& y, double at) {
    T const root = sqrt(x * at);
    return root + max(x, y) * sin(y) - x / (1.0 - y) + hypot(x, y) - y + exp(-(x * y));
}

template <class Number, std::size_t N>
void check_lanes() {
    for (double const at : {0.7, 0.0}) {
        dual<Number, N> x(Number(0.3)), y(Number(-0.6));
        // Some lanes have no part in x, or in either.
        for (std::size_t k = 0; k != N; ++k) {
            x.tangent[k] = static_cast<Number>(k % 3);
            y.tangent[k] = static_cast<Number>(k % 5) - 2;
        }
        auto const all = of_all_kinds(x, y, at);
        for (std::size_t k = 0; k != N; ++k) {
            auto const one =
                of_all_kinds(dual<Number>(x.value, {x.tangent[k]}), dual<Number>(y.value, {y.tangent[k]}), at);
            CAPTURE(N, k, at);
            CHECK(all.value == one.value);
            if (std::isfinite(one.tangent[0])) CHECK(all.tangent[k] == Approx(one.tangent[0]).epsilon(1e-6));
            else CHECK(all.tangent[k] == one.tangent[0]);
        }
    }
}

template <class Number, std::size_t... N>
void check_widths(std::index_sequence<N...>) {
    (check_lanes<Number, N + 1>(), ...);
}

}  // namespace

TEST_CASE("numbers with many tangents are as many numbers with one") {
    check_widths<double>(std::make_index_sequence<19>{});
    check_widths<float>(std::make_index_sequence<19>{});
    check_widths<long double>(std::make_index_sequence<3>{});
    check_lanes<double, 70>();
}

TEST_CASE("an infinite partial is no NaN in a lane that has no part in it") {
    dual<double, 9> x(0.0);
    x.tangent[4] = 1;
    auto const y = sqrt(x) + x;
    for (std::size_t k = 0; k != 9; ++k)
        CHECK(y.tangent[k] == (k == 4 ? std::numeric_limits<double>::infinity() : 0.0));
}

TEST_CASE("what a choice has not taken adds nothing, even if its tangents are infinite") {
    constexpr double infinite = std::numeric_limits<double>::infinity();
    dual<double, 6> x(2.0), y(1.0);
    for (std::size_t k = 0; k != 6; ++k) {
        x.tangent[k] = static_cast<double>(k);
        y.tangent[k] = infinite;
    }
    CHECK(max(x, y).tangent == x.tangent);
    CHECK(min(y + 3.0, x).tangent == x.tangent);
    CHECK(select(true, x, y).tangent == x.tangent);
    CHECK(select(false, x, y).tangent == y.tangent);
}

TEST_CASE("partials that are too large for their sum are constants all the same") {
    constexpr auto quotient = dual<double, 2>::seeded(-1e-308, 0) / dual<double, 2>::seeded(1e-308, 1);
    static_assert(quotient.tangent[0] > 9e307 && quotient.tangent[1] > 9e307);
    CHECK(quotient.value == -1.0);
}
