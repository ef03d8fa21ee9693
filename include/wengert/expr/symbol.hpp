// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <wengert/rules/rule.hpp>

namespace wengert {

/// The scalar that every symbolic expression turns into: none yet.
struct symbolic {};

namespace detail::symbols {

// What is in an expression's parentheses; see call.hpp.
template <class E>
struct caller;

/// The call operator of every expression.
template <class E>
struct callable {
    /// With numbers, the symbols' values in the order of their first appearance: the expression as a function. With
    /// expressions among them, or with bindings `x = ...`: simultaneous substitution, a number where nothing is left open.
    template <class... A>
    constexpr auto operator()(A const&... a) const {
        return caller<E>::call(static_cast<E const&>(*this), a...);
    }
};

// A number that is whole is an integer, so that there is one type for it.
template <auto V>
consteval bool is_whole() {
    using T = decltype(V);
    if constexpr (std::is_integral_v<T>) return true;
    else if constexpr (V > T(-0x1p53) && V < T(0x1p53)) return static_cast<T>(static_cast<std::int64_t>(V)) == V;
    else return false;
}
template <auto V>
consteval auto canonical_number() {
    if constexpr (!std::is_same_v<decltype(V), bool> && is_whole<V>()) return static_cast<std::int64_t>(V);
    else return V;
}

}  // namespace detail::symbols

/// `symbol = value`: what evaluate and gradient take, and substitution.
template <class Symbol, class T>
struct binding {
    T value;  ///< what stands for the symbol
};

/// The type of `symbol<Name>`.
template <fixed_string Name>
struct symbol_t : detail::symbols::callable<symbol_t<Name>> {
    /// Hana keeps symbols apart by their type.
    using hana_tag = symbol_t;
    /// The name, as programs wrote it.
    static constexpr char const* name = Name.text;

    /// x = 2.0: the number, or the expression, that is to stand for x.
    template <class T>
    constexpr binding<symbol_t, T> operator=(T const& value) const {  // NOLINT: it binds
        return {value};
    }
};

/// The type of `number<Value>`; of a truth value that is known, too.
template <auto Value>
struct number_t : detail::symbols::callable<number_t<Value>> {
    /// Fits among symbols for numbers of any type.
    using scalar_type = symbolic;
    /// The number.
    static constexpr auto value = Value;
};

/// A number in an expression that is known at run time alone, as the 2 of `2 * x`.
template <class T>
struct literal : detail::symbols::callable<literal<T>> {
    T value;  ///< the number

    /// That number.
    constexpr explicit literal(T known) : value(known) {}
};

/// A number with a name: what a symbolic expression is made of. Equal names are the same symbol.
template <fixed_string Name>
inline constexpr symbol_t<Name> symbol{};

/// A number that an expression knows by its type: `number<2> * x` holds nothing, where `2 * x` holds the 2.
template <auto Value>
    requires std::is_arithmetic_v<decltype(Value)>
inline constexpr number_t<detail::symbols::canonical_number<Value>()> number{};

/// What operators are looked up by where the operands are the library's own, such as in a partial of a row in another namespace.
struct looked_up_here {};

namespace detail::symbols {

// An argument of a rule, or its result (the last), in the formula of a partial.
template <std::size_t I>
struct hole : callable<hole<I>>, looked_up_here {};

template <class E>
inline constexpr bool is_symbol = false;
template <fixed_string Name>
inline constexpr bool is_symbol<symbol_t<Name>> = true;

template <class E>
inline constexpr bool is_number = false;
template <auto V>
inline constexpr bool is_number<number_t<V>> = true;

template <class E>
inline constexpr bool is_literal = false;
template <class T>
inline constexpr bool is_literal<literal<T>> = true;

template <class E>
inline constexpr bool is_hole = false;
template <std::size_t I>
inline constexpr bool is_hole<hole<I>> = true;

template <class B>
inline constexpr bool is_binding = false;
template <class Symbol, class T>
inline constexpr bool is_binding<binding<Symbol, T>> = true;

}  // namespace detail::symbols

}  // namespace wengert
