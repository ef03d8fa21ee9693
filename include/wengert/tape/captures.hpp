// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

// Code that is run again long after it was given to the library may have captured by reference what is gone by then. That cannot
// be known for certain, but most often it can be seen: the captured address lies where the stack no longer reaches.
namespace wengert::detail {

/// An address beyond all that the caller has on the stack.
[[gnu::noinline]] inline void const* stack_position() { return __builtin_frame_address(0); }

/// Whether an object lies on the stack between two places, of which `end` is the inner one: it grows downwards.
inline bool is_between(void const* object, void const* end, void const* begin) {
    auto const at = reinterpret_cast<std::uintptr_t>(object);
    return reinterpret_cast<std::uintptr_t>(end) <= at && at <= reinterpret_cast<std::uintptr_t>(begin);
}

/// How far the stack reached when derivatives were asked for: all that lies beyond belonged to functions that have returned.
constinit inline thread_local void const* stack_edge = nullptr;

class [[nodiscard]] asked_from {
public:
    explicit asked_from(void const* edge) : before_(std::exchange(stack_edge, edge)) {}
    asked_from(asked_from const&) = delete;
    asked_from& operator=(asked_from const&) = delete;
    ~asked_from() { stack_edge = before_; }

private:
    void const* before_;
};

/// Whether one of the words of an object is an address from `low` up to `high`, on a stack that grows downwards: that of a number,
/// an integer or something larger. Where there is a gap in the object, its words may be anything; most are no such address.
inline bool refers_between(void const* object, std::size_t size, void const* low, void const* high) {
    auto const from = reinterpret_cast<std::uintptr_t>(low), to = reinterpret_cast<std::uintptr_t>(high);
    for (std::size_t at = 0; at + sizeof from <= size; at += sizeof from) {
        std::uintptr_t word = 0;
        std::memcpy(&word, static_cast<std::byte const*>(object) + at, sizeof word);
        if (from <= word && word < to && word % alignof(int) == 0) return true;
    }
    return false;
}

}  // namespace wengert::detail
