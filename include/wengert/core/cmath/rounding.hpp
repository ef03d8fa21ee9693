// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstdint>

#include <wengert/core/cmath/basics.hpp>

namespace wengert::math {

namespace detail {

template <std::floating_point T>
struct remainder_parts {
    T rest;
    int exponent;
    bool odd;
};

/// |x| mod |y| as rest 2^exponent, and whether the quotient is odd; both finite, y not zero. Every step is exact: the
/// quotient of one chunk has fewer digits than T, and the remainder lies on the grid of y.
template <std::floating_point T>
[[nodiscard]] constexpr remainder_parts<T> remainder_of(T x, T y) noexcept {
    constexpr int chunk = limits<T>::digits - 2;
    if (x == 0) return {0, 0, false};
    parts<T> const a = split_exponent(abs(x));
    parts<T> const b = split_exponent(abs(y));
    int left = a.exponent - b.exponent;
    // The caller compares with |y|, which two numbers of one exponent are enough for.
    if (left < -1) return {a.mantissa, a.exponent, false};
    T rest = a.mantissa;
    int shift = 0;
    if (left == -1) {
        rest *= T(0.5);
        left = 0;
    }
    bool odd = false;
    for (;;) {
        rest *= power_of_two<T>(shift);
        std::uint64_t quotient = static_cast<std::uint64_t>(rest / b.mantissa);
        dd<T> const product = two_prod(static_cast<T>(quotient), b.mantissa);
        rest = (rest - product.hi) - product.lo;
        if (rest < 0) {
            rest += b.mantissa;
            --quotient;
        } else if (rest >= b.mantissa) {
            rest -= b.mantissa;
            ++quotient;
        }
        odd = (quotient & 1) != 0;
        if (left == 0 || (rest == 0 && left >= 1)) break;
        shift = left < chunk ? left : chunk;
        left -= shift;
    }
    return {rest, b.exponent, odd && left == 0};
}

}  // namespace detail

namespace constant {

/// x rounded toward zero.
template <std::floating_point T>
[[nodiscard]] constexpr T trunc(T x) noexcept {
    if (!(abs(x) < detail::all_integers<T>)) return x;
    return copysign(static_cast<T>(static_cast<std::int64_t>(x)), x);
}

/// The largest integer <= x.
template <std::floating_point T>
[[nodiscard]] constexpr T floor(T x) noexcept {
    T const whole = constant::trunc(x);
    return whole > x ? whole - 1 : whole;
}

/// The smallest integer >= x.
template <std::floating_point T>
[[nodiscard]] constexpr T ceil(T x) noexcept {
    T const whole = constant::trunc(x);
    return whole < x ? copysign(whole + 1, x) : whole;
}

/// The integer nearest to x, halves away from zero.
template <std::floating_point T>
[[nodiscard]] constexpr T round(T x) noexcept {
    T const whole = constant::trunc(x);
    // x - whole is exact, so a number just below a half is not rounded up.
    if (!(abs(x) < detail::all_integers<T>) || abs(x - whole) < T(0.5)) return whole;
    return whole + copysign(T(1), x);
}

/// x - n y with n the quotient rounded toward zero; exact.
template <std::floating_point T>
[[nodiscard]] constexpr T fmod(T x, T y) noexcept {
    if constexpr (detail::is_float<T>)
        return detail::narrow(constant::fmod(static_cast<double>(x), static_cast<double>(y)));
    if (isnan(x) || isnan(y) || isinf(x) || y == 0) return detail::nan<T>;
    if (isinf(y) || abs(x) < abs(y)) return x;
    auto const r = detail::remainder_of(x, y);
    return copysign(detail::scale(r.rest, r.exponent), x);
}

/// x - n y with n the integer nearest to the quotient, halves to even; exact.
template <std::floating_point T>
[[nodiscard]] constexpr T remainder(T x, T y) noexcept {
    if constexpr (detail::is_float<T>)
        return detail::narrow(constant::remainder(static_cast<double>(x), static_cast<double>(y)));
    if (isnan(x) || isnan(y) || isinf(x) || y == 0) return detail::nan<T>;
    if (isinf(y) || x == 0) return x;
    auto const b = detail::split_exponent(abs(y));
    auto const r = detail::remainder_of(x, y);
    if (r.exponent < b.exponent) return x;
    T rest = r.rest;
    bool const beyond = 2 * rest > b.mantissa || (2 * rest == b.mantissa && r.odd);
    if (beyond) rest = b.mantissa - rest;
    T const value = detail::scale(rest, b.exponent);
    return (x < 0) != beyond ? -value : value;
}

}  // namespace constant

}  // namespace wengert::math
