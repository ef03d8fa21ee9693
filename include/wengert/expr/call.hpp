// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/expr/evaluate.hpp>

namespace wengert::detail::symbols {

/// The expression with others in place of its symbols, all at once.
template <class Environment, class E>
constexpr auto substituted(Environment const& known, E const& e) {
    if constexpr (is_symbol<E>) {
        if constexpr (requires { look_up<E>(known); }) return as_symbolic(look_up<E>(known));
        else return e;
    } else if constexpr (is_expression<E>) {
        return e.unpack(
            [&](auto const&... operand) { return written<typename E::rule>(substituted(known, operand)...); });
    } else {
        return e;
    }
}

template <class E>
struct caller {
    template <class... A>
    static constexpr auto call(E const& e, A const&... a) {
        if constexpr ((is_binding<A> || ...)) {
            if constexpr (assert_are_bindings<A...>()) return by_name(e, a...);
        } else {
            constexpr bool fits = symbols_of<E>::size == sizeof...(A);
            static_assert(fits,
                          "wengert: an expression is called with one number for each of its symbols, in the order of "
                          "their first appearance: e(2.0, 3.0); or with bindings: e(x = 2.0, y = 3.0).");
            if constexpr (fits) return by_position(symbols_of<E>{}, e, a...);
        }
    }

private:
    template <class... Symbol, class... A>
    static constexpr auto by_position(symbol_list<Symbol...>, E const& e, A const&... a) {
        return by_name(e, binding<Symbol, A>{a}...);
    }

    template <class... Symbol, class... T>
    static constexpr auto by_name(E const& e, binding<Symbol, T> const&... b) {
        // Only with numbers may a symbol have a value that is not there: derivatives lose some.
        constexpr bool numbers = !(is_symbolic<T> || ...);
        constexpr bool fits = [] {
            if constexpr (numbers) return true;
            else return assert_present<E, Symbol...>();
        }();
        if constexpr (assert_bound_once<Symbol...>() && fits) {
            if constexpr (is_symbolic<E> && all_bound<symbols_of<E>, Symbol...> && numbers) return evaluate(e, b...);
            else return substituted(environment<binding<Symbol, T>...>{b...}, e);
        }
    }
};

}  // namespace wengert::detail::symbols
