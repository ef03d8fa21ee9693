// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Derivatives in constant expressions.

#include <array>
#include <limits>
#include <tuple>
#include <vector>

#include <wengert/wengert.hpp>

using namespace wengert;

namespace {

template <class T>
struct params {
    BOOST_HANA_DEFINE_STRUCT(params, (T, a), (T, b));
};

constexpr bool close(double a, double b) { return (a > b ? a - b : b - a) <= 1e-14 * (1 + (b > 0 ? b : -b)); }

constexpr auto f = [](auto x, auto y) { return x * y + sin(x); };
constexpr auto cube = [](auto x) { return x * x * x; };
constexpr auto product = [](auto const& x) { return x[0] * x[1] * x[2]; };

}  // namespace

static_assert(check_gradient(f, 2.0, 3.0).ok());
static_assert(check_gradient([](auto x) { return exp(sin(x)) / (1.0 + square(x)); }, 0.7).ok());
static_assert(!check_gradient([](auto x) { return x * value(x); }, 2.0).ok());

static_assert(gradient(cube, 2.0) == 12.0);
static_assert(gradient(cube, 2.0f) == 12.0f);
static_assert(gradient(cube, 2.0L) == 12.0L);
static_assert(std::get<1>(gradient(f, 2.0, 3.0)) == 2.0);
static_assert(close(std::get<0>(gradient(f, 0.0, 3.0)), 4.0));
static_assert(gradient(product, std::array{2.0, 3.0, 5.0}) == std::array{15.0, 10.0, 6.0});
static_assert(value_and_gradient(cube, 2.0) == std::pair(8.0, 12.0));
static_assert([] {
    params<double> p;
    p.a = 2.0;
    p.b = 3.0;
    auto const g = gradient([](auto const& q) { return q.a * q.a * q.b; }, p);
    return g.a == 12.0 && g.b == 4.0;
}());

constexpr auto H = hessian([](auto x, auto y) { return x * x * y * y * y; }, 2.0, 3.0);
static_assert(H(0, 0) == 54.0 && H(0, 1) == 108.0 && H(1, 0) == 108.0 && H(1, 1) == 72.0);
static_assert(H.rows() == 2 && H.cols() == 2);

constexpr auto J =
    jacobian([](auto const& x) { return std::array{x[0] * x[1], x[1] * x[2], x[2] * x[0], x[0] * x[0]}; },
             std::array{2.0, 3.0, 5.0});
static_assert(J.rows() == 4 && J.cols() == 3 && J(0, 0) == 3.0 && J(1, 2) == 3.0 && J(2, 0) == 5.0 && J(3, 0) == 4.0 &&
              J(3, 1) == 0.0);

static_assert(derivative(cube, 2.0) == 12.0);
static_assert(derivatives<4>(cube, 2.0) == std::array{8.0, 12.0, 12.0, 6.0, 0.0});
static_assert(jvp(product, std::array{2.0, 3.0, 5.0}, std::array{1.0, 0.0, 1.0}) == 21.0);
static_assert(hvp(product, std::array{2.0, 3.0, 5.0}, std::array{1.0, 0.0, 0.0}) == std::array{0.0, 5.0, 3.0});

// Nested: perturbation confusion would make the first 2.
static_assert(derivative([](auto x) { return x * derivative([x](auto y) { return x + y; }, decltype(x)(1.0)); }, 1.0) ==
              1.0);
static_assert(derivative([](auto x) { return derivative(cube, x); }, 2.0) == 12.0);
static_assert(derivative([](auto x) { return gradient(cube, x); }, 2.0) == 12.0);

// Kinks.
static_assert(gradient([](auto x) { return abs(x); }, 0.0) == 0.0 &&
              gradient([](auto x) { return relu(x); }, 0.0) == 0.0);
static_assert(gradient([](auto x, auto y) { return max(x, y); }, 1.0, 1.0) == std::tuple(0.5, 0.5));
static_assert(gradient([](auto x, auto y) { return hypot(x, y); }, 0.0, 0.0) == std::tuple(0.0, 0.0));
static_assert(gradient([](auto x) { return floor(x) * x; }, 2.5) == 2.0);
static_assert(gradient([](auto x) { return stop_gradient(x) * x; }, 2.5) == 2.5);
static_assert(gradient([](auto x) { return pow(x, 0); }, 0.0) == 0.0 &&
              gradient([](auto x) { return pow(x, 1); }, 0.0) == 1.0);

// At a singularity that does not reach the result: 1/0, 0 * infinity and NaN are met on the way. And where it does.
constexpr auto guarded = [](auto x) { return select(x > 0.0, x * sqrt(x), 0.0 * x); };
static_assert(gradient(guarded, 0.0) == 0.0 && hessian(guarded, 0.0)(0, 0) == 0.0);
static_assert(gradient([](auto x) { return select(x > 0.0, x * log(x), 0.0 * x); }, 0.0) == 0.0);
static_assert(gradient([](auto x, auto y) { return select(x > 0.0, y / x, 0.0 * x); }, 0.0, 0.0) ==
              std::tuple(0.0, 0.0));
static_assert(gradient([](auto x, auto y) { return pow(x, y); }, 0.0, 2.0) == std::tuple(0.0, 0.0));
static_assert(gradient([](auto x) { return sqrt(x); }, 0.0) == std::numeric_limits<double>::infinity());

// Branches and loops of the language.
static_assert(gradient([](auto x) { return x > 1 ? decltype(x)(x * x) : decltype(x)(2 * x); }, 3.0) == 6.0);
static_assert(gradient(
                  [](auto x) {
                      auto y = x;
                      for (int i = 0; i < 4; ++i) y *= x;
                      return y;
                  },
                  2.0) == 80.0);

// A block with a rule of its own.
static_assert(gradient([](auto x) { return custom_gradient(x, cube, [](auto const& b) { return 7 * b; }); }, 2.0) ==
              7.0);

// Matrices whose size only the arguments know.
static_assert(jacobian([](auto const& x) { return std::vector{x[0] * x[2], x[1] * x[1]}; },
                       std::vector{1.0, 2.0, 3.0})(0, 2) == 1.0);
static_assert(hessian(product, std::vector{1.0, 2.0, 3.0})(0, 1) == 3.0);
