// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include <boost/hana/at_key.hpp>
#include <boost/hana/equal.hpp>
#include <boost/hana/hash.hpp>
#include <boost/hana/map.hpp>

#include <wengert/expr/evaluate.hpp>

// Symbols as the keys of a Hana map. Their own == is an expression.
template <wengert::fixed_string A, wengert::fixed_string B>
struct boost::hana::equal_impl<wengert::symbol_t<A>, wengert::symbol_t<B>> {
    template <class X, class Y>
    static constexpr auto apply(X const&, Y const&) {
        return boost::hana::bool_c<std::is_same_v<X, Y>>;
    }
};
template <wengert::fixed_string A>
struct boost::hana::hash_impl<wengert::symbol_t<A>> {
    template <class X>
    static constexpr auto apply(X const&) {
        return boost::hana::type_c<X>;
    }
};

namespace wengert {

namespace detail::symbols {

/// A number that a symbol is bound to, and which: the leaf of an expression with values, which reverses itself.
template <class T>
struct bound {
    T value;
    std::size_t index = 0;

    constexpr explicit bound(T const& v, std::size_t i = 0) : value(v), index(i) {}

    /// The number that an expression has, on its way to being cut.
    template <class Rule, class... A>
    constexpr explicit bound(node<Rule, A...> const& e) : value(e.value()) {}

    friend constexpr T stop_gradient(bound const& cut) { return wengert::stop_gradient(cut.value); }
};

}  // namespace detail::symbols

template <class T>
struct form<detail::symbols::bound<T>> {
    using scalar_type = detail::symbols::bound<T>;
    using value_type = T;

    static constexpr T const& value(scalar_type const& x) { return x.value; }

    template <class Rule, class... A>
    static constexpr auto lift(A const&... a) {
        if constexpr (Rule::discrete) return T(apply<Rule>(value_of(a)...));
        else return node<Rule, decltype(operand(a))...>{operand(a)...};
    }

private:
    template <class A>
    static constexpr auto const& value_of(A const& a) {
        if constexpr (requires { form<A>::value(a); } && !scalar<A>) return form<A>::value(a);
        else if constexpr (std::is_same_v<A, scalar_type>) return a.value;
        else return a;
    }
    template <class A>
    static constexpr auto operand(A const& a) {
        if constexpr (is_parameter<A> || detail::is_constant<A>) return a;
        else if constexpr (differentiable<A>) {
            if constexpr (std::is_same_v<typename form<A>::scalar_type, scalar_type>) return a;
            else return constant<T>{T(a)};
        } else return constant<A>{a};
    }
};

namespace detail::symbols {

// Value and adjoints by one evaluation of the expression and one way back.
template <class S, class E, class... Symbol, class... T, std::size_t... I>
constexpr auto value_and_adjoints(E const& e, std::index_sequence<I...>, binding<Symbol, T> const&... b) {
    using leaf = bound<S>;
    environment<binding<Symbol, leaf>...> const known{{leaf(static_cast<S>(b.value), I)}...};
    auto const y = value_in<leaf>(known, e);
    using Y = std::remove_cvref_t<decltype(y)>;
    std::array<S, sizeof...(I)> adjoint{((void)I, S(base_t<S>(0)))...};
    if constexpr (is_node<Y>) {
        y.reverse(one, [&](leaf const& reached, auto const& by) {
            adjoint[reached.index] = adjoint[reached.index] + to_number<S>(by);
        });
        return std::pair(S(y.value()), adjoint);
    } else if constexpr (std::is_same_v<Y, leaf>) {
        adjoint[y.index] = S(base_t<S>(1));
        return std::pair(y.value, adjoint);
    } else {
        return std::pair(S(y), adjoint);
    }
}

template <class... Symbol, class Values>
constexpr auto map_of(Values const& values) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return boost::hana::make_map(boost::hana::make_pair(Symbol{}, values[I])...);
    }(std::index_sequence_for<Symbol...>{});
}

template <class E, class... Symbol, class... T>
constexpr auto value_and_map(E const& e, binding<Symbol, T> const&... b) {
    if constexpr (assert_all_bound<E, Symbol...>() && assert_present<E, Symbol...>() && (assert_number<T>() && ...)) {
        using S = typename scalar_of_numbers<T...>::type;
        auto const both = value_and_adjoints<S>(e, std::index_sequence_for<T...>{}, b...);
        return std::pair(both.first, map_of<Symbol...>(both.second));
    }
}

}  // namespace detail::symbols

/// {the value of e, its gradient as a Hana map with the symbols as keys}, by one evaluation and reverse accumulation.
// The first binding has a parameter of its own, so that this fits better than the gradient of any function.
template <class E, class Symbol, class T, class... B>
    requires symbolic_expression<std::remove_cvref_t<E>>
constexpr auto value_and_gradient(E&& e, binding<Symbol, T> const& first, B const&... others) {
    using plain = std::remove_cvref_t<E>;
    if constexpr (detail::symbols::assert_are_bindings<B...>())
        return detail::symbols::value_and_map<plain>(e, first, others...);
}

/// The gradient of an expression: `auto g = gradient(e, x = 2.0, y = 3.0)` is a Hana map, with g[x] and g[y].
template <class E, class Symbol, class T, class... B>
    requires symbolic_expression<std::remove_cvref_t<E>>
constexpr auto gradient(E&& e, binding<Symbol, T> const& first, B const&... others) {
    using both = decltype(value_and_gradient(e, first, others...));
    if constexpr (!std::is_void_v<both>) return value_and_gradient(e, first, others...).second;
}

}  // namespace wengert
