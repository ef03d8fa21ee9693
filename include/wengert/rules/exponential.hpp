// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/core/constants.hpp>
#include <wengert/rules/functions.hpp>

namespace wengert::rules {

struct exp_ : row<"exp", 1> {
    static constexpr bool unbounded = true;
    static constexpr bool finite_partials = true;
    static constexpr bool uses_result = true;
    static constexpr auto value(auto x) { return math::exp(x); }
    static constexpr auto d0(auto const& y, auto const&) { return y; }
    static constexpr auto samples = at(-20.0, -0.5, 0.0, 1e-6, 1.0, 12.0);
};

struct exp2_ : row<"exp2", 1> {
    static constexpr bool unbounded = true;
    static constexpr bool finite_partials = true;
    static constexpr bool uses_result = true;
    static constexpr auto value(auto x) { return math::exp2(x); }
    static constexpr auto d0(auto const& y, auto const&) { return y * ln2_v<base_of<decltype(y)>>; }
    static constexpr auto samples = at(-20.0, -0.5, 0.0, 1e-6, 1.0, 12.0);
};

struct expm1_ : row<"expm1", 1> {
    static constexpr bool unbounded = true;
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto x) { return math::expm1(x); }
    // Not y + 1, which has no correct digit left for large negative x.
    static constexpr auto d0(auto const&, auto const& x) { return exp(x); }
    static constexpr auto samples = at(-20.0, -0.5, 0.0, 1e-6, 1.0, 12.0);
};

struct log_ : row<"log", 1> {
    static constexpr bool unbounded = true;
    static constexpr char const* domain = "x > 0";
    static constexpr auto value(auto x) { return math::log(x); }
    static constexpr auto d0(auto const&, auto const& x) { return 1 / x; }
    static constexpr auto samples = at(1e-6, 0.5, 1.0, 2.0, 1e6);
    static constexpr auto outside = at(-1.0);
};

struct log2_ : row<"log2", 1> {
    static constexpr bool unbounded = true;
    static constexpr char const* domain = "x > 0";
    static constexpr auto value(auto x) { return math::log2(x); }
    static constexpr auto d0(auto const&, auto const& x) { return 1 / (x * ln2_v<base_of<decltype(x)>>); }
    static constexpr auto samples = at(1e-6, 0.5, 1.0, 2.0, 1e6);
    static constexpr auto outside = at(-1.0);
};

struct log10_ : row<"log10", 1> {
    static constexpr bool unbounded = true;
    static constexpr char const* domain = "x > 0";
    static constexpr auto value(auto x) { return math::log10(x); }
    static constexpr auto d0(auto const&, auto const& x) { return 1 / (x * ln10_v<base_of<decltype(x)>>); }
    static constexpr auto samples = at(1e-6, 0.5, 1.0, 2.0, 1e6);
    static constexpr auto outside = at(-1.0);
};

struct log1p_ : row<"log1p", 1> {
    static constexpr bool unbounded = true;
    static constexpr char const* domain = "x > -1";
    static constexpr auto value(auto x) { return math::log1p(x); }
    static constexpr auto d0(auto const&, auto const& x) { return 1 / (1 + x); }
    static constexpr auto samples = at(-0.75, -1e-6, 0.0, 1e-6, 2.0, 1e6);
    static constexpr auto outside = at(-2.0);
};

/// 1 / (1 + exp(-x)).
struct sigmoid_ : row<"sigmoid", 1> {
    static constexpr bool finite_partials = true;
    static constexpr bool uses_result = true;
    static constexpr auto value(auto x) { return math::sigmoid(x); }
    // Not y * (1 - y), which loses every digit for large x.
    static constexpr auto d0(auto const& y, auto const& x) { return y * sigmoid(-x); }
    static constexpr auto samples = at(-30.0, -2.0, 0.0, 1e-6, 3.0, 30.0);
};

/// log(1 + exp(x)).
struct softplus_ : row<"softplus", 1> {
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto x) { return math::softplus(x); }
    static constexpr auto d0(auto const&, auto const& x) { return sigmoid(x); }
    static constexpr auto samples = at(-30.0, -2.0, 0.0, 1e-6, 3.0, 30.0);
};

}  // namespace wengert::rules
