// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Where derivatives do not exist: what the design decides, said here again in numbers; and infinite partials on paths
// that were not taken, which must not turn a zero into a NaN.

#include <limits>

#include "laws/forms.hpp"

namespace {

using namespace laws;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The derivative of f(x) at x in every form.
template <class T>
struct slopes {
    T forward, lanes, series, reverse, swept_forward, annotated;

    template <class F>
    slopes(F f, T x) {
        forward = dual<T>(f(dual<T>::seeded(x))).tangent[0];
        lanes = dual<T, 2>(f(dual<T, 2>::seeded(x, 1))).tangent[1];
        series = taylor<T, 1>(f(taylor<T, 1>::variable(x))).coefficient[1];
        evaluator<active<T>> const tracked = [](active<T> const* at) { return active<T>(F{}(at[0])); };
        recorded<T> const on_tape(tracked, {x, 0, 0});
        reverse = on_tape.reversed()[0];
        swept_forward = on_tape.swept_forward()[0];
        annotated = recorded<T>(tracked, {x, 0, 0}, true).reversed()[0];
    }
};

template <class T, class F>
void check_slope(F f, T x, T expected) {
    slopes<T> const s(f, x);
    CHECK(s.forward == expected);
    CHECK(s.lanes == expected);
    CHECK(s.series == expected);
    CHECK(s.reverse == expected);
    CHECK(s.swept_forward == expected);
    CHECK(s.annotated == expected);
}

}  // namespace

TEST_CASE("kinks are as decided") {
    check_slope([](auto x) { return abs(x); }, 0.0, 0.0);
    check_slope([](auto x) { return abs(x); }, -0.0, 0.0);
    check_slope([](auto x) { return relu(x); }, 0.0, 0.0);
    check_slope([](auto x) { return sqrt(x); }, 0.0, infinity);
    check_slope([](auto x) { return cbrt(x); }, 0.0, infinity);
    check_slope([](auto x) { return log(x); }, 0.0, infinity);
    check_slope([](auto x) { return asin(x); }, 1.0, infinity);
    check_slope([](auto x) { return asin(x); }, -1.0, infinity);
    check_slope([](auto x) { return acos(x); }, 1.0, -infinity);
    check_slope([](auto x) { return acos(x); }, -1.0, -infinity);
    check_slope([](auto x) { return acosh(x); }, 1.0, infinity);
    check_slope([](auto x) { return hypot(x, 0.0); }, 0.0, 0.0);
    check_slope([](auto x) { return hypot(0, x); }, 0.0, 0.0);
    check_slope([](auto x) { return fdim(x, 1.5); }, 1.5, 0.0);
    check_slope([](auto x) { return fdim(1.5, x); }, 1.5, 0.0);
}

TEST_CASE("a tie gives half to each side, in whatever order") {
    check_slope([](auto x) { return max(x, 1.5); }, 1.5, 0.5);
    check_slope([](auto x) { return max(1.5, x); }, 1.5, 0.5);
    check_slope([](auto x) { return min(x, 1.5); }, 1.5, 0.5);
    check_slope([](auto x) { return min(1.5, x); }, 1.5, 0.5);
    check_slope([](auto x) { return max(x, x); }, 1.5, 1.0);
    check_slope([](auto x) { return min(x, x); }, 1.5, 1.0);
    check_slope([](auto x) { return clamp(x, 0, 1.5); }, 1.5, 0.5);
    check_slope([](auto x) { return clamp(x, 1.5, 2); }, 1.5, 0.5);
    check_slope([](auto x) { return clamp(1.5, x, 2); }, 1.5, 0.5);
    check_slope([](auto x) { return clamp(1.5, 0, x); }, 1.5, 0.5);
    check_slope([](auto x) { return max(x, 0); }, 0.0, 0.5);
    check_slope([](auto x) { return max(x, -0.0); }, 0.0, 0.5);
    check_slope([](auto x) { return max(x * 2, x * 3); }, 0.0, 2.5);
}

TEST_CASE("powers with a constant exponent never go through log") {
    check_slope([](auto x) { return pow(x, 2); }, -3.0, -6.0);
    check_slope([](auto x) { return pow(x, 2.0); }, -3.0, -6.0);
    check_slope([](auto x) { return pow(x, 3); }, 0.0, 0.0);
    check_slope([](auto x) { return pow(x, 1); }, 0.0, 1.0);
    check_slope([](auto x) { return pow(x, 1.0); }, 0.0, 1.0);
    check_slope([](auto x) { return pow(x, 0); }, 0.0, 0.0);
    check_slope([](auto x) { return pow(x, 0.0); }, 0.0, 0.0);
    check_slope([](auto x) { return pow(x, 0.5); }, 0.0, infinity);
    check_slope([](auto x) { return pow(0, x); }, 2.0, 0.0);
    check_slope([](auto x) { return pow(x, x); }, 1.0, 1.0);
}

