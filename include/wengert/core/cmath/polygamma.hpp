// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <wengert/core/cmath/gamma.hpp>

namespace wengert::math {

namespace detail {

/// digamma x, x > 0, by recurrence up to 10 and the asymptotic series (Abramowitz & Stegun 6.3.5 and 6.3.18).
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> digamma_positive(dd<T> x) noexcept {
    dd<T> steps{0, 0};
    for (; x.hi < 10; x = x + T(1)) steps = steps + dd<T>{1, 0} / x;
    dd<T> const inverse = dd<T>{1, 0} / x;
    T const square = inverse.hi * inverse.hi;
    T series = 0;
    for (int k = 14; k >= 1; --k) series = (series + bernoulli<T>[k - 1] / static_cast<T>(2 * k)) * square;
    return log(x) - (times_power(inverse, T(0.5)) + series) - steps;
}

/// n! / y^(n + 1), interleaved so that neither overflows alone.
template <std::floating_point T>
[[nodiscard]] constexpr T factorial_over_power(int n, T y) noexcept {
    T value = 1 / y;
    for (int i = 1; i <= n; ++i) value *= static_cast<T>(i) / y;
    return value;
}

/// n! (1 / x^(n+1) + 1 / (x+1)^(n+1) + ...), that is n! zeta(n + 1, x): Abramowitz & Stegun 6.4.10, and for the tail,
/// from x + k >= n + 10 on, 6.4.11. Terms far to the left of 0 are nothing beside those next to 0; they are left out.
template <std::floating_point T>
[[nodiscard]] constexpr T hurwitz(int n, T x) noexcept {
    constexpr int left = 64;
    if (x < -left) x += static_cast<T>(static_cast<std::int64_t>(-x)) - left;
    T sum = 0;
    for (; x < static_cast<T>(n + 10); x += 1) sum += factorial_over_power(n, x);
    T const square = 1 / (x * x);
    T coefficient = static_cast<T>(n) * static_cast<T>(n + 1) / 2 * square;
    T series = 1 + static_cast<T>(n) / (2 * x);
    for (int k = 1; k <= 14; ++k) {
        series += bernoulli<T>[k - 1] * coefficient;
        int const m = 2 * k + n;
        coefficient *= static_cast<T>(m) * static_cast<T>(m + 1) * square / static_cast<T>((2 * k + 1) * (2 * k + 2));
    }
    return sum + factorial_over_power(n - 1, x) * series;
}

/// The nth derivative of pi cot(pi x) (n < 16): pi^(n+1) P_n(c), c = cot(pi x), P_0 = c, P_(n+1) = -(1 + c^2) P_n'.
template <std::floating_point T>
[[nodiscard]] constexpr T cot_derivative(int n, T x) noexcept {
    T p[18]{};
    p[1] = 1;
    for (int i = 1; i <= n; ++i) {
        T q[18]{};
        for (int j = 1; j <= i; ++j) {
            q[j - 1] -= static_cast<T>(j) * p[j];
            q[j + 1] -= static_cast<T>(j) * p[j];
        }
        for (int j = 0; j <= i + 1; ++j) p[j] = q[j];
    }
    T const c = cot_of(reduce_half_turns(x)).hi;
    T value = 0;
    for (int j = n + 1; j >= 0; --j) value = value * c + p[j];
    for (int i = 0; i <= n; ++i) value *= pi<T>.hi;
    return value;
}

}  // namespace detail

/// The logarithmic derivative of Gamma. At a zero it is infinite, with the sign that the limit from the side of the
/// sign of that zero has (digamma(+0) = -inf); at negative integers it is NaN. Near a root, accurate absolutely.
template <std::floating_point T>
[[nodiscard]] constexpr T digamma(T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(digamma(static_cast<double>(x)));
    } else {
        if (isnan(x)) return x;
        if (isinf(x)) return x > 0 ? x : detail::nan<T>;
        // The pole: -1 / x, and the infinity where that overflows.
        if (abs(x) <= detail::power_of_two<T>(-detail::limits<T>::max_exponent))
            return copysign(detail::infinity<T>, -x);
        if (abs(x) < detail::limits<T>::epsilon() / 8) return -1 / x;
        if (x > 8 * detail::all_integers<T>) return constant::log(x);
        if (x > 0) return detail::digamma_positive(detail::dd<T>{x, 0}).hi;
        if (constant::trunc(x) == x) return detail::nan<T>;
        // Reflection (Abramowitz & Stegun 6.3.7).
        auto const cot = detail::pi<T> * detail::cot_of(detail::reduce_half_turns(x));
        return (detail::digamma_positive(detail::two_sum(T(1), -x)) - cot).hi;
    }
}

/// The nth derivative of digamma, n >= 0. At 0, -1, -2, ... it is +inf for odd n and NaN for even n, but -inf (+inf) at
/// a positive (negative) zero. n! must be finite in T; n < 0 gives NaN. Between the poles x < 0 has roots for even n;
/// near those it is accurate absolutely.
template <std::floating_point T>
[[nodiscard]] constexpr T polygamma(int n, T x) noexcept {
    if constexpr (detail::is_float<T>) {
        return detail::narrow(polygamma(n, static_cast<double>(x)));
    } else {
        if (n == 0) return digamma(x);
        if (n < 0 || isnan(x)) return detail::nan<T>;
        bool const odd = (n & 1) != 0;
        if (isinf(x)) return x < 0 ? detail::nan<T> : odd ? T(0) : -T(0);
        if (x == 0) return odd ? detail::infinity<T> : copysign(detail::infinity<T>, -x);
        if (x < 0 && constant::trunc(x) == x) return odd ? detail::infinity<T> : detail::nan<T>;
        // Close to the pole the first term is all there is, and may overflow, which a constant expression must not.
        if (abs(x) < T(0.5)) {
            auto const bound = detail::limits<T>::max_exponent / (n + 1) - 2;
            if (abs(x) < detail::power_of_two<T>(-bound)) {
                auto const size = detail::log(detail::dd<T>{abs(x), 0}).hi * static_cast<T>(-n - 1) +
                                  constant::lgamma(static_cast<T>(n + 1));
                if (size > T(0.693147) * detail::limits<T>::max_exponent)
                    return odd ? detail::infinity<T> : copysign(detail::infinity<T>, -x);
            }
        }
        T const sign = odd ? T(1) : T(-1);
        // hurwitz() takes negative x where its 64 terms to the left of 0 are all that count: (1/2 / 64)^(n + 1).
        if (x > T(-0.25) || n >= 12) return sign * detail::hurwitz(n, x);
        // Reflection (Abramowitz & Stegun 6.4.7), from where the first two terms of hurwitz() begin to cancel for even n, which
        // costs orders from 12 on up to two digits.
        return -detail::hurwitz(n, 1 - x) - detail::cot_derivative(n, x);
    }
}

}  // namespace wengert::math
