// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include <wengert/expr/simplify.hpp>

namespace wengert {

namespace detail::symbols {

// ---- the formula of a partial, from its row: an expression of holes, all of its numbers known ----------------------------

template <class Source, std::size_t I>
struct operand_of {
    static constexpr auto value = Source::value.template get<I>();
};

/// What `Source::value` is, as an empty type.
template <class Source>
consteval auto frozen() {
    using E = std::remove_cv_t<decltype(Source::value)>;
    if constexpr (std::is_same_v<E, one_t>) return number<1>;
    else if constexpr (std::is_same_v<E, minus_one_t>) return number<-1>;
    else if constexpr (std::is_same_v<E, no_partial_t>) return number<0>;
    else if constexpr (std::is_arithmetic_v<E>) return number<Source::value>;
    else if constexpr (is_literal<E>) return number<Source::value.value>;
    else if constexpr (is_parameter<E>) return number_t<Source::value.value>{};
    else if constexpr (is_expression<E>)
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return written<typename E::rule>(frozen<operand_of<Source, I>>()...);
        }(std::make_index_sequence<E::arity>{});
    else return E{};
}

// A parameter's value goes into the formula as it is; every other operand as its hole.
template <std::size_t I, class Parameter>
consteval auto hole_or_value() {
    if constexpr (std::is_void_v<Parameter>) return hole<I>{};
    else return Parameter::value;
}

template <class Rule, std::size_t I, class Parameter>
struct raw_formula {
    static constexpr auto value = []<std::size_t... J>(std::index_sequence<J...>) {
        return partial<Rule, I>(hole<Rule::arity>{},
                                hole_or_value<J, std::conditional_t<J == Rule::parameter_at, Parameter, void>>()...);
    }(std::make_index_sequence<Rule::arity>{});
};

/// The partial of a rule in its argument I, a number: its parameter.
template <class Rule, std::size_t I, class Parameter = void>
using formula = decltype(frozen<raw_formula<Rule, I, Parameter>>());

template <std::size_t I, class X, class... Rest>
constexpr auto const& nth(X const& x, Rest const&... rest) {
    if constexpr (I == 0) return x;
    else return nth<I - 1>(rest...);
}

template <class Formula>
struct filling {
    template <class... X>
    static constexpr auto with(X const&...) {
        return Formula{};
    }
};
template <std::size_t I>
struct filling<hole<I>> {
    template <class... X>
    static constexpr auto with(X const&... x) {
        return nth<I>(x...);
    }
};
template <class Rule, class... A>
struct filling<expression<Rule, A...>> {
    template <class... X>
    static constexpr auto with(X const&... x) {
        return simplified<Rule>(filling<A>::with(x...)...);
    }
};

// ---- the chain rule ----------------------------------------------------------------------------------------------------

/// The partial of a simplified expression in its operand I.
template <std::size_t I, class E, class... A>
constexpr auto partial_of(E const& e, A const&... a) {
    using Rule = typename E::rule;
    if constexpr (Rule::parameter_at == sizeof...(A)) {
        return filling<formula<Rule, I>>::with(a..., e);
    } else {
        auto const p = nth<Rule::parameter_at>(a...);
        using P = std::remove_cv_t<decltype(p)>;
        if constexpr (is_number<P>) {
            return filling<formula<Rule, I, P>>::with(a..., e);
        } else if constexpr (is_condition<P>) {
            return simplified<rules::select_>(p, filling<formula<Rule, I, number_t<true>>>::with(a..., e),
                                              filling<formula<Rule, I, number_t<false>>>::with(a..., e));
        } else {
            // A parameter that is known at run time alone.
            auto const d = partial<Rule, I>(e, unwrap(a)...);
            if constexpr (std::is_arithmetic_v<decltype(d)>) return as_symbolic(d);
            else return simplify(d);
        }
    }
}

template <class Symbol, class E>
constexpr auto derivative_in(E const& e);

template <class Symbol, std::size_t I, class E, class... A>
constexpr auto term_of(E const& e, A const&... a) {
    using X = std::remove_cvref_t<decltype(nth<I>(a...))>;
    if constexpr (!is_symbolic<X> || !symbols_of<X>::template contains<Symbol>) {
        return number<0>;
    } else {
        auto const inner = derivative_in<Symbol>(nth<I>(a...));
        if constexpr (is_the_number<std::remove_cv_t<decltype(inner)>, 0>) return inner;
        else if constexpr (E::rule::chooses) return into_choice(partial_of<I>(e, a...), inner);
        else return product(partial_of<I>(e, a...), inner);
    }
}

template <class Term, class... Terms>
constexpr auto sum_of_terms(Term const& first, Terms const&... others) {
    if constexpr (sizeof...(others) == 0) return first;
    else if constexpr (sizeof...(others) == 1) return sum(first, others...);
    else return [&](auto const& second, auto const& third) { return sum(sum(first, second), third); }(others...);
}

/// The derivative of a simplified expression.
template <class Symbol, class E>
constexpr auto derivative_in(E const& e) {
    if constexpr (std::is_same_v<E, Symbol>) {
        return number<1>;
    } else if constexpr (!is_expression<E> || !symbols_of<E>::template contains<Symbol>) {
        return number<0>;
    } else if constexpr (E::rule::discrete) {
        return number<0>;
    } else {
        return e.unpack([&](auto const&... operand) {
            return [&]<std::size_t... I>(std::index_sequence<I...>) {
                return sum_of_terms(term_of<Symbol, I>(e, operand...)...);
            }(std::index_sequence_for<decltype(operand)...>{});
        });
    }
}

template <std::size_t Order, class Symbol, class E>
constexpr auto derivative_of_order(E const& e) {
    if constexpr (Order == 0) return e;
    else return derivative_of_order<Order - 1, Symbol>(derivative_in<Symbol>(e));
}

}  // namespace detail::symbols

/// The derivative of an expression by a symbol, as a simplified expression; by several, one after the other:
/// `diff(e, x, y)`. Its formulas are the partials of the rules.
template <symbolic_expression E, fixed_string Name, fixed_string... More>
constexpr auto diff(E const& e, symbol_t<Name>, symbol_t<More>... more) {
    auto const d = detail::symbols::derivative_in<symbol_t<Name>>(simplify(e));
    if constexpr (sizeof...(More) == 0) return d;
    else return diff(d, more...);
}

/// The derivative of some order: `diff<2>(e, x)`.
template <std::size_t Order, symbolic_expression E, fixed_string Name>
constexpr auto diff(E const& e, symbol_t<Name>) {
    return detail::symbols::derivative_of_order<Order, symbol_t<Name>>(simplify(e));
}

}  // namespace wengert
