// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include <wengert/expr/node.hpp>
#include <wengert/expr/symbol.hpp>

namespace wengert {

namespace detail::symbols {

template <std::size_t I, class T>
T type_of_element(element<I, T> const&);

// The operands of an expression. Those that hold nothing are made when asked for.
template <bool Empty, class... A>
class operands {
public:
    constexpr explicit operands(A const&... a) : args_{{a}...} {}

    template <std::size_t I>
    constexpr auto const& get() const {
        return detail::get<I>(args_);
    }

private:
    elements<std::index_sequence_for<A...>, A...> args_;
};

template <class... A>
class operands<true, A...> {
public:
    constexpr operands() = default;
    constexpr explicit operands(A const&...) {}

    template <std::size_t I>
    constexpr auto get() const {
        using list = elements<std::index_sequence_for<A...>, A...>;
        return decltype(type_of_element<I>(std::declval<list const&>())){};
    }
};

template <class... A>
inline constexpr bool all_empty = (std::is_empty_v<A> && ...);

}  // namespace detail::symbols

/// A rule applied to symbols, numbers and other expressions: made by operators and functions, and not simplified. It is
/// an empty class where it is made of symbols and `number`s only; what is known at run time alone is held by value.
///
/// Of a predicate, such as `x < y`, it is a condition for `select`.
template <class Rule, class... A>
class expression : public detail::symbols::operands<detail::symbols::all_empty<A...>, A...>,
                   public detail::symbols::callable<expression<Rule, A...>> {
public:
    /// Symbols stand for numbers of any type.
    using scalar_type = symbolic;
    /// The row of the operation.
    using rule = Rule;
    using detail::symbols::operands<detail::symbols::all_empty<A...>, A...>::operands;
    /// How many operands there are.
    static constexpr std::size_t arity = sizeof...(A);

    /// f(operands...).
    template <class F>
    constexpr auto unpack(F&& f) const {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return f(this->template get<I>()...);
        }(std::index_sequence_for<A...>{});
    }
};

namespace detail::symbols {

template <class E>
inline constexpr bool is_expression = false;
template <class Rule, class... A>
inline constexpr bool is_expression<expression<Rule, A...>> = true;

template <class Rule, class E>
inline constexpr bool is_of = false;
template <class Rule, class... A>
inline constexpr bool is_of<Rule, expression<Rule, A...>> = true;

/// A rule that is written as an operator.
template <class Rule>
inline constexpr bool has_sign = !(Rule::name[0] >= 'a' && Rule::name[0] <= 'z');

template <class E>
inline constexpr bool is_symbolic = is_symbol<E> || is_hole<E>;
template <class T>
inline constexpr bool is_symbolic<literal<T>> = !std::is_same_v<T, bool>;
template <auto V>
inline constexpr bool is_symbolic<number_t<V>> =
    !std::is_same_v<decltype(V), bool const> && !std::is_same_v<decltype(V), bool>;
template <class Rule, class... A>
inline constexpr bool is_symbolic<expression<Rule, A...>> = !Rule::predicate;

// Rows of truth values, which no number flows through.
struct and_ : rules::predicate_row<"&&", 2> {};
struct or_ : rules::predicate_row<"||", 2> {};
struct not_ : rules::predicate_row<"!", 1> {
    static constexpr bool value(bool a) { return !a; }
};

struct stop_gradient_ : rules::row<"stop_gradient", 1> {
    static constexpr bool discrete = true;
};

template <class A>
constexpr auto as_symbolic(A const& a) {
    if constexpr (std::is_arithmetic_v<A>) return literal<A>(a);
    else return a;
}

/// The expression as it was written.
template <class Rule, class... A>
constexpr auto written(A const&... a) {
    return expression<Rule, decltype(as_symbolic(a))...>(as_symbolic(a)...);
}

}  // namespace detail::symbols

/// A predicate of symbols is one.
template <class Rule, class... A>
    requires(Rule::predicate)
inline constexpr bool is_condition<expression<Rule, A...>> = true;
/// So is a truth value that is known.
template <bool V>
inline constexpr bool is_condition<number_t<V>> = true;

/// An expression of symbols.
template <class E>
concept symbolic_expression = differentiable<E> && detail::symbols::is_symbolic<E>;

