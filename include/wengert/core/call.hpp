// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tuple>
#include <type_traits>
#include <utility>

#include <wengert/core/structure.hpp>

// A function is called with its arguments' scalar replaced by a differentiable one.
namespace wengert::detail {

template <class... A>
using arguments_t = std::tuple<std::remove_cvref_t<A>...>;

// Consteval, so that a compiler says what is wrong with the arguments before anything that follows from it.
template <class... A>
consteval auto argument_scalar() {
    static_assert(sizeof...(A) > 0, "wengert: a derivative needs at least one argument to differentiate by.");
    (assert_structure<A>(), ...);
    if constexpr (sizeof...(A) > 0 && (structure<A> && ...))
        return std::type_identity<scalar_of_t<arguments_t<A...>>>{};
    else return std::type_identity<double>{};
}

/// The scalar that `f(args...)` is differentiated over.
template <class... A>
using argument_scalar_t = typename decltype(argument_scalar<A...>())::type;

template <class S, class F, class Arguments>
inline constexpr bool callable_with = false;
template <class S, class F, class... A>
inline constexpr bool callable_with<S, F, std::tuple<A...>> = std::is_invocable_v<F&, rebind_t<A, S> const&...>;

/// Says in a sentence what keeps `f(args...)` from being differentiated over `S`.
template <class S, class F, class... A>
constexpr void assert_differentiable_call() {
    if constexpr ((structure<A> && ...)) {
        static_assert(
            callable_with<S, F, arguments_t<A...>>,
            "wengert: the function cannot be called with differentiable arguments. Make it generic over its scalar: "
            "[](auto x) { ... }, or template <class T> T f(T x), passed as [](auto x) { return f(x); }.");
    }
}

template <bool One>
constexpr void assert_one_argument() {
    static_assert(
        One,
        "wengert: jvp and hvp are of a function of one argument, which may be a structure. Put several into one: "
        "jvp([&](auto const& p) { return f(p.first, p.second); }, std::pair(a, b), std::pair(da, db)).");
}

/// The same where `f` has one argument.
template <class S, class F, class X>
constexpr void assert_differentiable_call_by_one() {
    if constexpr (!structure<X>) {
        return;
    } else if constexpr (!callable_with<S, F, arguments_t<X>>) {
        constexpr bool takes_parts = callable_with<S, F, std::remove_cvref_t<X>>;
        assert_one_argument<!takes_parts>();
        if constexpr (!takes_parts) assert_differentiable_call<S, F, X>();
    }
}

/// `f` on arguments whose scalars are `S`; expressions among the results become numbers.
template <class S, class F, class Arguments>
constexpr auto call(F& f, Arguments const& arguments) {
    auto const evaluate = [&] { return unpack(arguments, f); };
    using R = decltype(evaluate());
    static_assert(!std::is_void_v<R>, "wengert: the function returns nothing that could be differentiated.");
    if constexpr (std::is_void_v<R>) return S();
    else if constexpr (std::same_as<R, S>) return evaluate();
    else if constexpr (std::is_arithmetic_v<R>) return S(static_cast<base_t<S>>(evaluate()));
    else return map_leaves<S>(evaluate(), [](auto const& leaf) { return S(leaf); });
}

template <class S, class F, class... A>
using result_t = decltype(call<S>(std::declval<F&>(), std::declval<rebind_t<arguments_t<A...>, S> const&>()));

template <class S, class F, class... A>
constexpr void assert_scalar_result(char const* = nullptr) {
    static_assert(
        scalar<result_t<S, F, A...>>,
        "wengert: gradient, hessian and hvp need a function that returns one number; use jacobian or vjp for several.");
}

/// One argument: its structure; several: the tuple of them.
template <class Arguments>
constexpr auto unpack_single(Arguments&& arguments) {
    if constexpr (std::tuple_size_v<std::remove_cvref_t<Arguments>> == 1)
        return std::get<0>(std::forward<Arguments>(arguments));
    else return std::remove_cvref_t<Arguments>(std::forward<Arguments>(arguments));
}

}  // namespace wengert::detail
