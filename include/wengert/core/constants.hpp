// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

#include <wengert/core/concepts.hpp>

namespace wengert {

/// The floating point type at the bottom of an expression's type, as in `ln2_v<base_of<decltype(x)>>`.
template <class T>
using base_of =
    std::conditional_t<std::is_integral_v<base_t<std::remove_cvref_t<T>>>, double, base_t<std::remove_cvref_t<T>>>;

/// The natural logarithm of 2.
template <plain_scalar T>
inline constexpr T ln2_v = static_cast<T>(0.693147180559945309417232121458176568L);

/// The natural logarithm of 10.
template <plain_scalar T>
inline constexpr T ln10_v = static_cast<T>(2.302585092994045684017991454684364208L);

/// 2 / sqrt(pi).
template <plain_scalar T>
inline constexpr T two_over_sqrt_pi_v = static_cast<T>(1.128379167095512573896158903121545172L);

}  // namespace wengert
