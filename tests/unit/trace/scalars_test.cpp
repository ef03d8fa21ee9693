// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Programs on every scalar: plain numbers, dual numbers, numbers on a tape, and nestings of these.

#include <array>
#include <cmath>
#include <limits>
#include <tuple>
#include <type_traits>
#include <utility>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace {

// Every kind of operand is in it: numbers, constants, an integer parameter, conditions, a choice, a cut.
constexpr auto f = []<class S>(std::array<S, 3> const& x) {
    auto const choice = S(select(x[0] > 1 && !(x[1] < x[2]), x[0] * x[1], 0.5 * x[2]));
    return S(choice * exp(x[1]) + pow(x[0], 5) / x[2] + stop_gradient(x[1]) * sin(x[2]) + polygamma(1, x[0]) * 0.125 +
             floor(x[1]) * sqrt(x[2]) - 3);
};
using P = program<decltype(f), 3>;

constexpr std::array point{1.5, 2.25, 0.75};

template <class T>
std::array<T, 3> at() {
    return {static_cast<T>(point[0]), static_cast<T>(point[1]), static_cast<T>(point[2])};
}

template <class T>
void check_plain() {
    auto const x = at<T>();
    T const tolerance = 16 * std::numeric_limits<T>::epsilon();
    auto const near = [&](T a, T b) { CHECK(std::abs(a - b) <= tolerance * (1 + std::abs(b))); };
    near(P::value(x), f(x));
    auto const tape = gradient<with::tape>(f, x);
    auto const H = hessian<with::tape>(f, x);
    for (std::size_t i = 0; i < 3; ++i) {
        near(P::gradient(x)[i], tape[i]);
        near(gradient<with::program>(f, x)[i], tape[i]);
        near(P::vjp(x, T(1))[i], tape[i]);
        for (std::size_t j = 0; j < 3; ++j) near(P::hessian(x)(i, j) / 4, H(i, j) / 4);
    }
    static_assert(std::is_same_v<decltype(P::gradient(x)), std::array<T, 3>>);
}

}  // namespace

TEST_CASE("a program works for every plain number") {
    check_plain<float>();
    check_plain<double>();
    check_plain<long double>();
}

TEST_CASE("a program of dual numbers carries their tangents") {
    auto const expected = gradient<with::tape>(f, point);
    auto const H = hessian<with::tape>(f, point);
    for (std::size_t i = 0; i < 3; ++i) {
        auto x = map_leaves<dual<double>>(point, [](double v) { return dual<double>(v); });
        x[i].tangent[0] = 1;
        auto const [y, g] = P::value_and_gradient(x);
        CHECK(y.value == Approx(f(point)).epsilon(1e-14));
        CHECK(y.tangent[0] == Approx(expected[i]).epsilon(1e-13));
        for (std::size_t j = 0; j < 3; ++j) CHECK(g[j].tangent[0] == Approx(H(i, j)).epsilon(1e-13).margin(1e-14));
    }
    for (auto const& v : {std::array{1.0, 0.0, 0.0}, std::array{0.5, -2.0, 3.0}}) {
        auto const by_program = hvp<with::program>(f, point, v);
        auto const by_tape = hvp<with::tape>(f, point, v);
        for (std::size_t i = 0; i < 3; ++i) CHECK(by_program[i] == Approx(by_tape[i]).epsilon(1e-13).margin(1e-14));
    }
}

TEST_CASE("nested dual numbers go through a program: third derivatives") {
    auto const g = [](auto x) { return x * x * x * x * exp(x); };
    using G = program<decltype(g), 1>;
    using D = dual<double>;
    dual<D> const x(D(0.5, {1.0}), {D(1.0)});
    CHECK(G::gradient(x).tangent[0].tangent[0] == Approx(derivatives<3>(g, 0.5)[3]).epsilon(1e-13));
    CHECK(derivative([](auto y) { return G::hessian(y)(0, 0); }, 0.5) ==
          Approx(derivatives<3>(g, 0.5)[3]).epsilon(1e-13));
}

TEST_CASE("a program on a tape records its statements, and gradients flow through them") {
    auto const outer = [](auto const& x) { return P::value(x) * x[0]; };
    auto const direct = [](auto const& x) { return f(x) * x[0]; };
    auto const by_tape = gradient<with::tape>(outer, point);
    auto const expected = gradient<with::tape>(direct, point);
    for (std::size_t i = 0; i < 3; ++i) CHECK(by_tape[i] == Approx(expected[i]).epsilon(1e-13));

    // The gradient of a gradient: a program's gradient is a function like others.
    auto const first = [](auto const& x) { return P::gradient(x)[0]; };
    auto const H = hessian<with::tape>(f, point);
    auto const row = gradient<with::tape>(first, point);
    auto const by_program = gradient(first, point);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(row[i] == Approx(H(0, i)).epsilon(1e-13).margin(1e-14));
        CHECK(by_program[i] == Approx(H(0, i)).epsilon(1e-13).margin(1e-14));
    }
}

TEST_CASE("a program takes variables and real numbers of a gradient_tape") {
    variable x{1.5, "x"};
    gradient_tape tape;
    real const y = program<decltype([](auto a, auto b) { return a * b * b; }), 2>::value(real(x), real(2.0));
    CHECK(y.value() == 6.0);
    CHECK(*tape.gradient(y, x) == 4.0);
}

TEST_CASE("a program of mixed arguments and structures") {
    auto const g = [](auto const& p, auto t) { return std::pair(p.first * t, p.second[0] * p.second[1] + t); };
    using A = std::pair<double, std::array<double, 2>>;
    using G = program_of<decltype(g), A, double>;
    A const a{2.0, {3.0, 5.0}};
    CHECK(G::value(a, 7.0) == std::pair(14.0, 22.0));
    auto const J = G::jacobian(a, 7.0);
    CHECK(J.rows() == 2);
    CHECK(J.cols() == 4);
    CHECK(J(0, 0) == 7.0);
    CHECK(J(0, 3) == 2.0);
    CHECK(J(1, 1) == 5.0);
    CHECK(J(1, 3) == 1.0);
    auto const [ap, t] = G::vjp(std::tuple(a, 7.0), std::pair(1.0, 10.0));
    CHECK(ap == A{7.0, {50.0, 30.0}});
    CHECK(t == 12.0);
    CHECK(G::jvp(std::tuple(a, 7.0), std::tuple(A{1.0, {0.0, 0.0}}, 0.0)).second == std::pair(7.0, 0.0));
}
