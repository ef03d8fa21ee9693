// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <type_traits>

#include <wengert/expr/algebra.hpp>

namespace wengert {

namespace detail::symbols {

// ---- powers ------------------------------------------------------------------------------------------------------------

template <class A, class N>
constexpr auto power(A const& a, N const& n) {
    if constexpr (is_the_number<N, 0>) return number<1>;
    else if constexpr (is_the_number<N, 1> || is_the_number<A, 1>) return a;
    else return written<rules::powi_>(a, n);
}

// ---- choices -----------------------------------------------------------------------------------------------------------

template <class C, class E>
inline constexpr bool asks = false;
template <class C, class Rule, class... A>
inline constexpr bool asks<C, expression<Rule, A...>> = (asks<C, A> || ...);
template <class C, class A, class B>
inline constexpr bool asks<C, expression<rules::select_, C, A, B>> = true;

/// An expression where the condition C is known.
template <class C, bool V, class E>
constexpr auto assuming(E const& e) {
    if constexpr (!asks<C, E>) {
        return e;
    } else if constexpr (is_of<rules::select_, E>) {
        if constexpr (std::is_same_v<C, std::remove_cvref_t<decltype(e.template get<0>())>>)
            return assuming<C, V>(e.template get<V ? 1 : 2>());
        else
            return simplified<rules::select_>(e.template get<0>(), assuming<C, V>(e.template get<1>()),
                                              assuming<C, V>(e.template get<2>()));
    } else {
        return e.unpack(
            [](auto const&... operand) { return simplified<typename E::rule>(assuming<C, V>(operand)...); });
    }
}

template <class C, class A, class B>
constexpr auto choice(C const& c, A const& a, B const& b) {
    if constexpr (is_number<C>) {
        if constexpr (C::value) return a;
        else return b;
    } else if constexpr (same<A, B>) {
        return a;
    } else if constexpr (std::is_empty_v<C> && (asks<C, A> || asks<C, B>)) {
        return choice(c, assuming<C, true>(a), assuming<C, false>(b));
    } else {
        return written<rules::select_>(c, a, b);
    }
}

/// The same without its stop_gradients: where no derivative goes anyway.
template <class E>
constexpr auto uncut(E const& e) {
    if constexpr (is_of<stop_gradient_, E>) return uncut(e.template get<0>());
    else if constexpr (is_expression<E>)
        return e.unpack([](auto const&... operand) { return simplified<typename E::rule>(uncut(operand)...); });
    else return e;
}

// && and || with a side that is known.
template <class Rule, class A, class B>
constexpr auto logical(A const& a, B const& b) {
    constexpr bool neutral = std::is_same_v<Rule, and_>;
    if constexpr (is_number<A>) {
        if constexpr (A::value == neutral) return b;
        else return a;
    } else if constexpr (is_number<B>) {
        if constexpr (B::value == neutral) return a;
        else return b;
    } else {
        return written<Rule>(a, b);
    }
}

template <class Rule, class... A>
constexpr auto decided(A const&... a) {
    if constexpr (std::is_same_v<Rule, and_> || std::is_same_v<Rule, or_>) return logical<Rule>(a...);
    else if constexpr (std::is_same_v<Rule, not_> && (is_number<A> && ...)) return number_t<!(A::value && ...)>{};
    else if constexpr ((is_number<A> && ...)) return number_t<Rule::value(static_cast<double>(A::value)...)>{};
    else return written<Rule>(uncut(a)...);
}

// ---- all rules ---------------------------------------------------------------------------------------------------------

template <class A, class B>
constexpr auto difference(A const& a, B const& b) {
    return sum(a, negated(b));
}

template <class A, class B, class C>
constexpr auto product_and_sum(A const& a, B const& b, C const& c) {
    return sum(product(a, b), c);
}

template <class A, class N>
constexpr auto general_power(A const& a, N const& n) {
    if constexpr (is_number<N>) {
        if constexpr (std::is_integral_v<std::remove_cv_t<decltype(N::value)>>) return power(a, n);
        else return written<rules::pow_>(a, n);
    } else {
        return written<rules::pow_>(a, n);
    }
}

/// A rule applied to simplified operands, simplified.
template <class Rule, class... A>
constexpr auto simplified(A const&... a) {
    constexpr bool some_number = (is_number<A> || ...);
    if constexpr (std::is_same_v<Rule, rules::add_>) return sum(a...);
    else if constexpr (std::is_same_v<Rule, rules::sub_>) return difference(a...);
    else if constexpr (std::is_same_v<Rule, rules::neg_>) return negated(a...);
    else if constexpr (std::is_same_v<Rule, rules::mul_>) return product(a...);
    else if constexpr (std::is_same_v<Rule, rules::div_>) return quotient(a...);
    else if constexpr (std::is_same_v<Rule, rules::powi_>) return power(a...);
    else if constexpr (std::is_same_v<Rule, rules::pow_>) return general_power(a...);
    else if constexpr (std::is_same_v<Rule, rules::select_>) return choice(a...);
    else if constexpr (std::is_same_v<Rule, rules::square_> && some_number) return product(a..., a...);
    else if constexpr (std::is_same_v<Rule, rules::fma_> && some_number) return product_and_sum(a...);
    else if constexpr (std::is_same_v<Rule, stop_gradient_> &&
                       ((symbols_of<A>::size == 0 || is_of<stop_gradient_, A>) && ...))
        return (a, ...);
    else if constexpr (std::is_same_v<Rule, stop_gradient_>) return written<Rule>(a...);
    else if constexpr (Rule::predicate) return decided<Rule>(a...);
    else if constexpr (Rule::discrete) return written<Rule>(uncut(a)...);
    else return written<Rule>(a...);
}

}  // namespace detail::symbols

/// An expression of the same value, up to rounding, wherever all of it is finite: without `0 *`, `1 *`, `+ 0` and double
/// signs, with like terms put together, and numbers too; integers that the type knows are exact. Numbers that are known at run
/// time alone decide nothing.
template <class E>
    requires(symbolic_expression<E> || is_condition<E> || is_parameter<E> || std::is_same_v<E, literal<bool>>)
constexpr auto simplify(E const& e) {
    if constexpr (detail::symbols::is_expression<E>)
        return e.unpack(
            [](auto const&... operand) { return detail::symbols::simplified<typename E::rule>(simplify(operand)...); });
    else return e;
}

}  // namespace wengert
