// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace wengert {

/// What a differentiable type tells the library about itself; a form (`dual`, `active`, ...) specialises it with
///   `scalar_type`  the number that a value of `T` is or turns into (`T` itself, unless `T` is an expression or a variable),
///   `value_type`   the scalar underneath, which may again be differentiable,
///   `lift<Rule>(args...)`  the application of a rule to operands of which at least one is of this form.
template <class T>
struct form;

/// A floating point number: where every nesting of forms ends.
template <class T>
concept plain_scalar = std::floating_point<T>;

/// Anything that carries derivatives: a dual number, an active number, an expression of them, a variable.
template <class T>
concept differentiable = requires {
    typename form<T>::scalar_type;
    typename form<T>::value_type;
};

/// A differentiable type that is a number in its own right, not an expression on its way to one.
template <class T>
concept active_scalar = differentiable<T> && std::same_as<typename form<T>::scalar_type, T>;

/// A number that a function to be differentiated may be called with.
template <class T>
concept scalar = plain_scalar<T> || active_scalar<T>;

/// An argument of a rule that is not a number to differentiate but selects the function, as the exponent in pow(x, 3).
template <class T>
struct parameter {
    T value;  ///< of any type
};

/// Whether T is a parameter.
template <class T>
inline constexpr bool is_parameter = false;
/// It is.
template <class T>
inline constexpr bool is_parameter<parameter<T>> = true;

/// A truth value that is not known yet, because the numbers it compares are not: what comparing them gives. It names the
/// scalar that `select` by it gives, in `scalar_type`, as a form does.
template <class T>
inline constexpr bool is_condition = false;

/// What may stand beside a differentiable value in an operation.
template <class T>
concept operand = std::is_arithmetic_v<T> || differentiable<T> || is_parameter<T> || is_condition<T>;

namespace detail {

template <class T>
struct nesting {
    using base = T;
    static constexpr int depth = 0;
};

template <differentiable T>
struct nesting<T> {
    using inner = nesting<typename form<T>::value_type>;
    using base = typename inner::base;
    static constexpr int depth = inner::depth + 1;
};

}  // namespace detail

/// The floating point type at the bottom of `T`: `double` for `active<dual<double>>`.
template <class T>
using base_t = typename detail::nesting<T>::base;

/// How many forms are nested in `T`: 0 for `double`, 2 for `dual<dual<double>>`.
template <class T>
inline constexpr int depth_v = detail::nesting<T>::depth;

/// For `static_assert` in a branch that must not be instantiated.
template <class...>
inline constexpr bool never = false;

}  // namespace wengert
