// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <wengert/core/cmath/basics.hpp>

namespace wengert::math {

namespace detail {

/// sqrt of m in [1, 4) by Newton; the start is within 7 per cent, and each step squares the error.
template <std::floating_point T>
[[nodiscard]] constexpr T newton_sqrt(T m) noexcept {
    T y = T(0.35) * m + T(0.7);
    for (int i = 0; i < (limits<T>::digits > 53 ? 5 : 4); ++i) y = T(0.5) * (y + m / y);
    return y;
}

/// sqrt of a dd in the middle of the range, or zero.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> sqrt(dd<T> a) noexcept {
    if (a.hi == 0) return {0, 0};
    parts<T> const p = split_exponent(a.hi);
    int const half = (p.exponent - (p.exponent & 1)) / 2;
    T const root = newton_sqrt((p.exponent & 1) != 0 ? 2 * p.mantissa : p.mantissa) * power_of_two<T>(half);
    dd<T> const square = two_prod(root, root);
    return fast_two_sum(root, ((a.hi - square.hi) - square.lo + a.lo) / (2 * root));
}

/// The sum of a dd, with a last digit that is odd unless the sum is exact: it can be rounded once more as if it were
/// exact.
template <std::floating_point T>
[[nodiscard]] constexpr T round_to_odd(dd<T> a) noexcept {
    if (a.lo == 0) return a.hi;
    parts<T> const p = split_exponent(a.hi);
    constexpr int digits = limits<T>::digits;
    if (((mantissa_bits(p.mantissa) >> (64 - digits)) & 1) != 0) return a.hi;
    bool const shrinks = (a.lo < 0) != (a.hi < 0);
    bool const is_power = p.mantissa == 1 || p.mantissa == -1;
    T const ulp = power_of_two<T>(p.exponent + 1 - digits - (shrinks && is_power ? 1 : 0));
    return a.lo < 0 ? a.hi - ulp : a.hi + ulp;
}

}  // namespace detail

namespace constant {

/// The square root.
template <std::floating_point T>
[[nodiscard]] constexpr T sqrt(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::sqrt(static_cast<double>(x)));
    } else {
        if (x == 0 || isnan(x)) return x;
        if (x < 0) return detail::nan<T>;
        if (isinf(x)) return x;
        auto const p = detail::split_exponent(x);
        int const odd = p.exponent & 1;
        auto root = detail::sqrt(detail::dd<T>{odd != 0 ? 2 * p.mantissa : p.mantissa, 0});
        // No root lies half-way between two numbers; one that seems to is a little less.
        constexpr T epsilon = detail::limits<T>::epsilon();
        if (root.lo == -epsilon / 2) root.hi -= epsilon;
        return root.hi * detail::power_of_two<T>((p.exponent - odd) / 2);
    }
}

/// The cube root, of negative numbers too.
template <std::floating_point T>
[[nodiscard]] constexpr T cbrt(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::cbrt(static_cast<double>(x)));
    } else {
        if (x == 0 || !isfinite(x)) return x;
        auto const p = detail::split_exponent(abs(x));
        int const third = ((p.exponent % 3) + 3) % 3;
        T const m = p.mantissa * static_cast<T>(1 << third);
        T y = T(0.8) + T(0.18) * m;
        for (int i = 0; i < 6; ++i) y -= (y - m / (y * y)) / 3;
        auto const square = detail::two_prod(y, y);
        auto const cube = square * y;
        y -= ((cube.hi - m) + cube.lo) / (3 * square.hi);
        return copysign(y * detail::power_of_two<T>((p.exponent - third) / 3), x);
    }
}

/// sqrt(x^2 + y^2) without overflow or underflow on the way.
template <std::floating_point T>
[[nodiscard]] constexpr T hypot(T x, T y) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::hypot(static_cast<double>(x), static_cast<double>(y)));
    } else {
        if (isinf(x) || isinf(y)) return detail::infinity<T>;
        if (isnan(x) || isnan(y)) return detail::nan<T>;
        T const large = abs(x) < abs(y) ? abs(y) : abs(x);
        T const small = abs(x) < abs(y) ? abs(x) : abs(y);
        if (small == 0) return large;
        auto const a = detail::split_exponent(large);
        auto const b = detail::split_exponent(small);
        if (a.exponent - b.exponent > detail::limits<T>::digits) return large;
        T const scaled = b.mantissa * detail::power_of_two<T>(b.exponent - a.exponent);
        auto const sum = detail::two_prod(a.mantissa, a.mantissa) + detail::two_prod(scaled, scaled);
        return detail::scale(detail::sqrt(sum).hi, a.exponent);
    }
}

/// x y + z rounded once. The method is that of Boldo & Melquiond (2008), by rounding to odd.
template <std::floating_point T>
[[nodiscard]] constexpr T fma(T x, T y, T z) noexcept {
    if (isnan(x) || isnan(y) || isnan(z)) return detail::nan<T>;
    if (isinf(x) || isinf(y)) {
        if (x == 0 || y == 0) return detail::nan<T>;
        T const product = signbit(x) != signbit(y) ? -detail::infinity<T> : detail::infinity<T>;
        return isinf(z) && z != product ? detail::nan<T> : product;
    }
    if (isinf(z)) return z;
    if (x == 0 || y == 0) return x * y + z;
    if constexpr (detail::is_float<T>) {
        // The product is exact in double, which has enough digits more than float for rounding to odd.
        double const product = static_cast<double>(x) * static_cast<double>(y);
        auto const sum = detail::two_sum(product, static_cast<double>(z));
        return sum.hi == 0 ? x * y + z : detail::narrow(detail::round_to_odd(sum));
    } else {
        constexpr int digits = detail::limits<T>::digits;
        auto const a = detail::split_exponent(x);
        auto const b = detail::split_exponent(y);
        int const exponent = a.exponent + b.exponent;
        T addend = 0;
        if (z != 0) {
            auto const c = detail::split_exponent(z);
            int const distance = c.exponent - exponent;
            if (distance > 2 * digits + 4) return z;
            // Far below the last digit of the product only the sign of z counts.
            addend = distance < -2 * digits - 4 ? copysign(detail::power_of_two<T>(-2 * digits - 4), z)
                                                : c.mantissa * detail::power_of_two<T>(distance);
        }
        auto const product = detail::two_prod(a.mantissa, b.mantissa);
        auto const low = detail::two_sum(addend, product.lo);
        auto const high = detail::two_sum(product.hi, low.hi);
        T const rest = detail::round_to_odd(detail::two_sum(low.lo, high.lo));
        auto const sum = detail::two_sum(high.hi, rest);
        if (sum.hi == 0) return T(0);
        bool const subnormal = detail::split_exponent(sum.hi).exponent + exponent < detail::limits<T>::min_exponent - 1;
        return detail::scale(subnormal ? detail::round_to_odd(sum) : sum.hi, exponent);
    }
}

}  // namespace constant

}  // namespace wengert::math
