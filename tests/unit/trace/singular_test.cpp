// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Where derivatives are infinite or do not exist, a program says what the tape says; and its straight-line code what its
// instructions say one by one.

#include <array>
#include <cmath>
#include <limits>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class T>
bool same(T a, T b) {
    return a == b || (a != a && b != b);
}

/// The same, but for a few roundings in another order.
template <class T>
bool close(T a, T b) {
    return same(a, b) || std::abs(a - b) <= 8 * std::numeric_limits<T>::epsilon() * std::abs(b);
}

template <class T, class F>
void check_at(F f, T x) {
    using P = program_of<F, T>;
    using primal = detail::recipe_for<F, T>;
    using recipe = detail::gradient_recipe<primal, detail::put_out::results_and_derivatives>;
    INFO("at " << x);
    auto const tape = value_and_gradient<with::tape>(f, x);
    auto const straight = P::value_and_gradient(x);
    auto const careful = detail::evaluator<recipe, T>::run_carefully(std::array<T, 1>{x});
    CHECK(same(straight.first, careful[0]));
    // Of an argument that is not finite, straight-line code does not ask whether an adjoint of 0 meets it.
    if (!std::isfinite(x) && straight.second != straight.second) return;
    CHECK(same(straight.second, careful[1]));
    CHECK((straight.first != straight.first || std::signbit(straight.first) == std::signbit(careful[0])));
    CHECK(close(straight.first, tape.first));
    CHECK(close(straight.second, tape.second));
}

template <class F>
void check(F f) {
    for (double const x : {0.0, -0.0, 1.0, -1.0, 0.25, 1024.0, infinity, -infinity, not_a_number}) check_at(f, x);
}

}  // namespace

TEST_CASE("what select has not taken does not turn an infinite partial into a NaN") {
    check([](auto x) { return select(x > 0, sqrt(x), 0.0); });
    check([](auto x) { return select(x > 0, sqrt(x), x); });
    check([](auto x) { return select(x <= 0, 3 * x, log(x)); });
    check([](auto x) { return select(x > 0, 1 / x, 2 * x); });
    check([](auto x) { return select(x > 0, sqrt(x), select(x < 0, sqrt(-x), 0.0)); });
    check([](auto x) { return 2 * select(x > 0, sqrt(x), x) * x; });
    check([](auto x) { return select(x != 0, sin(x) / x, 1); });
}

TEST_CASE("nor does what overflows or is NaN on the side that select has not taken") {
    check([](auto x) { return select(x > 30, x, log(1 + exp(x))); });
    check([](auto x) { return select(x > 30, x, exp(x) * 2); });
    check([](auto x) { return select(x < 30, x * x, 1); });
    check([](auto x) { return select(x > 0, x * log(x), 0) + x; });
    check([](auto x) { return select(isnan(x), 0, x) + select(isinf(x), 1, x * x); });
}

TEST_CASE("nor does what max, min, clamp, relu or fdim has not taken") {
    check([](auto x) { return max(sqrt(x), x + 1); });
    check([](auto x) { return min(x - 1, cbrt(x)); });
    check([](auto x) { return clamp(log(x), -1, 1); });
    check([](auto x) { return relu(sqrt(x)); });
    check([](auto x) { return relu(log(x)) + x; });
    check([](auto x) { return fdim(sqrt(x), x + 1); });
}

TEST_CASE("a factor of 0 ends a path") {
    check([](auto x) { return 0.0 * sqrt(x) + x; });
    check([](auto x) { return 0.0 * sqrt(x); });
    check([](auto x) { return x * sqrt(x); });
    check([](auto x) { return (x - x) * log(x); });
    check([](auto x) { return (x - x) / x; });
    check([](auto x) { return stop_gradient(x) * sqrt(x); });
    check([](auto x) { return pow(x, 0.5) * pow(x, 0.5); });
    check([](auto x) { return sqrt(x * x); });
    check([](auto x) { return cbrt(x * x * x); });
}

TEST_CASE("an infinite adjoint that meets a partial of 0 is a NaN, as on the tape") {
    check([](auto x) { return log(abs(1 - x)); });
    check([](auto x) { return sqrt(abs(x)); });
    check([](auto x) { return sqrt(hypot(x, x)); });
    check([](auto x) { return sqrt(pow(x, 2.0) + pow(x, 4)); });
}

TEST_CASE("an infinite adjoint meets what relu, max and select have not taken as on the tape") {
    check([](auto x) { return sqrt(relu(x)); });
    check([](auto x) { return log(relu(x)); });
    check([](auto x) { return sqrt(max(x, 0)); });
    check([](auto x) { return log(clamp(x, 0, 1)); });
    check([](auto x) { return sqrt(select(x > 0, x, 0)); });
    check([](auto x) { return sqrt(fdim(x, 1)); });
}

