// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "programs/common.hpp"

namespace problems {

/// Bundle adjustment: where a camera sees a point, less where it was seen, weighted; and the error of the weight. An observation
/// has the parameters of its camera: rotation as axis times angle (3), centre (3), focal length, principal point (2), radial
/// distortion (2); the point (3); the weight. Of ADBench: F. Srajer, Z. Kukelova, A. Fitzgibbon 2018.
struct ba {
    static constexpr char const *name = "ba", *unit = "observations";
    static constexpr std::array<std::size_t, 3> sizes{1'000, 10'000, 100'000};
    static constexpr std::size_t inputs = 15, outputs = 3;

    using image_point = std::array<double, 2>;
    template <class T>
    using triple = programs::triple<T>;

    std::vector<std::array<double, inputs>> observations;
    std::vector<image_point> seen;

    explicit ba(std::size_t n) : observations(n), seen(n) {
        programs::random_numbers random;
        for (std::size_t i = 0; i != n; ++i) {
            observations[i] = draw(random);
            seen[i] = {random.between(-100, 100), random.between(-100, 100)};
        }
    }

    std::size_t count() const { return observations.size(); }
    std::array<double, inputs> start(std::size_t i) const { return observations[i]; }

    template <class T>
    std::array<T, outputs> operator()(std::size_t i, std::array<T, inputs> const& in) const {
        return residuals(in, seen[i], [](auto const& rotation, auto const& x) { return rotated(rotation, x); });
    }

    /// `rotate(r, x)` turns x around r, by its length.
    template <class T, class S, class Rotate>
    static constexpr std::array<T, outputs> residuals(std::array<T, inputs> const& in, std::array<S, 2> const& at,
                                                      Rotate rotate) {
        auto const& [r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2, x0, x1, x2, weight] = in;
        triple<T> const p = rotate(triple<T>{r0, r1, r2}, triple<T>{x0 - c0, x1 - c1, x2 - c2});
        T const u = p[0] / p[2], v = p[1] / p[2];
        T const squared = u * u + v * v;
        T const scale = focal * (1.0 + k1 * squared + k2 * squared * squared);
        return {weight * (u * scale + u0 - at[0]), weight * (v * scale + v0 - at[1]), 1.0 - weight * weight};
    }

    /// Rodrigues' formula, and the limit where there is no angle.
    template <class T>
    static constexpr triple<T> rotated(triple<T> const& r, triple<T> const& x) {
        T const squared = programs::dot(r, r);
        if (squared > 0.0) return rotated_by_angle(r, x);
        triple<T> const across = programs::cross(r, x);
        return {x[0] + across[0], x[1] + across[1], x[2] + across[2]};
    }

    template <class T>
    static constexpr triple<T> rotated_by_angle(triple<T> const& r, triple<T> const& x) {
        using std::cos, std::sin, std::sqrt;
        T const angle = sqrt(programs::dot(r, r));
        T const c = cos(angle), s = sin(angle), inverse = 1.0 / angle;
        triple<T> const axis{r[0] * inverse, r[1] * inverse, r[2] * inverse};
        triple<T> const across = programs::cross(axis, x);
        T const along = programs::dot(axis, x) * (1.0 - c);
        return {x[0] * c + across[0] * s + axis[0] * along, x[1] * c + across[1] * s + axis[1] * along,
                x[2] * c + across[2] * s + axis[2] * along};
    }

    /// With p = R(r) (x - c) is dp/dr = -[p]x L, where L is the left Jacobian of the rotation. R and L share their products.
    void hand(std::size_t i, std::array<double, inputs> const& in, std::span<double, outputs> y,
              std::span<double, outputs * inputs> jacobian) const {
        auto const& [r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2, x0, x1, x2, weight] = in;

        // The rotation. Without an angle, R = 1 + [r]x and L = 1.
        double const squared_angle = r0 * r0 + r1 * r1 + r2 * r2;
        double c = 1.0, versine = 0.0, a = 1.0, b = 0.0, w0 = r0, w1 = r1, w2 = r2, s = 1.0;
        if (squared_angle > 0.0) {
            double const angle = std::sqrt(squared_angle), inverse = 1.0 / angle;
            programs::sine_cosine const both(angle);
            s = both.s;
            c = both.c;
            versine = 1.0 - c;
            w0 *= inverse;
            w1 *= inverse;
            w2 *= inverse;
            a = s * inverse;
            b = versine * inverse;
        }
        double const rest = 1.0 - a;
        double const w00 = w0 * w0, w01 = w0 * w1, w02 = w0 * w2, w11 = w1 * w1, w12 = w1 * w2, w22 = w2 * w2;
        double const s0 = s * w0, s1 = s * w1, s2 = s * w2;
        double const R00 = c + versine * w00, R01 = versine * w01 - s2, R02 = versine * w02 + s1;
        double const R10 = versine * w01 + s2, R11 = c + versine * w11, R12 = versine * w12 - s0;
        double const R20 = versine * w02 - s1, R21 = versine * w12 + s0, R22 = c + versine * w22;
        double const b0 = b * w0, b1 = b * w1, b2 = b * w2;
        double const L00 = a + rest * w00, L01 = rest * w01 - b2, L02 = rest * w02 + b1;
        double const L10 = rest * w01 + b2, L11 = a + rest * w11, L12 = rest * w12 - b0;
        double const L20 = rest * w02 - b1, L21 = rest * w12 + b0, L22 = a + rest * w22;

        // The projection, and the derivatives of both residuals by u and v.
        double const d0 = x0 - c0, d1 = x1 - c1, d2 = x2 - c2;
        double const inverse_depth = 1.0 / (R20 * d0 + R21 * d1 + R22 * d2);
        double const u = (R00 * d0 + R01 * d1 + R02 * d2) * inverse_depth;
        double const v = (R10 * d0 + R11 * d1 + R12 * d2) * inverse_depth;
        double const squared = u * u + v * v;
        double const distortion = 1.0 + squared * (k1 + squared * k2);
        double const scale = focal * distortion;
        double const w_focal = weight * focal, w_scale = w_focal * distortion;
        double const slope = w_focal * (2.0 * k1 + 4.0 * k2 * squared);
        double const u_slope = slope * u, v_slope = slope * v;
        double const du_du = w_scale + u_slope * u, du_dv = u_slope * v, dv_dv = w_scale + v_slope * v;

        // g / depth is the derivative of a residual by p.
        auto const row = [&](std::size_t k, double g0, double g1, double at, double miss, double by_u0, double by_v0) {
            double* const out = jacobian.data() + k * inputs;
            double const g2 = -(g0 * u + g1 * v);
            // By the rotation: (p x g / depth) L.
            double const h0 = v * g2 - g1, h1 = g0 - u * g2, h2 = u * g1 - v * g0;
            out[0] = h0 * L00 + h1 * L10 + h2 * L20;
            out[1] = h0 * L01 + h1 * L11 + h2 * L21;
            out[2] = h0 * L02 + h1 * L12 + h2 * L22;
            // By the point, and with the other sign by the centre: (g / depth) R.
            double const q0 = g0 * inverse_depth, q1 = g1 * inverse_depth, q2 = g2 * inverse_depth;
            out[11] = q0 * R00 + q1 * R10 + q2 * R20;
            out[12] = q0 * R01 + q1 * R11 + q2 * R21;
            out[13] = q0 * R02 + q1 * R12 + q2 * R22;
            out[3] = -out[11];
            out[4] = -out[12];
            out[5] = -out[13];
            double const w_at = weight * at;
            out[6] = w_at * distortion;
            out[7] = by_u0;
            out[8] = by_v0;
            out[9] = w_at * focal * squared;
            out[10] = out[9] * squared;
            out[14] = miss;
            y[k] = weight * miss;
        };
        row(0, du_du, du_dv, u, u * scale + u0 - seen[i][0], weight, 0.0);
        row(1, du_dv, dv_dv, v, v * scale + v0 - seen[i][1], 0.0, weight);
        for (double& partial : jacobian.subspan<2 * inputs>()) partial = 0.0;
        jacobian[2 * inputs + 14] = -2.0 * weight;
        y[2] = 1.0 - weight * weight;
    }

private:
    static std::array<double, inputs> draw(programs::random_numbers& random) {
        return {random.between(0.1, 0.8), random.between(-0.8, 0.8), random.between(-0.8, 0.8), random.between(-1, 1),
                random.between(-1, 1),    random.between(-8, -4),    random.between(400, 600),  random.between(-20, 20),
                random.between(-20, 20),  random.between(-0.2, 0.2), random.between(-0.1, 0.1), random.between(-1, 1),
                random.between(-1, 1),    random.between(4, 8),      random.between(0.5, 2)};
    }
};

}  // namespace problems
