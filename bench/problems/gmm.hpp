// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <vector>

#include "problems/log_sum_exp.hpp"
#include "programs/common.hpp"

namespace problems {

/// The logarithm of the posterior density of a mixture of 5 normal distributions in 10 dimensions, with a Wishart prior, by its
/// parameters: the unnormalised logarithms of the weights; the means; factors Q of the inverse covariances, lower triangles that
/// have the logarithms of their diagonals first and then the columns below. Of ADBench: F. Srajer, Z. Kukelova,
/// A. Fitzgibbon 2018.
struct gmm {
    static constexpr char const *name = "gmm", *unit = "points";
    static constexpr std::array<std::size_t, 3> sizes{100, 1'000, 2'500};
    static constexpr std::size_t dimensions = 10, components = 5;
    static constexpr std::size_t triangle = dimensions * (dimensions + 1) / 2, below = triangle - dimensions;
    static constexpr std::size_t all_parameters = components * (1 + dimensions + triangle);

    /// Of the prior: as many degrees of freedom more than dimensions and 1.
    static constexpr double wishart_gamma = 1.0;
    static constexpr std::size_t wishart_m = 1;

    template <class T>
    using vector = std::array<T, dimensions>;

    /// What a point is compared with: all that does not depend on the point.
    template <class T>
    struct component {
        T bias;  // log weight + log det Q
        vector<T> mean;
        vector<T> diagonal;
        std::array<T, below> lower;
    };

    std::vector<vector<double>> points;

    explicit gmm(std::size_t n) : points(n) {
        programs::random_numbers random;
        for (auto& point : points)
            for (double& coordinate : point) coordinate = random.between(-2, 2);
    }

    std::vector<double> start() const {
        programs::random_numbers random;
        std::vector<double> x(all_parameters);
        for (std::size_t i = 0; i != x.size(); ++i) x[i] = random.between(-1, 1) * (i < first_factor ? 1.0 : 0.3);
        return x;
    }

    template <class T>
    T operator()(std::vector<T> const& x) const {
        std::array<component<T>, components> all;
        T prior = constant();
        for (std::size_t k = 0; k != components; ++k) all[k] = prepared(x, k, prior);
        T sum = prior - static_cast<double>(points.size()) * log_sum_exp::of(log_weights(x));
        for (auto const& point : points) {
            std::array<T, components> terms;
            for (std::size_t k = 0; k != components; ++k) terms[k] = log_density(all[k], point);
            sum = sum + log_sum_exp::of(terms);
        }
        return sum;
    }

    template <class T>
    static std::array<T, components> log_weights(std::vector<T> const& x) {
        std::array<T, components> alphas;
        std::copy_n(x.begin(), components, alphas.begin());
        return alphas;
    }

    /// A component, whose share of the prior is added.
    template <class T>
    static component<T> prepared(std::vector<T> const& x, std::size_t k, T& prior) {
        using std::exp;
        component<T> c;
        T log_determinant = 0.0, squares = 0.0;
        for (std::size_t i = 0; i != dimensions; ++i) {
            T const& logarithm = x[first_factor + k * triangle + i];
            c.mean[i] = x[components + k * dimensions + i];
            c.diagonal[i] = exp(logarithm);
            log_determinant = log_determinant + logarithm;
            squares = squares + c.diagonal[i] * c.diagonal[i];
        }
        for (std::size_t i = 0; i != below; ++i) {
            c.lower[i] = x[first_factor + k * triangle + dimensions + i];
            squares = squares + c.lower[i] * c.lower[i];
        }
        c.bias = x[k] + log_determinant;
        prior =
            prior + 0.5 * wishart_gamma * wishart_gamma * squares - static_cast<double>(wishart_m) * log_determinant;
        return c;
    }

    /// That of the point and the component, but for what all have in common.
    template <class T, class X>
    static constexpr T log_density(component<T> const& c, vector<X> const& point) {
        vector<T> from, y;
        for (std::size_t i = 0; i != dimensions; ++i) {
            from[i] = point[i] - c.mean[i];
            y[i] = c.diagonal[i] * from[i];
        }
        std::size_t next = 0;
        for (std::size_t i = 0; i != dimensions; ++i)
            for (std::size_t j = i + 1; j != dimensions; ++j) y[j] = y[j] + c.lower[next++] * from[i];
        T squares = y[0] * y[0];
        for (std::size_t i = 1; i != dimensions; ++i) squares = squares + y[i] * y[i];
        return c.bias - 0.5 * squares;
    }

