// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Jacobians tall and wide, by duals and by the tape, against columns by dual numbers.

#include <array>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace {

template <class V>
auto mix(V const& x, std::size_t m) {
    using T = std::remove_cvref_t<decltype(x[0])>;
    std::vector<T> y;
    for (std::size_t i = 0; i < m; ++i) {
        T s = 0.5;
        for (std::size_t j = 0; j < x.size(); ++j) {
            T const shifted = x[j] + static_cast<double>(i);
            s = s + sin(shifted) * x[(i + j) % x.size()];
        }
        // Some depend on nothing, some are arguments.
        if (i % 7 == 3) y.push_back(T(1.5));
        else if (i % 7 == 5) y.push_back(x[i % x.size()]);
        else y.push_back(s);
    }
    return y;
}

template <class J>
void compare(J const& found, std::vector<double> const& x, std::size_t m) {
    REQUIRE(found.rows() == m);
    REQUIRE(found.cols() == x.size());
    for (std::size_t j = 0; j < x.size(); ++j) {
        std::vector<dual<double>> seeded(x.begin(), x.end());
        seeded[j].tangent[0] = 1;
        auto const column = mix(seeded, m);
        for (std::size_t i = 0; i < m; ++i)
            CHECK(found(i, j) == Approx(column[i].tangent[0]).epsilon(1e-13).margin(1e-14));
    }
}

std::vector<double> point(std::size_t n) {
    std::vector<double> x(n);
    for (std::size_t j = 0; j < n; ++j) x[j] = 0.37 * static_cast<double>(j) - 1;
    return x;
}

}  // namespace

TEST_CASE("m by n, each from 1 to 20") {
    for (std::size_t n = 1; n <= 20; ++n)
        for (std::size_t m = 1; m <= 20; ++m) {
            auto const x = point(n);
            compare(jacobian([m](auto const& v) { return mix(v, m); }, x), x, m);
        }
}

TEST_CASE("much taller than wide, and much wider than tall") {
    for (auto [m, n] :
         {std::pair(300u, 3u), std::pair(3u, 300u), std::pair(100u, 1u), std::pair(1u, 100u), std::pair(64u, 64u)}) {
        auto const x = point(n);
        compare(jacobian([m](auto const& v) { return mix(v, m); }, x), x, m);
    }
}

TEST_CASE("fixed sizes on both sides of the choice between duals and the tape") {
    auto const check = []<std::size_t N>(std::integral_constant<std::size_t, N>) {
        std::array<double, N> x{};
        auto const p = point(N);
        std::copy(p.begin(), p.end(), x.begin());
        for (std::size_t m : {1u, 5u, 17u, 30u}) compare(jacobian([m](auto const& v) { return mix(v, m); }, x), p, m);
    };
    check(std::integral_constant<std::size_t, 1>{});
    check(std::integral_constant<std::size_t, 8>{});
    check(std::integral_constant<std::size_t, 16>{});
    check(std::integral_constant<std::size_t, 17>{});
}

TEST_CASE("structures and several arguments") {
    auto const J = jacobian(
        [](auto const& a, auto b) {
            using T = std::remove_cvref_t<decltype(b)>;
            return std::tuple<T, std::array<T, 2>>(a[0] * b, {a[1], b * b});
        },
        std::array{2.0, 3.0}, 5.0);
    static_assert(std::is_same_v<decltype(J), matrix<double, 3, 3> const>);
    CHECK(J(0, 0) == 5.0);
    CHECK(J(0, 2) == 2.0);
    CHECK(J(1, 1) == 1.0);
    CHECK(J(2, 2) == 10.0);
    CHECK(J(2, 0) == 0.0);
}

TEST_CASE("empty jacobians") {
    auto const f = [](auto const& x) { return x; };
    auto const J = jacobian(f, std::vector<double>());
    CHECK(J.rows() == 0);
    CHECK(J.cols() == 0);
    auto const K =
        jacobian([](auto const& x) { return std::array<typename std::remove_cvref_t<decltype(x)>::value_type, 2>{}; },
                 std::vector<double>());
    CHECK(K.rows() == 2);
    CHECK(K.cols() == 0);
    auto const L = jacobian([](auto x) { return std::vector<decltype(x)>(); }, 2.0);
    CHECK(L.rows() == 0);
    CHECK(L.cols() == 1);
    CHECK_THROWS_AS(L(0, 0), out_of_range);
}
