// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <wengert/core/concepts.hpp>
#include <wengert/tape/handle.hpp>

namespace wengert {

template <scalar T>
class tape;

namespace detail {

// A type of its own, so that writing a count is not taken for writing anything, as writing a char is.
enum class argument_count : std::uint8_t {};
inline constexpr std::size_t most_arguments = 255;

/// The end of a tape that statements are written to: the streams of the open block and how far they are filled.
///
/// This is all that the fast path reads and writes. A tape that wants to see every statement (because it explains, or is
/// itself being differentiated) pretends that its block is full: `capacity` 0.
template <class T>
struct recorder {
    T* partials = nullptr;
    std::uint32_t* indices = nullptr;
    argument_count* counts = nullptr;
    std::uint32_t tag = no_recording_tag;
    std::uint32_t used = 0;      // arguments in the open block
    std::uint32_t capacity = 0;  // arguments that fit into it
    std::uint32_t first = 0;     // the first statement of the open block
    std::uint32_t next = 1;      // the statement to come; 0 is nobody's
    bool silent = false;         // nothing is recorded, and nobody will ask why
    bool watching = false;       // every statement is kept as it was

    /// Whether a statement of so many arguments, one at least, may be written at once. A leaf takes as much room as one of 1.
    [[nodiscard, gnu::always_inline]] bool fits(std::uint32_t count) const { return used + count <= capacity; }
};

/// Where the statements of a thread go that does not record.
template <class T>
constinit inline recorder<T> nowhere{};

/// The same for code whose results will only be read as numbers: they are not even told why they are passive.
template <class T>
inline constexpr recorder<T> silence{.silent = true};

/// The tape of this thread that explains, whether it records just now or not; else null.
template <class T>
constinit inline thread_local tape<T>* explaining = nullptr;

/// What becomes of recorded values that are used while this thread does not record.
template <class T>
constinit inline thread_local cause not_recording_because = cause::not_recorded;

/// The tape that this thread records to, or `nowhere`.
template <class T>
constinit inline thread_local recorder<T>* current = &nowhere<T>;

}  // namespace detail

}  // namespace wengert
