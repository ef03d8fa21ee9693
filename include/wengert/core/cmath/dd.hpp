// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <limits>

namespace wengert::math::detail {

/// The unevaluated sum hi + lo, |lo| <= ulp(hi) / 2: about twice the digits of T. The algorithms are those of Dekker
/// (1971) and Knuth (TAOCP 2, 4.2.2); none relies on a hardware fma.
template <std::floating_point T>
struct dd {
    static_assert(std::numeric_limits<T>::is_iec559 && std::numeric_limits<T>::digits <= 64,
                  "the software mathematics of Wengert covers IEEE formats of at most 64 digits");
    T hi;
    T lo;
};

/// GCC contracts products and sums over several statements, which would break the error terms below (of c - (c - a)
/// with c = K a it would make a); this keeps it from seeing through. Clang contracts inside one expression only.
template <std::floating_point T>
[[nodiscard]] constexpr T fence(T x) noexcept {
#if defined(__GNUC__) && !defined(__clang__)
    return __builtin_assoc_barrier(x);
#else
    return x;
#endif
}

/// a + b exactly, where |a| >= |b| or a == 0.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> fast_two_sum(T a, T b) noexcept {
    T const sum = fence(a + b);
    return {sum, b - (sum - a)};
}

/// a + b exactly.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> two_sum(T a, T b) noexcept {
    T const sum = fence(a + b);
    T const from_b = sum - a;
    return {sum, (a - (sum - from_b)) + (b - from_b)};
}

/// a as a sum of two numbers of half the digits (Veltkamp). The factor would overflow near the largest number, so there
/// it works on a scaled copy.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> split(T a) noexcept {
    constexpr T factor = static_cast<T>((1ULL << ((std::numeric_limits<T>::digits + 1) / 2)) + 1);
    constexpr T bound = std::numeric_limits<T>::max() / (4 * factor);
    if (a > bound || a < -bound) {
        dd<T> const small = split(a / (4 * factor - 4));
        return {small.hi * (4 * factor - 4), small.lo * (4 * factor - 4)};
    }
    T const c = fence(factor * a);
    T const rest = c - a;
    T const hi = c - rest;
    return {hi, a - hi};
}

/// a b exactly, as long as neither the product overflows nor its error term underflows.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> two_prod(T a, T b) noexcept {
    T const product = fence(a * b);
    dd<T> const x = split(a);
    dd<T> const y = split(b);
    return {product, ((x.hi * y.hi - product) + x.hi * y.lo + x.lo * y.hi) + x.lo * y.lo};
}

template <std::floating_point T>
[[nodiscard]] constexpr dd<T> operator-(dd<T> a) noexcept {
    return {-a.hi, -a.lo};
}

template <std::floating_point T>
[[nodiscard]] constexpr dd<T> operator+(dd<T> a, dd<T> b) noexcept {
    dd<T> const sum = two_sum(a.hi, b.hi);
    return fast_two_sum(sum.hi, sum.lo + (a.lo + b.lo));
}

template <std::floating_point T>
[[nodiscard]] constexpr dd<T> operator+(dd<T> a, T b) noexcept {
    dd<T> const sum = two_sum(a.hi, b);
    return fast_two_sum(sum.hi, sum.lo + a.lo);
}

template <std::floating_point T>
[[nodiscard]] constexpr dd<T> operator-(dd<T> a, dd<T> b) noexcept {
    return a + -b;
}

template <std::floating_point T>
[[nodiscard]] constexpr dd<T> operator*(dd<T> a, dd<T> b) noexcept {
    dd<T> const product = two_prod(a.hi, b.hi);
    return fast_two_sum(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi));
}

template <std::floating_point T>
[[nodiscard]] constexpr dd<T> operator*(dd<T> a, T b) noexcept {
    dd<T> const product = two_prod(a.hi, b);
    return fast_two_sum(product.hi, product.lo + a.lo * b);
}

template <std::floating_point T>
[[nodiscard]] constexpr dd<T> operator/(dd<T> a, dd<T> b) noexcept {
    T const quotient = a.hi / b.hi;
    dd<T> const product = two_prod(quotient, b.hi);
    T const rest = ((a.hi - product.hi) - product.lo) + (a.lo - quotient * b.lo);
    return fast_two_sum(quotient, rest / b.hi);
}

/// a times a power of two.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> times_power(dd<T> a, T power) noexcept {
    return {a.hi * power, a.lo * power};
}

/// c[first] + c[first + stride] z + ... of `count` terms. The terms from `leading` on are so small a part of the sum
/// that T holds them well enough; this is what keeps constant evaluation cheap.
template <std::floating_point T>
[[nodiscard]] constexpr dd<T> polynomial(dd<T> const* c, int stride, dd<T> z, int leading, int count) noexcept {
    T tail = c[(count - 1) * stride].hi;
    for (int i = count - 2; i >= leading; --i) tail = tail * z.hi + c[i * stride].hi;
    dd<T> sum{tail, 0};
    for (int i = leading - 1; i >= 0; --i) sum = sum * z + c[i * stride];
    return sum;
}

}  // namespace wengert::math::detail
