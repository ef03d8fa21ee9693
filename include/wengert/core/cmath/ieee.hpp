// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

#include <wengert/core/cmath/basics.hpp>

/// The operators where a result may be infinite or NaN, and in a constant expression, too: there compilers refuse to make one.
namespace wengert::math {

/// a + b.
template <std::floating_point T>
[[nodiscard]] constexpr T sum(T a, T b) noexcept {
    if (std::is_constant_evaluated()) {
        if (isnan(a) || isnan(b) || (isinf(a) && b == -a)) return detail::nan<T>;
    }
    return a + b;
}

/// a * b.
template <std::floating_point T>
[[nodiscard]] constexpr T product(T a, T b) noexcept {
    if (std::is_constant_evaluated()) {
        if (isnan(a) || isnan(b) || (a == 0 && isinf(b)) || (isinf(a) && b == 0)) return detail::nan<T>;
    }
    return a * b;
}

/// a / b.
template <std::floating_point T>
[[nodiscard]] constexpr T quotient(T a, T b) noexcept {
    if (std::is_constant_evaluated()) {
        if (isnan(a) || isnan(b) || (a == 0 && b == 0) || (isinf(a) && isinf(b))) return detail::nan<T>;
        if (b == 0) return signbit(a) == signbit(b) ? detail::infinity<T> : -detail::infinity<T>;
    }
    return a / b;
}

}  // namespace wengert::math
