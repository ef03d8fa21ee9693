// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <wengert/core/cmath/logarithm.hpp>
#include <wengert/core/cmath/rounding.hpp>
#include <wengert/core/cmath/trigonometric.hpp>

namespace wengert::math {

namespace detail {

/// The Bernoulli numbers B_2, B_4, ..., B_30 (Abramowitz & Stegun table 23.2).
template <std::floating_point T>
inline constexpr T bernoulli[15]{
    T(1) / 6,
    T(-1) / 30,
    T(1) / 42,
    T(-1) / 30,
    T(5) / 66,
    T(-691) / 2730,
    T(7) / 6,
    T(-3617) / 510,
    T(43867) / 798,
    T(-174611) / 330,
    T(854513) / 138,
    T(-236364091) / 2730,
    T(8553103) / 6,
    T(-23749461029) / 870,
    T(8615841276005) / 14322,
};

/// lgamma(2 + t), |t| <= 1/2, Abramowitz & Stegun 6.1.33 less the logarithm.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> lgamma_near_two(T t) noexcept {
    return polynomial(&lgamma_coefficients<T>.at[0], 1, dd<T>{-t, 0}, 7, limits<T>::digits > 53 ? 37 : 31) * t;
}

/// lgamma x, x >= 10, by Stirling's series (Abramowitz & Stegun 6.1.41).
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> lgamma_stirling(T x) noexcept {
    T const inverse = 1 / x;
    T const square = inverse * inverse;
    T series = 0;
    for (int k = 14; k >= 1; --k) series = series * square + bernoulli<T>[k - 1] / static_cast<T>(2 * k * (2 * k - 1));
    dd<T> const slope = log(dd<T>{x, 0}) + T(-1);
    // A factor that is taken out keeps the split of large numbers, and of the result, from overflow.
    constexpr int large = limits<T>::max_exponent / 2;
    if (x > power_of_two<T>(large)) return {scale((slope * (x * power_of_two<T>(-large))).hi, large), 0};
    return two_sum(x, T(-0.5)) * slope + half_ln_2pi<T> + T(-0.5) + series * inverse;
}

/// lgamma x, x > 0.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> lgamma_positive(T x) noexcept {
    if (x >= 10) return lgamma_stirling(x);
    if (x < T(0.5)) return lgamma_near_two(x) - log1p(dd<T>{x, 0}) - log(dd<T>{x, 0});
    if (x < T(1.5)) return lgamma_near_two(x - 1) - log1p(dd<T>{x - 1, 0});
    if (x < T(2.5)) return lgamma_near_two(x - 2);
    dd<T> product{1, 0};
    while (x >= T(2.5)) {
        x -= 1;
        product = product * x;
    }
    return log(product) + lgamma_near_two(x - 2);
}

}  // namespace detail

namespace constant {

/// log |Gamma(x)|; infinite at 0, -1, -2, ... Near its roots between those the error is small absolutely, not
/// relatively.
template <std::floating_point T>
[[nodiscard]] constexpr T lgamma(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::lgamma(static_cast<double>(x)));
    } else {
        if (isnan(x)) return x;
        if (isinf(x) || (x <= 0 && constant::trunc(x) == x)) return detail::infinity<T>;
        // Here log |x| is all there is.
        if (abs(x) < detail::limits<T>::epsilon() / 8) return -detail::log(detail::dd<T>{abs(x), 0}).hi;
        if (x > 0) return detail::lgamma_positive(x).hi;
        if (x > T(-0.5))
            return (detail::lgamma_near_two(x) - detail::log1p(detail::dd<T>{x, 0}) - detail::log(detail::dd<T>{-x, 0}))
                .hi;
        // Reflection (Abramowitz & Stegun 6.1.17): |Gamma(x) Gamma(-x)| = pi / |x sin(pi x)|.
        auto product = detail::sin_of(detail::reduce_half_turns(x)) * x;
        if (product.hi < 0) product = -product;
        return (detail::log(detail::pi<T> / product) - detail::lgamma_positive(-x)).hi;
    }
}

}  // namespace constant

}  // namespace wengert::math
