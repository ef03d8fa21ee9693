// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <source_location>
#include <type_traits>

#include <wengert/core/error.hpp>
#include <wengert/core/structure/shape.hpp>

namespace wengert {

namespace detail {

template <class S>
constexpr std::size_t count_leaves_of(S const& s) {
    constexpr std::size_t fixed_count = count_leaves<S>();
    if constexpr (fixed_count != dynamic_extent) {
        return fixed_count;
    } else if constexpr (sequence<S>) {
        constexpr std::size_t each = count_leaves<std::remove_cv_t<element_t<S>>>();
        std::size_t const size = sequence_traits<S>::size(s);
        if constexpr (each != dynamic_extent) {
            return size * each;
        } else {
            std::size_t total = 0;
            for (std::size_t i = 0; i != size; ++i) total += count_leaves_of(sequence_traits<S>::at(s, i));
            return total;
        }
    } else {
        return unpack(s, [](auto&&... m) { return (std::size_t{0} + ... + count_leaves_of(m)); });
    }
}

template <class S, class F>
constexpr void visit_leaves(S& s, F& f) {
    using plain = std::remove_cv_t<S>;
    if constexpr (!has_leaves<plain>) {
        return;
    } else if constexpr (structure_leaf<plain>) {
        f(s);
    } else if constexpr (sequence<plain>) {
        using traits = sequence_traits<plain>;
        std::size_t const size = traits::size(s);
        for (std::size_t i = 0; i != size; ++i) visit_leaves(traits::at(s, i), f);
    } else {
        unpack(s, [&](auto&&... m) { (visit_leaves(m, f), ...); });
    }
}

template <class S, class T>
constexpr bool similar();

template <class... A, class... B>
constexpr bool similar_members(types<A...>, types<B...>) {
    if constexpr (sizeof...(A) == sizeof...(B)) return (similar<A, B>() && ...);
    else return false;
}

/// Whether an S and a T can have the same shape, as far as their types say.
template <class S, class T>
constexpr bool similar() {
    if constexpr (!has_leaves<S> || !has_leaves<T>) {
        return has_leaves<S> == has_leaves<T>;
    } else if constexpr (structure_leaf<S> || structure_leaf<T>) {
        return structure_leaf<S> && structure_leaf<T>;
    } else if constexpr (sequence<S> && sequence<T>) {
        constexpr std::size_t a = sequence_traits<S>::extent;
        constexpr std::size_t b = sequence_traits<T>::extent;
        return (a == b || a == dynamic_extent || b == dynamic_extent) &&
               similar<std::remove_cv_t<element_t<S>>, std::remove_cv_t<element_t<T>>>();
    } else if constexpr (product<S> && product<T>) {
        return similar_members(members_t<S>{}, members_t<T>{});
    } else {
        return false;
    }
}

struct lengths {
    std::size_t expected = 0;
    std::size_t given = 0;

    constexpr explicit operator bool() const noexcept { return expected != given; }
};

/// The lengths of the first two sequences that correspond but differ in length; equal lengths if there are none.
template <class S, class T>
constexpr lengths first_difference(S const& s, T const& t) {
    if constexpr ((count_leaves<S>() != dynamic_extent && count_leaves<T>() != dynamic_extent) || !has_leaves<S>) {
        return {};
    } else if constexpr (sequence<S>) {
        lengths found{sequence_traits<S>::size(s), sequence_traits<T>::size(t)};
        std::size_t const size = found.expected;
        for (std::size_t i = 0; !found && i != size; ++i)
            found = first_difference(sequence_traits<S>::at(s, i), sequence_traits<T>::at(t, i));
        return found;
    } else {
        return unpack(s, [&](auto&&... a) {
            return unpack(t, [&](auto&&... b) {
                lengths found;
                static_cast<void>(((found = first_difference(a, b)) || ...));
                return found;
            });
        });
    }
}

/// Throws shape_mismatch unless s and t have the same shape.
template <class S, class T>
constexpr void require_same_shape(S const& s, T const& t, char const* asked, std::source_location where) {
    static_assert(similar<S, T>(),
                  "wengert: two structures of different shapes cannot be walked together: pass one "
                  "that has the shape of the other.");
    if (lengths const found = first_difference(s, t)) {
        std::size_t const expected = count_leaves_of(s);
        std::size_t const given = count_leaves_of(t);
        // Vectors of lengths {1, 2} and {2, 1} hold as many numbers, so the lengths have to tell.
        if (expected != given) throw shape_mismatch(asked, expected, given, where);
        throw shape_mismatch(asked, found.expected, found.given, where);
    }
}

// Both have the same shape already.
template <class S, class T, class F>
constexpr void visit_pairs(S& s, T& t, F& f) {
    using plain = std::remove_cv_t<S>;
    if constexpr (!has_leaves<plain>) {
        return;
    } else if constexpr (structure_leaf<plain>) {
        f(s, t);
    } else if constexpr (sequence<plain>) {
        using traits = sequence_traits<plain>;
        std::size_t const size = traits::size(s);
        for (std::size_t i = 0; i != size; ++i)
            visit_pairs(traits::at(s, i), sequence_traits<std::remove_cv_t<T>>::at(t, i), f);
    } else {
        unpack(s, [&](auto&&... a) { unpack(t, [&](auto&&... b) { (visit_pairs(a, b, f), ...); }); });
    }
}

}  // namespace detail

/// How many leaves `s` has. 0 for what is passive. Constant time, unless vectors are nested in vectors.
template <class S>
[[nodiscard]] constexpr std::size_t leaf_count(S const& s) {
    return detail::count_leaves_of(s);
}

/// Whether two structures have the same shape: corresponding leaves, and vectors of equal lengths. The scalars may
/// differ, passive parts are not compared, and a fixed array may stand for a vector.
template <class S, class T>
[[nodiscard]] constexpr bool same_shape(S const& s, T const& t) {
    if constexpr (detail::similar<S, T>()) return !detail::first_difference(s, t);
    else return false;
}

/// Calls f(leaf) for every leaf of `s`, by reference: elements by index, members as declared.
template <class S, class F>
constexpr void for_each_leaf(S&& s, F&& f) {
    detail::visit_leaves(s, f);
}

/// Calls f(leaf of s, leaf of t) for every pair of corresponding leaves, in the order of for_each_leaf(s, f).
/// Throws shape_mismatch, before the first call, where vectors differ in length.
template <class S, class T, class F>
constexpr void for_each_leaf(S&& s, T&& t, F&& f, std::source_location where = std::source_location::current()) {
    detail::require_same_shape(s, t, "for_each_leaf", where);
    detail::visit_pairs(s, t, f);
}

}  // namespace wengert
