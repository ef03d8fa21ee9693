// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace wengert {

/// What a tape found out about a derivative, in a word. Each has a section in docs/why.md: symptom, cause, fix.
enum class clue : std::uint8_t {
    none,

    // The derivative is missing.
    never_watched,          ///< the tape was never told to watch the source
    watched_late,           ///< the source was watched after the target had read it
    not_trainable,          ///< the source is a variable that is not trainable
    watching_off,           ///< the tape does not watch variables by itself
    computed_before,        ///< the target was computed before the tape was opened
    computed_while_paused,  ///< ... while the tape did not record
    read_while_paused,      ///< the source was read only while the tape did not record
    computed_after,         ///< ... after the tape had given its gradients
    target_constant,        ///< nothing that the target was computed from is on the tape
    renamed,                ///< the source names the result of an operation since it was watched
    overwritten,            ///< a plain number was assigned to the source since it was watched
    assigned,          ///< the target reads a variable that was assigned to: the history before is not differentiated
    number_taken,      ///< value() took a plain number out of the tape
    stopped,           ///< stop_gradient cut the only path
    tape_reset,        ///< target or source was recorded before reset()
    other_tape,        ///< target or source was recorded by another tape
    other_thread,      ///< ... of another thread
    outlived,          ///< ... by a tape that has ended
    inner_tape,        ///< the target is the number of a gradient that an inner tape computed
    never_used,        ///< no recorded operation reads the source
    another_read,      ///< the source is a read of a variable, and the target was computed from another one
    unused_result,     ///< what was computed from the source is not used
    discrete,          ///< floor, round, ... are the only path
    branch_not_taken,  ///< the only path leads through a branch that was not taken
    predicate,         ///< the source only decides a comparison
    no_steps,          ///< a loop had no step to do
    no_path,           ///< none of these: target and source are on the tape, and nothing connects them

    // The derivative is exactly 0.
    saturated,  ///< all partials of an operation are 0
    masked,     ///< a select chose the other side
    underflow,  ///< a product of numbers that are not 0 is
    cancelled,  ///< terms add up to exactly 0

    // The derivative is no finite number.
    zero_times_infinity,
    infinity_minus_infinity,
    overflow,           ///< a product of finite derivatives is too large for a number
    infinite_partial,   ///< a derivative is infinite there
    undefined_partial,  ///< a derivative is not a number there
    value_not_finite,   ///< the value itself left the finite numbers first

    // To know beside it.
    kink,    ///< the derivative there is a convention
    summed,  ///< the target has several numbers, and their sum was differentiated
};

}  // namespace wengert
