// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <wengert/core/cmath/basics.hpp>
#include <wengert/core/cmath/constants.hpp>

namespace wengert::math {

namespace detail {

/// mantissa 2^exponent.
template <std::floating_point T>
struct scaled {
    dd<T> mantissa;
    int exponent;

    /// The value, rounded once.
    [[nodiscard]] constexpr T value() const noexcept { return scale(mantissa.hi, exponent); }
};

/// e^r - 1, |r| <= 0.36, by Taylor's series; the relative error is some 2^-12 ulp.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> expm1_kernel(dd<T> r) noexcept {
    return r * polynomial(&inverse_factorials<T>.at[1], 1, r, 4, limits<T>::digits > 53 ? 19 : 17);
}

/// e^x - 1 is e^r 2^k - 1; x is at most some 2^15.
template <std::floating_point T>
struct reduced_exponential {
    dd<T> minus_one;
    int exponent;
};

template <std::floating_point T>
[[nodiscard]] constexpr reduced_exponential<T> reduce_exponential(dd<T> x) noexcept {
    int const k = nearest(x.hi * inverse_ln_2<T>.hi);
    return {expm1_kernel(k == 0 ? x : x - ln_2<T> * static_cast<T>(k)), k};
}

/// e^x, |x| < 2^20.
template <std::floating_point T>
[[nodiscard]] constexpr scaled<T> exp(dd<T> x) noexcept {
    auto const r = reduce_exponential(x);
    return {dd<T>{1, 0} + r.minus_one, r.exponent};
}

/// e^x - 1, |x| less than half the range of exponents.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> expm1(dd<T> x) noexcept {
    auto const r = reduce_exponential(x);
    if (r.exponent == 0) return r.minus_one;
    dd<T> const power = times_power(dd<T>{1, 0} + r.minus_one, power_of_two<T>(r.exponent));
    return power + T(-1);
}

/// Where e^x overflows for certain; e^-x is less than half the least number at twice that.
template <std::floating_point T>
inline constexpr T exp_bound = T(0.6932) * limits<T>::max_exponent;

/// Where e^-x is less than an ulp / 16 of 1.
template <std::floating_point T>
inline constexpr T exp_fades = T(0.6932) * (limits<T>::digits + 4);

}  // namespace detail

namespace constant {

/// e^x.
template <std::floating_point T>
[[nodiscard]] constexpr T exp(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::exp(static_cast<double>(x)));
    } else {
        if (isnan(x)) return x;
        if (x > detail::exp_bound<T>) return detail::infinity<T>;
        if (x < -2 * detail::exp_bound<T>) return T(0);
        return detail::exp(detail::dd<T>{x, 0}).value();
    }
}

/// 2^x.
template <std::floating_point T>
[[nodiscard]] constexpr T exp2(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::exp2(static_cast<double>(x)));
    } else {
        if (isnan(x)) return x;
        if (x >= detail::limits<T>::max_exponent) return detail::infinity<T>;
        if (x < -2 * detail::limits<T>::max_exponent) return T(0);
        int const k = detail::nearest(x);
        auto const r = detail::expm1_kernel(detail::ln_2<T> * detail::two_sum(x, -static_cast<T>(k)));
        return detail::scale((detail::dd<T>{1, 0} + r).hi, k);
    }
}

/// e^x - 1, without cancellation near 0.
template <std::floating_point T>
[[nodiscard]] constexpr T expm1(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::expm1(static_cast<double>(x)));
    } else {
        if (isnan(x)) return x;
        // One square of what `tiny` means, for e^x - 1 has a term in x^2.
        if (abs(x) < detail::limits<T>::epsilon() / 8) return x;
        if (x > 2 * detail::exp_fades<T>) return constant::exp(x);
        if (x < -detail::exp_fades<T>) return T(-1);
        return detail::expm1(detail::dd<T>{x, 0}).hi;
    }
}

}  // namespace constant

}  // namespace wengert::math
