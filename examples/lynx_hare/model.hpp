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

/// Lotka and Volterra: hare' = (alpha - beta lynx) hare, lynx' = (-gamma + delta hare) lynx.
template <class T>
class motion {
public:
    explicit motion(log_parameters<T> const& p)
        : alpha_(exp(p.alpha)), beta_(exp(p.beta)), gamma_(exp(p.gamma)), delta_(exp(p.delta)) {}

    /// The populations a step later, by the classical method of Runge and Kutta.
    populations<T> operator()(populations<T> const& s) const {
        constexpr double h = 1.0 / static_cast<double>(steps_per_year);
        auto const k1 = slope(s);
        auto const k2 = slope(moved(s, h / 2, k1));
        auto const k3 = slope(moved(s, h / 2, k2));
        auto const k4 = slope(moved(s, h, k3));
        return {s.hare + h / 6 * (k1.hare + 2 * k2.hare + 2 * k3.hare + k4.hare),
                s.lynx + h / 6 * (k1.lynx + 2 * k2.lynx + 2 * k3.lynx + k4.lynx)};
    }

private:
    populations<T> slope(populations<T> const& s) const {
        return {(alpha_ - beta_ * s.lynx) * s.hare, (delta_ * s.hare - gamma_) * s.lynx};
    }
    static populations<T> moved(populations<T> const& s, double time, populations<T> const& k) {
        return {s.hare + time * k.hare, s.lynx + time * k.lynx};
    }

    T alpha_, beta_, gamma_, delta_;
};

/// In the first year.
template <class T>
populations<T> start_of(log_parameters<T> const& p) {
    return {exp(p.hare), exp(p.lynx)};
}

/// Half the sum over species of (log model - log data)^2.
template <class T>
T misfit(populations<T> const& s, populations<double> const& seen) {
    using std::log;  // of a double; of any other T it is found by itself
    return 0.5 * square(log(s.hare) - log(seen.hare)) + 0.5 * square(log(s.lynx) - log(seen.lynx));
}

/// What the loop of the simulation carries from step to step.
template <class T>
struct so_far {
    populations<T> now;
    T loss;
};

/// The sum of the misfits over the years. The policy says what a tape keeps of the steps between.
template <class T>
T loss(log_parameters<T> const& p, std::vector<populations<double>> const& data, wengert::loop_policy const& policy) {
    motion<T> const step_later(p);
    populations<T> const start = start_of(p);
    auto const end =
        wengert::for_loop((data.size() - 1) * steps_per_year, so_far<T>{start, misfit(start, data.front())},
                          [&](so_far<T> const& s, std::size_t i) {
                              so_far<T> next{step_later(s.now), s.loss};
                              if ((i + 1) % steps_per_year == 0)
                                  next.loss += misfit(next.now, data[(i + 1) / steps_per_year]);
                              return next;
                          },
                          policy);
    return end.loss;
}

}  // namespace lynx_hare

// Makes the members known: a gradient by log_parameters<double> is a log_parameters<double>, and a loop can store a so_far.
BOOST_HANA_ADAPT_STRUCT(lynx_hare::log_parameters<double>, alpha, beta, gamma, delta, hare, lynx);
BOOST_HANA_ADAPT_STRUCT(lynx_hare::populations<double>, hare, lynx);
BOOST_HANA_ADAPT_STRUCT(lynx_hare::so_far<double>, now, loss);
