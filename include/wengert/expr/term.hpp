// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <limits>
#include <type_traits>

#include <wengert/core/small_algorithms.hpp>
#include <wengert/expr/expression.hpp>

// Simplified expressions have a normal form: a term is a number times the rest, c * (p / q); a sum is a chain to the left of
// terms that are not alike; a product is a chain to the left of factors that are no numbers.
namespace wengert::detail::symbols {

template <class E>
inline constexpr bool is_sum = is_of<rules::add_, E> || is_of<rules::sub_, E>;

template <class E, auto V>
inline constexpr bool is_the_number = false;
template <auto W, auto V>
    requires(!std::is_same_v<decltype(W), bool>)
inline constexpr bool is_the_number<number_t<W>, V> = W == V;

/// Equal wherever they are evaluated.
template <class A, class B>
inline constexpr bool same = std::is_same_v<A, B> && std::is_empty_v<A>;

template <auto V, auto W>
inline constexpr bool both_integers = std::is_integral_v<decltype(V)> && std::is_integral_v<decltype(W)>;

// Integers that overflow go on as floating point numbers. A NaN is none of a compiler's arithmetic.
template <auto V, auto W>
consteval auto sum_of() {
    if constexpr (both_integers<V, W>) {
        constexpr bool fits = [] {
            std::int64_t result = 0;
            return !__builtin_add_overflow(V, W, &result);
        }();
        if constexpr (fits) return V + W;
        else return static_cast<double>(V) + static_cast<double>(W);
    } else {
        using T = std::common_type_t<decltype(V), decltype(W)>;
        if constexpr (V != V || W != W) return std::numeric_limits<T>::quiet_NaN();
        else return static_cast<T>(V) + static_cast<T>(W);
    }
}
template <auto V, auto W>
consteval auto product_of() {
    if constexpr (both_integers<V, W>) {
        constexpr bool fits = [] {
            std::int64_t result = 0;
            return !__builtin_mul_overflow(V, W, &result);
        }();
        if constexpr (fits) return V * W;
        else return static_cast<double>(V) * static_cast<double>(W);
    } else {
        using T = std::common_type_t<decltype(V), decltype(W)>;
        if constexpr (V != V || W != W) return std::numeric_limits<T>::quiet_NaN();
        else return static_cast<T>(V) * static_cast<T>(W);
    }
}

constexpr std::uint64_t magnitude(std::int64_t a) {
    auto const bits = static_cast<std::uint64_t>(a);
    return a < 0 ? 0 - bits : bits;
}
// Of the least integer and itself or 0, 2^63 is no integer.
constexpr std::int64_t common_divisor_of(std::int64_t a, std::int64_t b) {
    std::uint64_t const divisor = common_divisor(magnitude(a), magnitude(b));
    return divisor >> 63 != 0 ? 1 : static_cast<std::int64_t>(divisor);
}

// ---- a term: its coefficient and the rest ------------------------------------------------------------------------------

template <class E>
inline constexpr auto coefficient = std::int64_t{1};
template <auto V>
inline constexpr auto coefficient<number_t<V>> = V;
template <class A>
inline constexpr auto coefficient<expression<rules::neg_, A>> = std::int64_t{-1};
template <auto V, class R>
inline constexpr auto coefficient<expression<rules::mul_, number_t<V>, R>> = V;

/// 1 / q: its coefficient is the 1.
template <class E>
inline constexpr bool is_number_over = is_number<E>;
template <class N, class D>
inline constexpr bool is_number_over<expression<rules::div_, N, D>> = is_number_over<N>;
template <class N, class D>
    requires is_number_over<N>
inline constexpr auto coefficient<expression<rules::div_, N, D>> = coefficient<N>;

template <class E>
constexpr auto rest_of(E const& e) {
    if constexpr (is_number<E>) return number<1>;
    else if constexpr (is_of<rules::neg_, E>) return e.template get<0>();
    else if constexpr (is_of<rules::div_, E> && is_number_over<E>)
        return written<rules::div_>(rest_of(e.template get<0>()), e.template get<1>());
    else if constexpr (is_of<rules::mul_, E>) {
        if constexpr (is_number<std::remove_cvref_t<decltype(e.template get<0>())>>) return e.template get<1>();
        else return e;
    } else return e;
}
template <class E>
using rest_t = decltype(rest_of(std::declval<E const&>()));

// ---- the number in a rest that is known at run time alone, and what is left without it -----------------------------------

template <class R>
inline constexpr bool holds_number = is_literal<R>;
template <class L, class R>
inline constexpr bool holds_number<expression<rules::mul_, L, R>> = holds_number<L>;
template <class N, class D>
inline constexpr bool holds_number<expression<rules::div_, N, D>> = holds_number<N>;

template <class R>
constexpr auto held_number(R const& r) {
    if constexpr (is_literal<R>) {
        if constexpr (std::is_integral_v<decltype(r.value)>) return static_cast<double>(r.value);
        else return r.value;
    } else if constexpr (holds_number<R>) {
        return held_number(r.template get<0>());
    } else {
        return 1.0f;
    }
}

template <class R>
constexpr auto body_of(R const& r) {
    if constexpr (is_literal<R>) {
        return number<1>;
    } else if constexpr (holds_number<R>) {
        auto const left = body_of(r.template get<0>());
        if constexpr (is_of<rules::mul_, R> && is_number<std::remove_cv_t<decltype(left)>>) return r.template get<1>();
        else return written<typename R::rule>(left, r.template get<1>());
    } else {
        return r;
    }
}
template <class R>
using body_t = decltype(body_of(std::declval<R const&>()));

template <class T, class R>
constexpr auto with_number(T c, R const& r) {
    if constexpr (is_number<R>) return as_symbolic(c);
    else if constexpr (is_of<rules::mul_, R> || is_of<rules::div_, R>)
        return written<typename R::rule>(with_number(c, r.template get<0>()), r.template get<1>());
    else return written<rules::mul_>(c, r);
}

// ---- a number times a rest -----------------------------------------------------------------------------------------------

template <auto C, class R>
constexpr auto scaled(R const& r);

// p / (d q), d an integer, times C: in lowest terms.
template <auto C, class N, class D>
constexpr auto scaled_quotient(N const& n, D const& d) {
    if constexpr (both_integers<C, coefficient<D>>) {
        constexpr auto divisor = common_divisor_of(C, coefficient<D>);
        if constexpr (divisor > 1) {
            auto const below = scaled<coefficient<D> / divisor>(rest_of(d));
            if constexpr (is_the_number<std::remove_cv_t<decltype(below)>, 1>) return scaled<C / divisor>(n);
            else return scaled<C / divisor>(written<rules::div_>(n, below));
        }
    }
    constexpr bool lowest = [] {
        if constexpr (both_integers<C, coefficient<D>>) return common_divisor_of(C, coefficient<D>) <= 1;
        else return true;
    }();
    if constexpr (lowest) {
        if constexpr (is_number_over<N>) return written<rules::div_>(scaled<C>(n), d);
        else if constexpr (C == 1) return written<rules::div_>(n, d);
        else if constexpr (C == -1) return written<rules::neg_>(written<rules::div_>(n, d));
        else return written<rules::mul_>(number<C>, written<rules::div_>(n, d));
    }
}

// -(a - b) is b - a; -(a + b) stays.
template <class E>
inline constexpr bool has_minus = coefficient<E> < 0;
template <class L, class R>
inline constexpr bool has_minus<expression<rules::add_, L, R>> = has_minus<L>;
template <class L, class R>
inline constexpr bool has_minus<expression<rules::sub_, L, R>> = true;

template <class E>
constexpr auto each_negated(E const& e);

/// C times a rest.
template <auto C, class R>
constexpr auto scaled(R const& r) {
    if constexpr (C == 0 || C != C || is_number<R>) return number<C>;
    else if constexpr (holds_number<R> && C != 1)
        return with_number(static_cast<decltype(held_number(r))>(C) * held_number(r), body_of(r));
    else if constexpr (is_of<rules::div_, R>) return scaled_quotient<C>(r.template get<0>(), r.template get<1>());
    else if constexpr (C == 1) return r;
    else if constexpr (C == -1 && is_sum<R> && has_minus<R>) return each_negated(r);
    else if constexpr (C == -1) return written<rules::neg_>(r);
    else return written<rules::mul_>(number<C>, r);
}

template <class E>
constexpr auto negated(E const& e);

template <class E>
constexpr auto each_negated(E const& e) {
    if constexpr (is_of<rules::add_, E>) {
        return written<rules::sub_>(each_negated(e.template get<0>()), e.template get<1>());
    } else if constexpr (is_of<rules::sub_, E>) {
        auto const left = e.template get<0>();
        if constexpr (is_sum<std::remove_cv_t<decltype(left)>> || coefficient<std::remove_cv_t<decltype(left)>> < 0)
            return written<rules::add_>(each_negated(left), e.template get<1>());
        else return written<rules::sub_>(e.template get<1>(), left);
    } else {
        return negated(e);
    }
}

template <class E>
constexpr auto negated(E const& e) {
    return scaled<product_of<std::int64_t{-1}, coefficient<E>>()>(rest_of(e));
}

}  // namespace wengert::detail::symbols