    /// What depends on no parameter.
    double constant() const {
        constexpr double d = dimensions, degrees = dimensions + wishart_m + 1;
        double log_gamma = 0.25 * d * (d - 1) * std::log(std::numbers::pi);
        for (std::size_t j = 0; j != dimensions; ++j)
            log_gamma += std::lgamma(0.5 * (degrees - static_cast<double>(j)));
        double const normaliser = degrees * d * (std::log(wishart_gamma) - 0.5 * std::numbers::ln2) - log_gamma;
        return -0.5 * static_cast<double>(points.size()) * d * std::log(2 * std::numbers::pi) -
               static_cast<double>(components) * normaliser;
    }

    /// Per point only the moments of its distance to the means are added up. All derivatives follow from their sums.
    double hand(std::span<double const> x, std::span<double> g) const {
        std::vector<double> const in(x.begin(), x.end());
        std::array<component<double>, components> all;
        double value = constant();
        for (std::size_t k = 0; k != components; ++k) all[k] = prepared(in, k, value);

        std::array<moments, components> sums{};
        for (auto const& point : points) {
            std::array<vector<double>, components> from;
            std::array<double, components> terms, weights;
            for (std::size_t k = 0; k != components; ++k) {
                for (std::size_t i = 0; i != dimensions; ++i) from[k][i] = point[i] - all[k].mean[i];
                terms[k] = log_density(all[k], point);
            }
            value += log_sum_exp::with_derivatives(terms, weights);
            for (std::size_t k = 0; k != components; ++k) sums[k].add(weights[k], from[k]);
        }

        double const n = static_cast<double>(points.size());
        std::array<double, components> shares;
        value -= n * log_sum_exp::with_derivatives(log_weights(in), shares);
        for (std::size_t k = 0; k != components; ++k) {
            g[k] = sums[k].weight - n * shares[k];
            sums[k].to_gradient(all[k], g.subspan(components + k * dimensions).first<dimensions>(),
                                g.subspan(first_factor + k * triangle).first<triangle>());
        }
        return value;
    }

private:
    static constexpr std::size_t first_factor = components * (1 + dimensions);

    /// Of w, w (x - mean) and w (x - mean) (x - mean)'.
    struct moments {
        double weight;
        vector<double> first;
        std::array<vector<double>, dimensions> second;

        void add(double w, vector<double> const& from) {
            weight += w;
            for (std::size_t i = 0; i != dimensions; ++i) {
                double const w_from = w * from[i];
                first[i] += w_from;
                for (std::size_t j = 0; j != dimensions; ++j) second[i][j] += w_from * from[j];
            }
        }

        /// -Q S by Q, Q'Q s by the mean, and what the determinant and the prior add.
        void to_gradient(component<double> const& c, std::span<double, dimensions> mean,
                         std::span<double, triangle> factor) const {
            constexpr double prior = wishart_gamma * wishart_gamma;
            std::array<vector<double>, dimensions> q{};
            for (std::size_t i = 0, next = 0; i != dimensions; ++i) {
                q[i][i] = c.diagonal[i];
                for (std::size_t j = i + 1; j != dimensions; ++j) q[j][i] = c.lower[next++];
            }
            vector<double> y{}, by_mean{};
            std::array<vector<double>, dimensions> qs{};
            for (std::size_t j = 0; j != dimensions; ++j)
                for (std::size_t i = 0; i <= j; ++i) {
                    y[j] += q[j][i] * first[i];
                    for (std::size_t k = 0; k != dimensions; ++k) qs[j][k] += q[j][i] * second[i][k];
                }
            for (std::size_t j = 0; j != dimensions; ++j)
                for (std::size_t i = 0; i <= j; ++i) by_mean[i] += q[j][i] * y[j];
            for (std::size_t i = 0, next = dimensions; i != dimensions; ++i) {
                mean[i] = by_mean[i];
                factor[i] = q[i][i] * (prior * q[i][i] - qs[i][i]) + weight - static_cast<double>(wishart_m);
                for (std::size_t j = i + 1; j != dimensions; ++j) factor[next++] = prior * q[j][i] - qs[j][i];
            }
        }
    };
};

}  // namespace problems
