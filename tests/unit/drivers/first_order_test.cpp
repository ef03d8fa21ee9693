// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// gradient, value_and_gradient, jvp and vjp: structures, several arguments, other scalars, edge cases.

#include <array>
#include <cmath>
#include <random>
#include <tuple>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace {

template <class T>
struct adapted {
    T a;
    std::array<T, 2> b;
    int n;
};

template <class T>
struct defined {
    BOOST_HANA_DEFINE_STRUCT(defined, (T, p), (std::vector<T>, q));
};

constexpr auto product = [](auto const& x) {
    auto p = x[0];
    for (std::size_t i = 1; i < x.size(); ++i) p = p * x[i];
    return p;
};

}  // namespace

BOOST_HANA_ADAPT_STRUCT(adapted<double>, a, b, n);

TEST_CASE("gradient of one number, and of several") {
    CHECK(gradient([](auto x) { return x * x * x; }, 2.0) == 12.0);
    auto const [gx, gy] = gradient([](auto x, auto y) { return x * y + sin(x); }, 2.0, 3.0);
    CHECK(gx == 3.0 + std::cos(2.0));
    CHECK(gy == 2.0);
    auto const [v, g] = value_and_gradient([](auto x, auto y) { return x / y; }, 1.0, 4.0);
    CHECK(v == 0.25);
    CHECK(std::get<0>(g) == 0.25);
    CHECK(std::get<1>(g) == -0.0625);
}

TEST_CASE("gradient in the structure of the argument") {
    CHECK(gradient(product, std::array{2.0, 3.0, 5.0}) == std::array{15.0, 10.0, 6.0});
    CHECK(gradient(product, std::vector{2.0, 3.0, 5.0}) == std::vector{15.0, 10.0, 6.0});
    auto const of_tuple = gradient([](auto const& t) { return std::get<0>(t) * std::get<1>(t)[1]; },
                                   std::tuple(2.0, std::array{3.0, 4.0}));
    CHECK(of_tuple == std::tuple(4.0, std::array{0.0, 2.0}));
    auto const of_pair = gradient([](auto const& p) { return p.first * p.second; }, std::pair(2.0, 3.0));
    CHECK(of_pair == std::pair(3.0, 2.0));

    auto const a =
        gradient([](auto const& s) { return s.a * s.b[0] * s.n + s.b[1]; }, adapted<double>{2.0, {3.0, 4.0}, 7});
    CHECK(a.a == 21.0);
    CHECK(a.b == std::array{14.0, 1.0});
    CHECK(a.n == 7);

    defined<double> d;
    d.p = 2.0;
    d.q = {3.0, 4.0};
    auto const g = gradient([](auto const& s) { return s.p * s.q[0] * s.q[1]; }, d);
    CHECK(g.p == 12.0);
    CHECK(g.q == std::vector{8.0, 6.0});

    auto const both = gradient([](auto const& s, auto const& x, auto z) { return s.a * x[0] * z; },
                               adapted<double>{2.0, {3.0, 4.0}, 7}, std::vector{5.0, 6.0}, 3.0);
    CHECK(std::get<0>(both).a == 15.0);
    CHECK(std::get<1>(both) == std::vector{6.0, 0.0});
    CHECK(std::get<2>(both) == 10.0);
}

TEST_CASE("float and long double") {
    auto const f = [](auto x, auto y) { return exp(x) * y; };
    auto const [fx, fy] = gradient(f, 0.5f, 2.0f);
    static_assert(std::is_same_v<decltype(fx), float const>);
    CHECK(fx == Approx(2 * std::exp(0.5)).epsilon(1e-6));
    CHECK(fy == Approx(std::exp(0.5)).epsilon(1e-6));
    auto const [lx, ly] = gradient(f, 0.5L, 2.0L);
    static_assert(std::is_same_v<decltype(lx), long double const>);
    CHECK(std::abs(lx - 2 * std::exp(0.5L)) < 1e-18L);
    CHECK(std::abs(ly - std::exp(0.5L)) < 1e-18L);
    CHECK(jvp([](auto x) { return x * x; }, 3.0f, 1.0f) == 6.0f);
    CHECK(vjp([](auto x) { return x * x; }, 3.0L).second(1.0L) == 6.0L);
}

TEST_CASE("n = 0") {
    std::vector<double> const none;
    auto const constant = [](auto const& x) {
        typename std::remove_cvref_t<decltype(x)>::value_type s = 4.0;
        for (auto const& v : x) s += v;
        return s;
    };
    auto const [v, g] = value_and_gradient(constant, none);
    CHECK(v == 4.0);
    CHECK(g.empty());
    CHECK(jvp(constant, none, none) == 0.0);
    auto const [y, pull] = vjp(constant, none);
    CHECK(y == 4.0);
    CHECK(pull(1.0).empty());
    // And nothing out of something.
    auto const nothing = [](auto x) { return std::vector<decltype(x)>(); };
    CHECK(jvp(nothing, 2.0, 1.0).empty());
    auto const [z, pull_nothing] = vjp(nothing, 2.0);
    CHECK(z.empty());
    CHECK(pull_nothing(std::vector<double>()) == 0.0);
    std::array<double, 0> const empty{};
    CHECK(gradient(constant, empty).empty());
}

