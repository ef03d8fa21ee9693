// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What the compiler can run to a list.

#include <algorithm>
#include <array>
#include <complex>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/engines.hpp"

using namespace wengert;
using engines::check_program;
using engines::check_tape;

namespace {

template <class T>
struct corner {
    T x, y;
};

template <class T>
struct shape {
    corner<T> at;
    std::array<T, 2> sides;
    T weight;
};

template <class T>
constexpr T power_of(T const& x, int n) {
    return n == 0 ? T(1) : T(x * power_of(x, n - 1));
}

struct overloaded {
    template <class T>
    constexpr T operator()(T const& x) const {
        return x * x;
    }
    template <class T>
    constexpr T operator()(T const& x, T const& y) const {
        return x * y * y;
    }
};

struct not_const {
    template <class T>
    constexpr T operator()(T const& x) {
        return x * x;
    }
};

}  // namespace

BOOST_HANA_ADAPT_STRUCT(corner<double>, x, y);
BOOST_HANA_ADAPT_STRUCT(shape<double>, at, sides, weight);

TEST_CASE("a function of numbers is a program") {
    check_program([](auto x, auto y) { return x * y + sin(x); }, 2.0, 3.0);
    check_program([](auto x) { return x * x; }, 2.0f);
    check_program([](auto x) { return x * x; }, 2.0L);
    check_program([](auto x) { return x * 0.1 + 3 * x - x / 7 + 2.0f * x; }, 2.0f);
    check_program([](auto x) { return x * 0.1f + 3 * x - x / 7 + 2.0L * x; }, 2.0);
    check_program([](auto x, auto y) { return x * y * 0.1; }, 2.0f, 3.0);
    check_program([](auto x) { return 3 - x + (2 / x) * (1.5f - x); }, 2.0);
}

TEST_CASE("so is a function of structures of a fixed size") {
    check_program([](auto const& p) { return p[0] * p[1] / p[2]; }, std::array{1.0, 2.0, 3.0});
    check_program([](auto const& p) { return p.x * p.y; }, corner<double>{2, 3});
    check_program([](auto const& s) { return s.at.x * s.sides[1] / s.weight + s.at.y; },
                  shape<double>{{1, 2}, {3, 4}, 5});
    check_program([](auto const& t) { return std::get<0>(t) * std::get<1>(t)[1]; },
                  std::tuple(2.0, std::array{3.0, 4.0}));
    check_program([](auto const& p, auto x) { return p.first * p.second * x; }, std::pair(2.0, 3.0), 4.0);
    check_program([](auto const& a) { return a[0][1] * a[1][0]; },
                  std::array{std::array{1.0, 2.0}, std::array{3.0, 4.0}});
}

TEST_CASE("inside, it may do what constant expressions do") {
    check_program([](auto x) { return power_of(x, 9); }, 1.5);
    check_program(
        [](auto x) {
            decltype(x) y = 1 / x;
            y += x;
            y *= y;
            y -= 2 * x;
            y /= x + 1;
            return -y;
        },
        1.5);
    check_program(
        [](auto x) {
            std::vector<decltype(x)> powers;
            for (int i = 0; i < 5; ++i) powers.push_back(i == 0 ? x : decltype(x)(powers.back() * x));
            return std::accumulate(powers.begin(), powers.end(), decltype(x)(0));
        },
        1.5);
    check_program(
        [](auto x, auto y) {
            auto const [p, q] = std::pair(decltype(x)(x * y), x);
            std::array<decltype(x), 3> a{};
            std::fill(a.begin(), a.end(), p * q);
            std::optional<decltype(x)> last;
            last = a[2];
            return *last + a[0];
        },
        1.5, 2.5);
    check_program(
        [](auto x) {
            std::complex<decltype(x)> const z(x, 2 * x);
            return (z * z).imag();
        },
        1.5);
    check_program(
        [](auto x) {
            double scale = 0;  // plain numbers are free
            for (int i = 0; i < 1000; ++i) scale += i % 3 == 0 ? 0.5 : -0.25;
            return scale * x;
        },
        1.5);
    check_program([](auto x) { return derivative([](auto y) { return y * y * y; }, x); }, 1.5);
    check_program([](auto x) { return jvp([](auto y) { return sin(y); }, x, 2 * x); }, 1.5);
}

TEST_CASE("a gradient inside a function that is differentiated is there, by whatever form") {
    auto const f = [](auto x) { return gradient([](auto y) { return y * y * y; }, x); };
    CHECK(gradient(f, 2.0) == 12.0);
    CHECK(gradient<with::tape>(f, 2.0) == 12.0);
    CHECK(derivative(f, 2.0) == 12.0);
    CHECK(gradient(f, std::array{2.0}[0]) == 12.0);
    auto const g = [](auto const& x) { return hvp([](auto const& p) { return p[0] * p[0] * p[1]; }, x, x)[0]; };
    CHECK(gradient(g, std::array{2.0, 3.0}) == gradient<with::tape>(g, std::array{2.0, 3.0}));
}

