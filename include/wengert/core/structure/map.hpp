// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <source_location>
#include <type_traits>
#include <utility>

#include <wengert/core/structure/walk.hpp>

namespace wengert {

namespace detail {

struct anything {
    template <class T>
    constexpr operator T() const;
};

/// Whether R{members...} sets these members and no others: false if the struct has members unknown to Hana.
template <class R, class... M>
concept aggregate_of = std::is_aggregate_v<R> && requires { R{std::declval<M>()...}; } &&
                       !requires { R{std::declval<M>()..., anything{}}; };

template <class To, class From>
constexpr void assign_member(To& to, From&& from) {
    to = std::forward<From>(from);
}

template <class To, class From>
constexpr void assign_member(fixed<To>& to, From&& from) {
    to.value = std::forward<From>(from);
}

/// An R of make(each) for each of the arguments, called in order. Braces order the calls and need no default
/// constructor; a struct that is no aggregate of them is default-constructed and assigned to.
template <class R, class Make, class... Each>
constexpr R assemble(Make&& make, Each const&... each) {
    if constexpr (is_pair_or_tuple<R> || aggregate_of<R, decltype(make(each))...>) {
        return R{make(each)...};
    } else {
        R result{};
        unpack(result, [&](auto&&... to) { (assign_member(to, make(each)), ...); });
        return result;
    }
}

template <class U, class S, class F>
constexpr rebound_t<S, U> map_one(S const& s, F& f);

template <class U, class T, class F>
constexpr T const& map_one(fixed<T> const& passive, F&) {
    return passive.value;
}

template <class U, class S, class F>
constexpr rebound_t<S, U> map_one(S const& s, F& f) {
    if constexpr (!has_leaves<S>) {
        return s;
    } else if constexpr (structure_leaf<S>) {
        return static_cast<U>(f(s));
    } else if constexpr (sequence<S>) {
        using traits = sequence_traits<S>;
        return traits::template generate<rebound_t<S, U>>(
            s, [&](std::size_t i) -> decltype(auto) { return map_one<U>(traits::at(s, i), f); });
    } else {
        return unpack(s, [&](auto&&... m) {
            return assemble<rebound_t<S, U>>([&](auto const& each) -> decltype(auto) { return map_one<U>(each, f); },
                                             m...);
        });
    }
}

template <class A, class B>
struct both {
    A const& first;
    B const& second;
};

template <class A, class B>
constexpr both<A, B> both_of(A const& a, B const& b) {
    return {a, b};
}

template <class U, class S, class T, class F>
constexpr rebound_t<S, U> map_two(S const& s, T const& t, F& f);

template <class U, class S, class T, class F>
constexpr S const& map_two(fixed<S> const& passive, T const&, F&) {
    return passive.value;
}

// Both have the same shape already.
template <class U, class S, class T, class F>
constexpr rebound_t<S, U> map_two(S const& s, T const& t, F& f) {
    if constexpr (!has_leaves<S>) {
        return s;
    } else if constexpr (structure_leaf<S>) {
        return static_cast<U>(f(s, t));
    } else if constexpr (sequence<S>) {
        return sequence_traits<S>::template generate<rebound_t<S, U>>(s, [&](std::size_t i) -> decltype(auto) {
            return map_two<U>(sequence_traits<S>::at(s, i), sequence_traits<T>::at(t, i), f);
        });
    } else {
        return unpack(s, [&](auto&&... a) {
            return unpack(t, [&](auto&&... b) {
                return assemble<rebound_t<S, U>>(
                    [&](auto const& each) -> decltype(auto) { return map_two<U>(each.first, each.second, f); },
                    both_of(a, b)...);
            });
        });
    }
}

}  // namespace detail

/// The structure `s` with every leaf replaced by U(f(leaf)), called in the order of for_each_leaf; what is passive is
/// copied. U needs no default constructor, except in a struct that is no aggregate.
template <class U, class S, class F>
[[nodiscard]] constexpr rebind_t<S, U> map_leaves(S const& s, F&& f) {
    return detail::map_one<U>(s, f);
}

/// The structure `s` with every leaf replaced by U(f(leaf of s, corresponding leaf of t)).
/// Throws shape_mismatch, before the first call, where vectors differ in length.
template <class U, class S, class T, class F>
[[nodiscard]] constexpr rebind_t<S, U> map_leaves(S const& s, T const& t, F&& f,
                                                  std::source_location where = std::source_location::current()) {
    detail::require_same_shape(s, t, "map_leaves", where);
    return detail::map_two<U>(s, t, f);
}

}  // namespace wengert