TEST_CASE("functions that do not depend on their argument, or return it") {
    CHECK(gradient([](auto) { return 5.0; }, 2.0) == 0.0);
    CHECK(gradient([](auto) { return 5; }, 2.0) == 0.0);
    CHECK(gradient([](auto x) { return decltype(x)(5.0); }, 2.0) == 0.0);
    CHECK(gradient([](auto x) { return x; }, 2.0) == 1.0);
    CHECK(gradient([](auto const& x) -> auto const& { return x; }, 2.0) == 1.0);
    CHECK(gradient([](auto, auto y) { return y; }, 2.0, 3.0) == std::tuple(0.0, 1.0));
    CHECK(derivative([](auto) { return 5.0; }, 2.0) == 0.0);
    CHECK(derivative([](auto x) { return x; }, 2.0) == 1.0);
    auto const [y, pull] = vjp([](auto const& x) { return x; }, std::array{1.0, 2.0});
    CHECK(y == std::array{1.0, 2.0});
    CHECK(pull(std::array{3.0, 4.0}) == std::array{3.0, 4.0});
    CHECK(value_and_gradient([](auto x) { return stop_gradient(x) * x; }, 3.0) == std::pair(9.0, 3.0));
    CHECK(value_and_gradient([](auto x) { return floor(x); }, 3.5) == std::pair(3.0, 0.0));
}

TEST_CASE("the same argument returned twice") {
    auto const twice = [](auto x) { return std::array{x, x}; };
    auto const [y, pull] = vjp(twice, 2.0);
    CHECK(pull(std::array{3.0, 4.0}) == 7.0);
    CHECK(jvp(twice, 2.0, 1.5) == std::array{1.5, 1.5});
}

TEST_CASE("shapes that do not match") {
    std::vector<double> const x{1.0, 2.0, 3.0}, two{1.0, 2.0};
    CHECK_THROWS_AS(jvp(product, x, two), shape_mismatch);
    CHECK_THROWS_AS(hvp(product, x, two), shape_mismatch);
    auto const [y, pull] = vjp([](auto const& v) { return v; }, x);
    CHECK_THROWS_AS(pull(two), shape_mismatch);
    CHECK_THROWS_AS(pull(std::vector<double>()), shape_mismatch);
    CHECK(pull(x) == x);
    using Catch::Matchers::StartsWith;
    CHECK_THROWS_WITH(jvp(product, x, two),
                      StartsWith("wengert: jvp expects a structure of 3 numbers but was given 2"));
    CHECK_THROWS_WITH(hvp(product, x, two),
                      StartsWith("wengert: hvp expects a structure of 3 numbers but was given 2"));
    CHECK_THROWS_WITH(pull(two),
                      StartsWith("wengert: the pullback of vjp expects a structure of 3 numbers but was given 2"));
    std::vector<std::vector<double>> const ragged{{1.0}, {2.0, 3.0}}, other{{1.0, 2.0}, {3.0}};
    CHECK_THROWS_AS(jvp([](auto const& v) { return v[0][0]; }, ragged, other), shape_mismatch);
}

TEST_CASE("a pull may be called many times, after other drivers have run") {
    auto const f = []<class T>(std::array<T, 2> const& x) { return std::array<T, 2>{x[0] * x[1], sin(x[0])}; };
    auto const [y, pull] = vjp(f, std::array{2.0, 3.0});
    auto const first = pull(std::array{1.0, 2.0});
    for (int i = 0; i < 100; ++i) {
        CHECK(gradient(product, std::vector(5 + static_cast<std::size_t>(i), 1.0)).size() ==
              5 + static_cast<std::size_t>(i));
        CHECK(pull(std::array{1.0, 2.0}) == first);
    }
    CHECK(first[0] == 3.0 + 2 * std::cos(2.0));
    CHECK(first[1] == 2.0);
    auto const moved = [](auto p) { return p.second(std::array{1.0, 2.0}); };
    CHECK(moved(vjp(f, std::array{0.0, 3.0})) == std::array{5.0, 0.0});
}

TEST_CASE("jvp and vjp are transposed, on random functions") {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> uniform(-1, 1);
    for (std::size_t n : {1u, 2u, 5u, 9u})
        for (std::size_t m : {1u, 3u, 8u}) {
            std::vector<double> weights(n * m), x(n), v(n), u(m);
            for (auto* list : {&weights, &x, &v, &u})
                for (double& a : *list) a = uniform(random);
            auto const f = [&](auto const& p) {
                std::vector<typename std::remove_cvref_t<decltype(p)>::value_type> y(m);
                for (std::size_t i = 0; i < m; ++i) {
                    for (std::size_t j = 0; j < n; ++j) y[i] += sin(weights[i * n + j] * p[j]) * p[(j + i) % n];
                    y[i] = tanh(y[i]) + (i > 0 ? y[i - 1] * y[i] : y[i]);
                }
                return y;
            };
            auto const Jv = jvp(f, x, v);
            auto const [y, pull] = vjp(f, x);
            auto const uJ = pull(u);
            double left = 0, right = 0;
            for (std::size_t i = 0; i < m; ++i) left += u[i] * Jv[i];
            for (std::size_t j = 0; j < n; ++j) right += uJ[j] * v[j];
            CHECK(left == Approx(right).epsilon(1e-12).margin(1e-14));
            auto const J = jacobian(f, x);
            REQUIRE(J.rows() == m);
            REQUIRE(J.cols() == n);
            for (std::size_t i = 0; i < m; ++i) {
                double row = 0;
                for (std::size_t j = 0; j < n; ++j) row += J(i, j) * v[j];
                CHECK(row == Approx(Jv[i]).epsilon(1e-12).margin(1e-14));
            }
        }
}
