// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <wengert/core/cmath/exponential.hpp>
#include <wengert/core/cmath/logarithm.hpp>

namespace wengert::math::constant {

/// 1 / (1 + e^-x).
template <std::floating_point T>
[[nodiscard]] constexpr T sigmoid(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::sigmoid(static_cast<double>(x)));
    } else {
        if (isnan(x)) return x;
        if (x > detail::exp_fades<T>) return T(1);
        if (x < -detail::exp_fades<T>) return constant::exp(x);
        auto const e = detail::expm1(detail::dd<T>{-x, 0});
        return (detail::dd<T>{1, 0} / (e + T(2))).hi;
    }
}

/// log(1 + e^x).
template <std::floating_point T>
[[nodiscard]] constexpr T softplus(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::softplus(static_cast<double>(x)));
    } else {
        if (isnan(x) || x > detail::exp_fades<T>) return x;
        if (x < -detail::exp_fades<T>) return constant::exp(x);
        auto const e = detail::exp(detail::dd<T>{x, 0});
        return detail::log1p(detail::times_power(e.mantissa, detail::power_of_two<T>(e.exponent))).hi;
    }
}

}  // namespace wengert::math::constant
