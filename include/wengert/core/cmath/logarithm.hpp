// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <wengert/core/cmath/basics.hpp>
#include <wengert/core/cmath/constants.hpp>

namespace wengert::math {

namespace detail {

/// 2 atanh(s), |s| <= 0.18, by its Taylor series; the relative error is 2^-18 ulp, for pow() multiplies it.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> twice_atanh_kernel(dd<T> s) noexcept {
    return times_power(s * polynomial(&odd_reciprocals<T>.at[0], 1, s * s, 4, limits<T>::digits > 53 ? 17 : 14), T(2));
}

/// log x = logarithm + exponent log 2.
template <std::floating_point T>
struct reduced_logarithm {
    dd<T> logarithm;
    int exponent;

    [[nodiscard]] constexpr dd<T> value() const noexcept {
        return exponent == 0 ? logarithm : ln_2<T> * static_cast<T>(exponent) + logarithm;
    }
};

/// x is positive and finite; with m between sqrt(1/2) and sqrt(2), log m = 2 atanh((m - 1) / (m + 1)).
template <std::floating_point T>
[[nodiscard]] constexpr reduced_logarithm<T> reduce_logarithm(dd<T> x) noexcept {
    parts<T> const p = split_exponent(x.hi);
    bool const halve = p.mantissa > T(1.4142);
    int const exponent = halve ? p.exponent + 1 : p.exponent;
    T const m = halve ? T(0.5) * p.mantissa : p.mantissa;
    T const lo = scale(x.lo, -exponent);
    return {twice_atanh_kernel(two_sum(m - 1, lo) / (two_sum(m, T(1)) + lo)), exponent};
}

template <std::floating_point T>
[[nodiscard]] constexpr dd<T> log(dd<T> x) noexcept {
    return reduce_logarithm(x).value();
}

/// log(1 + u), u > -1.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> log1p(dd<T> u) noexcept {
    if (u.hi < T(0.4) && u.hi > T(-0.29)) return twice_atanh_kernel(u / (u + T(2)));
    return log(u + T(1));
}

/// What log x is where it is no number of the ordinary sort; 0 where it is.
template <std::floating_point T>
[[nodiscard]] constexpr T log_special(T x) noexcept {
    if (isnan(x)) return x;
    if (x == 0) return -infinity<T>;
    if (x < 0) return nan<T>;
    return isinf(x) ? x : T(0);
}

}  // namespace detail

namespace constant {

/// The natural logarithm.
template <std::floating_point T>
[[nodiscard]] constexpr T log(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::log(static_cast<double>(x)));
    } else {
        if (T const special = detail::log_special(x); special != 0) return special;
        return detail::log(detail::dd<T>{x, 0}).hi;
    }
}

/// The logarithm to base 2; exact for powers of 2.
template <std::floating_point T>
[[nodiscard]] constexpr T log2(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::log2(static_cast<double>(x)));
    } else {
        if (T const special = detail::log_special(x); special != 0) return special;
        auto const r = detail::reduce_logarithm(detail::dd<T>{x, 0});
        return (r.logarithm * detail::inverse_ln_2<T> + static_cast<T>(r.exponent)).hi;
    }
}

/// The logarithm to base 10; exact for powers of 10.
template <std::floating_point T>
[[nodiscard]] constexpr T log10(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::log10(static_cast<double>(x)));
    } else {
        if (T const special = detail::log_special(x); special != 0) return special;
        return (detail::log(detail::dd<T>{x, 0}) * detail::inverse_ln_10<T>).hi;
    }
}

/// log(1 + x), without cancellation near 0.
template <std::floating_point T>
[[nodiscard]] constexpr T log1p(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::log1p(static_cast<double>(x)));
    } else {
        if (isnan(x) || x == 0) return x;
        if (x == -1) return -detail::infinity<T>;
        if (x < -1) return detail::nan<T>;
        if (isinf(x)) return x;
        if (abs(x) < detail::limits<T>::epsilon() / 8) return x;
        return detail::log1p(detail::dd<T>{x, 0}).hi;
    }
}

}  // namespace constant

}  // namespace wengert::math
