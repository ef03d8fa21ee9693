// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "common.hpp"

// The energy of a Neo-Hookean solid, as in a tetrahedral element, by the deformation gradient F, row by row:
// W = mu/2 (tr F'F - 3) - mu log J + lambda/2 log^2 J, J = det F.
namespace programs::neo_hookean {

inline constexpr std::size_t inputs = 9;

template <class T>
using input = std::array<T, inputs>;

inline constexpr double mu = 0.385, lambda = 0.577;  // Young's modulus 1, Poisson's ratio 0.3

inline constexpr auto function = []<class T>(input<T> const& F) -> T {
    using std::log;
    auto const& [a, b, c, d, e, f, g, h, i] = F;
    T const log_J = log(a * (e * i - f * h) + b * (f * g - d * i) + c * (d * h - e * g));
    T const trace = a * a + b * b + c * c + d * d + e * e + f * f + g * g + h * h + i * i;
    return 0.5 * mu * (trace - 3.0) - mu * log_J + 0.5 * lambda * log_J * log_J;
};

/// The inverse of F, transposed: the derivative of log J. Both derivatives of the energy are made of it.
struct inverse_transposed {
    double J;
    input<double> B;

    explicit inverse_transposed(input<double> const& F) {
        auto const& [a, b, c, d, e, f, g, h, i] = F;
        double const A0 = e * i - f * h, A1 = f * g - d * i, A2 = d * h - e * g;
        J = a * A0 + b * A1 + c * A2;
        double const r = 1.0 / J;
        B = {A0 * r,
             A1 * r,
             A2 * r,
             (c * h - b * i) * r,
             (a * i - c * g) * r,
             (b * g - a * h) * r,
             (b * f - c * e) * r,
             (c * d - a * f) * r,
             (a * e - b * d) * r};
    }
};

/// mu F + (lambda log J - mu) B.
inline std::array<double, inputs> hand_gradient(input<double> const& F) {
    auto const [J, B] = inverse_transposed(F);
    double const pressure = lambda * std::log(J) - mu;
    std::array<double, inputs> gradient;
    for (std::size_t k = 0; k != inputs; ++k) gradient[k] = mu * F[k] + pressure * B[k];
    return gradient;
}

/// The same as the reverse sweep of `function`: the adjoint of J times J's derivatives, which do not wait for the logarithm.
inline std::array<double, inputs> hand_adjoint_gradient(input<double> const& F) {
    auto const& [a, b, c, d, e, f, g, h, i] = F;
    input<double> const J_by{e * i - f * h, f * g - d * i, d * h - e * g,  //
                             c * h - b * i, a * i - c * g, b * g - a * h,  //
                             b * f - c * e, c * d - a * f, a * e - b * d};
    double const J = a * J_by[0] + b * J_by[1] + c * J_by[2];
    double const inverse = 1.0 / J;
    double const by_J = (lambda * std::log(J) - mu) * inverse;
    std::array<double, inputs> gradient;
    for (std::size_t k = 0; k != inputs; ++k) gradient[k] = mu * F[k] + by_J * J_by[k];
    return gradient;
}

/// H(ij, kl) = mu [ij = kl] + lambda B(ij) B(kl) - (lambda log J - mu) B(il) B(kj). Every product is made once: those of a row or
/// of a column serve both terms, and the others come in pairs that are each other's second term.
inline std::array<double, inputs * inputs> hand_hessian(input<double> const& F) {
    inverse_transposed const inverse(F);
    auto const& [b0, b1, b2, b3, b4, b5, b6, b7, b8] = inverse.B;
    double const pressure = lambda * std::log(inverse.J) - mu;
    double const both = lambda - pressure;
    double const s0 = both * b0, s1 = both * b1, s2 = both * b2, s3 = both * b3, s4 = both * b4, s5 = both * b5;
    double const s6 = both * b6, s7 = both * b7, s8 = both * b8;
    auto const less = [pressure](double straight, double swapped) { return lambda * straight - pressure * swapped; };

    // in a row of F, and in a column
    double const h01 = s0 * b1, h02 = s0 * b2, h12 = s1 * b2;
    double const h34 = s3 * b4, h35 = s3 * b5, h45 = s4 * b5;
    double const h67 = s6 * b7, h68 = s6 * b8, h78 = s7 * b8;
    double const h03 = s0 * b3, h06 = s0 * b6, h36 = s3 * b6;
    double const h14 = s1 * b4, h17 = s1 * b7, h47 = s4 * b7;
    double const h25 = s2 * b5, h28 = s2 * b8, h58 = s5 * b8;

    // in neither
    double const p04 = b0 * b4, p13 = b1 * b3, p05 = b0 * b5, p23 = b2 * b3, p15 = b1 * b5, p24 = b2 * b4;
    double const p07 = b0 * b7, p16 = b1 * b6, p08 = b0 * b8, p26 = b2 * b6, p18 = b1 * b8, p27 = b2 * b7;
    double const p37 = b3 * b7, p46 = b4 * b6, p38 = b3 * b8, p56 = b5 * b6, p48 = b4 * b8, p57 = b5 * b7;
    double const h04 = less(p04, p13), h13 = less(p13, p04), h05 = less(p05, p23), h23 = less(p23, p05);
    double const h15 = less(p15, p24), h24 = less(p24, p15), h07 = less(p07, p16), h16 = less(p16, p07);
    double const h08 = less(p08, p26), h26 = less(p26, p08), h18 = less(p18, p27), h27 = less(p27, p18);
    double const h37 = less(p37, p46), h46 = less(p46, p37), h38 = less(p38, p56), h56 = less(p56, p38);
    double const h48 = less(p48, p57), h57 = less(p57, p48);

    // clang-format off
    return {mu + s0 * b0, h01, h02, h03, h04, h05, h06, h07, h08,
            h01, mu + s1 * b1, h12, h13, h14, h15, h16, h17, h18,
            h02, h12, mu + s2 * b2, h23, h24, h25, h26, h27, h28,
            h03, h13, h23, mu + s3 * b3, h34, h35, h36, h37, h38,
            h04, h14, h24, h34, mu + s4 * b4, h45, h46, h47, h48,
            h05, h15, h25, h35, h45, mu + s5 * b5, h56, h57, h58,
            h06, h16, h26, h36, h46, h56, mu + s6 * b6, h67, h68,
            h07, h17, h27, h37, h47, h57, h67, mu + s7 * b7, h78,
            h08, h18, h28, h38, h48, h58, h68, h78, mu + s8 * b8};
    // clang-format on
}

/// The same by rows, without regard for symmetry: more operations, which vectorise.
inline std::array<double, inputs * inputs> hand_hessian_by_rows(input<double> const& F) {
    auto const [J, B] = inverse_transposed(F);
    double const pressure = lambda * std::log(J) - mu;
    std::array<double, inputs * inputs> H;
    for (std::size_t i = 0; i != 3; ++i) {
        for (std::size_t j = 0; j != 3; ++j) {
            double const straight = lambda * B[3 * i + j];
            double* const row = H.data() + inputs * (3 * i + j);
            for (std::size_t k = 0; k != 3; ++k) {
                double const swapped = pressure * B[3 * k + j];
                for (std::size_t l = 0; l != 3; ++l) row[3 * k + l] = straight * B[3 * k + l] - swapped * B[3 * i + l];
            }
            row[3 * i + j] += mu;
        }
    }
    return H;
}

/// The Hessian as the tangents of the reverse sweep. The derivatives of J serve both the sweep and its tangents, the tangent of
/// by_J is a multiple of that of J, and the tangents of J's derivatives are elements of F. What is below the diagonal is not
/// computed again.
inline std::array<double, inputs * inputs> hand_adjoint_hessian(input<double> const& F) {
    auto const& [a, b, c, d, e, f, g, h, i] = F;
    // J by F
    double const Ja = e * i - f * h, Jb = f * g - d * i, Jc = d * h - e * g;
    double const Jd = c * h - b * i, Je = a * i - c * g, Jf = b * g - a * h;
    double const Jg = b * f - c * e, Jh = c * d - a * f, Ji = a * e - b * d;
    double const J = a * Ja + b * Jb + c * Jc;
    // the energy by J, once and twice
    double const inverse = 1.0 / J;
    double const by_J = (lambda * std::log(J) - mu) * inverse;
    double const by_JJ = (lambda * inverse - by_J) * inverse;

    std::array<double, inputs * inputs> H;
    auto const both = [&](std::size_t k, std::size_t l, double x) { H[inputs * k + l] = H[inputs * l + k] = x; };

    double const ta = by_JJ * Ja;  // the tangent of by_J
    both(0, 0, mu + ta * Ja);
    both(0, 1, ta * Jb);
    both(0, 2, ta * Jc);
    both(0, 3, ta * Jd);
    both(0, 4, ta * Je + by_J * i);
    both(0, 5, ta * Jf - by_J * h);
    both(0, 6, ta * Jg);
    both(0, 7, ta * Jh - by_J * f);
    both(0, 8, ta * Ji + by_J * e);

    double const tb = by_JJ * Jb;
    both(1, 1, mu + tb * Jb);
    both(1, 2, tb * Jc);
    both(1, 3, tb * Jd - by_J * i);
    both(1, 4, tb * Je);
    both(1, 5, tb * Jf + by_J * g);
    both(1, 6, tb * Jg + by_J * f);
    both(1, 7, tb * Jh);
    both(1, 8, tb * Ji - by_J * d);

    double const tc = by_JJ * Jc;
    both(2, 2, mu + tc * Jc);
    both(2, 3, tc * Jd + by_J * h);
    both(2, 4, tc * Je - by_J * g);
    both(2, 5, tc * Jf);
    both(2, 6, tc * Jg - by_J * e);
    both(2, 7, tc * Jh + by_J * d);
    both(2, 8, tc * Ji);

    double const td = by_JJ * Jd;
    both(3, 3, mu + td * Jd);
    both(3, 4, td * Je);
    both(3, 5, td * Jf);
    both(3, 6, td * Jg);
    both(3, 7, td * Jh + by_J * c);
    both(3, 8, td * Ji - by_J * b);

    double const te = by_JJ * Je;
    both(4, 4, mu + te * Je);
    both(4, 5, te * Jf);
    both(4, 6, te * Jg - by_J * c);
    both(4, 7, te * Jh);
    both(4, 8, te * Ji + by_J * a);

    double const tf = by_JJ * Jf;
    both(5, 5, mu + tf * Jf);
    both(5, 6, tf * Jg + by_J * b);
    both(5, 7, tf * Jh - by_J * a);
    both(5, 8, tf * Ji);

    double const tg = by_JJ * Jg;
    both(6, 6, mu + tg * Jg);
    both(6, 7, tg * Jh);
    both(6, 8, tg * Ji);

    double const th = by_JJ * Jh;
    both(7, 7, mu + th * Jh);
    both(7, 8, th * Ji);

    double const ti = by_JJ * Ji;
    both(8, 8, mu + ti * Ji);
    return H;
}

inline input<double> draw(random_numbers& random) {
    input<double> F{1, 0, 0, 0, 1, 0, 0, 0, 1};
    for (double& x : F) x += random.between(-0.25, 0.25);
    return F;
}

}  // namespace programs::neo_hookean
