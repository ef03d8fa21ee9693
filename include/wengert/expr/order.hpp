// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>
#include <type_traits>

#include <wengert/expr/expression.hpp>

// The order in which the factors of a product are written: by what they are, then by name. So that the same product is
// the same type, and the same text with every compiler.
namespace wengert::detail::symbols {

template <class F>
inline constexpr int rank = 4;
template <class T>
inline constexpr int rank<literal<T>> = 0;
template <class T>
inline constexpr int rank<parameter<T>> = 0;
template <auto V>
inline constexpr int rank<number_t<V>> = 0;
template <fixed_string Name>
inline constexpr int rank<symbol_t<Name>> = 1;
template <std::size_t I>
inline constexpr int rank<hole<I>> = 1;
template <fixed_string Name, class N>
inline constexpr int rank<expression<rules::powi_, symbol_t<Name>, N>> = 1;
template <class Rule, class... A>
inline constexpr int rank<expression<Rule, A...>> = has_sign<Rule> ? 3 : 2;

constexpr int sign_of(int n) { return n < 0 ? -1 : n > 0 ? 1 : 0; }

// What a factor is named by: a symbol, or the rule on top.
template <class F>
constexpr std::string_view name_of() {
    if constexpr (is_symbol<F>) return F::name;
    else if constexpr (is_expression<F>) return F::rule::name;
    else return {};
}

template <class A, class B>
struct ordering;

/// -1, 0 or 1: whether A is written before B, or they are alike, or after.
template <class A, class B>
inline constexpr int order = ordering<A, B>::value;

template <class A, class B>
struct ordering {
    static constexpr int value = [] {
        if constexpr (rank<A> != rank<B>) return sign_of(rank<A> - rank<B>);
        else if constexpr (is_number<A> && is_number<B>) return A::value < B::value ? -1 : A::value > B::value ? 1 : 0;
        else return sign_of(name_of<A>().compare(name_of<B>()));
    }();
};
template <class A>
struct ordering<A, A> {
    static constexpr int value = 0;
};
// A power beside its symbol.
template <fixed_string A, fixed_string B, class N>
struct ordering<expression<rules::powi_, symbol_t<A>, N>, symbol_t<B>> {
    static constexpr int value = std::is_same_v<symbol_t<A>, symbol_t<B>> ? 1 : order<symbol_t<A>, symbol_t<B>>;
};
template <fixed_string A, class N, fixed_string B>
struct ordering<symbol_t<A>, expression<rules::powi_, symbol_t<B>, N>> {
    static constexpr int value = std::is_same_v<symbol_t<A>, symbol_t<B>> ? -1 : order<symbol_t<A>, symbol_t<B>>;
};
template <class Rule, class... A>
struct ordering<expression<Rule, A...>, expression<Rule, A...>> {
    static constexpr int value = 0;
};
template <class Rule, class... A, class... B>
struct ordering<expression<Rule, A...>, expression<Rule, B...>> {
    static constexpr int value = [] {
        int first = 0;
        static_cast<void>(((first = order<A, B>, first != 0) || ...));
        return first;
    }();
};

}  // namespace wengert::detail::symbols
