// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

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

}  // namespace wengert
