// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <limits>

#include <wengert/core/cmath/dd.hpp>

// Under -ffast-math Clang warns of every mention of infinities and NaN; constant evaluation, which they are for, knows
// them whatever the options are.
#if defined(__clang__) && __clang_major__ >= 18
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnan-infinity-disabled"
#endif

/// What the other headers stand on: exponents, rounding to integers, classification, and float by way of double.
namespace wengert::math {

namespace detail {

template <std::floating_point T>
using limits = std::numeric_limits<T>;

template <std::floating_point T>
inline constexpr bool is_float = limits<T>::digits < limits<double>::digits;

template <std::floating_point T>
inline constexpr bool is_binary64 = sizeof(T) == sizeof(std::uint64_t) && limits<T>::digits == 53;

template <std::floating_point T>
inline constexpr T infinity = limits<T>::infinity();

template <std::floating_point T>
inline constexpr T nan = limits<T>::quiet_NaN();

/// To float; a conversion that overflows is no constant expression, so the infinity is chosen by hand. The bound is the
/// midpoint between the largest float and 2^128.
[[nodiscard]] constexpr float narrow(double x) noexcept {
    if (x >= 0x1.ffffffp127) return infinity<float>;
    if (x <= -0x1.ffffffp127) return -infinity<float>;
    return static_cast<float>(x);
}

template <std::floating_point T>
struct power_table {
    T up[14];
    T down[14];
};

/// 2^(2^i) and its reciprocal.
template <std::floating_point T>
inline constexpr power_table<T> powers = [] {
    power_table<T> to{};
    T value = 2;
    for (int i = 0; (1 << i) < limits<T>::max_exponent; ++i) {
        to.up[i] = value;
        to.down[i] = 1 / value;
        if ((2 << i) < limits<T>::max_exponent) value *= value;
    }
    return to;
}();

/// 2^n, where T has it (as a subnormal, too).
template <std::floating_point T>
[[nodiscard]] constexpr T power_of_two(int n) noexcept {
    if constexpr (is_binary64<T>) {
        if (n >= -1022) return std::bit_cast<T>(static_cast<std::uint64_t>(n + 1023) << 52);
        return std::bit_cast<T>(std::uint64_t{1} << (n + 1074));
    } else {
        T value = 1;
        // The table ends where the normal numbers do.
        if (n <= -limits<T>::max_exponent) {
            value = limits<T>::min();
            n -= limits<T>::min_exponent - 1;
        }
        T const* table = n < 0 ? powers<T>.down : powers<T>.up;
        for (int rest = n < 0 ? -n : n; rest != 0; rest >>= 1, ++table)
            if ((rest & 1) != 0) value *= *table;
        return value;
    }
}

/// x 2^n rounded once, infinite where that overflows. x is zero or at least a normal number, not tiny.
template <std::floating_point T>
[[nodiscard]] constexpr T scale(T x, int n) noexcept {
    constexpr int top = limits<T>::max_exponent;
    constexpr int bottom = limits<T>::min_exponent - 1;
    if (x == 0 || n == 0) return x;
    if (n > 0) {
        int const room = top - n;
        T const bound = room > bottom - limits<T>::digits ? power_of_two<T>(room) : 0;
        if (x >= bound) return infinity<T>;
        if (x <= -bound) return -infinity<T>;
        return n < top ? x * power_of_two<T>(n) : (x * power_of_two<T>(top - 1)) * power_of_two<T>(n - top + 1);
    }
    if (n >= bottom) return x * power_of_two<T>(n);
    // The first factor leaves a normal number, so only the last product rounds.
    constexpr int step = bottom + limits<T>::digits + 1;
    T const near = x * power_of_two<T>(step);
    if (n - step >= bottom) return near * power_of_two<T>(n - step);
    return near > 0 ? T(0) : -T(0);
}

template <std::floating_point T>
struct parts {
    T mantissa;
    int exponent;
};

/// x = mantissa 2^exponent with 1 <= |mantissa| < 2; x is finite and not zero.
template <std::floating_point T>
[[nodiscard]] constexpr parts<T> split_exponent(T x) noexcept {
    if constexpr (is_binary64<T>) {
        int bias = 1023;
        if (x < limits<T>::min() && x > -limits<T>::min()) {
            x *= 0x1p54;
            bias += 54;
        }
        auto const bits = std::bit_cast<std::uint64_t>(x);
        constexpr std::uint64_t field = std::uint64_t{0x7ff} << 52;
        return {std::bit_cast<T>((bits & ~field) | (std::uint64_t{1023} << 52)),
                static_cast<int>((bits & field) >> 52) - bias};
    } else {
        int exponent = 0;
        T m = x < 0 ? -x : x;
        if (m < limits<T>::min()) {
            m *= power_of_two<T>(limits<T>::digits + 1);
            exponent = -limits<T>::digits - 1;
        }
        bool const large = m >= 1;
        for (int i = 13; i >= 0 && (m >= 2 || m < 1); --i) {
            if (large && m >= powers<T>.up[i]) {
                m *= powers<T>.down[i];
                exponent += 1 << i;
            } else if (!large && m < 2 * powers<T>.down[i]) {
                m *= powers<T>.up[i];
                exponent -= 1 << i;
            }
        }
        if (m < 1) {
            m *= 2;
            --exponent;
        }
        return {x < 0 ? -m : m, exponent};
    }
}

/// The mantissa of split_exponent() as an integer of 64 bits, the highest of which is set; its magnitude, for x < 0.
template <std::floating_point T>
[[nodiscard]] constexpr std::uint64_t mantissa_bits(T mantissa) noexcept {
    return static_cast<std::uint64_t>((mantissa < 0 ? -mantissa : mantissa) * T(0x1p63));
}

/// The integer nearest to x, |x| < 2^31.
template <std::floating_point T>
[[nodiscard]] constexpr int nearest(T x) noexcept {
    return static_cast<int>(x < 0 ? x - T(0.5) : x + T(0.5));
}

/// All numbers from here on are integers.
template <std::floating_point T>
inline constexpr T all_integers = 1 / limits<T>::epsilon();

/// Below this |x|, x (1 + c x^2), |c| <= 1/2, is x to within an eighth of an ulp.
template <std::floating_point T>
inline constexpr T tiny = limits<T>::digits > 53 ? T(0x1p-33) : T(0x1p-27);

}  // namespace detail

/// Whether x is a NaN.
template <std::floating_point T>
[[nodiscard]] constexpr bool isnan(T x) noexcept {
    return __builtin_isnan(x);
}

/// Whether x is an infinity.
template <std::floating_point T>
[[nodiscard]] constexpr bool isinf(T x) noexcept {
    return __builtin_isinf(x);
}

/// Whether x is neither infinite nor a NaN.
template <std::floating_point T>
[[nodiscard]] constexpr bool isfinite(T x) noexcept {
    return __builtin_isfinite(x);
}

/// |x|; clears the sign of a zero and of a NaN.
template <std::floating_point T>
[[nodiscard]] constexpr T abs(T x) noexcept {
    if constexpr (detail::is_float<T>) return __builtin_fabsf(x);
    else if constexpr (detail::is_binary64<T>) return static_cast<T>(__builtin_fabs(static_cast<double>(x)));
    else return __builtin_fabsl(x);
}

/// |magnitude| with the sign of `sign`.
template <std::floating_point T>
[[nodiscard]] constexpr T copysign(T magnitude, T sign) noexcept {
    if constexpr (detail::is_float<T>) return __builtin_copysignf(magnitude, sign);
    else if constexpr (detail::is_binary64<T>)
        return static_cast<T>(__builtin_copysign(static_cast<double>(magnitude), static_cast<double>(sign)));
    else return __builtin_copysignl(magnitude, sign);
}

/// Whether the sign bit is set, of zeros and NaNs too. (Clang 19 has no constexpr __builtin_signbit.)
template <std::floating_point T>
[[nodiscard]] constexpr bool signbit(T x) noexcept {
    return copysign(T(1), x) < 0;
}

namespace constant {

using math::abs;
using math::copysign;
using math::isfinite;
using math::isinf;
using math::isnan;
using math::signbit;

}  // namespace constant

}  // namespace wengert::math

#if defined(__clang__) && __clang_major__ >= 18
#pragma clang diagnostic pop
#endif