/// The same number, as a constant.
template <class E>
    requires detail::symbols::is_symbolic<E>
constexpr auto stop_gradient(E const& e) {
    return detail::symbols::written<detail::symbols::stop_gradient_>(e);
}

template <>
struct form<symbolic> {
    using scalar_type = symbolic;
    using value_type = double;

    template <class Rule, class... A>
    static constexpr auto lift(A const&... a) {
        return detail::symbols::written<Rule>(a...);
    }
    // An exponent that is known to be an integer is a constant, as in pow(x, 3).
    template <class Rule, class A, std::int64_t N>
        requires std::is_same_v<Rule, rules::pow_>
    static constexpr auto lift(A const& a, number_t<N> const& n) {
        return detail::symbols::written<rules::powi_>(a, n);
    }

    template <class Rule, class... A>
    static constexpr auto compare(A const&... a) {
        return detail::symbols::written<Rule>(a...);
    }
};

template <class E>
    requires detail::symbols::is_symbolic<E>
struct form<E> : form<symbolic> {
    /// Nothing flows out of what a comparison or a jump looks at.
    static constexpr auto primal(E const& e) { return stop_gradient(e); }
};

namespace detail::symbols {
template <class C>
concept truth = is_condition<C> || std::is_same_v<C, bool>;
template <class C>
inline constexpr bool is_symbolic_condition = false;
template <class Rule, class... A>
    requires(Rule::predicate)
inline constexpr bool is_symbolic_condition<expression<Rule, A...>> = true;
}  // namespace detail::symbols

/// Both conditions, as a condition.
template <class A, class B>
    requires detail::symbols::truth<A> && detail::symbols::truth<B> &&
             (detail::symbols::is_symbolic_condition<A> || detail::symbols::is_symbolic_condition<B>)
constexpr auto operator&&(A const& a, B const& b) {
    return detail::symbols::written<detail::symbols::and_>(a, b);
}
/// One condition or both, as a condition.
template <class A, class B>
    requires detail::symbols::truth<A> && detail::symbols::truth<B> &&
             (detail::symbols::is_symbolic_condition<A> || detail::symbols::is_symbolic_condition<B>)
constexpr auto operator||(A const& a, B const& b) {
    return detail::symbols::written<detail::symbols::or_>(a, b);
}
/// Whether two conditions are the same, as a condition.
template <class A, class B>
    requires detail::symbols::truth<A> && detail::symbols::truth<B> &&
             (detail::symbols::is_symbolic_condition<A> || detail::symbols::is_symbolic_condition<B>)
constexpr auto operator==(A const& a, B const& b) {
    return detail::symbols::written<rules::equal_>(a, b);
}
/// Whether two conditions differ, as a condition.
template <class A, class B>
    requires detail::symbols::truth<A> && detail::symbols::truth<B> &&
             (detail::symbols::is_symbolic_condition<A> || detail::symbols::is_symbolic_condition<B>)
constexpr auto operator!=(A const& a, B const& b) {
    return detail::symbols::written<rules::not_equal_>(a, b);
}
/// The opposite, as a condition.
template <class A>
    requires detail::symbols::is_symbolic_condition<A>
constexpr auto operator!(A const& a) {
    return detail::symbols::written<detail::symbols::not_>(a);
}

namespace detail::symbols {

template <class... Symbol>
struct symbol_list {
    static constexpr std::size_t size = sizeof...(Symbol);
    template <class S>
    static constexpr bool contains = (std::is_same_v<S, Symbol> || ...);
};

template <class List, class E>
struct appended {
    using type = List;
};
template <class... S, fixed_string Name>
struct appended<symbol_list<S...>, symbol_t<Name>> {
    using type = std::conditional_t<symbol_list<S...>::template contains<symbol_t<Name>>, symbol_list<S...>,
                                    symbol_list<S..., symbol_t<Name>>>;
};
template <class List, class Rule, class A>
struct appended<List, expression<Rule, A>> : appended<List, A> {};
template <class List, class Rule, class A, class... B>
struct appended<List, expression<Rule, A, B...>> : appended<typename appended<List, A>::type, expression<Rule, B...>> {
};

/// The symbols of an expression in the order of their first appearance, from left to right.
template <class E>
using symbols_of = typename appended<symbol_list<>, E>::type;

}  // namespace detail::symbols

}  // namespace wengert
