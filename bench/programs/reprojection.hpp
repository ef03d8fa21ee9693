// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>

#include "common.hpp"

// Bundle adjustment: where a camera sees a point, less where it was seen, weighted. The parameters are those of ADBench (Srajer,
// Kukelova, Fitzgibbon: A benchmark of selected algorithmic differentiation tools on some problems in computer vision and machine
// learning, 2018): a rotation as axis times angle, the centre, focal length, principal point and two radial distortions of the
// camera; the point; the weight.
//
// The angle must not be 0: there Rodrigues' formula is 0/0. ADBench has a branch for it, which `function` leaves out.
namespace programs::reprojection {

inline constexpr std::size_t inputs = 15, outputs = 2;

template <class T>
using input = std::array<T, inputs>;

/// Where the point was seen.
inline constexpr std::array<double, 2> seen{12.5, -7.25};

/// Rodrigues' rotation of x.
inline constexpr auto rotate = []<class T>(triple<T> const& rotation, triple<T> const& x) -> triple<T> {
    using std::cos, std::sin, std::sqrt;
    T const angle = sqrt(dot(rotation, rotation));
    T const c = cos(angle), s = sin(angle), inverse = 1.0 / angle;
    triple<T> const axis{rotation[0] * inverse, rotation[1] * inverse, rotation[2] * inverse};
    triple<T> const across = cross(axis, x);
    T const along = dot(axis, x) * (1.0 - c);
    return {x[0] * c + across[0] * s + axis[0] * along, x[1] * c + across[1] * s + axis[1] * along,
            x[2] * c + across[2] * s + axis[2] * along};
};

/// The residuals for a point that was seen at `at`. `turn(r, x)` rotates x around r, by its length.
inline constexpr auto residuals = []<class T>(input<T> const& in, auto const& at, auto turn) -> std::array<T, outputs> {
    auto const& [r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2, x0, x1, x2, weight] = in;
    triple<T> const p = turn(triple<T>{r0, r1, r2}, triple<T>{x0 - c0, x1 - c1, x2 - c2});
    T const u = p[0] / p[2], v = p[1] / p[2];
    T const squared = u * u + v * v;
    T const scale = focal * (1.0 + k1 * squared + k2 * squared * squared);
    return {weight * (u * scale + u0 - at[0]), weight * (v * scale + v0 - at[1])};
};

inline constexpr auto function = []<class T>(input<T> const& in) -> std::array<T, outputs> {
    return residuals(in, seen, rotate);
};

/// The Jacobian, row by row. With p = R(r) (x - c) is dp/dr = -[p]x L, where L is the left Jacobian of the rotation. R and L are
/// made of the same products.
inline void hand(input<double> const& in, std::array<double, 2> const& at, std::span<double, outputs * inputs> J) {
    auto const& [r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2, x0, x1, x2, weight] = in;

    // the rotation; without an angle, R = 1 + [r]x and L = 1
    double const squared_angle = r0 * r0 + r1 * r1 + r2 * r2;
    double s = 1.0, c = 1.0, versine = 0.0, a = 1.0, b = 0.0, w0 = r0, w1 = r1, w2 = r2;
    if (squared_angle > 0.0) {
        double const angle = std::sqrt(squared_angle), inverse = 1.0 / angle;
        sine_cosine const both(angle);
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

    // the projection, and the derivatives of both results by u and v
    double const d0 = x0 - c0, d1 = x1 - c1, d2 = x2 - c2;
    double const inverse_depth = 1.0 / (R20 * d0 + R21 * d1 + R22 * d2);
    double const u = (R00 * d0 + R01 * d1 + R02 * d2) * inverse_depth;
    double const v = (R10 * d0 + R11 * d1 + R12 * d2) * inverse_depth;
    double const squared = u * u + v * v;
    double const distortion = 1.0 + squared * (k1 + squared * k2);
    double const scale = focal * distortion;
    double const w_focal = weight * focal;
    double const w_scale = w_focal * distortion;
    double const slope = w_focal * (2.0 * k1 + 4.0 * k2 * squared);
    double const u_slope = slope * u, v_slope = slope * v;
    double const du_du = w_scale + u_slope * u, du_dv = u_slope * v, dv_dv = w_scale + v_slope * v;

    // g / depth is the derivative of a result by p.
    auto const row = [&](double* out, double g0, double g1, double by_scale, double offset, double by_u0,
                         double by_v0) {
        double const g2 = -(g0 * u + g1 * v);
        // by the rotation: (p x g / depth) L
        double const h0 = v * g2 - g1, h1 = g0 - u * g2, h2 = u * g1 - v * g0;
        out[0] = h0 * L00 + h1 * L10 + h2 * L20;
        out[1] = h0 * L01 + h1 * L11 + h2 * L21;
        out[2] = h0 * L02 + h1 * L12 + h2 * L22;
        // by the point, and with the other sign by the centre: (g / depth) R
        double const q0 = g0 * inverse_depth, q1 = g1 * inverse_depth, q2 = g2 * inverse_depth;
        out[11] = q0 * R00 + q1 * R10 + q2 * R20;
        out[12] = q0 * R01 + q1 * R11 + q2 * R21;
        out[13] = q0 * R02 + q1 * R12 + q2 * R22;
        out[3] = -out[11];
        out[4] = -out[12];
        out[5] = -out[13];
        // by the rest
        double const w_at = weight * by_scale;
        out[6] = w_at * distortion;
        out[7] = by_u0;
        out[8] = by_v0;
        out[9] = w_at * focal * squared;
        out[10] = out[9] * squared;
        out[14] = by_scale * scale + offset;
    };
    row(J.data(), du_du, du_dv, u, u0 - at[0], weight, 0.0);
    row(J.data() + inputs, du_dv, dv_dv, v, v0 - at[1], 0.0, weight);
}
inline std::array<double, outputs * inputs> hand(input<double> const& in) {
    std::array<double, outputs * inputs> J;
    hand(in, seen, J);
    return J;
}

/// The Jacobian as the reverse sweep of `function`, one for each result. What both sweeps need is made once: the derivatives of
/// the results by u and v, and that of p by the angle.
inline std::array<double, outputs * inputs> hand_adjoint(input<double> const& in) {
    auto const& [r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2, x0, x1, x2, weight] = in;

    // forwards
    double const angle = std::sqrt(r0 * r0 + r1 * r1 + r2 * r2);
    double const inverse = 1.0 / angle;
    auto const [s, c] = sine_cosine(angle);
    double const versine = 1.0 - c;
    double const w0 = r0 * inverse, w1 = r1 * inverse, w2 = r2 * inverse;
    double const d0 = x0 - c0, d1 = x1 - c1, d2 = x2 - c2;
    double const across0 = w1 * d2 - w2 * d1, across1 = w2 * d0 - w0 * d2, across2 = w0 * d1 - w1 * d0;
    double const w_dot_d = w0 * d0 + w1 * d1 + w2 * d2;
    double const along = w_dot_d * versine;
    double const inverse_depth = 1.0 / (d2 * c + across2 * s + w2 * along);
    double const u = (d0 * c + across0 * s + w0 * along) * inverse_depth;
    double const v = (d1 * c + across1 * s + w1 * along) * inverse_depth;
    double const squared = u * u + v * v;
    double const distortion = 1.0 + squared * (k1 + squared * k2);
    double const scale = focal * distortion;

    // what the sweeps share
    double const w_focal = weight * focal;
    double const w_scale = weight * scale;
    double const slope = w_focal * (2.0 * k1 + 4.0 * k2 * squared);
    double const u_slope = slope * u, v_slope = slope * v;
    double const du_du = w_scale + u_slope * u, du_dv = u_slope * v, dv_dv = w_scale + v_slope * v;
    double const s_along = s * w_dot_d;
    double const turn0 = c * across0 - s * d0 + s_along * w0, turn1 = c * across1 - s * d1 + s_along * w1,
                 turn2 = c * across2 - s * d2 + s_along * w2;

    std::array<double, outputs * inputs> J;
    // The adjoint of a quantity has its name and a b for bar.
    auto const sweep = [&](double* out, double ub, double vb, double at, double offset, double by_u0, double by_v0) {
        // the distortion
        double const scaleb = weight * at;
        out[6] = scaleb * distortion;
        out[7] = by_u0;
        out[8] = by_v0;
        out[9] = w_focal * at * squared;
        out[10] = out[9] * squared;
        out[14] = at * scale + offset;
        // the projection
        double const p0b = ub * inverse_depth, p1b = vb * inverse_depth;
        double const p2b = -(u * p0b + v * p1b);
        // the sum of three vectors
        double const a0b = s * p0b, a1b = s * p1b, a2b = s * p2b;  // across
        double const w_dot_db = versine * (w0 * p0b + w1 * p1b + w2 * p2b);
        double const angleb = turn0 * p0b + turn1 * p1b + turn2 * p2b;
        // both products
        double const w0b = along * p0b + w_dot_db * d0 + (d1 * a2b - d2 * a1b);
        double const w1b = along * p1b + w_dot_db * d1 + (d2 * a0b - d0 * a2b);
        double const w2b = along * p2b + w_dot_db * d2 + (d0 * a1b - d1 * a0b);
        out[11] = c * p0b + w_dot_db * w0 + (a1b * w2 - a2b * w1);
        out[12] = c * p1b + w_dot_db * w1 + (a2b * w0 - a0b * w2);
        out[13] = c * p2b + w_dot_db * w2 + (a0b * w1 - a1b * w0);
        out[3] = -out[11];
        out[4] = -out[12];
        out[5] = -out[13];
        // the axis and the angle
        double const length = angleb - inverse * (w0 * w0b + w1 * w1b + w2 * w2b);
        out[0] = inverse * w0b + length * w0;
        out[1] = inverse * w1b + length * w1;
        out[2] = inverse * w2b + length * w2;
    };
    sweep(J.data(), du_du, du_dv, u, u0 - seen[0], weight, 0.0);
    sweep(J.data() + inputs, du_dv, dv_dv, v, v0 - seen[1], 0.0, weight);
    return J;
}

inline input<double> draw(random_numbers& random) {
    return {random.between(0.1, 0.8), random.between(-0.8, 0.8), random.between(-0.8, 0.8), random.between(-1, 1),
            random.between(-1, 1),    random.between(-8, -4),    random.between(400, 600),  random.between(-20, 20),
            random.between(-20, 20),  random.between(-0.2, 0.2), random.between(-0.1, 0.1), random.between(-1, 1),
            random.between(-1, 1),    random.between(4, 8),      random.between(0.5, 2)};
}

}  // namespace programs::reprojection