TEST_CASE("a choice that both sides are computed for is traced") {
    check_program([](auto x) { return select(x > 1, x * x, 2 * x); }, 2.0);
    check_program([](auto x) { return select(x > 1, x * x, 2 * x); }, 0.5);
    check_program([](auto x) { return select(true, x * x, 2); }, 2.0);
    for (double const x : {0.5, 1.0, 2.0})
        for (double const y : {0.5, 1.0, 2.0}) {
            check_program([](auto a, auto b) { return select(a > 1 && b > 1, a * b, a); }, x, y);
            check_program([](auto a, auto b) { return select(a > 1 || b > 1, a * b, a); }, x, y);
            check_program([](auto a, auto b) { return select(!(a > 1) && !(b <= a), a * b, a); }, x, y);
            check_program([](auto a, auto b) { return select((a > 1) == (b > 1), a * b, a); }, x, y);
            check_program([](auto a, auto b) { return select((a > 1) == (3 > 1), a * b, a); }, x, y);
            check_program([](auto a, auto b) { return select(true && a != b, a * b, a); }, x, y);
            check_program([](auto a, auto b) { return select(a >= b || false, a * b, a); }, x, y);
            check_program([](auto a, auto b) { return select(false || a == b, a * b, a); }, x, y);
            check_program([](auto a, auto b) { return select(isnan(a) || isinf(b) || signbit(a - b), a * b, a); }, x,
                          y);
            check_program([](auto a, auto b) { return select(isfinite(a / (b - 1)), a * b, a); }, x, y);
        }
}

TEST_CASE("function objects of every kind") {
    check_program(overloaded(), 2.0);
    check_program(overloaded(), 2.0, 3.0);
    check_program(not_const(), 2.0);
    check_program(
        [](auto x) mutable {
            x *= x;
            return x;
        },
        2.0);
    // A capture of nothing: but such a closure cannot be made anew.
    check_tape([nothing = std::tuple<>()](auto x) { return static_cast<void>(nothing), x * x; }, 2.0);
    check_program([](auto const& x) -> auto const& { return x; }, 2.0);
    check_program([](auto const& x) -> decltype(auto) { return (x[1]); }, std::array{2.0, 3.0});
    static constexpr auto named = [](auto x) { return x * x; };
    check_program(named, 2.0);
    auto const& reference = named;
    CHECK(engine_for(reference, 2.0) == engine::program);
    CHECK(gradient(reference, 2.0) == 4.0);
    CHECK(gradient([](auto x) { return x * x; }, 2.0) == 4.0);
    double (*const pointer)(double) = [](double x) { return x; };
    STATIC_REQUIRE(!traceable<decltype(pointer), double>);
    STATIC_REQUIRE(!traceable<decltype(named)>);
    STATIC_REQUIRE(!traceable<decltype(named), std::vector<double>>);
}

TEST_CASE("results of every kind") {
    check_program([](auto) { return 7.0; }, 2.0);
    check_program([](auto) { return 7; }, 2.0);
    check_program([](auto x) { return x; }, 2.0);
    check_program([](auto x, auto) { return x * x; }, 2.0, 3.0);
    auto const nested = [](auto x, auto y) {
        using S = decltype(x);
        return std::tuple(shape<S>{{x * y, y}, {S(x), S(1)}, x * y}, x * x, std::array<S, 2>{x, x});
    };
    auto const J = jacobian<with::program>(nested, 2.0, 3.0);
    auto const K = jacobian<with::tape>(nested, 2.0, 3.0);
    REQUIRE(J.rows() == 8);
    REQUIRE(J.cols() == 2);
    for (std::size_t i = 0; i < 8; ++i)
        for (std::size_t j = 0; j < 2; ++j) CHECK(J(i, j) == K(i, j));
    CHECK(J(0, 0) == 3.0);
    CHECK(J(3, 0) == 0.0);
    auto const y = program_of<decltype(nested), double, double>::value(2.0, 3.0);
    CHECK(std::get<0>(y).at.x == 6.0);
    CHECK(std::get<0>(y).sides[1] == 1.0);
    CHECK(std::get<1>(y) == 4.0);

    auto const none = [](auto x) { return std::array<decltype(x), 0>(); };
    CHECK(jacobian(none, 2.0).rows() == 0);
    CHECK(jacobian(none, 2.0).cols() == 1);
}
