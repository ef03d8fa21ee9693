// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/core/constants.hpp>
#include <wengert/rules/functions.hpp>

namespace wengert::rules {

struct erf_ : row<"erf", 1> {
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto x) { return math::erf(x); }
    static constexpr auto d0(auto const&, auto const& x) {
        return two_over_sqrt_pi_v<base_of<decltype(x)>> * exp(-square(x));
    }
    static constexpr auto samples = at(-2.5, -1e-6, 0.0, 0.5, 1.5);
};

struct erfc_ : row<"erfc", 1> {
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto x) { return math::erfc(x); }
    static constexpr auto d0(auto const&, auto const& x) {
        return -two_over_sqrt_pi_v<base_of<decltype(x)>> * exp(-square(x));
    }
    static constexpr auto samples = at(-2.5, -1e-6, 0.0, 0.5, 1.5, 5.0);
};

struct lgamma_ : row<"lgamma", 1> {
    static constexpr bool unbounded = true;
    static constexpr char const* domain = "x is no integer <= 0";
    static constexpr auto value(auto x) { return math::lgamma(x); }
    static constexpr auto d0(auto const&, auto const& x) { return digamma(x); }
    static constexpr auto samples = at(-2.5, -0.25, 0.125, 0.75, 1.5, 3.0, 20.0);
};

struct digamma_ : row<"digamma", 1> {
    static constexpr bool unbounded = true;
    static constexpr char const* domain = "x is no integer <= 0";
    static constexpr auto value(auto x) { return math::digamma(x); }
    static constexpr auto d0(auto const&, auto const& x) { return polygamma(1, x); }
    static constexpr auto samples = at(-2.5, -0.25, 0.125, 0.75, 1.5, 3.0, 20.0);
};

/// The nth derivative of digamma; n is a constant.
struct polygamma_ : row<"polygamma", 2> {
    static constexpr bool unbounded = true;
    static constexpr std::size_t parameter_at = 0;
    static constexpr char const* domain = "x is no integer <= 0";
    static constexpr auto value(int n, auto x) { return math::polygamma(n, x); }
    static constexpr auto d1(auto const&, int n, auto const& x) { return polygamma(n + 1, x); }
    static constexpr auto samples = points<2>({{1, -2.5}, {1, 0.25}, {2, 0.75}, {1, 3.0}, {3, 1.5}, {2, 20.0}});
};

}  // namespace wengert::rules
