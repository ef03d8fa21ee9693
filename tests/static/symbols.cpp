// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Symbols: what their expressions are, and how they and their derivatives are written.

#include <string_view>
#include <type_traits>

#include <wengert/expr/symbols.hpp>

using namespace wengert;

namespace symbols_static {

constexpr auto x = symbol<"x">;
constexpr auto y = symbol<"y">;
constexpr auto z = symbol<"z">;
constexpr auto e = x * y + sin(x);

// The surface.
constexpr auto g = gradient(e, x = 2.0, y = 3.0);
static_assert(g[y] == 2.0);
static_assert(evaluate(e, x = 0.0, y = 3.0) == 0.0);
static_assert(to_string(diff(e, x)) == "y + cos(x)");

// Nothing is held that the type says.
template <class E>
constexpr bool empty = std::is_empty_v<E> && std::is_default_constructible_v<E>;
static_assert(empty<decltype(e)> && empty<decltype(diff(e, x))>);
static_assert(empty<decltype(number<2> * x + pow(y, number<3>) - number<0.5>)>);
static_assert(empty<decltype(diff(select(x < y, max(x, y), polygamma(2, x)), z))>);
static_assert(empty<decltype(diff(atan2(x, y) + abs(x) + hypot(x, y) + erf(x) + lgamma(x), x))>);
static_assert(!std::is_empty_v<decltype(2.0 * x)>);
static_assert(std::is_trivially_copyable_v<decltype(e)> && std::is_trivially_copyable_v<decltype(2.0 * x)>);

// A derivative is an expression like one that was written.
static_assert(std::is_same_v<decltype(diff(e, x)), decltype(y + cos(x))>);
static_assert(std::is_same_v<decltype(diff(x * x, x)), decltype(number<2> * x)>);
static_assert(std::is_same_v<decltype(number<2.0>), decltype(number<2>)>);

// Written with as few parentheses as algebra needs.
static_assert(to_string(x - (y - z)) == "x - (y - z)");
static_assert(to_string(x - y - z) == "x - y - z");
static_assert(to_string(x - (y + z)) == "x - (y + z)");
static_assert(to_string(x + (y - z)) == "x + y - z");
static_assert(to_string(x + (y + z)) == "x + y + z");
static_assert(to_string(-(x + y)) == "-(x + y)");
static_assert(to_string(-(x * y)) == "-x * y");
static_assert(to_string(-x * y) == "-x * y");
static_assert(to_string(-(-x)) == "-(-x)");
static_assert(to_string(x * -y) == "x * (-y)");
static_assert(to_string(x - -y) == "x - (-y)");
static_assert(to_string(x + -y) == "x - y");
static_assert(to_string((x + y) * (x - y)) == "(x + y) * (x - y)");
static_assert(to_string((x * y) / (z * x)) == "x * y / (z * x)");
static_assert(to_string(x / y / z) == "x / y / z");
static_assert(to_string(x / (y / z)) == "x / (y / z)");
static_assert(to_string(x * (y / z)) == "x * y / z");
static_assert(to_string(x / (y * z)) == "x / (y * z)");
static_assert(to_string(-(x - y) / z) == "-(x - y) / z");
static_assert(to_string(pow(x + y, 2) * pow(x, -1)) == "pow(x + y, 2) * pow(x, -1)");
static_assert(to_string(pow(-x, y* z)) == "pow(-x, y * z)");
static_assert(to_string(select((x < y || y < z) && !(x == z), x, -y)) ==
              "select((x < y || y < z) && !(x == z), x, -y)");
static_assert(to_string(select((x < y && y < z) || x == z, x, y)) == "select(x < y && y < z || x == z, x, y)");
static_assert(to_string(fma(x, y, z) - atan2(y, 2) + max(x, y)) == "fma(x, y, z) - atan2(y, 2) + max(x, y)");

// Numbers, by the fewest digits that are read back as the same.
static_assert(to_string(0.1 * x) == "0.1 * x");
static_assert(to_string(0.1f * x) == "0.1 * x");
static_assert(to_string(x + 1e-7) == "x + 1e-7");
static_assert(to_string(x + 1e300) == "x + 1e+300");
static_assert(to_string(x + 123456789) == "x + 123456789");
static_assert(to_string(x + 1.0 / 3) == "x + 0.3333333333333333");
static_assert(to_string(x - 2.5) == "x - 2.5");
static_assert(to_string(x + -2.5) == "x - 2.5");
static_assert(to_string(x * -2.5) == "x * (-2.5)");
static_assert(to_string(number<-3>) == "-3");
static_assert(to_string(x / 0.001) == "x / 0.001");

// Simplified.
static_assert(to_string(simplify(1 * x + 0 - number<0>)) == "x");
static_assert(to_string(simplify(number<1> * x + number<0> * y)) == "x");
static_assert(to_string(simplify(x - (-y))) == "x + y");
static_assert(to_string(simplify(-(-(-x)))) == "-x");
static_assert(to_string(simplify(x + x + y - x * number<3>)) == "y - x");
static_assert(to_string(simplify(x * y - y * x)) == "0");
static_assert(to_string(simplify((x + y) - (y - x))) == "2 * x");
static_assert(to_string(simplify(2 * x + 3 * x)) == "5 * x");
static_assert(to_string(simplify(x * 2 * y * 3)) == "6 * x * y");
static_assert(to_string(simplify(number<6> * x / (number<4> * y))) == "3 * x / (2 * y)");
static_assert(to_string(simplify(x * y / x)) == "y");
static_assert(to_string(simplify(pow(x, number<1>) + pow(x, number<0>))) == "x + 1");
static_assert(to_string(simplify(-(x - y))) == "y - x");

// Derivatives.
static_assert(to_string(diff(x, x)) == "1");
static_assert(to_string(diff(x, y)) == "0");
static_assert(to_string(diff(number<3>, y)) == "0");
static_assert(to_string(diff(x * x, x)) == "2 * x");
static_assert(to_string(diff(x * x * x, x)) == "3 * x * x");
static_assert(to_string(diff<2>(x * x * x, x)) == "6 * x");
static_assert(to_string(diff<3>(x * x * x, x)) == "6");
static_assert(to_string(diff<0>(x + x, x)) == "2 * x");
static_assert(to_string(diff(2 * x * x - 3.0 * x + 1, x)) == "4 * x - 3");
static_assert(to_string(diff(pow(x, 3), x)) == "3 * pow(x, 2)");
static_assert(to_string(diff(pow(x, 2), x)) == "2 * x");
static_assert(to_string(diff(pow(x, number<2>), x)) == "2 * x");
static_assert(to_string(diff<4>(pow(x, 3), x)) == "0");
static_assert(to_string(diff(pow(x, 2.5), x)) == "2.5 * pow(x, 1.5)");
static_assert(to_string(diff(pow(x, y), x)) == "select(x == 0 && y == 0, 0, y * pow(x, y - 1))");
static_assert(to_string(diff(x / y, x)) == "1 / y");
static_assert(to_string(diff(x / y, y)) == "-x / y / y");
static_assert(to_string(diff(1 / x, x)) == "-1 / x / x");
static_assert(to_string(diff(sin(2 * x), x)) == "2 * cos(2 * x)");
static_assert(to_string(diff(cos(x) + x, x)) == "1 - sin(x)");
static_assert(to_string(diff(x * log(x), x)) == "log(x) + 1");
static_assert(to_string(diff(sin(x) * exp(x), x)) == "exp(x) * sin(x) + cos(x) * exp(x)");
static_assert(to_string(diff<2>(sin(x) * exp(x), x)) == "2 * cos(x) * exp(x)");
static_assert(to_string(diff(sqrt(x * x + y * y), x)) == "x / sqrt(x * x + y * y)");
static_assert(to_string(diff(hypot(x, y), x)) == "select(hypot(x, y) == 0, 0, x / hypot(x, y))");
static_assert(to_string(diff(exp(-x * x / number<2>), x)) == "-x * exp(-x * x / 2)");
static_assert(to_string(diff(x * y * z, x, y)) == "z");
static_assert(to_string(diff(select(x < y, sin(x), x* y), x)) == "select(x < y, cos(x), y)");
static_assert(to_string(diff(floor(x) * x, x)) == "floor(x)");
static_assert(to_string(diff(stop_gradient(x) * x, x)) == "stop_gradient(x)");
static_assert(to_string(diff(polygamma(1, x), x)) == "polygamma(2, x)");
static_assert(to_string(diff(fmod(x, y), y)) == "round((fmod(x, y) - x) / y)");

// Substitution and calls.
static_assert(e(2.0, 0.0) == evaluate(e, x = 2.0, y = 0.0));
static_assert(to_string(e(x = y, y = x)) == "y * x + sin(y)");
static_assert(to_string(e(y = y * y)) == "x * y * y + sin(x)");
static_assert(std::string_view(to_string(e)).size() == 14);

}  // namespace symbols_static
