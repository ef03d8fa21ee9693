// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <limits>

#include <wengert/rules/functions.hpp>

namespace wengert::rules {

// Beside a NaN there is nothing to choose: the derivative is one too, and nobody trains on in silence.
inline constexpr double undecided = std::numeric_limits<double>::quiet_NaN();

// How much of a choice between a and b is a: all, nothing, or half at a tie, so that the order of arguments does not matter.
constexpr auto share(auto const& a, auto const& b) {
    return select(a > b, 1.0, select(a < b, 0.0, select(a == b, 0.5, undecided)));
}

struct abs_ : row<"abs", 1> {
    static constexpr bool finite_partials = true;
    static constexpr char const* at_kinks = "0 at 0";
    static constexpr auto value(auto x) { return math::abs(x); }
    static constexpr auto d0(auto const&, auto const& x) {
        return select(x > 0, 1.0, select(x < 0, -1.0, select(x == 0, 0.0, undecided)));
    }
    static constexpr bool kinked(auto x) { return x == 0; }
    static constexpr auto samples = at(-2.5, -1e-3, 1e-3, 4.0);
    static constexpr auto kinks = std::array{kink<1>{{0.0}, {0.0}}};
};

struct relu_ : row<"relu", 1> {
    static constexpr bool finite_partials = true;
    static constexpr bool chooses = true;
    static constexpr char const* at_kinks = "0 at 0";
    static constexpr auto value(auto x) { return select(x <= 0, 0, x); }
    static constexpr auto d0(auto const&, auto const& x) { return select(x > 0, 1.0, select(x == x, 0.0, undecided)); }
    static constexpr bool kinked(auto x) { return x == 0; }
    static constexpr auto samples = at(-2.5, -1e-3, 1e-3, 4.0);
    static constexpr auto kinks = std::array{kink<1>{{0.0}, {0.0}}};
};

// max, min, fdim and clamp give NaN if an argument is NaN: nothing is lost on the way.
struct max_ : row<"max", 2> {
    static constexpr bool finite_partials = true;
    static constexpr bool chooses = true;
    static constexpr char const* at_kinks = "half to each side at a tie";
    static constexpr auto value(auto a, auto b) { return select(a > b, a, select(b >= a, b, a + b)); }
    static constexpr auto d0(auto const&, auto const& a, auto const& b) { return share(a, b); }
    static constexpr auto d1(auto const&, auto const& a, auto const& b) { return share(b, a); }
    static constexpr bool kinked(auto a, auto b) { return a == b; }
    static constexpr auto samples = points<2>({{1.0, 2.0}, {2.0, 1.0}, {-3.0, 0.5}, {-1e-3, -2.0}});
    static constexpr auto kinks = std::array{kink<2>{{1.5, 1.5}, {0.5, 0.5}}};
};

struct min_ : row<"min", 2> {
    static constexpr bool finite_partials = true;
    static constexpr bool chooses = true;
    static constexpr char const* at_kinks = "half to each side at a tie";
    static constexpr auto value(auto a, auto b) { return select(a < b, a, select(b <= a, b, a + b)); }
    static constexpr auto d0(auto const&, auto const& a, auto const& b) { return share(b, a); }
    static constexpr auto d1(auto const&, auto const& a, auto const& b) { return share(a, b); }
    static constexpr bool kinked(auto a, auto b) { return a == b; }
    static constexpr auto samples = points<2>({{1.0, 2.0}, {2.0, 1.0}, {-3.0, 0.5}, {-1e-3, -2.0}});
    static constexpr auto kinks = std::array{kink<2>{{1.5, 1.5}, {0.5, 0.5}}};
};

/// min(max(x, low), high), with its ties.
struct clamp_ : row<"clamp", 3> {
    static constexpr bool finite_partials = true;
    static constexpr bool chooses = true;
    static constexpr char const* domain = "low <= high";
    static constexpr char const* at_kinks = "half to each side at a tie";
    static constexpr auto value(auto x, auto low, auto high) { return min_::value(max_::value(x, low), high); }
    static constexpr auto d0(auto const&, auto const& x, auto const& low, auto const& high) {
        return share(x, low) * share(high, primal(max(x, low)));
    }
    static constexpr auto d1(auto const&, auto const& x, auto const& low, auto const& high) {
        return share(low, x) * share(high, primal(max(x, low)));
    }
    static constexpr auto d2(auto const&, auto const& x, auto const& low, auto const& high) {
        return share(primal(max(x, low)), high);
    }
    static constexpr bool kinked(auto x, auto low, auto high) { return x == low || x == high; }
    static constexpr auto samples = points<3>({{0.5, 0.0, 1.0}, {-2.0, -1.0, 1.0}, {3.0, -1.0, 2.0}});
    static constexpr auto kinks =
        std::array{kink<3>{{0.0, 0.0, 1.0}, {0.5, 0.5, 0.0}}, kink<3>{{1.0, 0.0, 1.0}, {0.5, 0.0, 0.5}}};
};

/// `a` if the condition holds, else `b`.
struct select_ : row<"select", 3> {
    static constexpr bool finite_partials = true;
    static constexpr std::size_t parameter_at = 0;
    static constexpr bool chooses = true;
    static constexpr auto value(bool condition, auto a, auto b) { return condition ? a : b; }
    static constexpr auto d1(auto const&, auto condition, auto const&, auto const&) {
        return select(condition, 1.0, 0.0);
    }
    static constexpr auto d2(auto const&, auto condition, auto const&, auto const&) {
        return select(condition, 0.0, 1.0);
    }
    static constexpr auto samples = points<3>({{1, 2.0, 3.0}, {0, 2.0, 3.0}});
};

struct copysign_ : row<"copysign", 2> {
    static constexpr bool finite_partials = true;
    static constexpr char const* at_kinks = "by the sign of the zero at a = 0; nothing flows into b";
    static constexpr auto value(auto a, auto b) { return math::copysign(a, b); }
    static constexpr auto d0(auto const&, auto const& a, auto const& b) {
        return select(signbit(a) == signbit(b), 1.0, -1.0);
    }
    static constexpr auto d1(auto const&, auto const&, auto const&) { return no_partial; }
    static constexpr auto samples = points<2>({{1.5, -2.0}, {-1.5, -2.0}, {2.0, 0.5}, {-3.0, 1.0}});
};

/// max(a - b, 0).
struct fdim_ : row<"fdim", 2> {
    static constexpr bool finite_partials = true;
    static constexpr bool chooses = true;
    static constexpr char const* at_kinks = "0 at a = b";
    // Not relu(a - b): at two equal infinities that difference is NaN.
    static constexpr auto value(auto a, auto b) { return select(a > b, a - b, select(a <= b, 0, a + b)); }
    static constexpr auto d0(auto const&, auto const& a, auto const& b) {
        return select(a > b, 1.0, select(a <= b, 0.0, undecided));
    }
    static constexpr auto d1(auto const&, auto const& a, auto const& b) {
        return select(a > b, -1.0, select(a <= b, 0.0, undecided));
    }
    static constexpr bool kinked(auto a, auto b) { return a == b; }
    static constexpr auto samples = points<2>({{1.0, 2.0}, {2.0, 1.0}, {-1e-3, -2.0}});
    static constexpr auto kinks = std::array{kink<2>{{1.5, 1.5}, {0.0, 0.0}}};
};

// In fmod and remainder the quotient is an integer n, constant between its jumps: y = a - n b. The result gives it exactly,
// where trunc(a / b) may be one off.
struct fmod_ : row<"fmod", 2> {
    static constexpr bool unbounded = true;
    static constexpr bool uses_result = true;
    static constexpr char const* domain = "b != 0";
    static constexpr char const* at_kinks = "of the side that the result is on";
    static constexpr auto value(auto a, auto b) { return math::fmod(a, b); }
    static constexpr auto d0(auto const&, auto const&, auto const&) { return one; }
    static constexpr auto d1(auto const& y, auto const& a, auto const& b) {
        return round((primal(y) - primal(a)) / primal(b));
    }
    static constexpr auto samples = points<2>({{5.5, 2.0}, {-5.5, 2.0}, {7.25, -3.0}, {0.5, 4.0}});
};

struct remainder_ : row<"remainder", 2> {
    static constexpr bool unbounded = true;
    static constexpr bool uses_result = true;
    static constexpr char const* domain = "b != 0";
    static constexpr char const* at_kinks = "of the side that the result is on";
    static constexpr auto value(auto a, auto b) { return math::remainder(a, b); }
    static constexpr auto d0(auto const&, auto const&, auto const&) { return one; }
    static constexpr auto d1(auto const& y, auto const& a, auto const& b) { return fmod_::d1(y, a, b); }
    static constexpr auto samples = points<2>({{5.5, 2.0}, {-5.25, 2.0}, {7.0, -3.0}, {0.5, 4.0}});
};

}  // namespace wengert::rules
