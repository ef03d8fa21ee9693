// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <limits>
#include <type_traits>

#include <wengert/wengert.hpp>

// A double that knows how far off it may be, and which inputs it depends on. What the library says is checked against both.
namespace random_programs {

/// Of the one thread, since the last reset: whether error bounds of first order hold.
struct range {
    bool not_finite = false;  // somewhere, a partial perhaps
    double largest = 0, smallest = std::numeric_limits<double>::max();

    void saw(double x) {
        double const size = std::abs(x);
        if (!(size <= std::numeric_limits<double>::max())) not_finite = true;
        else if (size > largest) largest = size;
        if (size > 0 && size < smallest) smallest = size;
    }
    /// Products of such numbers neither overflow nor lose digits near 0, in whatever order.
    [[nodiscard]] bool moderate() const { return !not_finite && largest < 1e60 && smallest > 1e-60; }
};
inline range seen_range;

struct estimate {
    double value = 0;
    double error = 0;     // of first order, in epsilons
    unsigned inputs = 0;  // a bit for each that a path leads to

    estimate() = default;
    estimate(double v) : value(v) {}
    template <class U>
        requires std::is_arithmetic_v<U>
    estimate(U v) : value(static_cast<double>(v)) {}
    estimate(double v, double e, unsigned i) : value(v), error(e), inputs(i) {}
};

/// The rules through which no path leads: what the library declares is not asked.
template <class Rule>
inline constexpr bool cuts = std::same_as<Rule, wengert::rules::floor_> || std::same_as<Rule, wengert::rules::ceil_> ||
                             std::same_as<Rule, wengert::rules::round_> || std::same_as<Rule, wengert::rules::trunc_> ||
                             std::same_as<Rule, wengert::rules::sign_>;

/// The rules whose results have a small error near their roots, but not a small relative one.
template <class Rule>
inline constexpr bool has_roots =
    std::same_as<Rule, wengert::rules::digamma_> || std::same_as<Rule, wengert::rules::polygamma_>;

inline estimate stop_gradient(estimate const& x) { return {x.value, x.error, 0}; }
inline double value(estimate const& x) { return x.value; }

}  // namespace random_programs

template <>
struct wengert::form<random_programs::estimate> {
    using scalar_type = random_programs::estimate;
    using value_type = double;

    static double const& value(scalar_type const& x) { return x.value; }
    static bool is_zero(scalar_type const& x) { return x.value == 0 && x.inputs == 0 && x.error == 0; }

    template <class Rule, class... A>
    static scalar_type lift(A const&... a) {
        double const y = static_cast<double>(apply<Rule>(inner(a)...));
        scalar_type result(y);
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (add<Rule, I>(result, y, a, inner(a)...), ...);
        }(std::index_sequence_for<A...>{});
        result.error += random_programs::has_roots<Rule> ? std::max(std::abs(y), 1.0) : std::abs(y);
        random_programs::seen_range.saw(y);
        return result;
    }

private:
    template <class A>
    static auto inner(A const& a) {
        if constexpr (std::same_as<A, scalar_type>) return a.value;
        else if constexpr (std::is_arithmetic_v<A>) return static_cast<double>(a);
        else return a;
    }

    template <class Rule, std::size_t I, class A, class... X>
    static void add(scalar_type& result, double y, A const& a, X const&... x) {
        if constexpr (std::same_as<A, scalar_type> && !random_programs::cuts<Rule>) {
            result.inputs |= a.inputs;
            auto const p = partial<Rule, I>(y, unwrap(x)...);
            if constexpr (!std::same_as<std::remove_cvref_t<decltype(p)>, no_partial_t>)
                if (a.error != 0) result.error += std::abs(static_cast<double>(p)) * a.error;
        }
    }
};

template <>
struct std::numeric_limits<random_programs::estimate> : std::numeric_limits<double> {};
