// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <random>
#include <span>
#include <vector>

namespace problems {

/// The price of a European call under stochastic variance (S. L. Heston 1993) by Monte Carlo, and its sensitivities. The scheme is
/// Euler's with full truncation (R. Lord, R. Koekkoek, D. van Dijk 2010): the variance may become negative, and then counts as 0.
struct heston {
    static constexpr char const *name = "heston", *unit = "paths";
    static constexpr std::array<std::size_t, 3> sizes{100, 1'000, 10'000};
    static constexpr std::size_t inputs = 8;
    static constexpr std::size_t steps = 50;
    static constexpr double maturity = 1.0, dt = maturity / steps;

    /// Two independent normal numbers for every step.
    using noise = std::array<double, 2 * steps>;
    std::vector<noise> paths;

    explicit heston(std::size_t n) : paths(n) {
        std::mt19937_64 engine{1993};
        std::normal_distribution<double> normal;
        for (noise& path : paths)
            for (double& z : path) z = normal(engine);
    }

    /// Spot, its variance now, rate of interest, speed of reversion, variance in the long run, volatility of the variance,
    /// correlation, strike. Few paths reach a variance of 0, where the slope of the root has no bound and magnifies rounding.
    std::vector<double> start() const { return {100.0, 0.04, 0.03, 1.6, 0.05, 0.3, -0.6, 105.0}; }

    template <class T>
    T operator()(std::vector<T> const& in) const {
        using std::exp, std::sqrt;
        T const complement = sqrt(1.0 - in[6] * in[6]);
        T sum(0.0);
        for (noise const& path : paths) {
            T const gain = gain_of(in, complement, path);
            if (gain > 0.0) sum = sum + gain;
        }
        return exp(-in[2] * maturity) * sum / static_cast<double>(paths.size());
    }

    /// What the share is worth at maturity, less the strike.
    template <class In, class T>
    static T gain_of(In const& in, T const& complement, noise const& path) {
        using std::exp, std::sqrt;
        T const &rate = in[2], &reversion = in[3], &level = in[4], &volatility = in[5], &correlation = in[6];
        T x(0.0), v = in[1];  // x: logarithm of the share's price, less that of the spot
        for (std::size_t i = 0; i != steps; ++i) {
            double const z = path[2 * i], w = path[2 * i + 1];
            T variance(0.0), deviation(0.0);
            if (v > 0.0) {
                variance = v;
                deviation = sqrt(dt * v);
            }
            x = x + dt * (rate - 0.5 * variance) + z * deviation;
            v = v + dt * reversion * (level - variance) + volatility * deviation * (z * correlation + w * complement);
        }
        return in[0] * exp(x) - in[7];
    }

    /// Path by path: what a step needs again is kept from the way forward.
    double hand(std::span<double const> in, std::span<double> g) const {
        double const spot = in[0], rate = in[2], reversion = in[3], level = in[4], volatility = in[5];
        double const correlation = in[6], strike = in[7], complement = std::sqrt(1.0 - correlation * correlation);
        double sum = 0;
        double spotb = 0, startb = 0, xb_all = 0, reversionb = 0, levelb = 0, volatilityb = 0, correlationb = 0;
        double complementb = 0, strikeb = 0;
        std::array<double, steps> variances, deviations, second;  // second: the noise of the variance

        for (noise const& path : paths) {
            double x = 0, v = in[1];
            for (std::size_t i = 0; i != steps; ++i) {
                double const z = path[2 * i], variance = (std::max)(v, 0.0), deviation = std::sqrt(dt * variance);
                variances[i] = variance;
                deviations[i] = deviation;
                second[i] = correlation * z + complement * path[2 * i + 1];
                x += dt * (rate - 0.5 * variance) + z * deviation;
                v += dt * reversion * (level - variance) + volatility * deviation * second[i];
            }
            double const growth = std::exp(x), xb = spot * growth, gain = xb - strike;
            if (!(gain > 0)) continue;
            sum += gain;
            spotb += growth;
            strikeb -= 1;
            xb_all += xb;

            double vb = 0;
            for (std::size_t i = steps; i-- != 0;) {
                double const z = path[2 * i], moved = vb * deviations[i], moved_by_noise = volatility * moved;
                reversionb += vb * (level - variances[i]);
                levelb += vb;
                volatilityb += moved * second[i];
                correlationb += moved_by_noise * z;
                complementb += moved_by_noise * path[2 * i + 1];
                if (variances[i] > 0) {
                    double const deviationb = z * xb + volatility * second[i] * vb;
                    vb += 0.5 * dt * (deviationb / deviations[i] - xb) - dt * reversion * vb;
                }
            }
            startb += vb;
        }

        double const scale = std::exp(-rate * maturity) / static_cast<double>(paths.size());
        g[0] = scale * spotb;
        g[1] = scale * startb;
        g[2] = scale * maturity * (xb_all - sum);
        g[3] = scale * dt * reversionb;
        g[4] = scale * dt * reversion * levelb;
        g[5] = scale * volatilityb;
        g[6] = scale * (correlationb - complementb * correlation / complement);
        g[7] = scale * strikeb;
        return scale * sum;
    }
};

}  // namespace problems
