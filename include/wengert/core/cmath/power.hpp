// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <wengert/core/cmath/exponential.hpp>
#include <wengert/core/cmath/logarithm.hpp>
#include <wengert/core/cmath/rounding.hpp>

namespace wengert::math {

namespace detail {

/// pow(x, y) for y an infinity, or x a zero or an infinity; C99 F.9.4.4.
template <std::floating_point T>
[[nodiscard]] constexpr T pow_special(T x, T y, bool odd) noexcept {
    if (isinf(y)) {
        if (abs(x) == 1) return T(1);
        return (abs(x) > 1) == (y > 0) ? infinity<T> : T(0);
    }
    bool const vanishes = (x == 0) == (y > 0);
    T const size = vanishes ? T(0) : infinity<T>;
    return odd && signbit(x) ? -size : size;
}

/// e^(y log x), x positive and finite and not 1, y finite.
template <std::floating_point T>
[[nodiscard]] constexpr T pow_positive(T x, T y) noexcept {
    // |log x| is between epsilon / 2 and 2^14; y beyond these bounds leaves nothing to compute, and could overflow.
    constexpr T huge = all_integers<T> * T(0x1p18);
    constexpr T small = limits<T>::epsilon() * T(0x1p-18);
    if (abs(y) > huge) return (x > 1) == (y > 0) ? infinity<T> : T(0);
    if (abs(y) < small) return T(1);
    dd<T> const power = log(dd<T>{x, 0}) * y;
    if (power.hi > exp_bound<T>) return infinity<T>;
    if (power.hi < -2 * exp_bound<T>) return T(0);
    return exp(power).value();
}

}  // namespace detail

namespace constant {

/// x^y, with the special cases of C99 Annex F.
template <std::floating_point T>
[[nodiscard]] constexpr T pow(T x, T y) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::pow(static_cast<double>(x), static_cast<double>(y)));
    } else {
        if (y == 0 || x == 1) return T(1);
        if (isnan(x) || isnan(y)) return detail::nan<T>;
        bool const whole = constant::trunc(y) == y;
        bool const odd = whole && abs(y) < 2 * detail::all_integers<T> && constant::fmod(y, T(2)) != 0;
        if (isinf(y) || x == 0 || isinf(x)) return detail::pow_special(x, y, odd);
        if (x < 0 && !whole) return detail::nan<T>;
        T const size = abs(x) == 1 ? T(1) : detail::pow_positive(abs(x), y);
        return x < 0 && odd ? -size : size;
    }
}

/// x^n by squaring in twice the digits of T; |n| > 1024 goes by pow().
template <std::floating_point T>
[[nodiscard]] constexpr T powi(T x, int n) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(constant::powi(static_cast<double>(x), n));
    } else {
        if (n == 0) return T(1);
        if (x == 0 || !isfinite(x) || n > 1024 || n < -1024) return constant::pow(x, static_cast<T>(n));
        // The powers of a mantissa near 1 keep far from overflow where the powers of x would not.
        auto p = detail::split_exponent(x);
        if (abs(p.mantissa) > T(1.4142)) p = {T(0.5) * p.mantissa, p.exponent + 1};
        detail::dd<T> square{p.mantissa, 0};
        detail::dd<T> product{1, 0};
        for (int rest = n < 0 ? -n : n;;) {
            if ((rest & 1) != 0) product = product * square;
            rest >>= 1;
            if (rest == 0) break;
            square = square * square;
        }
        if (n < 0) product = detail::dd<T>{1, 0} / product;
        auto const q = detail::split_exponent(product.hi);
        return detail::scale(q.mantissa, q.exponent + n * p.exponent);
    }
}

}  // namespace constant

}  // namespace wengert::math
