// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Derivatives of derivatives of symbolic expressions.

#include <cstddef>
#include <string_view>

#include <wengert/drivers/derivative.hpp>
#include <wengert/drivers/hessian.hpp>
#include <wengert/expr/symbols.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace higher_orders_test {

constexpr auto x = symbol<"x">;
constexpr auto y = symbol<"y">;

// All derivatives of f to the fourth order, by diff and by Taylor polynomials.
template <class F>
void check_to_fourth_order(F const& f, double at) {
    auto const e = f(x);
    auto const expected = derivatives<4>(f, at);
    INFO(std::string_view(to_string(e)) << " at " << at);
    auto const value_at = [&](auto const& d) { return evaluate(select(x == x, d, x), x = at); };
    CHECK(value_at(e) == Approx(expected[0]));
    CHECK(value_at(diff(e, x)) == Approx(expected[1]));
    CHECK(value_at(diff<2>(e, x)) == Approx(expected[2]));
    CHECK(value_at(diff(diff(diff(e, x), x), x)) == Approx(expected[3]).margin(1e-9));
    CHECK(value_at(diff(e, x, x, x, x)) == Approx(expected[4]).margin(1e-9));
}

TEST_CASE("derivatives of derivatives of symbols, to the fourth order") {
    check_to_fourth_order([](auto t) { return sin(t) * exp(t); }, 0.7);
    check_to_fourth_order([](auto t) { return t * t * t * t - 2.0 * t * t + 3; }, 1.5);
    check_to_fourth_order([](auto t) { return 1 / (1 + t * t); }, 0.4);
    check_to_fourth_order([](auto t) { return pow(t, 5) - pow(t, 2) + pow(t, -1); }, 1.1);
    check_to_fourth_order([](auto t) { return pow(t, 2.5) * t; }, 1.1);
    check_to_fourth_order([](auto t) { return exp(-t * t / 2) * cos(3 * t); }, 0.3);
    check_to_fourth_order([](auto t) { return atan2(t, 2.0) * t; }, 0.8);
    check_to_fourth_order([](auto t) { return tanh(t) * sigmoid(t); }, 0.2);
    check_to_fourth_order([](auto t) { return select(t < 1, exp(t), t * t); }, 0.2);
    check_to_fourth_order([](auto t) { return max(t * t, 0.5 * t) - abs(t - 3) * relu(t); }, 0.8);
    check_to_fourth_order([](auto t) { return lgamma(t) * floor(t) + fma(t, t, t); }, 1.8);
}

TEST_CASE("mixed derivatives") {
    auto const f = [](auto a, auto b) { return sin(a * b) / (1 + a * a) + exp(b) * pow(a, 3); };
    auto const e = f(x, y);
    auto const H = hessian(f, 0.7, 1.2);
    CHECK(evaluate(diff(e, x, x), x = 0.7, y = 1.2) == Approx(H(0, 0)));
    CHECK(evaluate(diff(e, x, y), x = 0.7, y = 1.2) == Approx(H(0, 1)));
    CHECK(evaluate(diff(diff(e, y), x), y = 1.2, x = 0.7) == Approx(H(0, 1)));
    CHECK(evaluate(diff<2>(e, y), x = 0.7, y = 1.2) == Approx(H(1, 1)));
}

}  // namespace higher_orders_test
