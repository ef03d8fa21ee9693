// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <wengert/core/cmath/exponential.hpp>
#include <wengert/core/cmath/logarithm.hpp>
#include <wengert/core/cmath/roots.hpp>

namespace wengert::math {

namespace detail {

/// e^a / 2 for a so large that e^-a is nothing beside it.
template <std::floating_point T>
[[nodiscard]] constexpr T half_exp(T a) noexcept {
    if (a > exp_bound<T> + 1) return infinity<T>;
    auto power = exp(dd<T>{a, 0});
    --power.exponent;
    return power.value();
}

/// Beyond, sqrt(x^2 +- 1) is x.
template <std::floating_point T>
inline constexpr T quadratic_bound = 1 / (limits<T>::epsilon() * power_of_two<T>(limits<T>::digits / 2 - 4));

/// log(2 a).
template <std::floating_point T>
[[nodiscard]] constexpr T log_of_twice(T a) noexcept {
    auto r = reduce_logarithm(dd<T>{a, 0});
    ++r.exponent;
    return r.value().hi;
}

}  // namespace detail

namespace constant {

/// The hyperbolic sine.
template <std::floating_point T>
[[nodiscard]] constexpr T sinh(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::sinh(static_cast<double>(x)));
    } else {
        T const a = abs(x);
        if (isnan(x) || a < detail::tiny<T>) return x;
        if (a > detail::exp_fades<T>) return copysign(detail::half_exp(a), x);
        auto const e = detail::expm1(detail::dd<T>{a, 0});
        return copysign(T(0.5) * (e + e / (e + T(1))).hi, x);
    }
}

/// The hyperbolic cosine.
template <std::floating_point T>
[[nodiscard]] constexpr T cosh(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::cosh(static_cast<double>(x)));
    } else {
        T const a = abs(x);
        if (isnan(x)) return x;
        if (a < detail::tiny<T>) return T(1);
        if (a > detail::exp_fades<T>) return detail::half_exp(a);
        auto const e = detail::expm1(detail::dd<T>{a, 0}) + T(1);
        return T(0.5) * (e + detail::dd<T>{1, 0} / e).hi;
    }
}

/// The hyperbolic tangent.
template <std::floating_point T>
[[nodiscard]] constexpr T tanh(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::tanh(static_cast<double>(x)));
    } else {
        T const a = abs(x);
        if (isnan(x) || a < detail::tiny<T>) return x;
        if (a > detail::exp_fades<T> / 2) return copysign(T(1), x);
        auto const e = detail::expm1(detail::dd<T>{2 * a, 0});
        return copysign((e / (e + T(2))).hi, x);
    }
}

/// The inverse hyperbolic sine.
template <std::floating_point T>
[[nodiscard]] constexpr T asinh(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::asinh(static_cast<double>(x)));
    } else {
        T const a = abs(x);
        if (!isfinite(x) || a < detail::tiny<T>) return x;
        if (a > detail::quadratic_bound<T>) return copysign(detail::log_of_twice(a), x);
        auto const square = detail::two_prod(a, a);
        auto const root = detail::sqrt(square + T(1));
        return copysign(detail::log1p(square / (root + T(1)) + a).hi, x);
    }
}

/// The inverse hyperbolic cosine; NaN where x < 1.
template <std::floating_point T>
[[nodiscard]] constexpr T acosh(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::acosh(static_cast<double>(x)));
    } else {
        if (!(x >= 1)) return detail::nan<T>;
        if (isinf(x)) return x;
        if (x > detail::quadratic_bound<T>) return detail::log_of_twice(x);
        auto const t = detail::two_sum(x, T(-1));
        return detail::log1p(t + detail::sqrt(t * (t + T(2)))).hi;
    }
}

/// The inverse hyperbolic tangent; NaN where |x| > 1.
template <std::floating_point T>
[[nodiscard]] constexpr T atanh(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::atanh(static_cast<double>(x)));
    } else {
        T const a = abs(x);
        if (!(a <= 1)) return detail::nan<T>;
        if (a == 1) return copysign(detail::infinity<T>, x);
        if (a < detail::tiny<T>) return x;
        if (a < T(0.17)) return T(0.5) * detail::twice_atanh_kernel(detail::dd<T>{x, 0}).hi;
        return copysign(T(0.5) * detail::log(detail::two_sum(T(1), a) / detail::two_sum(T(1), -a)).hi, x);
    }
}

}  // namespace constant

}  // namespace wengert::math
