// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/rules/functions.hpp>

namespace wengert::rules {

struct add_ : row<"+", 2> {
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto a, auto b) { return a + b; }
    static constexpr auto d0(auto const&, auto const&, auto const&) { return one; }
    static constexpr auto d1(auto const&, auto const&, auto const&) { return one; }
    static constexpr auto samples = points<2>({{1.5, -0.25}, {1e10, 3.0}, {0.0, 0.0}, {-2.0, 2.0}});
};

struct sub_ : row<"-", 2> {
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto a, auto b) { return a - b; }
    static constexpr auto d0(auto const&, auto const&, auto const&) { return one; }
    static constexpr auto d1(auto const&, auto const&, auto const&) { return minus_one; }
    static constexpr auto samples = points<2>({{1.5, -0.25}, {1e10, 3.0}, {0.0, 0.0}, {2.0, 2.0}});
};

struct mul_ : row<"*", 2> {
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto a, auto b) { return a * b; }
    static constexpr auto d0(auto const&, auto const&, auto const& b) { return b; }
    static constexpr auto d1(auto const&, auto const& a, auto const&) { return a; }
    static constexpr auto samples = points<2>({{1.5, -0.25}, {1e5, 3e-5}, {0.0, 2.0}, {-3.0, 0.0}});
};

struct div_ : row<"/", 2> {
    static constexpr bool unbounded = true;
    static constexpr bool uses_result = true;
    static constexpr char const* domain = "b != 0";
    static constexpr auto value(auto a, auto b) { return a / b; }
    // Both partials share one division.
    static constexpr auto d0(auto const&, auto const&, auto const& b) { return 1 / b; }
    static constexpr auto d1(auto const& y, auto const&, auto const& b) { return -y * (1 / b); }
    static constexpr auto samples = points<2>({{1.5, -0.25}, {1e5, 3e-3}, {0.0, 2.0}, {-3.0, 7.0}});
};

struct neg_ : row<"-", 1> {
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto x) { return -x; }
    static constexpr auto d0(auto const&, auto const&) { return minus_one; }
    static constexpr auto samples = at(-2.5, 0.0, 1e-3, 4.0);
};

struct fma_ : row<"fma", 3> {
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto a, auto b, auto c) { return math::fma(a, b, c); }
    static constexpr auto d0(auto const&, auto const&, auto const& b, auto const&) { return b; }
    static constexpr auto d1(auto const&, auto const& a, auto const&, auto const&) { return a; }
    static constexpr auto d2(auto const&, auto const&, auto const&, auto const&) { return one; }
    static constexpr auto samples = points<3>({{1.5, -0.25, 2.0}, {1e3, 3.0, -1.0}, {0.0, 2.0, 0.5}});
};

}  // namespace wengert::rules
