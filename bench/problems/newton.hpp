// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <random>
#include <span>
#include <vector>

namespace problems {

/// Kepler's equation E - e sin E = M by Newton's iteration, for a planet at many times: how often a time iterates, its numbers
/// decide. The result is the sum of the distances a (1 - e cos E).
struct newton {
    static constexpr char const *name = "newton", *unit = "times";
    static constexpr std::array<std::size_t, 3> sizes{100, 1'000, 10'000};
    static constexpr std::size_t inputs = 6;
    static constexpr double tolerance = 1e-12;

    std::vector<double> times;

    explicit newton(std::size_t n) : times(n) {
        std::mt19937_64 engine{1609};
        std::uniform_real_distribution<double> time(0, 10);
        for (double& t : times) t = time(engine);
    }

    /// Mean anomaly at time 0, mean motion, its rate of change, eccentricity, its rate of change, semi-major axis.
    std::vector<double> start() const { return {0.3, 2.1, -0.02, 0.2, 0.05, 1.5}; }

    template <class T>
    T operator()(std::vector<T> const& in) const {
        using std::cos;
        T sum(0.0);
        for (double const t : times) {
            T const mean = mean_anomaly(in[0], in[1], in[2], t);
            T const e = in[3] + in[4] * t;
            T const E = solved(mean, e);
            sum = sum + in[5] * (1.0 - e * cos(E));
        }
        return sum;
    }

    template <class T>
    static constexpr T mean_anomaly(T const& at_0, T const& motion, T const& change, double t) {
        return at_0 + motion * t + change * (0.5 * t * t);
    }

    /// Where the iteration starts.
    template <class T>
    static constexpr T guess(T const& mean, T const& e) {
        using std::sin;
        return mean + e * sin(mean);
    }

    /// What Newton's rule subtracts from E.
    template <class T>
    static constexpr T step(T const& E, T const& mean, T const& e) {
        using std::cos, std::sin;
        return (E - e * sin(E) - mean) / (1.0 - e * cos(E));
    }

    template <class T>
    static T solved(T const& mean, T const& e) {
        T E = guess(mean, e);
        for (;;) {
            T const change = step(E, mean, e);
            E = E - change;
            if (change < tolerance && change > -tolerance) return E;
        }
    }

    /// The adjoint of the iteration, step by step, not that of the equation.
    double hand(std::span<double const> in, std::span<double> g) const {
        double sum = 0, at_0b = 0, motionb = 0, changeb = 0, e_at_0b = 0, e_changeb = 0;
        for (double const t : times) {
            double const mean = mean_anomaly(in[0], in[1], in[2], t), e = in[3] + in[4] * t;
            double const sine_of_mean = std::sin(mean);
            double E = mean + e * sine_of_mean;
            steps.clear();
            do {
                double const sine = std::sin(E), cosine = std::cos(E), slope = 1 - e * cosine;
                steps.push_back({sine, cosine, slope, (E - e * sine - mean) / slope});
                E -= steps.back().change;
            } while (!(std::abs(steps.back().change) < tolerance));
            double const sine = std::sin(E), cosine = std::cos(E);
            sum += 1 - e * cosine;

            double Eb = in[5] * e * sine, eb = -in[5] * cosine, meanb = 0;
            for (std::size_t i = steps.size(); i-- != 0;) {
                auto const& [s, c, slope, change] = steps[i];
                double const numeratorb = -Eb / slope;
                meanb -= numeratorb;
                eb += numeratorb * (c * change - s);
                Eb = -numeratorb * e * s *
                     change;  // the rest of it cancels: a step's numerator has its denominator as slope
            }
            meanb += Eb * (1 + e * std::cos(mean));
            eb += Eb * sine_of_mean;

            at_0b += meanb;
            motionb += meanb * t;
            changeb += meanb * (0.5 * t * t);
            e_at_0b += eb;
            e_changeb += eb * t;
        }
        g[0] = at_0b;
        g[1] = motionb;
        g[2] = changeb;
        g[3] = e_at_0b;
        g[4] = e_changeb;
        g[5] = sum;
        return in[5] * sum;
    }

private:
    struct iterate {
        double sine, cosine, slope, change;
    };
    mutable std::vector<iterate> steps;  // of the derivatives by hand, from one evaluation to the next
};

}  // namespace problems
