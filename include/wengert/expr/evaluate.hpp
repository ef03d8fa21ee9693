// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <wengert/expr/expression.hpp>

namespace wengert {

namespace detail::symbols {

/// The scalar that numbers have in common; integers are doubles.
template <class... T>
struct scalar_of_numbers : std::type_identity<host_t<T...>> {};
template <class... T>
    requires std::is_integral_v<host_t<T...>>
struct scalar_of_numbers<T...> : std::type_identity<double> {};
template <>
struct scalar_of_numbers<> : std::type_identity<double> {};

template <class... Bindings>
struct environment;
/// What symbols stand for.
template <class... Symbol, class... T>
struct environment<binding<Symbol, T>...> : binding<Symbol, T>... {};

template <class Symbol, class T>
constexpr T const& look_up(binding<Symbol, T> const& b) {
    return b.value;
}

// An expression of active numbers stays one, so that it is recorded as one statement, unless it gets too long.
template <class S, class R>
constexpr auto cut_long(R const& r) {
    if constexpr (is_node<R>) {
        if constexpr (R::leaves > 64 && std::is_constructible_v<S, R const&>) return S(r);
        else return r;
    } else {
        return r;
    }
}

template <class S, class Environment, class E>
constexpr auto value_in(Environment const& known, E const& e);

// Operand number I of a rule: a parameter selects the function, everything else is a number or a truth value.
template <class S, class Rule, std::size_t I, class Environment, class E>
constexpr auto operand_in(Environment const& known, E const& e) {
    if constexpr (I == Rule::parameter_at && is_number<E>)
        return parameter<std::remove_cv_t<decltype(E::value)>>{E::value};
    else return value_in<S>(known, e);
}

template <class S, class Rule, class... X>
constexpr auto applied(X const&... x) {
    if constexpr (std::is_same_v<Rule, and_>) return (x && ...);
    else if constexpr (std::is_same_v<Rule, or_>) return (x || ...);
    else if constexpr (std::is_same_v<Rule, not_>) return (!x, ...);
    else if constexpr (std::is_same_v<Rule, stop_gradient_>) return stop_gradient(static_cast<S>(x)...);
    else if constexpr (std::is_same_v<Rule, rules::select_>) return select(unwrap(x)...);
    else if constexpr ((is_condition<X> || ...) && std::is_same_v<Rule, rules::equal_>) return (x == ...);
    else if constexpr ((is_condition<X> || ...) && std::is_same_v<Rule, rules::not_equal_>) return (x != ...);
    else return cut_long<S>(apply<Rule>(x...));
}

/// The value of an expression over the scalar S.
template <class S, class Environment, class E>
constexpr auto value_in(Environment const& known, E const& e) {
    if constexpr (is_symbol<E>) {
        return look_up<E>(known);
    } else if constexpr (is_parameter<E>) {
        return e;
    } else if constexpr (is_number<E> || is_literal<E>) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(e.value)>, bool>) return e.value;
        else return static_cast<base_t<S>>(e.value);
    } else {
        using Rule = typename E::rule;
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return applied<S, Rule>(operand_in<S, Rule, I>(known, e.template get<I>())...);
        }(std::make_index_sequence<E::arity>{});
    }
}

template <class List, class... Bound>
inline constexpr bool all_bound = false;
template <class... Symbol, class... Bound>
inline constexpr bool all_bound<symbol_list<Symbol...>, Bound...> =
    (symbol_list<Bound...>::template contains<Symbol> && ...);

template <class S, class... All>
inline constexpr int times_bound = (0 + ... + int(std::is_same_v<S, All>));

// What is wrong with the symbols that are bound, each said in a sentence.
template <class... Symbol>
consteval bool assert_bound_once() {
    constexpr bool once = ((times_bound<Symbol, Symbol...> == 1) && ...);
    static_assert(once, "wengert: a symbol is bound twice; give each symbol one value.");
    return once;
}
template <class E, class... Symbol>
consteval bool assert_present() {
    using open = symbols_of<E>;
    constexpr bool present = (open::template contains<Symbol> && ...);
    static_assert(present, "wengert: a symbol is bound that is not in the expression; leave its binding out.");
    return present;
}
template <class E, class... Symbol>
consteval bool assert_all_bound() {
    constexpr bool complete = all_bound<symbols_of<E>, Symbol...>;
    static_assert(
        complete,
        "wengert: a symbol of the expression has no value; bind each of them: evaluate(e, x = 2.0, y = 3.0).");
    return complete && assert_bound_once<Symbol...>();
}

template <class... B>
consteval bool assert_are_bindings() {
    constexpr bool bindings = (is_binding<B> && ...);
    static_assert(
        bindings,
        "wengert: values and bindings are mixed; write symbol = value for each: evaluate(e, x = 2.0, y = 3.0).");
    return bindings;
}

template <class T>
consteval bool assert_number() {
    constexpr bool number = std::is_arithmetic_v<T> || (differentiable<T> && !is_symbolic<T>);
    static_assert(number, "wengert: a symbol is bound to something that is no number; e(x = y * y) substitutes.");
    return number;
}

}  // namespace detail::symbols

/// The value of an expression: `evaluate(e, x = 2.0, y = 3.0)`. The numbers may be of any scalar of the library. A symbol that
/// is not in the expression may have a value too: where `x * y` has an x, `diff(x * y, x)` has none.
template <class E, class... Symbol, class... T>
    requires symbolic_expression<E>
constexpr auto evaluate(E const& e, binding<Symbol, T> const&... b) {
    if constexpr (detail::symbols::assert_all_bound<E, Symbol...>() && (detail::symbols::assert_number<T>() && ...)) {
        using S = typename detail::symbols::scalar_of_numbers<T...>::type;
        detail::symbols::environment<binding<Symbol, S>...> const known{{static_cast<S>(b.value)}...};
        return static_cast<S>(detail::symbols::value_in<S>(known, e));
    }
}

}  // namespace wengert
