// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace problems {

/// Predators and prey, by the Runge-Kutta rule of order 4; the gradient of their product at the end by the start and the four
/// coefficients. A. J. Lotka 1925, V. Volterra 1926.
struct lotka_volterra {
    static constexpr char const *name = "lotka_volterra", *unit = "steps";
    static constexpr std::array<std::size_t, 4> sizes{1'000, 10'000, 100'000, 1'000'000};
    static constexpr std::size_t inputs = 6;
    static constexpr double h = 1e-3;

    std::size_t steps;

    explicit lotka_volterra(std::size_t n) : steps(n) {}

    std::vector<double> start() const { return {1.0, 0.5, 1.1, 0.4, 0.4, 0.1}; }

    /// Of a std::vector or std::array.
    template <class In>
    auto operator()(In const& in) const {
        typename In::value_type x = in[0], y = in[1];
        for (std::size_t i = 0; i != steps; ++i) {
            auto [next_x, next_y] = step(x, y, in[2], in[3], in[4], in[5]);
            x = std::move(next_x);
            y = std::move(next_y);
        }
        return decltype(x)(x * y);
    }

    template <class T>
    static constexpr std::array<T, 2> step(T const& x, T const& y, T const& a, T const& b, T const& c, T const& d) {
        T const k1 = a * x - b * x * y;
        T const l1 = d * x * y - c * y;
        T const x2 = x + 0.5 * h * k1, y2 = y + 0.5 * h * l1;
        T const k2 = a * x2 - b * x2 * y2;
        T const l2 = d * x2 * y2 - c * y2;
        T const x3 = x + 0.5 * h * k2, y3 = y + 0.5 * h * l2;
        T const k3 = a * x3 - b * x3 * y3;
        T const l3 = d * x3 * y3 - c * y3;
        T const x4 = x + h * k3, y4 = y + h * l3;
        T const k4 = a * x4 - b * x4 * y4;
        T const l4 = d * x4 * y4 - c * y4;
        return {x + h / 6 * (k1 + 2.0 * k2 + 2.0 * k3 + k4), y + h / 6 * (l1 + 2.0 * l2 + 2.0 * l3 + l4)};
    }

    /// Keeps the states; a step is evaluated again where it is reversed.
    double hand(std::span<double const> in, std::span<double> g) const {
        states.resize(steps + 1);
        states[0] = {in[0], in[1]};
        for (std::size_t i = 0; i != steps; ++i)
            states[i + 1] = step(states[i][0], states[i][1], in[2], in[3], in[4], in[5]);
        double xb = states[steps][1], yb = states[steps][0];
        std::array<double, 4> pb{};
        for (std::size_t i = steps; i-- != 0;) reverse_step(states[i], in, xb, yb, pb);
        g[0] = xb;
        g[1] = yb;
        for (std::size_t k = 0; k != 4; ++k) g[2 + k] = pb[k];
        return states[steps][0] * states[steps][1];
    }

private:
    mutable std::vector<std::array<double, 2>> states;  // of the derivatives by hand, from one evaluation to the next

    /// Takes the adjoints of a state after a step to those of the state before it.
    static void reverse_step(std::array<double, 2> const& s, std::span<double const> in, double& xb, double& yb,
                             std::array<double, 4>& pb) {
        double const a = in[2], b = in[3], c = in[4], d = in[5];
        auto const slopes = [&](double u, double v) { return std::array{a * u - b * u * v, d * u * v - c * v}; };
        auto const [x, y] = s;
        auto const [k1, l1] = slopes(x, y);
        double const x2 = x + 0.5 * h * k1, y2 = y + 0.5 * h * l1;
        auto const [k2, l2] = slopes(x2, y2);
        double const x3 = x + 0.5 * h * k2, y3 = y + 0.5 * h * l2;
        auto const [k3, l3] = slopes(x3, y3);
        double const x4 = x + h * k3, y4 = y + h * l3;

        double ab = 0, bb = 0, cb = 0, db = 0;
        // The adjoints of (u, v) from those of the slopes there.
        auto const back = [&](double u, double v, double kb, double lb) {
            ab += kb * u;
            bb -= kb * u * v;
            cb -= lb * v;
            db += lb * u * v;
            double const both = lb * d - kb * b;
            return std::array{kb * a + both * v, both * u - lb * c};
        };
        double const sixth = h / 6;
        auto const [x4b, y4b] = back(x4, y4, sixth * xb, sixth * yb);
        auto const [x3b, y3b] = back(x3, y3, 2 * sixth * xb + h * x4b, 2 * sixth * yb + h * y4b);
        auto const [x2b, y2b] = back(x2, y2, 2 * sixth * xb + 0.5 * h * x3b, 2 * sixth * yb + 0.5 * h * y3b);
        auto const [x1b, y1b] = back(x, y, sixth * xb + 0.5 * h * x2b, sixth * yb + 0.5 * h * y2b);
        xb += x1b + x2b + x3b + x4b;
        yb += y1b + y2b + y3b + y4b;
        pb[0] += ab;
        pb[1] += bb;
        pb[2] += cb;
        pb[3] += db;
    }
};

}  // namespace problems