TEST_CASE("the derivative of a power in its base keeps its derivative in the exponent where the exponent is 0") {
    // d/db of b a^(b - 1) is 1 / a at b = 0, and d/da of a^b log a too.
    using D = dual<double, 2>;
    using DD = dual<D, 2>;
    DD const a(D(4.0, {1.0, 0.0}), {D(1.0), D(0.0)}), b(D(0.0, {0.0, 1.0}), {D(0.0), D(1.0)});
    DD const y = pow(a, b);
    CHECK(y.tangent[0].tangent[0] == 0);
    CHECK(y.tangent[0].tangent[1] == 0.25);
    CHECK(y.tangent[1].tangent[0] == 0.25);
}

TEST_CASE("what select has not taken is 0, however singular") {
    check_slope([](auto x) { return select(x > 0, sqrt(x), 0.0 * x); }, 0.0, 0.0);
    check_slope([](auto x) { return select(x > 0, sqrt(x), x); }, 0.0, 1.0);
    check_slope([](auto x) { return select(x <= 0, 3 * x, log(x)); }, 0.0, 3.0);
    check_slope([](auto x) { return select(x > 0, 1 / x, 2 * x); }, 0.0, 2.0);
    check_slope([](auto x) { return select(x > 0, sqrt(x), select(x < 0, sqrt(-x), 0.0)); }, 0.0, 0.0);
    check_slope<float>([](auto x) { return select(x > 0, sqrt(x), x); }, 0, 1);
}

TEST_CASE("nor does max, min, clamp, relu or fdim pass on what it has not taken") {
    check_slope([](auto x) { return max(sqrt(x), x + 1); }, 0.0, 1.0);
    check_slope([](auto x) { return max(x + 1, sqrt(x)); }, 0.0, 1.0);
    check_slope([](auto x) { return min(sqrt(x), x - 1); }, 0.0, 1.0);
    check_slope([](auto x) { return min(2 * x - 1, cbrt(x)); }, 0.0, 2.0);
    check_slope([](auto x) { return clamp(sqrt(x), x + 1, 2); }, 0.0, 1.0);
    check_slope([](auto x) { return clamp(log(x), -1, 1); }, 0.0, 0.0);
    check_slope([](auto x) { return relu(sqrt(x)); }, 0.0, 0.0);
    check_slope([](auto x) { return relu(log(x)); }, 0.0, 0.0);
    check_slope([](auto x) { return fdim(sqrt(x), x + 1); }, 0.0, 0.0);
    check_slope([](auto x) { return fdim(x + 1, x + 2); }, 0.0, 0.0);
}

TEST_CASE("a zero adjoint ends its path between statements too") {
    // The choice and the singular value are statements of their own.
    tape<double> list;
    active<double> const x = list.input(0.0);
    recording<double> const open(list);
    active<double> const root = sqrt(x);
    active<double> const y = select(x > 0, root, 2 * x);
    adjoints<double> sweep(list);
    sweep.seed(y) = 1;
    sweep.reverse(list);
    CHECK(sweep[root] == 0);
    CHECK(sweep[x] == 2);
}

TEST_CASE("an infinite derivative that is asked for is infinite, and 0 times infinity on a tape is a NaN") {
    check_slope([](auto x) { return sqrt(x) + x; }, 0.0, infinity);
    // In reverse the infinity comes first, and is there to be explained; forward, a tangent of 0 ends its path.
    slopes<double> const s([](auto x) { return log(abs(1 - x)); }, 1.0);
    CHECK(s.reverse != s.reverse);
    CHECK(s.annotated != s.annotated);
    CHECK(s.swept_forward != s.swept_forward);
    CHECK(s.forward == 0);
    CHECK(s.lanes == 0);
    CHECK(s.series == 0);
}

TEST_CASE("rows that are linear on each side of a kink have second derivatives of 0 at it") {
    auto const second = [](auto f, double x) {
        using D = dual<double>;
        dual<D> const y = f(dual<D>(D::seeded(x), {D(1.0)}));
        CHECK(y.tangent[0].tangent[0] == 0);
        auto const s = taylor<double, 2>(f(taylor<double, 2>::variable(x)));
        CHECK(s.coefficient[2] == 0);
        tape<D> list;
        active<D> const at = list.input(D::seeded(x));
        recording<D> const open(list);
        active<D> const z = f(at);
        adjoints<D> sweep(list);
        sweep.seed(z) = D(1.0);
        sweep.reverse(list);
        CHECK(sweep[at].tangent[0] == 0);
        CHECK(sweep[at].value == y.tangent[0].value);
    };
    second([](auto x) { return abs(x); }, 0);
    second([](auto x) { return relu(x); }, 0);
    second([](auto x) { return max(x, 2 * x); }, 0);
    second([](auto x) { return min(x, 1); }, 1);
    second([](auto x) { return clamp(x, 0, 1); }, 1);
    second([](auto x) { return fdim(x, 1); }, 1);
    second([](auto x) { return select(x > 0, sqrt(x), x); }, 0);
    second([](auto x) { return max(sqrt(x), x + 1); }, 0);
}
