// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <numbers>

#include "common.hpp"

// The price of a European call by Black and Scholes, by the spot, the strike, the rate of interest, the rate of dividends, the
// volatility and the time to expiry, and all its first derivatives.
namespace programs::black_scholes {

inline constexpr std::size_t inputs = 6;

template <class T>
using input = std::array<T, inputs>;

/// Of the normal distribution.
inline constexpr auto cumulative = []<class T>(T const& x) -> T {
    using std::erfc;
    T const scaled = x * (-0.5 * std::numbers::sqrt2);
    return 0.5 * erfc(scaled);
};

inline constexpr auto function = []<class T>(input<T> const& in) -> T {
    using std::exp, std::log, std::sqrt;
    auto const& [spot, strike, rate, dividend, volatility, time] = in;
    T const deviation = volatility * sqrt(time);
    T const d1 = (log(spot / strike) + (rate - dividend + 0.5 * volatility * volatility) * time) / deviation;
    T const d2 = d1 - deviation;
    return spot * exp(-dividend * time) * cumulative(d1) - strike * exp(-rate * time) * cumulative(d2);
};

/// The price, delta, the sensitivity to the strike, rho, dividend rho, vega and theta, which here is the derivative by the time
/// that is left.
inline std::array<double, 1 + inputs> hand(input<double> const& in) {
    auto const& [spot, strike, rate, dividend, volatility, time] = in;
    double const root = std::sqrt(time);
    double const deviation = volatility * root;
    double const d1 = (std::log(spot / strike) + (rate - dividend + 0.5 * volatility * volatility) * time) / deviation;
    double const d2 = d1 - deviation;
    double const dividends = std::exp(-dividend * time), discount = std::exp(-rate * time);
    double const delta = dividends * cumulative(d1), exercise = discount * cumulative(d2);
    double const held = spot * delta, owed = strike * exercise;
    constexpr double density_at_0 = 0.5 * std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
    // spot * dividends * density(d1) = strike * discount * density(d2), so one density will do.
    double const dense = spot * dividends * (density_at_0 * std::exp(-0.5 * d1 * d1));
    double const theta = dense * volatility / (2.0 * root) - dividend * held + rate * owed;
    return {held - owed, delta, -exercise, time * owed, -time * held, dense * root, theta};
}

/// The same as the reverse sweep of `function`: that much of it cancels, it does not know.
inline std::array<double, 1 + inputs> hand_adjoint(input<double> const& in) {
    auto const& [spot, strike, rate, dividend, volatility, time] = in;

    // forwards
    double const root = std::sqrt(time);
    double const deviation = volatility * root, inverse_deviation = 1.0 / deviation;
    double const drift = rate - dividend + 0.5 * volatility * volatility;
    double const d1 = (std::log(spot / strike) + drift * time) * inverse_deviation;
    double const d2 = d1 - deviation;
    double const dividends = std::exp(-dividend * time), discount = std::exp(-rate * time);
    double const delta = dividends * cumulative(d1), exercise = discount * cumulative(d2);
    double const held = spot * delta, owed = strike * exercise;

    // The adjoint of a quantity has its name and a b for bar.
    constexpr double density_at_0 = 0.5 * std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
    double const minus_d2b = strike * discount * (density_at_0 * std::exp(-0.5 * d2 * d2));
    double const d1b = spot * dividends * (density_at_0 * std::exp(-0.5 * d1 * d1)) - minus_d2b;
    double const numeratorb = d1b * inverse_deviation;
    double const deviationb = minus_d2b - numeratorb * d1;
    double const rootb = deviationb * volatility;
    return {held - owed,
            delta + numeratorb / spot,
            -(exercise + numeratorb / strike),
            time * (owed + numeratorb),
            -time * (held + numeratorb),
            deviationb * root + numeratorb * time * volatility,
            numeratorb * drift + rootb / (2.0 * root) - dividend * held + rate * owed};
}

inline input<double> draw(random_numbers& random) {
    return {random.between(80, 120),    random.between(80, 120),   random.between(0.01, 0.06),
            random.between(0.01, 0.04), random.between(0.15, 0.5), random.between(0.25, 2)};
}

}  // namespace programs::black_scholes
