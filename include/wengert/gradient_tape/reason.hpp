// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <wengert/tape/handle.hpp>

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
    discrete,          ///< every path leads through floor, round, ...
    stopped,           ///< every path leads through stop_gradient
    tape_reset,        ///< target or source was recorded before the tape was reset
    other_tape,        ///< target or source belongs to another tape
    branch_not_taken,  ///< the only path leads through the branch of a cond that was not taken
};

namespace detail {

/// The sentence for a reason. `source` is the name of the source or empty; `where` names the operation that cut the path.
inline std::string sentence(reason why, std::string const& source, std::string const& where) {
    std::string const x = source.empty() ? "the source" : "'" + source + "'";
    switch (why) {
        case reason::none:
            return "the gradient exists.";
        case reason::not_watched:
            return x + " is not watched by this tape: call tape.watch(" + (source.empty() ? "x" : source) +
                   ") before the computation, or read it from a trainable variable.";
        case reason::not_trainable:
            return x + " is a variable that is not trainable: make it trainable{true}, or call tape.watch(" +
                   (source.empty() ? "x" : source) + ") before it is read.";
        case reason::not_recorded:
            return "the target is not on this tape: it was computed while the tape did not record (before it was "
                   "opened, "
                   "after it gave its gradients, or while it was paused), or before anything was watched that it "
                   "reads. "
                   "Compute it from " +
                   x + " while the tape records.";
        case reason::no_path:
            return "the target does not depend on " + x +
                   ": both are on the tape and no operation connects them; check that the computation reads " + x +
                   ", not a copy of its number, and that " + x +
                   " was not assigned to since, which makes it name a later value.";
        case reason::discrete:
            return "the only path from " + x + " leads through " + where +
                   ", which is constant between its jumps and has no derivative: use a smooth function, or "
                   "custom_gradient.";
        case reason::stopped:
            return "the only path from " + x + " leads through " + where +
                   ", which cuts it: remove it to differentiate there.";
        case reason::tape_reset:
            return "the target or " + x +
                   " was recorded before the tape was reset: watch and compute again after reset().";
        case reason::other_tape:
            return "the target or " + x +
                   " belongs to another tape (of another thread, or one that has ended): compute both under this tape.";
        case reason::branch_not_taken:
            return "no path from " + x + " was recorded, and a branch of " + where +
                   " on the way to the target was not taken: if it reads " + x +
                   ", the derivative there is 0 by the other branch; use select to have both.";
    }
    return "unknown.";
}

}  // namespace detail

}  // namespace wengert
