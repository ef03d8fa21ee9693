// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <limits>

#include <wengert/rules/functions.hpp>

namespace wengert::rules {

struct sinh_ : row<"sinh", 1> {
    static constexpr bool unbounded = true;
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto x) { return math::sinh(x); }
    static constexpr auto d0(auto const&, auto const& x) { return cosh(x); }
    static constexpr auto samples = at(-5.0, -1e-6, 0.0, 0.5, 3.0);
};

struct cosh_ : row<"cosh", 1> {
    static constexpr bool unbounded = true;
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto x) { return math::cosh(x); }
    static constexpr auto d0(auto const&, auto const& x) { return sinh(x); }
    static constexpr auto samples = at(-5.0, -1e-6, 0.0, 0.5, 3.0);
};

struct tanh_ : row<"tanh", 1> {
    static constexpr bool finite_partials = true;
    static constexpr bool uses_result = true;
    static constexpr auto value(auto x) { return math::tanh(x); }
    // From the result: the difference is exact near saturation, so the error is that of y itself and cosh cannot overflow.
    static constexpr auto d0(auto const& y, auto const&) { return (1 - y) * (1 + y); }
    static constexpr auto samples = at(-3.0, -1e-6, 0.0, 0.5, 2.0);
};

struct asinh_ : row<"asinh", 1> {
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto x) { return math::asinh(x); }
    static constexpr auto d0(auto const&, auto const& x) { return 1 / hypot(x, 1); }
    static constexpr auto samples = at(-1e6, -2.0, -1e-6, 0.0, 0.5, 30.0);
};

struct acosh_ : row<"acosh", 1> {
    static constexpr bool unbounded = true;
    static constexpr char const* domain = "x >= 1";
    static constexpr char const* at_kinks = "infinite at 1";
    static constexpr auto value(auto x) { return math::acosh(x); }
    static constexpr auto d0(auto const&, auto const& x) { return 1 / (sqrt(x - 1) * sqrt(x + 1)); }
    static constexpr auto samples = at(1.0625, 1.5, 4.0, 1e6);
    static constexpr auto kinks = std::array{kink<1>{{1.0}, {std::numeric_limits<double>::infinity()}}};
    static constexpr auto outside = at(0.5);
};

struct atanh_ : row<"atanh", 1> {
    static constexpr bool unbounded = true;
    static constexpr char const* domain = "-1 < x < 1";
    static constexpr auto value(auto x) { return math::atanh(x); }
    static constexpr auto d0(auto const&, auto const& x) { return 1 / ((1 - x) * (1 + x)); }
    static constexpr auto samples = at(-0.875, -1e-6, 0.0, 0.5, 0.9375);
    static constexpr auto outside = at(-1.5, 1.5);
};

}  // namespace wengert::rules
