// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

#include <wengert/rules/rule.hpp>

namespace wengert {

namespace detail {

template <class A>
struct host_of : std::type_identity<A> {};
template <differentiable A>
struct host_of<A> : std::type_identity<typename form<A>::scalar_type> {};
template <class P>
struct host_of<parameter<P>> : std::type_identity<void> {};
template <class C>
    requires is_condition<C>
struct host_of<C> : std::type_identity<typename C::scalar_type> {};

// The result of an operation belongs to the deepest form among its operands; what is less deep is a constant to it.
template <class A, class B>
consteval auto deeper() {
    if constexpr (std::is_void_v<A> || std::is_same_v<A, B>) {
        return std::type_identity<B>{};
    } else if constexpr (std::is_void_v<B>) {
        return std::type_identity<A>{};
    } else if constexpr (depth_v<A> == 0 && depth_v<B> == 0) {
        return std::common_type<A, B>{};
    } else {
        static_assert(std::is_same_v<base_t<A>, base_t<B>> || depth_v<A> != depth_v<B>,
                      "wengert: this operation mixes differentiable numbers over different types, such as float and "
                      "double: take one of them for all.");
        static_assert(
            depth_v<A> != depth_v<B> || !std::is_same_v<base_t<A>, base_t<B>>,
            "wengert: this operation mixes two differentiable types of the same depth, such as the dual numbers of "
            "an inner and an outer derivative, or a dual and an active number. Lift the argument of the inner "
            "derivative to the outer scalar: derivative(g, decltype(x)(1.0)) instead of derivative(g, 1.0).");
        return std::type_identity<std::conditional_t<(depth_v<A> > depth_v<B>), A, B>>{};
    }
}

template <class... A>
struct deepest : std::type_identity<void> {};
template <class A, class... B>
struct deepest<A, B...> : decltype(deeper<typename host_of<A>::type, typename deepest<B...>::type>()) {};

template <class T, class A>
constexpr auto plain_argument(A const& a) {
    if constexpr (is_parameter<A>) return a.value;
    else return static_cast<T>(a);
}

}  // namespace detail

/// The scalar type that an operation on `A...` results in.
template <class... A>
using host_t = typename detail::deepest<A...>::type;

/// A plain number is its own value, and nothing flows into it: generic code may ask either of any scalar.
template <plain_scalar T>
constexpr T value(T x) {
    return x;
}
/// See value.
template <plain_scalar T>
constexpr T stop_gradient(T x) {
    return x;
}

/// The number at the bottom of `a`, through all forms: what comparisons look at. Where there is no number yet, `a` without its
/// derivative.
template <class A>
constexpr auto primal(A const& a) {
    if constexpr (requires { form<A>::primal(a); }) return form<A>::primal(a);
    else if constexpr (differentiable<A>) return primal(form<A>::value(a));
    else if constexpr (is_parameter<A>) return a.value;
    else return a;
}

/// Whether `a` is 0 and stays 0 under every perturbation: what an adjoint or tangent is that nothing has reached.
template <class A>
constexpr bool is_zero(A const& a) {
    if constexpr (differentiable<A>) return form<A>::is_zero(a);
    else return a == A(0);
}

/// What a rule's value and partials see of an operand: a parameter's content, everything else as it is.
template <class A>
constexpr auto const& unwrap(A const& a) {
    if constexpr (is_parameter<A>) return a.value;
    else return a;
}

/// A product of factors of the chain rule without their guard: it is right unless it is NaN.
template <class T>
struct unguarded {
    T value;  ///< the product

    /// The product.
    constexpr explicit operator T() const { return value; }
    /// The product with the other sign.
    friend constexpr unguarded operator-(unguarded const& x) { return {-x.value}; }
};

/// One factor of the chain rule. In reverse mode a zero adjoint ends its path: it does not turn an infinite partial into a NaN.
/// Who looks at all products of numbers at the end, and asks again if one is NaN, can leave that guard out.
template <class T, bool Guarded = true, class Adjoint, class Partial>
[[gnu::always_inline]] constexpr auto chain(Adjoint const& adjoint, Partial const& p) {
    if constexpr (std::is_same_v<Adjoint, one_t>) {
        return p;
    } else if constexpr (std::is_same_v<Partial, one_t>) {
        return adjoint;
    } else if constexpr (std::is_same_v<Adjoint, minus_one_t> || std::is_same_v<Partial, minus_one_t>) {
        if constexpr (std::is_same_v<Adjoint, Partial>) return one;
        else if constexpr (std::is_same_v<Adjoint, minus_one_t>) return -p;
        else return -adjoint;
    } else if constexpr (plain_scalar<T>) {
        T const product = static_cast<T>(adjoint) * static_cast<T>(p);
        if constexpr (!Guarded) return unguarded<T>{product};
        else return product != product && static_cast<T>(adjoint) == 0 ? T(0) : product;
    } else {
        T const factor(adjoint);
        return is_zero(factor) ? factor : T(factor * T(p));
    }
}

/// Applies a rule: to plain numbers directly, else through the form of the deepest operand.
template <class Rule, operand... A>
[[gnu::always_inline]] constexpr auto apply(A const&... a) {
    if constexpr (Rule::predicate && requires { form<host_t<A...>>::template compare<Rule>(a...); }) {
        return form<host_t<A...>>::template compare<Rule>(a...);
    } else if constexpr (Rule::predicate) {
        using common = std::common_type_t<decltype(primal(a))...>;
        if constexpr (requires { form<host_t<A...>>::template decide<Rule>(a...); })
            form<host_t<A...>>::template decide<Rule>(a...);
        return Rule::value(static_cast<common>(primal(a))...);
    } else {
        using host = host_t<A...>;
        if constexpr (differentiable<host>) return form<host>::template lift<Rule>(a...);
        else if constexpr (std::is_integral_v<host>) return Rule::value(detail::plain_argument<double>(a)...);
        else return Rule::value(detail::plain_argument<host>(a)...);
    }
}

}  // namespace wengert
