// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Drivers inside drivers.

#include <array>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

TEST_CASE("a gradient inside a gradient, lifted") {
    // d/dx (x d/dy (x y²) at y = 3) = d/dx 6 x² = 12 x
    auto const f = [](auto x) {
        using T = decltype(x);
        return x * gradient([&](auto y) { return x * y * y; }, T(3.0));
    };
    CHECK(gradient(f, 2.0) == 24.0);
    CHECK(derivative(f, 2.0) == 24.0);
}

TEST_CASE("nestings of forward and reverse") {
    auto const f = [](auto x) { return exp(x) * sin(x); };
    auto const d = derivatives<3>(f, 0.7);
    auto const second = Approx(d[2]).epsilon(1e-13);
    auto const third = Approx(d[3]).epsilon(1e-13);
    auto const gradient_of = [&](auto x) { return gradient(f, x); };
    auto const derivative_of = [&](auto x) { return derivative(f, x); };
    CHECK(derivative(gradient_of, 0.7) == second);
    CHECK(gradient(derivative_of, 0.7) == second);
    CHECK(gradient(gradient_of, 0.7) == second);
    CHECK(derivative(derivative_of, 0.7) == second);
    CHECK(jvp(gradient_of, 0.7, 1.0) == second);
    CHECK(vjp(derivative_of, 0.7).second(1.0) == second);
    CHECK(hessian(f, 0.7)(0, 0) == second);
    CHECK(derivatives<1>(derivative_of, 0.7)[1] == second);
    CHECK(hessian(derivative_of, 0.7)(0, 0) == third);
    CHECK(derivative([&](auto x) { return hvp(f, x, decltype(x)(1.0)); }, 0.7) == third);
    CHECK(gradient([&](auto x) { return gradient(gradient_of, x); }, 0.7) == third);
}

TEST_CASE("perturbation confusion: Siskind and Pearlmutter's example is 1") {
    auto const f = [](auto x) {
        using T = decltype(x);
        return x * derivative([x](auto y) { return x + y; }, T(1.0));
    };
    CHECK(derivative(f, 1.0) == 1.0);
    CHECK(gradient(f, 1.0) == 1.0);
    // Three deep.
    auto const g = [](auto x) {
        using T = decltype(x);
        return x * derivative(
                       [x](auto y) {
                           using U = decltype(y);
                           return x * y * derivative([x, y](auto z) { return x * y * z; }, U(2.0));
                       },
                       T(3.0));
    };
    // inner: x y; middle: d/dy x² y² = 2 x² y = 6 x²; outer: d/dx 6 x³ = 18 x²
    CHECK(derivative(g, 2.0) == 72.0);
}

TEST_CASE("perturbation confusion at run time: an inner gradient that is not lifted is refused") {
    auto const f = [](auto const& x) { return x * vjp([&](auto const& y) { return x + y; }, 1.0).second(1.0); };
    CHECK_THROWS_AS(vjp(f, 1.0), wrong_recording);
}
