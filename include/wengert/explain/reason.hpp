// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

namespace wengert {

/// What became of a gradient that was asked for.
enum class status {
    value,       ///< a path exists, and the derivative along it is a number other than 0
    zero,        ///< a path exists, and the derivative along it is exactly 0
    missing,     ///< no derivative flows from the target to the source; reason() says why
    non_finite,  ///< the derivative is NaN or infinite
};

/// Why a gradient is missing.
enum class reason {
    none,              ///< it is not missing
    not_watched,       ///< the tape was never told to watch the source
    not_trainable,     ///< the source is a variable that is not trainable
    not_recorded,      ///< the target was computed while the tape did not record
    no_path,           ///< target and source are both on the tape, and unconnected
    another_read,      ///< the source is a read of a variable, and the target was computed from another one
    discrete,          ///< every path leads through floor, round, ...
    stopped,           ///< every path leads through stop_gradient
    tape_reset,        ///< target or source was recorded before the tape was reset
    other_tape,        ///< target or source belongs to another tape
    branch_not_taken,  ///< the only path leads through the branch of a cond that was not taken
};

/// Its name, as it is written in programs.
constexpr std::string_view to_string(status s) {
    switch (s) {
        case status::value:
            return "value";
        case status::zero:
            return "zero";
        case status::missing:
            return "missing";
        case status::non_finite:
            return "non_finite";
    }
    return {};
}

/// See to_string(status).
constexpr std::string_view to_string(reason r) {
    switch (r) {
        case reason::none:
            return "none";
        case reason::not_watched:
            return "not_watched";
        case reason::not_trainable:
            return "not_trainable";
        case reason::not_recorded:
            return "not_recorded";
        case reason::no_path:
            return "no_path";
        case reason::another_read:
            return "another_read";
        case reason::discrete:
            return "discrete";
        case reason::stopped:
            return "stopped";
        case reason::tape_reset:
            return "tape_reset";
        case reason::other_tape:
            return "other_tape";
        case reason::branch_not_taken:
            return "branch_not_taken";
    }
    return {};
}

}  // namespace wengert
