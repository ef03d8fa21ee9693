// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/rules/functions.hpp>

namespace wengert::rules {

/// A function that is constant between its jumps: declared, so that a gradient that ends here has a reason.
template <fixed_string Name>
struct discrete_row : row<Name, 1> {
    static constexpr bool discrete = true;
    static constexpr char const* at_kinks = "no derivative flows through";
    static constexpr auto samples = at(-2.75, -0.5, 0.25, 3.5);
};

struct floor_ : discrete_row<"floor"> {
    static constexpr auto value(auto x) { return math::floor(x); }
};
struct ceil_ : discrete_row<"ceil"> {
    static constexpr auto value(auto x) { return math::ceil(x); }
};
struct round_ : discrete_row<"round"> {
    static constexpr auto value(auto x) { return math::round(x); }
};
struct trunc_ : discrete_row<"trunc"> {
    static constexpr auto value(auto x) { return math::trunc(x); }
};
/// -1, 0 or 1; NaN for NaN.
struct sign_ : discrete_row<"sign"> {
    static constexpr auto value(auto x) { return select(x > 0, decltype(x)(1), select(x < 0, decltype(x)(-1), x)); }
};

template <fixed_string Name, std::size_t Arity>
struct predicate_row : row<Name, Arity> {
    static constexpr bool discrete = true;
    static constexpr bool predicate = true;
};

struct less_ : predicate_row<"<", 2> {
    static constexpr bool value(auto a, auto b) { return a < b; }
};
struct less_equal_ : predicate_row<"<=", 2> {
    static constexpr bool value(auto a, auto b) { return a <= b; }
};
struct greater_ : predicate_row<">", 2> {
    static constexpr bool value(auto a, auto b) { return a > b; }
};
struct greater_equal_ : predicate_row<">=", 2> {
    static constexpr bool value(auto a, auto b) { return a >= b; }
};
struct equal_ : predicate_row<"==", 2> {
    static constexpr bool value(auto a, auto b) { return a == b; }
};
struct not_equal_ : predicate_row<"!=", 2> {
    static constexpr bool value(auto a, auto b) { return a != b; }
};
struct isnan_ : predicate_row<"isnan", 1> {
    static constexpr bool value(auto x) { return math::isnan(x); }
};
struct isinf_ : predicate_row<"isinf", 1> {
    static constexpr bool value(auto x) { return math::isinf(x); }
};
struct isfinite_ : predicate_row<"isfinite", 1> {
    static constexpr bool value(auto x) { return math::isfinite(x); }
};
struct signbit_ : predicate_row<"signbit", 1> {
    static constexpr bool value(auto x) { return math::signbit(x); }
};

}  // namespace wengert::rules
