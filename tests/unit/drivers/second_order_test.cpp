// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// hessian, hvp and derivatives.

#include <array>
#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace {

// Every pair of numbers is coupled.
constexpr auto coupled = [](auto const& x) {
    std::remove_cvref_t<decltype(x[0])> s = exp(x[0]);
    for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t j = 0; j <= i; ++j)
            s = s + sin(x[i] * x[j]) * (0.5 + 0.25 * static_cast<double>(i)) + x[j] / (2.0 + square(x[i]));
    return s;
};

}  // namespace

TEST_CASE("hessian equals the jacobian of the gradient") {
    for (std::size_t n : {1u, 2u, 7u, 8u, 9u, 17u}) {
        std::vector<double> x(n);
        for (std::size_t i = 0; i < n; ++i) x[i] = 0.3 * static_cast<double>(i % 5) - 0.4;
        auto const H = hessian(coupled, x);
        auto const J = jacobian([](auto const& p) { return gradient(coupled, p); }, x);
        REQUIRE(H.rows() == n);
        REQUIRE(H.cols() == n);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j) {
                CHECK(H(i, j) == Approx(J(i, j)).epsilon(1e-11).margin(1e-13));
                CHECK(H(i, j) == H(j, i));
            }
        std::vector<double> v(n, 0.0);
        v[n - 1] = 2.0;
        auto const Hv = hvp(coupled, x, v);
        REQUIRE(Hv.size() == n);
        for (std::size_t i = 0; i < n; ++i) CHECK(Hv[i] == Approx(2 * H(i, n - 1)).epsilon(1e-12).margin(1e-13));
        auto const by_jvp = jvp([](auto const& p) { return gradient(coupled, p); }, x, v);
        for (std::size_t i = 0; i < n; ++i) CHECK(by_jvp[i] == Approx(Hv[i]).epsilon(1e-12).margin(1e-13));
    }
}

TEST_CASE("hessian of several arguments, of nothing, of a constant and of a linear function") {
    auto const H = hessian([](auto x, auto const& y) { return x * x * y[0] * y[1]; }, 2.0, std::array{3.0, 5.0});
    CHECK(H(0, 0) == 30.0);
    CHECK(H(0, 1) == 20.0);
    CHECK(H(1, 2) == 4.0);
    CHECK(H(1, 1) == 0.0);
    CHECK_THROWS_AS(H(3, 0), out_of_range);
    auto const none = hessian([](auto const&) { return 1.0; }, std::vector<double>());
    CHECK(none.rows() == 0);
    CHECK(hessian([](auto) { return 1.0; }, 2.0)(0, 0) == 0.0);
    CHECK(hessian([](auto x) { return 3 * x; }, 2.0)(0, 0) == 0.0);
    CHECK(hessian([](auto x) { return x; }, 2.0)(0, 0) == 0.0);
    CHECK(hvp([](auto const& x) { return x[0] * 1.0; }, std::vector{2.0}, std::vector{1.0})[0] == 0.0);
    auto const F = hessian([](auto x) { return x * x * x; }, 2.0f);
    CHECK(F(0, 0) == 12.0f);
    static_assert(std::is_same_v<decltype(F)::value_type, float>);
}

TEST_CASE("derivatives of every order") {
    auto const d = derivatives<4>([](auto x) { return x * x * x; }, 2.0);
    CHECK(d == std::array{8.0, 12.0, 12.0, 6.0, 0.0});
    CHECK(derivatives<0>([](auto x) { return exp(x); }, 0.0) == std::array{1.0});
    CHECK(derivatives<1>([](auto x) { return sin(x); }, 0.0) == std::array{0.0, 1.0});
    auto const e = derivatives<6>([](auto x) { return exp(2.0 * x); }, 0.5);
    for (std::size_t k = 0; k <= 6; ++k) CHECK(e[k] == Approx(std::pow(2.0, k) * std::exp(1.0)).epsilon(1e-14));
    auto const s = derivatives<5>([](auto x) { return sqrt(1.0 + x); }, 0.0);
    std::array<double, 6> const expected{1.0, 0.5, -0.25, 0.375, -0.9375, 3.28125};
    for (std::size_t k = 0; k < 6; ++k) CHECK(s[k] == Approx(expected[k]).epsilon(1e-14));
    CHECK(derivatives<3>([](auto) { return 7.0; }, 2.0) == std::array{7.0, 0.0, 0.0, 0.0});
}

TEST_CASE("derivative of a function that returns a structure") {
    auto const f = [](auto t) { return std::array<decltype(t), 2>{cos(t), sin(t)}; };
    auto const d = derivative(f, 0.5);
    CHECK(d[0] == -std::sin(0.5));
    CHECK(d[1] == std::cos(0.5));
}

TEST_CASE("the Hessian of a function of a pair or a tuple, times a vector") {
    auto const f = [](auto const& p) { return std::get<0>(p) * std::get<0>(p) * std::get<1>(p); };
    CHECK(hvp<with::tape>(f, std::pair{2.0, 3.0}, std::pair{1.0, 0.0}) == std::pair{6.0, 4.0});
    CHECK(hvp<with::tape>(f, std::tuple{2.0, 3.0}, std::tuple{1.0, 0.0}) == std::tuple{6.0, 4.0});
}
