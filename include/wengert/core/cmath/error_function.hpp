// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <wengert/core/cmath/exponential.hpp>

namespace wengert::math {

namespace detail {

/// (-1)^n / (n! (2 n + 1)), the coefficients of erf.
template <std::floating_point T>
inline constexpr auto erf_coefficients = [] {
    dd_table<T, 24> to{};
    for (int n = 0; n < 24; ++n) {
        dd<T> const size = inverse_factorials<T>.at[n] / dd<T>{static_cast<T>(2 * n + 1), 0};
        to.at[n] = n % 2 == 0 ? size : -size;
    }
    return to;
}();

/// erf x, |x| <= 1; Abramowitz & Stegun 7.1.5.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> erf_kernel(T x) noexcept {
    dd<T> const sum = polynomial(&erf_coefficients<T>.at[0], 1, two_prod(x, x), 7, limits<T>::digits > 53 ? 24 : 21);
    return times_power(inverse_sqrt_pi<T> * x, T(2)) * sum;
}

/// erfc x, 1 <= x < 256, by the continued fraction of Abramowitz & Stegun 7.1.14. Level k matters the less the
/// larger k is, so that only the outermost levels need more digits than T has.
template <std::floating_point T>
[[nodiscard]] constexpr scaled<T> erfc_kernel(T x) noexcept {
    // The error of n levels is about e^(-2 x sqrt(2 n)) for small x; the first 24 see to large ones.
    T const reach = T(0.245) * (limits<T>::digits + 8) / x;
    int k = 24 + static_cast<int>(reach * reach);
    T tail = x;
    for (; k > 6; --k) tail = x + (T(0.5) * static_cast<T>(k)) / tail;
    dd<T> fraction{tail, 0};
    for (; k > 0; --k) fraction = dd<T>{T(0.5) * static_cast<T>(k), 0} / fraction + x;
    scaled<T> const power = exp(-two_prod(x, x));
    return {power.mantissa * inverse_sqrt_pi<T> / fraction, power.exponent};
}

}  // namespace detail

namespace constant {

/// The error function.
template <std::floating_point T>
[[nodiscard]] constexpr T erf(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::erf(static_cast<double>(x)));
    } else {
        T const a = abs(x);
        if (isnan(x) || x == 0) return x;
        // Here the dd arithmetic would underflow, but a product by 2^n is free.
        if (a < detail::tiny<T>) {
            auto const p = detail::split_exponent(x);
            return detail::scale((detail::inverse_sqrt_pi<T> * p.mantissa).hi, p.exponent + 1);
        }
        if (a <= 1) return detail::erf_kernel(x).hi;
        if (a > 7) return copysign(T(1), x);
        auto const rest = detail::erfc_kernel(a);
        return copysign((-detail::times_power(rest.mantissa, detail::power_of_two<T>(rest.exponent)) + T(1)).hi, x);
    }
}

/// 1 - erf x, with full relative accuracy for large x.
template <std::floating_point T>
[[nodiscard]] constexpr T erfc(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::erfc(static_cast<double>(x)));
    } else {
        T const a = abs(x);
        if (isnan(x)) return x;
        if (a < detail::limits<T>::epsilon() / 8) return T(1);
        if (a <= 1) return (-detail::erf_kernel(x) + T(1)).hi;
        if (x < -7) return T(2);
        if (x > 128) return T(0);
        auto const value = detail::erfc_kernel(a);
        if (x > 0) return value.value();
        return (-detail::times_power(value.mantissa, detail::power_of_two<T>(value.exponent)) + T(2)).hi;
    }
}

}  // namespace constant

}  // namespace wengert::math
