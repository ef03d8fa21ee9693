// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <limits>

#include <wengert/rules/functions.hpp>

namespace wengert::rules {

struct sin_ : row<"sin", 1> {
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto x) { return math::sin(x); }
    static constexpr auto d0(auto const&, auto const& x) { return cos(x); }
    static constexpr auto samples = at(-3.0, -1e-6, 0.0, 0.7, 1.5, 10.0);
};

struct cos_ : row<"cos", 1> {
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto x) { return math::cos(x); }
    static constexpr auto d0(auto const&, auto const& x) { return -sin(x); }
    static constexpr auto samples = at(-3.0, -1e-6, 0.0, 0.7, 1.5, 10.0);
};

struct tan_ : row<"tan", 1> {
    static constexpr bool unbounded = true;
    static constexpr bool finite_partials = true;
    static constexpr bool uses_result = true;
    static constexpr char const* domain = "x is no odd multiple of pi / 2";
    static constexpr auto value(auto x) { return math::tan(x); }
    static constexpr auto d0(auto const& y, auto const&) { return 1 + square(y); }
    static constexpr auto samples = at(-3.0, -1e-6, 0.0, 0.7, 1.4, 10.0);
};

struct asin_ : row<"asin", 1> {
    static constexpr bool unbounded = true;
    static constexpr char const* domain = "-1 <= x <= 1";
    static constexpr char const* at_kinks = "infinite at -1 and 1";
    static constexpr auto value(auto x) { return math::asin(x); }
    static constexpr auto d0(auto const&, auto const& x) { return 1 / sqrt((1 - x) * (1 + x)); }
    static constexpr auto samples = at(-0.875, -1e-6, 0.0, 0.5, 0.9375);
    static constexpr auto kinks = std::array{kink<1>{{1.0}, {std::numeric_limits<double>::infinity()}}};
    static constexpr auto outside = at(-1.5, 1.5);
};

struct acos_ : row<"acos", 1> {
    static constexpr bool unbounded = true;
    static constexpr char const* domain = "-1 <= x <= 1";
    static constexpr char const* at_kinks = "-infinity at -1 and 1";
    static constexpr auto value(auto x) { return math::acos(x); }
    static constexpr auto d0(auto const&, auto const& x) { return -1 / sqrt((1 - x) * (1 + x)); }
    static constexpr auto samples = at(-0.875, -1e-6, 0.0, 0.5, 0.9375);
    static constexpr auto kinks = std::array{kink<1>{{-1.0}, {-std::numeric_limits<double>::infinity()}}};
    static constexpr auto outside = at(-1.5, 1.5);
};

struct atan_ : row<"atan", 1> {
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto x) { return math::atan(x); }
    static constexpr auto d0(auto const&, auto const& x) { return 1 / (1 + square(x)); }
    static constexpr auto samples = at(-20.0, -1e-6, 0.0, 0.5, 3.0);
};

/// The angle of the point (b, a): atan2(y, x) in the usual names.
struct atan2_ : row<"atan2", 2> {
    static constexpr char const* domain = "not both 0";
    static constexpr auto value(auto a, auto b) { return math::atan2(a, b); }
    // Divided twice by the norm: the squared norm would overflow first.
    static constexpr auto d0(auto const&, auto const& a, auto const& b) { return b / hypot(a, b) / hypot(a, b); }
    static constexpr auto d1(auto const&, auto const& a, auto const& b) { return -a / hypot(a, b) / hypot(a, b); }
    static constexpr auto samples = points<2>({{1.0, 2.0}, {-3.0, 0.5}, {1e-3, -2.0}, {2.0, 0.0}, {-1.0, -1.0}});
};

}  // namespace wengert::rules
