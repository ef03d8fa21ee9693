// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstdint>

#include <wengert/core/cmath/basics.hpp>
#include <wengert/core/cmath/constants.hpp>
#include <wengert/core/cmath/two_over_pi.hpp>

namespace wengert::math {

namespace detail {

/// sin r, |r| <= pi / 4, by Taylor's series.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> sin_kernel(dd<T> r) noexcept {
    return r * polynomial(&inverse_factorials<T>.at[1], 2, -(r * r), 3, limits<T>::digits > 53 ? 12 : 10);
}

/// cos r, |r| <= pi / 4, by Taylor's series.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> cos_kernel(dd<T> r) noexcept {
    return polynomial(&inverse_factorials<T>.at[0], 2, -(r * r), 4, limits<T>::digits > 53 ? 12 : 11);
}

/// The upper half of a product of two 64 bit numbers.
[[nodiscard]] constexpr std::uint64_t high_product(std::uint64_t a, std::uint64_t b) noexcept {
    constexpr std::uint64_t low = 0xffffffff;
    std::uint64_t const middle = (a >> 32) * (b & low) + (((a & low) * (b & low)) >> 32);
    std::uint64_t const other = (a & low) * (b >> 32) + (middle & low);
    return (a >> 32) * (b >> 32) + (middle >> 32) + (other >> 32);
}

/// x = rest + quadrant pi / 2 modulo 2 pi, |rest| <= pi / 4.
template <std::floating_point T>
struct reduced_angle {
    dd<T> rest;
    int quadrant;
};

/// Payne & Hanek (1983): with x = M 2^e, M an integer of 64 bits, the bits of 2 / pi before the place e - 1 contribute
/// multiples of 4 to 2 x / pi, so the 256 from there on, times M, modulo 2^256, are 2 x / pi modulo 4 to 2^-190.
template <std::floating_point T>
[[nodiscard]] constexpr reduced_angle<T> reduce_angle(T x) noexcept {
    if (abs(x) < T(0.785)) return {{x, 0}, 0};
    parts<T> const p = split_exponent(x);
    std::uint64_t const m = mantissa_bits(p.mantissa);
    int const start = p.exponent - 63 - 2 + 128;
    std::uint64_t const* from = two_over_pi + start / 64;
    int const shift = start % 64;
    std::uint64_t word[4]{};
    std::uint64_t carry = 0;
    for (int i = 3; i >= 0; --i) {
        std::uint64_t const bits = shift == 0 ? from[i] : (from[i] << shift) | (from[i + 1] >> (64 - shift));
        word[i] = bits * m + carry;
        carry = high_product(bits, m) + (word[i] < carry ? 1 : 0);
    }
    int quadrant = static_cast<int>(word[0] >> 62);
    // What is left, as a two's complement fraction of a quadrant in [-1/2, 1/2).
    std::uint64_t const negative = (word[0] >> 61) & 1 ? ~std::uint64_t{0} : 0;
    if (negative != 0) ++quadrant;
    dd<T> fraction{0, 0};
    T weight = T(0x1p-32);
    for (int i = 0; i < 4; ++i) {
        std::uint64_t const bits = ((word[i] << 2) | (i < 3 ? word[i + 1] >> 62 : 0)) ^ negative;
        dd<T> const both =
            two_sum(static_cast<T>(bits >> 32) * weight, static_cast<T>(bits & 0xffffffff) * (weight * T(0x1p-32)));
        fraction = fraction + both;
        weight *= T(0x1p-64);
    }
    bool const minus = (negative != 0) != (x < 0);
    fraction = fraction * half_pi<T>;
    return {minus ? -fraction : fraction, (x < 0 ? -quadrant : quadrant) & 3};
}

/// The angle pi x.
template <std::floating_point T>
[[nodiscard]] constexpr reduced_angle<T> reduce_half_turns(T x) noexcept {
    // The caller sees to |x| < 2^62. Where k is off by a rounding, x - k / 2 has a digit more than T.
    T const twice = 2 * x;
    auto const k = static_cast<std::int64_t>(twice < 0 ? twice - T(0.5) : twice + T(0.5));
    return {pi<T> * two_sum(x, -static_cast<T>(k) / 2), static_cast<int>(k & 3)};
}

template <std::floating_point T>
[[nodiscard]] constexpr dd<T> sin_of(reduced_angle<T> r) noexcept {
    dd<T> const size = (r.quadrant & 1) != 0 ? cos_kernel(r.rest) : sin_kernel(r.rest);
    return (r.quadrant & 2) != 0 ? -size : size;
}

template <std::floating_point T>
[[nodiscard]] constexpr dd<T> cot_of(reduced_angle<T> r) noexcept {
    dd<T> const sin = sin_kernel(r.rest);
    dd<T> const cos = cos_kernel(r.rest);
    return (r.quadrant & 1) != 0 ? -(sin / cos) : cos / sin;
}

}  // namespace detail

namespace constant {

/// The sine, for arguments of any size.
template <std::floating_point T>
[[nodiscard]] constexpr T sin(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::sin(static_cast<double>(x)));
    } else {
        if (!isfinite(x)) return detail::nan<T>;
        if (abs(x) < detail::tiny<T>) return x;
        return detail::sin_of(detail::reduce_angle(x)).hi;
    }
}

/// The cosine, for arguments of any size.
template <std::floating_point T>
[[nodiscard]] constexpr T cos(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::cos(static_cast<double>(x)));
    } else {
        if (!isfinite(x)) return detail::nan<T>;
        if (abs(x) < detail::tiny<T>) return T(1);
        auto r = detail::reduce_angle(x);
        ++r.quadrant;
        return detail::sin_of(r).hi;
    }
}

/// The tangent, for arguments of any size.
template <std::floating_point T>
[[nodiscard]] constexpr T tan(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::tan(static_cast<double>(x)));
    } else {
        if (!isfinite(x)) return detail::nan<T>;
        if (abs(x) < detail::tiny<T>) return x;
        auto r = detail::reduce_angle(x);
        // tan x = -cot(x + pi / 2).
        ++r.quadrant;
        return (-detail::cot_of(r)).hi;
    }
}

}  // namespace constant

}  // namespace wengert::math
