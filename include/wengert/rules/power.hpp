// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <limits>

#include <wengert/core/constants.hpp>
#include <wengert/rules/functions.hpp>

namespace wengert::rules {

struct square_ : row<"square", 1> {
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto x) { return x * x; }
    static constexpr auto d0(auto const&, auto const& x) { return 2 * x; }
    static constexpr auto samples = at(-2.5, 0.0, 1e-3, 4.0);
};

struct sqrt_ : row<"sqrt", 1> {
    static constexpr bool unbounded = true;
    static constexpr bool uses_result = true;
    static constexpr char const* domain = "x >= 0";
    static constexpr char const* at_kinks = "infinite at 0";
    static constexpr auto value(auto x) { return math::sqrt(x); }
    static constexpr auto d0(auto const& y, auto const&) { return 1 / (2 * y); }
    static constexpr auto samples = at(1e-6, 0.5, 1.0, 2.0, 1e6);
    static constexpr auto kinks = std::array{kink<1>{{0.0}, {std::numeric_limits<double>::infinity()}}};
    static constexpr auto outside = at(-1.0);
};

struct cbrt_ : row<"cbrt", 1> {
    static constexpr bool uses_result = true;
    static constexpr char const* at_kinks = "infinite at 0";
    static constexpr auto value(auto x) { return math::cbrt(x); }
    static constexpr auto d0(auto const& y, auto const&) { return 1 / (3 * square(y)); }
    static constexpr auto samples = at(-8.0, -1e-4, 1e-4, 0.5, 2.0, 1e6);
    static constexpr auto kinks = std::array{kink<1>{{0.0}, {std::numeric_limits<double>::infinity()}}};
};

struct hypot_ : row<"hypot", 2> {
    static constexpr bool uses_result = true;
    static constexpr char const* at_kinks = "0 at the origin";
    static constexpr auto value(auto a, auto b) { return math::hypot(a, b); }
    static constexpr auto d0(auto const& y, auto const& a, auto const&) {
        return select(y == 0, 0, a / select(y == 0, 1, y));
    }
    static constexpr auto d1(auto const& y, auto const&, auto const& b) {
        return select(y == 0, 0, b / select(y == 0, 1, y));
    }
    static constexpr bool kinked(auto a, auto b) { return a == 0 && b == 0; }
    static constexpr auto samples = points<2>({{3.0, 4.0}, {-1e-3, 2.0}, {1e5, -1e4}, {0.0, 1.0}});
    static constexpr auto kinks = std::array{kink<2>{{0.0, 0.0}, {0.0, 0.0}}};
};

struct pow_ : row<"pow", 2> {
    static constexpr bool unbounded = true;
    static constexpr bool uses_result = true;
    static constexpr char const* domain = "a > 0, or a <= 0 where the power is real; the partial in b needs a >= 0";
    static constexpr char const* at_kinks = "in a: 0 for b = 0; in b: 0 for a = 0 and b > 0, -infinity for both 0";
    static constexpr auto value(auto a, auto b) { return math::pow(a, b); }
    // Elsewhere 0 times a power is 0 by itself, and keeps its derivative in b, which a constant 0 would not have.
    static constexpr auto d0(auto const&, auto const& a, auto const& b) {
        return select(a == 0 && b == 0, 0, b * pow(a, b - 1));
    }
    static constexpr auto d1(auto const& y, auto const& a, auto const& b) {
        return select(a == 0 && b > 0, 0, y * log(a));
    }
    static constexpr auto samples =
        points<2>({{0.5, 2.5}, {3.0, -1.25}, {1.0, 0.5}, {1e-2, 0.75}, {7.0, 1.0}, {3.0, 0.0}, {2.0, 3.0}});
    static constexpr auto kinks = std::array{kink<2>{{0.0, 2.0}, {0.0, 0.0}}, kink<2>{{0.0, 1.0}, {1.0, 0.0}},
                                             kink<2>{{0.0, 0.0}, {0.0, -std::numeric_limits<double>::infinity()}}};
};

/// pow with an integer exponent, which is a constant.
struct powi_ : row<"pow", 2> {
    static constexpr bool unbounded = true;
    static constexpr std::size_t parameter_at = 1;
    static constexpr auto value(auto x, std::int64_t n) {
        int const small_n = static_cast<int>(n);
        return small_n == n ? math::powi(x, small_n) : math::pow(x, static_cast<decltype(x)>(n));
    }
    static constexpr auto d0(auto const&, auto const& x, std::int64_t n) {
        return static_cast<base_of<decltype(x)>>(n) * pow(x, n == 0 ? n : n - 1);
    }
    static constexpr auto samples =
        points<2>({{-1.5, 3}, {0.0, 2}, {0.0, 1}, {0.0, 0}, {2.0, -2}, {-3.0, 5}, {1.25, 10}});
};

}  // namespace wengert::rules
