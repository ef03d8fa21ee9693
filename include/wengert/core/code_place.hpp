// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <source_location>

namespace wengert {

/// A place in the user's code, no larger than a pointer: the address after a call, which debug information turns into a line, or
/// a std::source_location.
class code_place {
public:
    constexpr code_place() = default;
    explicit code_place(void const* return_address) : bits_(reinterpret_cast<std::uintptr_t>(return_address)) {}
    explicit code_place(std::source_location const& where)
        : bits_(where.line() == 0 ? 0 : __builtin_bit_cast(std::uintptr_t, where) | is_location) {}

    [[nodiscard]] bool known() const noexcept { return bits_ != 0; }
    friend bool operator==(code_place, code_place) = default;

    /// The address, or null if there is a location.
    [[nodiscard]] void const* return_address() const noexcept {
        return (bits_ & is_location) != 0 ? nullptr : reinterpret_cast<void const*>(bits_);
    }
    /// The location; that of an address is empty.
    [[nodiscard]] std::source_location location() const noexcept {
        return __builtin_bit_cast(std::source_location, (bits_ & is_location) != 0 ? bits_ & ~is_location : 0);
    }

private:
    // Compilers keep locations as constants and pass a pointer to them, and no pointer of a program has this bit.
    static_assert(sizeof(std::source_location) == sizeof(std::uintptr_t));
    static constexpr std::uintptr_t is_location = std::uintptr_t{1} << (8 * sizeof(std::uintptr_t) - 1);

    std::uintptr_t bits_ = 0;
};

namespace detail {

// What the addresses of code are measured from where there is little room for them.
[[gnu::noinline]] inline void origin_of_code() {}

// A distance that fits into so many bits, or 0.
inline constexpr int distance_bits = 27;

inline std::uint32_t code_distance(void const* address) {
    constexpr std::intptr_t reach = std::intptr_t{1} << (distance_bits - 1);
    if (address == nullptr) return 0;
    std::intptr_t const d = reinterpret_cast<std::intptr_t>(address) - reinterpret_cast<std::intptr_t>(&origin_of_code);
    return d < -reach || d >= reach ? 0 : static_cast<std::uint32_t>(d) & ((1u << distance_bits) - 1);
}

inline code_place at_distance(std::uint32_t distance) {
    if (distance == 0) return {};
    auto const d = static_cast<std::int32_t>(distance << (32 - distance_bits)) >> (32 - distance_bits);
    return code_place(reinterpret_cast<void const*>(reinterpret_cast<std::intptr_t>(&origin_of_code) + d));
}

}  // namespace detail

}  // namespace wengert