TEST_CASE("infinite numbers and NaN go through") {
    check([](auto x) { return exp(x) / (1 + exp(x)); });
    check([](auto x) { return x - x; });
    check([](auto x) { return x / x; });
    check([](auto x) { return x * 0; });
    check([](auto x) { return abs(x) + relu(x) + max(x, 0) + min(x, 0) + clamp(x, -1, 1); });
    check([](auto x) { return atan(x) + tanh(x) + sigmoid(x) + softplus(x); });
    check([](auto x) { return hypot(x, 1) + atan2(x, 1) + atan2(1, x); });
    check([](auto x) { return floor(x) + sign(x) + round(x) * x; });
    check([](auto x) { return pow(x, -1) + pow(x, 3) + pow(x, 5); });
    check([](auto x) { return fmod(x, 2) + copysign(x, -1) + copysign(2, x); });
}

TEST_CASE("in float too") {
    for (float const x : {0.0F, -0.0F, -1.0F, 0.25F, 1024.0F}) {
        check_at([](auto y) { return select(y > 0, sqrt(y), y); }, x);
        check_at([](auto y) { return select(y > 30, y, log(1 + exp(y))); }, x);
        check_at([](auto y) { return log(abs(1 - y)); }, x);
    }
}

TEST_CASE("an adjoint of 0 that is given at run time ends every path") {
    auto const pulled = []<class F>(F, double x) { return program<F, 1>::vjp(x, 0.0); };
    for (double const x : {0.0, -1.0, 1024.0}) {
        CHECK(pulled([](auto y) { return sqrt(y); }, x) == 0);
        CHECK(pulled([](auto y) { return y * log(y); }, x) == 0);
        CHECK(pulled([](auto y) { return exp(y) * y; }, x) == 0);
        CHECK(pulled([](auto y) { return y * y * y; }, x) == 0);
    }
}

TEST_CASE("the sign of an infinity survives") {
    check([](auto x) { return 1 / x; });
    check([](auto x) { return -1 / x; });
    check([](auto x) { return 1 / (x * x * x); });
    check([](auto x) { return log(x * x) / x; });
}

TEST_CASE("second derivatives at a singularity of a side that is not taken are those of the other side") {
    auto const f = [](auto x) { return select(x > 0, sqrt(x), x * x); };
    using P = program<decltype(f), 1>;
    CHECK(P::hessian(0.0)(0, 0) == 2.0);
    CHECK(P::hessian(-1.0)(0, 0) == 2.0);
    CHECK(P::hessian(4.0)(0, 0) == -1.0 / 32);
    CHECK(hessian<with::tape>(f, 0.0)(0, 0) == 2.0);
    CHECK(hvp(f, std::array{0.0}[0], 3.0) == 6.0);
    auto const g = [](auto x, auto y) { return y * select(x > 0, log(x), 0); };
    for (double const x : {0.0, -1.0}) {
        auto const H = hessian(g, x, 2.0);
        CHECK(H(0, 0) == 0.0);
        CHECK(H(0, 1) == 0.0);
        CHECK(H(1, 0) == 0.0);
    }
}

TEST_CASE("one bad input does not spoil a program's other inputs") {
    auto const f = [](auto const& x) { return x[0] * x[0] + sqrt(x[1]) * x[2] + select(x[3] > 0, log(x[3]), x[3]); };
    std::array const x{3.0, 0.0, 0.0, 0.0};
    auto const g = gradient(f, x);
    auto const t = gradient<with::tape>(f, x);
    CHECK(g == t);
    CHECK(g[0] == 6.0);
    CHECK(g[1] == 0.0);
    CHECK(g[3] == 1.0);
    auto const u = gradient(f, std::array{3.0, 0.0, 1.0, -1.0});
    CHECK(u == std::array{6.0, infinity, 0.0, 1.0});
}

TEST_CASE("a root that is no number is as good as an infinite one where only the other factor is asked for") {
    // The derivative of the root, which is a quotient, is in neither of these lists.
    auto const f = [](auto x, auto y) { return select(x > 0, sqrt(stop_gradient(x)) * y, 0.0 * y); };
    CHECK(std::get<1>(gradient(f, -1.0, 2.0)) == 0.0);
    CHECK(std::get<1>(gradient(f, 4.0, 2.0)) == 2.0);
    auto const g = [](auto x, auto y) { return select(x < 1, asin(stop_gradient(x)) * y, y); };
    CHECK(std::get<1>(gradient(g, 2.0, 2.0)) == 1.0);
}
