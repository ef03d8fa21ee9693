// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <type_traits>

#include <wengert/expr/order.hpp>
#include <wengert/expr/term.hpp>

namespace wengert {

namespace detail::symbols {

template <class Rule, class... A>
constexpr auto simplified(A const&... a);

// ---- products ----------------------------------------------------------------------------------------------------------

template <class P, class F>
constexpr auto with_factor(P const& p, F const& f) {
    if constexpr (is_of<rules::mul_, P>) {
        auto const last = p.template get<1>();
        if constexpr (order<F, std::remove_cv_t<decltype(last)>> < 0)
            return written<rules::mul_>(with_factor(p.template get<0>(), f), last);
        else return written<rules::mul_>(p, f);
    } else if constexpr (is_literal<P> && is_literal<F>) {
        return as_symbolic(held_number(p) * held_number(f));
    } else if constexpr (order<F, P> < 0) {
        return written<rules::mul_>(f, p);
    } else {
        return written<rules::mul_>(p, f);
    }
}

template <class P, class F>
inline constexpr bool has_factor = same<P, F>;
template <class L, class R, class F>
inline constexpr bool has_factor<expression<rules::mul_, L, R>, F> = same<R, F> || has_factor<L, F>;

template <class F, class P>
constexpr auto without_factor(P const& p) {
    if constexpr (same<P, F>) {
        return number<1>;
    } else if constexpr (same<std::remove_cvref_t<decltype(p.template get<1>())>, F>) {
        return p.template get<0>();
    } else {
        auto const left = without_factor<F>(p.template get<0>());
        if constexpr (is_number<std::remove_cv_t<decltype(left)>>) return p.template get<1>();
        else return written<rules::mul_>(left, p.template get<1>());
    }
}

template <class E>
inline constexpr bool is_gate = false;
template <class C, class A, class B>
inline constexpr bool is_gate<expression<rules::select_, C, A, B>> = is_the_number<A, 0> || is_the_number<B, 0>;

template <class A, class B>
constexpr auto product(A const& a, B const& b);

/// p times every number that a choice may give: what is not taken must not meet an infinity.
template <class P, class F>
constexpr auto into_choice(P const& p, F const& f) {
    if constexpr (is_of<rules::select_, P>)
        return simplified<rules::select_>(p.template get<0>(), into_choice(p.template get<1>(), f),
                                          into_choice(p.template get<2>(), f));
    else return product(p, f);
}

template <class A, class B>
constexpr auto quotient(A const& a, B const& b);

// Both are rests: their coefficients are 1.
template <class A, class B>
constexpr auto product_of_rests(A const& a, B const& b) {
    if constexpr (is_number<A>) return b;
    else if constexpr (is_number<B>) return a;
    else if constexpr (is_gate<A>) return into_choice(a, b);
    else if constexpr (is_gate<B>) return into_choice(b, a);
    else if constexpr (is_of<rules::div_, A>) return quotient(product(a.template get<0>(), b), a.template get<1>());
    else if constexpr (is_of<rules::div_, B>) return quotient(product(a, b.template get<0>()), b.template get<1>());
    else if constexpr (is_of<rules::mul_, B>)
        return product_of_rests(product_of_rests(a, b.template get<0>()), b.template get<1>());
    else return with_factor(a, b);
}

template <class A, class B>
constexpr auto product(A const& a, B const& b) {
    constexpr auto c = product_of<coefficient<A>, coefficient<B>>();
    if constexpr (c == 0 || c != c) {
        return number<c>;
    } else {
        auto const p = product_of_rests(rest_of(a), rest_of(b));
        using P = std::remove_cv_t<decltype(p)>;
        return scaled<product_of<c, coefficient<P>>()>(rest_of(p));
    }
}

// ---- quotients ---------------------------------------------------------------------------------------------------------

template <class A, class B>
constexpr auto quotient_of_rests(A const& a, B const& b) {
    if constexpr (is_number<B>) {
        return a;
    } else if constexpr (is_of<rules::div_, B>) {
        return quotient(product(a, b.template get<1>()), b.template get<0>());
    } else if constexpr (has_factor<A, B>) {
        return without_factor<B>(a);
    } else if constexpr (is_gate<A>) {
        return simplified<rules::select_>(a.template get<0>(), quotient(a.template get<1>(), b),
                                          quotient(a.template get<2>(), b));
    } else if constexpr (is_of<rules::div_, A>) {
        // Divided twice, not by a product, which could overflow.
        if constexpr (has_factor<std::remove_cvref_t<decltype(a.template get<0>())>, B>)
            return quotient(without_factor<B>(a.template get<0>()), a.template get<1>());
        else if constexpr (order<B, std::remove_cvref_t<decltype(a.template get<1>())>> < 0)
            return written<rules::div_>(quotient_of_rests(a.template get<0>(), b), a.template get<1>());
        else return written<rules::div_>(a, b);
    } else if constexpr (is_of<rules::mul_, B>) {
        using L = std::remove_cvref_t<decltype(b.template get<0>())>;
        using R = std::remove_cvref_t<decltype(b.template get<1>())>;
        if constexpr (has_factor<A, R>) return quotient(without_factor<R>(a), b.template get<0>());
        else if constexpr (has_factor<A, L>) return quotient(without_factor<L>(a), b.template get<1>());
        else return written<rules::div_>(a, b);
    } else {
        return written<rules::div_>(a, b);
    }
}

// A rest over an integer.
template <auto D, class Q>
constexpr auto over(Q const& q) {
    if constexpr (is_of<rules::div_, Q>)
        return written<rules::div_>(q.template get<0>(), product(number<D>, q.template get<1>()));
    else return written<rules::div_>(q, number<D>);
}

template <class A, class B>
constexpr auto quotient(A const& a, B const& b) {
    constexpr auto n = coefficient<A>;
    constexpr auto d = coefficient<B>;
    if constexpr (n == 0 || n != n) {
        return number<n>;
    } else {
        auto const q = quotient_of_rests(rest_of(a), rest_of(b));
        using Q = std::remove_cv_t<decltype(q)>;
        constexpr auto c = product_of<n, coefficient<Q>>();
        if constexpr (d == 1) {
            return scaled<c>(rest_of(q));
        } else if constexpr (d < 0) {
            return scaled<product_of<std::int64_t{-1}, c>()>(over<product_of<std::int64_t{-1}, d>()>(rest_of(q)));
        } else {
            return scaled<c>(over<d>(rest_of(q)));
        }
    }
}

// ---- sums --------------------------------------------------------------------------------------------------------------

template <class A, class B>
constexpr bool rests_alike() {
    if constexpr (is_of<rules::select_, A> && is_of<rules::select_, B>) {
        return same<std::remove_cvref_t<decltype(std::declval<A const&>().template get<0>())>,
                    std::remove_cvref_t<decltype(std::declval<B const&>().template get<0>())>>;
    } else {
        return same<body_t<A>, body_t<B>>;
    }
}
template <class A, class B>
inline constexpr bool alike = rests_alike<rest_t<A>, rest_t<B>>();

template <class A, class B>
constexpr auto sum(A const& a, B const& b);

template <class A, class B>
constexpr auto sum_of_alike(A const& a, B const& b) {
    constexpr auto m = coefficient<A>;
    constexpr auto n = coefficient<B>;
    auto const p = rest_of(a);
    auto const q = rest_of(b);
    if constexpr (same<rest_t<A>, rest_t<B>>) {
        return scaled<sum_of<m, n>()>(p);
    } else if constexpr (holds_number<rest_t<A>> || holds_number<rest_t<B>>) {
        using T = decltype(held_number(p) + held_number(q));
        return with_number(
            static_cast<T>(m) * static_cast<T>(held_number(p)) + static_cast<T>(n) * static_cast<T>(held_number(q)),
            body_of(p));
    } else {
        return simplified<rules::select_>(
            p.template get<0>(), sum(product(number<m>, p.template get<1>()), product(number<n>, q.template get<1>())),
            sum(product(number<m>, p.template get<2>()), product(number<n>, q.template get<2>())));
    }
}

template <class S, class T>
inline constexpr bool has_alike = alike<S, T>;
template <class L, class R, class T>
inline constexpr bool has_alike<expression<rules::add_, L, R>, T> = alike<R, T> || has_alike<L, T>;
template <class L, class R, class T>
inline constexpr bool has_alike<expression<rules::sub_, L, R>, T> = alike<R, T> || has_alike<L, T>;

template <class S, class T>
constexpr auto appended_to(S const& s, T const& t) {
    if constexpr (is_the_number<S, 0>) return t;
    else if constexpr (is_the_number<T, 0>) return s;
    else if constexpr (coefficient<T> < 0) return written<rules::sub_>(s, negated(t));
    else if constexpr (!is_sum<S> && coefficient<S> < 0) return written<rules::sub_>(t, negated(s));
    else return written<rules::add_>(s, t);
}

template <class S, class T>
constexpr auto with_term(S const& s, T const& t) {
    if constexpr (is_sum<S>) {
        auto const last = [&] {
            if constexpr (is_of<rules::sub_, S>) return negated(s.template get<1>());
            else return s.template get<1>();
        }();
        auto const left = s.template get<0>();
        if constexpr (alike<std::remove_cv_t<decltype(last)>, T>) return appended_to(left, sum_of_alike(last, t));
        else if constexpr (has_alike<std::remove_cv_t<decltype(left)>, T>) return appended_to(with_term(left, t), last);
        else return appended_to(s, t);
    } else if constexpr (alike<S, T>) {
        return sum_of_alike(s, t);
    } else {
        return appended_to(s, t);
    }
}

template <class A, class B>
constexpr auto sum(A const& a, B const& b) {
    if constexpr (is_the_number<A, 0>) {
        return b;
    } else if constexpr (is_the_number<B, 0>) {
        return a;
    } else if constexpr (is_of<rules::add_, B>) {
        return sum(sum(a, b.template get<0>()), b.template get<1>());
    } else if constexpr (is_of<rules::sub_, B>) {
        return sum(sum(a, b.template get<0>()), negated(b.template get<1>()));
    } else if constexpr (is_of<rules::neg_, B> && is_sum<rest_t<B>>) {
        auto const s = rest_of(b);
        if constexpr (is_of<rules::add_, rest_t<B>>)
            return sum(sum(a, negated(s.template get<0>())), negated(s.template get<1>()));
        else return sum(sum(a, negated(s.template get<0>())), s.template get<1>());
    } else {
        return with_term(a, b);
    }
}

}  // namespace detail::symbols

}  // namespace wengert
