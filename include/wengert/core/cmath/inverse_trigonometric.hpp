// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <wengert/core/cmath/constants.hpp>
#include <wengert/core/cmath/roots.hpp>

namespace wengert::math {

namespace detail {

/// The angle in [0, pi / 2] of the point (x, y), neither negative nor both zero. With t = min / max near c = k / 8,
/// atan t = atan c + atan((t - c) / (1 + c t)), the last of which is at most 1 / 16 and has a short Taylor series.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> angle(dd<T> y, dd<T> x) noexcept {
    bool const steep = y.hi > x.hi;
    dd<T> const t = steep ? x / y : y / x;
    int const k = nearest(8 * t.hi);
    T const c = static_cast<T>(k) / 8;
    dd<T> const u = k == 0 ? t : (t + -c) / (t * c + T(1));
    dd<T> const near = u * polynomial(&odd_reciprocals<T>.at[0], 1, -(u * u), 2, limits<T>::digits > 53 ? 11 : 9);
    dd<T> const value = k == 0 ? near : atan_eighths<T>.at[k] + near;
    return steep ? half_pi<T> - value : value;
}

/// cos of the angle whose sine is a, 0 <= a <= 1.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> complement(T a) noexcept {
    return sqrt(two_sum(T(1), -a) * two_sum(T(1), a));
}

}  // namespace detail

namespace constant {

/// The arc sine; NaN where |x| > 1.
template <std::floating_point T>
[[nodiscard]] constexpr T asin(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::asin(static_cast<double>(x)));
    } else {
        T const a = abs(x);
        if (!(a <= 1)) return detail::nan<T>;
        if (a < detail::tiny<T>) return x;
        return copysign(detail::angle(detail::dd<T>{a, 0}, detail::complement(a)).hi, x);
    }
}

/// The arc cosine, in [0, pi]; NaN where |x| > 1.
template <std::floating_point T>
[[nodiscard]] constexpr T acos(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::acos(static_cast<double>(x)));
    } else {
        T const a = abs(x);
        if (!(a <= 1)) return detail::nan<T>;
        // Subnormal numbers do not survive the arithmetic below, and are nothing beside pi / 2.
        if (a < detail::limits<T>::epsilon() * detail::tiny<T>) return detail::half_pi<T>.hi;
        auto const value = detail::angle(detail::complement(a), detail::dd<T>{a, 0});
        return (x < 0 ? detail::pi<T> - value : value).hi;
    }
}

/// The arc tangent.
template <std::floating_point T>
[[nodiscard]] constexpr T atan(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::atan(static_cast<double>(x)));
    } else {
        T const a = abs(x);
        if (isnan(x) || a < detail::tiny<T>) return x;
        if (a > 8 * detail::all_integers<T>) return copysign(detail::half_pi<T>.hi, x);
        return copysign(detail::angle(detail::dd<T>{a, 0}, detail::dd<T>{1, 0}).hi, x);
    }
}

/// The angle of the point (x, y) in [-pi, pi], with the special cases of C99 Annex F.
template <std::floating_point T>
[[nodiscard]] constexpr T atan2(T y, T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::atan2(static_cast<double>(y), static_cast<double>(x)));
    } else {
        if (isnan(x) || isnan(y)) return detail::nan<T>;
        bool const left = signbit(x);
        if (y == 0 || (isinf(x) && !isinf(y))) return copysign(left ? detail::pi<T>.hi : T(0), y);
        if (x == 0 || (isinf(y) && !isinf(x))) return copysign(detail::half_pi<T>.hi, y);
        detail::dd<T> value{0, 0};
        if (isinf(x)) {
            value = detail::times_power(detail::half_pi<T>, T(0.5));
        } else {
            auto const b = detail::split_exponent(abs(x));
            auto const a = detail::split_exponent(abs(y));
            int const distance = a.exponent - b.exponent;
            constexpr int far = detail::limits<T>::digits + 4;
            if (distance > far) return copysign(detail::half_pi<T>.hi, y);
            if (distance < -far)
                return left ? copysign(detail::pi<T>.hi, y)
                            : copysign(detail::scale(a.mantissa / b.mantissa, distance), y);
            value = detail::angle(detail::dd<T>{a.mantissa * detail::power_of_two<T>(distance), 0},
                                  detail::dd<T>{b.mantissa, 0});
        }
        return copysign((left ? detail::pi<T> - value : value).hi, y);
    }
}

}  // namespace constant

}  // namespace wengert::math
