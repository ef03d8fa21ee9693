// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/core/call.hpp>
#include <wengert/trace/finish.hpp>
#include <wengert/trace/tracer.hpp>

namespace wengert {

namespace detail {

/// Nothing of it is known only at run time.
template <class F>
concept stateless = std::is_empty_v<F> && std::is_default_constructible_v<F>;

template <class S>
constexpr bool is_all_numbers();

template <class... M>
constexpr bool are_all_numbers(types<M...>) {
    return (is_all_numbers<std::remove_cvref_t<M>>() && ...);
}

/// Whether S holds a fixed number of leaves and nothing beside them.
template <class S>
constexpr bool is_all_numbers() {
    if constexpr (!has_leaves<S>) return stateless<S>;
    else if constexpr (structure_leaf<S>) return true;
    else if constexpr (static_leaf_count_v<S> == dynamic_extent) return false;
    else if constexpr (sequence<S>) return is_all_numbers<std::remove_cv_t<element_t<S>>>();
    else return are_all_numbers(members_t<S>{});
}

// A struct may have members that Hana does not know, and their values matter: then it is larger than its numbers.
template <class S>
concept fixed_numbers = structure<S> && is_all_numbers<S>() && std::is_default_constructible_v<S> &&
                        sizeof(rebind_t<S, double>) == static_leaf_count_v<S> * sizeof(double);

/// Writes f(args...), given arguments of these types over the base B.
template <class F, class B, std::size_t Limit, class... A>
struct function_recipe {
    using base = B;
    static constexpr std::size_t room = Limit;

    static constexpr void write(list_builder<B>& list) {
        using S = tracer<B>;
        rebind_t<arguments_t<A...>, S> arguments{};
        for_each_leaf(arguments, [&](S& x) { x = S(list, list.input()); });
        F f{};
        auto const y = call<S>(f, arguments);
        for_each_leaf(
            y, [&](S const& leaf) { list.output(leaf.is_known() ? list.constant(leaf.value()) : leaf.number()); });
    }
};

template <class F, std::size_t Limit, class... A>
using recipe_within =
    function_recipe<std::remove_cvref_t<F>, argument_scalar_t<A...>, Limit, std::remove_cvref_t<A>...>;

template <class F, std::size_t Limit, class... A>
concept traceable_within =
    stateless<std::remove_cvref_t<F>> && sizeof...(A) > 0 && (fixed_numbers<std::remove_cvref_t<A>> && ...) &&
    plain_scalar<argument_scalar_t<A...>>&& callable_with<tracer<argument_scalar_t<A...>>, std::remove_cvref_t<F>,
                                                          arguments_t<A...>> &&
    (static_leaf_count_v<result_t<tracer<argument_scalar_t<A...>>, std::remove_cvref_t<F>, A...>> != dynamic_extent) &&
    fits_in<recipe_within<F, Limit, A...>, Limit>;

/// The recipe of f(args...), which keeps to the lower limit if it can: it has been measured with that.
template <class F, class... A>
using recipe_for = recipe_within<F, traceable_within<F, automatic_limit, A...> ? automatic_limit : trace_limit, A...>;

}  // namespace detail

/// Whether the compiler can run f(args...) to a list of operations: `F` captures nothing, the arguments hold a fixed number of
/// floating point numbers, and what `F` does depends on none of them. False, not an error, where it cannot.
template <class F, class... A>
concept traceable = detail::traceable_within<F, detail::automatic_limit, A...> ||
                    detail::traceable_within<F, detail::trace_limit, A...>;

namespace detail {

/// Says in a sentence, and once, that something asks for a program that cannot be.
template <class F, class... A>
consteval bool assert_traceable() {
    static_assert(
        traceable<F, A...>,
        "wengert: this function cannot be run by the compiler: it calls something that is not constexpr, "
        "captures something, takes or returns something of a size that only run time knows, or what it does "
        "depends on the numbers (an if, a loop that waits, value(x)): write select(c, a, b) or cond(c, f, g), "
        "or use the tape.");
    return true;
}

}  // namespace detail

}  // namespace wengert
