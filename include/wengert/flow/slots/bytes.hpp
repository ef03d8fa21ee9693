// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <type_traits>
#include <vector>

#include <wengert/core/structure/product.hpp>

namespace wengert::detail {

template <class S>
constexpr std::size_t heap_of(S const& s);

// The type of a passive member is hidden in a fixed.
template <class T>
constexpr std::size_t heap_of(fixed<T> const& passive) {
    return heap_of(passive.value);
}

// Its capacity counts bits.
template <class Allocator>
constexpr std::size_t heap_of(std::vector<bool, Allocator> const& bits) {
    return (bits.capacity() + 7) / 8;
}

/// What a container of Es has on the heap by itself, without what its elements have there.
template <class E, class S>
constexpr std::size_t room_on_heap(S const& s) {
    // A string, or another container that keeps a few elements inside itself, is empty with room for these.
    std::size_t inside = 0;
    if constexpr (std::is_default_constructible_v<S>) inside = S().capacity();
    constexpr std::size_t terminator = requires { s.c_str(); } ? 1 : 0;
    return s.capacity() > inside ? (s.capacity() + terminator) * sizeof(E) : 0;
}

template <class S>
constexpr std::size_t heap_of(S const& s) {
    if constexpr (structure_leaf<S> || std::is_trivially_copyable_v<S>) {
        return 0;
    } else if constexpr (sequence<S>) {
        using traits = sequence_traits<S>;
        using element = std::remove_cv_t<element_t<S>>;
        std::size_t const size = traits::size(s);
        std::size_t total = 0;
        if constexpr (requires { s.capacity(); }) total = room_on_heap<element>(s);
        else if constexpr (traits::extent == dynamic_extent) total = size * sizeof(element);
        if constexpr (!structure_leaf<element> && !std::is_trivially_copyable_v<element>)
            for (std::size_t i = 0; i != size; ++i) total += heap_of(traits::at(s, i));
        return total;
    } else if constexpr (product<S>) {
        return unpack(s, [](auto&&... m) { return (std::size_t{0} + ... + heap_of(m)); });
    } else if constexpr (requires { s.capacity(), s.begin() != s.end(); }) {
        using element = std::remove_cvref_t<decltype(*s.begin())>;
        std::size_t total = room_on_heap<element>(s);
        if constexpr (!std::is_trivially_copyable_v<element>)
            for (auto const& each : s) total += heap_of(each);
        return total;
    } else {
        return 0;
    }
}

/// The memory that `s` needs: itself and what it has on the heap, at any depth, by capacity where its containers have one.
/// Strings and vectors count wherever they lie among its members, numbers or not. What else a passive member owns (a map,
/// a pointer) and the members of a struct that Hana does not know are not seen, nor is what an allocator adds to a block.
template <class S>
[[nodiscard]] constexpr std::size_t bytes_of(S const& s) {
    return sizeof(S) + heap_of(s);
}

}  // namespace wengert::detail
