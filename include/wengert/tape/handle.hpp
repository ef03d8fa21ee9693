// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace wengert {

/// Why a number that is not on a tape is not: kept in the handle of a passive value, and on the edges that a tape cuts.
enum class cause : std::uint32_t {
    constant,          ///< it never had to do with a recorded value
    not_recorded,      ///< it was computed from one while nothing was recording
    not_trainable,     ///< it was read from a variable that is not trainable
    stopped,           ///< stop_gradient
    discrete,          ///< floor, round, ...
    branch_not_taken,  ///< what a branch that was not taken would have read
    inside_loop,       ///< it was computed in a step of a loop that was not recorded
};

/// The name of a statement's result: which statement, of which recording.
///
/// `tag` names one epoch of one tape and never comes twice (in 2^32); 0 means passive, and then `index` is a `cause`.
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

}  // namespace wengert
