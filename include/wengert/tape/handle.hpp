// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <wengert/core/code_place.hpp>

namespace wengert {

/// Why a number that is not on a tape is not: kept in the handle of a passive value, and on the edges that a tape cuts.
enum class cause : std::uint32_t {
    constant,          ///< it never had to do with a recorded value
    unfollowed,        ///< it was computed while a tape recorded, from numbers that the tape did not follow
    not_recorded,      ///< it was computed from a recorded value while nothing was recording
    paused,            ///< the same, while a tape was told not to record
    ended,             ///< the same, after the tape had given its gradients
    not_trainable,     ///< it was read from a variable that is not trainable
    not_watched,       ///< it was read from a variable that the tape was not told to watch
    stopped,           ///< stop_gradient
    discrete,          ///< floor, round, ...
    branch_not_taken,  ///< what a branch that was not taken would have read
    inside_loop,       ///< it was computed in a step of a loop that was not recorded
};

/// The name of a statement's result: which statement, of which recording.
///
/// `tag` names one epoch of one tape and never comes twice (in 2^32); 0 means passive, and then `index` is a `cause` and perhaps the
/// place where the number was computed.
struct handle {
    std::uint32_t index = 0;
    std::uint32_t tag = 0;

    friend constexpr bool operator==(handle, handle) = default;
};

/// The statement that no value has: what a passive argument reads.
inline constexpr std::uint32_t nobody = 0;

inline constexpr std::uint32_t passive_tag = 0;
inline constexpr std::uint32_t no_recording_tag = 0xFFFFFFFF;

constexpr handle passive(cause why) noexcept { return {static_cast<std::uint32_t>(why), passive_tag}; }

namespace detail {
// A handle as one number, index below tag: a pair would be kept in a vector register by compilers, and be taken apart there.
using packed_handle [[gnu::aligned(alignof(handle))]] = std::uint64_t;
constexpr std::uint64_t packed(handle h) noexcept { return h.index | static_cast<std::uint64_t>(h.tag) << 32; }
constexpr handle unpacked(std::uint64_t name) noexcept {
    return {static_cast<std::uint32_t>(name), static_cast<std::uint32_t>(name >> 32)};
}

inline constexpr std::uint32_t cause_bits = 4;
static_assert(cause_bits + distance_bits < 32, "an annotation needs a bit");
}  // namespace detail

/// The same for a number that was computed by the statement which returns to this address.
inline handle passive(cause why, void const* return_address) noexcept {
    return {static_cast<std::uint32_t>(why) | detail::code_distance(return_address) << detail::cause_bits, passive_tag};
}

constexpr cause cause_of(handle h) noexcept { return static_cast<cause>(h.index & ((1u << detail::cause_bits) - 1)); }

/// Where a passive number was computed, if that is known.
inline code_place place_of(handle h) noexcept {
    return h.tag == passive_tag ? detail::at_distance(h.index >> detail::cause_bits) : code_place();
}

}  // namespace wengert
