// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <vector>

#include <wengert/wengert.hpp>

// The model. It is ordinary code, generic over its number T, and knows nothing of derivatives.
namespace lynx_hare {

/// What is fitted: the logarithms of six positive numbers.
template <class T>
struct log_parameters {
    T alpha;  // births of hares, per year
    T beta;   // hares lost, per year and thousand lynx
    T gamma;  // deaths of lynx, per year
    T delta;  // lynx gained, per year and thousand hares
    T hare;   // thousands of hares in the first year
    T lynx;   // thousands of lynx in the first year
};

/// Thousands of pelts.
template <class T>
struct populations {
    T hare, lynx;
};

inline constexpr std::size_t steps_per_year = 100;

/// Lotka and Volterra: hare' = (alpha - beta lynx) hare, lynx' = (-gamma + delta hare) lynx, by the classical method of Runge
/// and Kutta. Calls visit(step, populations) at every step, the first one included.
template <class T, class Visit>
void simulate(log_parameters<T> const& p, std::size_t years, Visit&& visit) {
    T const alpha = exp(p.alpha), beta = exp(p.beta), gamma = exp(p.gamma), delta = exp(p.delta);
    auto const slope = [&](populations<T> const& s) {
        return populations<T>{(alpha - beta * s.lynx) * s.hare, (delta * s.hare - gamma) * s.lynx};
    };
    auto const moved = [](populations<T> const& s, double time, populations<T> const& k) {
        return populations<T>{s.hare + time * k.hare, s.lynx + time * k.lynx};
    };

    constexpr double h = 1.0 / static_cast<double>(steps_per_year);
    populations<T> s{exp(p.hare), exp(p.lynx)};
    visit(std::size_t{0}, s);
    for (std::size_t i = 1; i <= years * steps_per_year; ++i) {
        auto const k1 = slope(s);
        auto const k2 = slope(moved(s, h / 2, k1));
        auto const k3 = slope(moved(s, h / 2, k2));
        auto const k4 = slope(moved(s, h, k3));
        s = {s.hare + h / 6 * (k1.hare + 2 * k2.hare + 2 * k3.hare + k4.hare),
             s.lynx + h / 6 * (k1.lynx + 2 * k2.lynx + 2 * k3.lynx + k4.lynx)};
        visit(i, s);
    }
}

/// Half the sum over years and species of (log model - log data)^2.
template <class T>
T loss(log_parameters<T> const& p, std::vector<populations<double>> const& data) {
    using std::log;  // of a double; of any other T it is found by itself
    T sum = 0.0;
    simulate(p, data.size() - 1, [&](std::size_t step, populations<T> const& s) {
        if (step % steps_per_year != 0) return;
        auto const& seen = data[step / steps_per_year];
        sum += 0.5 * square(log(s.hare) - log(seen.hare)) + 0.5 * square(log(s.lynx) - log(seen.lynx));
    });
    return sum;
}

}  // namespace lynx_hare

// Makes the members known, so that the gradient of a function of log_parameters<double> is a log_parameters<double>.
BOOST_HANA_ADAPT_STRUCT(lynx_hare::log_parameters<double>, alpha, beta, gamma, delta, hare, lynx);
