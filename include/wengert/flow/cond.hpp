// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <source_location>
#include <tuple>
#include <type_traits>
#include <utility>

#include <wengert/core/error.hpp>
#include <wengert/core/structure.hpp>
#include <wengert/flow/loop/step_note.hpp>
#include <wengert/tape/branch.hpp>

namespace wengert {

namespace detail {

// What a choice among branches that return R... gives: their one type or, if they are structures of numbers, that structure
// over the deepest scalar among them, so that one branch may return an expression and another a plain number.
template <class First, class... Rest>
consteval auto chosen_type() {
    if constexpr ((structure<First> && ... && structure<Rest>)) {
        using S = scalar_of_t<std::tuple<First, Rest...>>;
        static_assert((std::is_same_v<rebind_t<First, S>, rebind_t<Rest, S>> && ...),
                      "wengert: the branches of cond and switch_case must return the same structure.");
        return std::type_identity<rebind_t<First, S>>{};
    } else {
        return std::common_type<First, Rest...>{};
    }
}

template <class... R>
using chosen_t = typename decltype(chosen_type<std::remove_cvref_t<R>...>())::type;

// Calls the branch that was taken and says on the tape that there were others.
template <class R, class Branch>
constexpr R take(Branch&& branch, char const* name, std::source_location const& where) {
    if constexpr (structure<R>) {
        using S = scalar_of_t<R>;
        step_note<S> const note(!std::is_constant_evaluated(), "", where, ~std::uint64_t{0});
        return map_leaves<S>(branch(), [&](auto const& leaf) { return mark_branch(S(leaf), name, where); });
    } else {
        return branch();
    }
}

}  // namespace detail

/// `then()` if the condition holds, else `otherwise()`: only the branch that is taken is evaluated and recorded. A derivative
/// that is missing because it would flow through the other branch has the reason `branch_not_taken`.
///
/// Both return the same structure of numbers, over perhaps different scalars, or types with a common type.
template <class Then, class Else>
constexpr auto cond(bool condition, Then&& then, Else&& otherwise,
                    std::source_location where = std::source_location::current()) {
    using R = detail::chosen_t<std::invoke_result_t<Then>, std::invoke_result_t<Else>>;
    return condition ? detail::take<R>(then, "cond", where) : detail::take<R>(otherwise, "cond", where);
}

/// The same where the condition is not known yet, as in a function that the compiler traces: both branches are evaluated, and each
/// number is chosen when it is. The one not taken gets the derivative 0.
template <class C, class Then, class Else>
    requires is_condition<C>
constexpr auto cond(C const& condition, Then&& then, Else&& otherwise) {
    using R = detail::chosen_t<std::invoke_result_t<Then>, std::invoke_result_t<Else>>;
    using S = typename C::scalar_type;
    if constexpr (requires { condition.is_known(); }) {
        if (condition.is_known()) {
            R const taken = condition ? R(then()) : R(otherwise());
            return map_leaves<S>(taken, [](auto const& leaf) { return S(leaf); });
        }
    }
    R const a = then(), b = otherwise();
    return map_leaves<S>(a, b, [&](auto const& x, auto const& y) { return S(select(condition, x, y)); });
}

namespace detail {

/// A number of a branch, and the line that named it: what stands before a pack of arguments cannot have a default behind it.
struct branch_number {
    template <class N>
        requires((std::integral<N> || std::is_enum_v<N>) && std::convertible_to<N, std::size_t>)
    constexpr branch_number(N n, std::source_location at = std::source_location::current())
        : value(static_cast<std::size_t>(n)), where(at) {}

    std::size_t value;
    std::source_location where;
};

}  // namespace detail

/// The result of branch number `which`, counted from 0: as `cond`, with several branches. Throws `out_of_range`.
template <class... Branches>
constexpr auto switch_case(detail::branch_number which, Branches&&... branches) {
    static_assert(sizeof...(Branches) > 0, "wengert: switch_case needs a branch to take.");
    using R = detail::chosen_t<std::invoke_result_t<Branches>...>;
    if (which.value >= sizeof...(Branches))
        throw out_of_range("switch_case", which.value, sizeof...(Branches), which.where);
    // One function a branch, and the one that is asked for is called: R needs no default constructor.
    auto const all = std::forward_as_tuple(branches...);
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        using caller = R (*)(decltype(all)&, std::source_location const&);
        constexpr caller callers[] = {[](decltype(all)& b, std::source_location const& where) {
            return detail::take<R>(std::get<I>(b), "switch_case", where);
        }...};
        return callers[which.value](all, which.where);
    }(std::index_sequence_for<Branches...>{});
}

}  // namespace wengert
