// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#include <wengert/core/structure/product.hpp>
#include <wengert/core/structure/sequence.hpp>

// The bytes of a state, for the process that wrote them: not portable, and not for comparing or hashing states, because
// the padding of a class or of a long double is copied as it is.
namespace wengert::detail {

// Its elements have no addresses.
template <class S>
inline constexpr bool is_vector_of_bool = false;
template <class Allocator>
inline constexpr bool is_vector_of_bool<std::vector<bool, Allocator>> = true;

template <class S>
inline constexpr bool is_vector = false;
template <class E, class Allocator>
inline constexpr bool is_vector<std::vector<E, Allocator>> = true;

template <class S>
inline constexpr bool is_string = false;
template <class Char, class Traits, class Allocator>
inline constexpr bool is_string<std::basic_string<Char, Traits, Allocator>> = true;

/// A std::vector or std::string that can be made longer without knowing what will be in it.
template <class S>
concept resizable = (is_vector<S> || is_string<S>) && std::default_initializable<typename S::value_type>;

/// The elements are one piece of memory that means the same wherever it lies.
template <class S>
concept contiguous = resizable<S> && !is_vector_of_bool<S> && std::is_trivially_copyable_v<typename S::value_type>;

/// A foreign container whose size is known only at run time. So that it can be stored on disk, its sequence_traits say
///   `shape(s)`           a trivially copyable value, such as the numbers of rows and columns,
///   `reshape(s, shape)`  makes `s` one of that shape, whatever it holds then.
template <class S>
concept reshapable = requires(S& s) {
    sequence_traits<S>::reshape(s, sequence_traits<S>::shape(s));
    requires std::is_trivially_copyable_v<decltype(sequence_traits<S>::shape(s))>;
};

template <class S>
consteval bool can_be_serialised();

template <class M>
consteval bool member_can_be_serialised(std::type_identity<M>) {
    return can_be_serialised<M>();
}

template <class M>
consteval bool member_can_be_serialised(std::type_identity<fixed<M>>) {
    return can_be_serialised<std::remove_cv_t<M>>();
}

template <class... M>
consteval bool all_can_be_serialised(types<M...>) {
    return (member_can_be_serialised(std::type_identity<M>{}) && ...);
}

template <class S>
consteval bool can_be_serialised() {
    if constexpr (std::is_trivially_copyable_v<S> || contiguous<S> || is_vector_of_bool<S>) return true;
    else if constexpr (sequence<S>)
        return can_be_serialised<std::remove_cv_t<element_t<S>>>() &&
               (sequence_traits<S>::extent != dynamic_extent || resizable<S> || reshapable<S>);
    else if constexpr (product<S>) return all_can_be_serialised(members_t<S>{});
    else return false;
}

/// What can be turned into bytes and back: anything trivially copyable, and strings, sequences, pairs, tuples and adapted
/// structs of such. A member that Hana does not know is left alone, unless the whole struct is trivially copyable.
template <class S>
concept serialisable = can_be_serialised<std::remove_cv_t<S>>();

inline void put_bytes(void const* from, std::size_t count, std::vector<std::byte>& out) {
    std::size_t const at = out.size();
    out.resize(at + count);
    if (count != 0) std::memcpy(out.data() + at, from, count);
}

inline void put_size(std::uint64_t size, std::vector<std::byte>& out) { put_bytes(&size, sizeof size, out); }

inline bool take_bytes(void* to, std::size_t count, std::byte const*& from, std::byte const* end) {
    if (static_cast<std::size_t>(end - from) < count) return false;
    if (count != 0) std::memcpy(to, from, count);
    from += count;
    return true;
}

// Nothing is made larger than what follows can fill: every element has at least `each` bytes.
inline bool take_size(std::size_t& size, std::size_t each, std::byte const*& from, std::byte const* end) {
    std::uint64_t stored = 0;
    if (!take_bytes(&stored, sizeof stored, from, end)) return false;
    size = static_cast<std::size_t>(stored);
    return stored <= static_cast<std::size_t>(end - from) / each;
}

template <serialisable S>
void serialise(S const& s, std::vector<std::byte>& out);

template <serialisable S>
[[nodiscard]] bool deserialise(S& into, std::byte const*& from, std::byte const* end);

template <class M>
void serialise_member(M const& member, std::vector<std::byte>& out) {
    detail::serialise(member, out);
}

template <class M>
void serialise_member(fixed<M> const& member, std::vector<std::byte>& out) {
    detail::serialise(member.value, out);
}

template <class M>
bool deserialise_member(M& member, std::byte const*& from, std::byte const* end) {
    return detail::deserialise(member, from, end);
}

template <class M>
bool deserialise_member(fixed<M>& member, std::byte const*& from, std::byte const* end) {
    return detail::deserialise(member.value, from, end);
}

/// Appends the bytes of `s` to `out`.
template <serialisable S>
void serialise(S const& s, std::vector<std::byte>& out) {
    if constexpr (std::is_empty_v<S>) {
        out.push_back({});  // its one byte may be a neighbour's in a tuple; see deserialise
    } else if constexpr (std::is_trivially_copyable_v<S>) {
        put_bytes(&s, sizeof s, out);
    } else if constexpr (contiguous<S>) {
        put_size(s.size(), out);
        put_bytes(s.data(), s.size() * sizeof(typename S::value_type), out);
    } else if constexpr (is_vector_of_bool<S>) {
        put_size(s.size(), out);
        for (bool const each : s) out.push_back(std::byte{each});
    } else if constexpr (sequence<S>) {
        using traits = sequence_traits<S>;
        std::size_t const size = traits::size(s);
        if constexpr (resizable<S>) put_size(size, out);
        else if constexpr (traits::extent == dynamic_extent) detail::serialise(traits::shape(s), out);
        for (std::size_t i = 0; i != size; ++i) detail::serialise(traits::at(s, i), out);
    } else {
        unpack(s, [&](auto&&... m) { (serialise_member(m, out), ...); });
    }
}

/// Reads `into` from the bytes at `from`, which is moved behind them, and keeps the memory that its vectors have. False
/// if they do not suffice before `end`: then `into` has parts of the state, and its vectors may have any length.
template <serialisable S>
[[nodiscard]] bool deserialise(S& into, std::byte const*& from, std::byte const* end) {
    if constexpr (std::is_empty_v<S>) {
        std::byte nothing;
        return take_bytes(&nothing, 1, from, end);
    } else if constexpr (std::is_trivially_copyable_v<S>) {
        return take_bytes(&into, sizeof into, from, end);
    } else if constexpr (contiguous<S>) {
        constexpr std::size_t each = sizeof(typename S::value_type);
        std::size_t size = 0;
        if (!take_size(size, each, from, end)) return false;
        into.resize(size);
        return take_bytes(into.data(), size * each, from, end);
    } else if constexpr (is_vector_of_bool<S>) {
        std::size_t size = 0;
        if (!take_size(size, 1, from, end)) return false;
        into.resize(size);
        for (std::size_t i = 0; i != size; ++i) into[i] = *from++ != std::byte{0};
        return true;
    } else if constexpr (sequence<S>) {
        using traits = sequence_traits<S>;
        if constexpr (resizable<S>) {
            std::size_t size = 0;
            if (!take_size(size, 1, from, end)) return false;
            into.resize(size);
        } else if constexpr (traits::extent == dynamic_extent) {
            auto shape = traits::shape(into);
            if (!detail::deserialise(shape, from, end)) return false;
            traits::reshape(into, shape);
        }
        std::size_t const size = traits::size(into);
        for (std::size_t i = 0; i != size; ++i)
            if (!detail::deserialise(traits::at(into, i), from, end)) return false;
        return true;
    } else {
        return unpack(into, [&](auto&&... m) { return (deserialise_member(m, from, end) && ...); });
    }
}

}  // namespace wengert::detail
