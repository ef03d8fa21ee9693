// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <wengert/core/error.hpp>
#include <wengert/explain/remark.hpp>

// Every sentence that a gradient is explained with. `what` goes on with the line, as in `... at loss.cpp:12`, and then `: cure`.
namespace wengert::detail {

/// What a sentence may speak of.
struct subject {
    std::string source;     ///< its name, or empty
    std::string operation;  ///< in text: `floor(x)`, `2 * ·`
    std::string detail;     ///< what else the clue needs: a number, a name, the other side of a gap
    std::string place;      ///< of something else, as ` at file:line`; or empty

    [[nodiscard]] std::string x() const { return source.empty() ? "the source" : "'" + source + "'"; }
    [[nodiscard]] std::string bare() const { return source.empty() ? "x" : source; }
};

inline remark word(clue about, subject const& s, code_place where = {}, std::string step = {}) {
    std::string const x = s.x(), bare = s.bare();
    std::string const zero = "a path exists, and the derivative along it is exactly 0";
    auto const say = [&](std::string what, std::string cure) {
        return remark{about, std::move(what), std::move(cure), where, std::move(step), 0, ""};
    };
    auto const read = [&](char const* what, std::string cure) {
        remark r = say(x + ' ' + what, std::move(cure));
        r.before_place = ", read";
        return r;
    };
    switch (about) {
        case clue::none:
            return say("the gradient exists", "");
        case clue::never_watched:
            return say(x + " is not watched by this tape",
                       "call tape.watch(" + bare + ") before the computation, or read it from a trainable variable.");
        case clue::watched_late:
            return say("the target was computed before " + x + " was watched",
                       "move tape.watch(" + bare + ")" + s.place + " before the computation.");
        case clue::not_trainable:
            return read("is a variable that is not trainable",
                        "make it trainable{true}, or call tape.watch(" + bare + ") before it is read.");
        case clue::watching_off:
            return read("is not watched, because this tape was opened with {.watch_accessed_variables = false}",
                        "call tape.watch(" + bare + ") before it is read.");
        case clue::computed_before:
            return say("the target was computed before the tape was opened, so it is not on the tape",
                       "open the tape first, and compute the target from " + x + " then.");
        case clue::computed_while_paused:
            return say("the target was computed while the tape was paused" + s.place,
                       "end the scope of stop_recording() before the target is computed.");
        case clue::computed_after:
            return say("the target was computed after the tape had given its gradients" + s.place +
                           ", which ends its recording",
                       "ask for gradients after the last computation, or open the tape with {.persistent = true}.");
        case clue::target_constant:
            return say(
                "the target is not on this tape: it was computed while the tape did not record (before it was "
                "opened, after it gave its gradients, or while it was paused), or from plain numbers alone",
                "compute it from " + x + " itself, not from a copy of its number, while the tape records.");
        case clue::renamed:
            return say(x + " is not what was watched any more: it names the result of " + s.operation,
                       "keep a copy, x0 = x, before it is assigned to, and ask for the gradient by that.");
        case clue::overwritten:
            return say(x + " is a plain number: it was assigned to after it was watched",
                       "keep a copy, x0 = x, before it is assigned to, and ask for the gradient by that.");
        case clue::assigned:
            return say("the target reads the variable " + s.detail + ", to which a number was assigned",
                       "the history before an assignment is not differentiated; keep what is computed from " + x +
                           " in a real instead.");
        case clue::number_taken:
            return say(
                "the number of " + (s.operation.empty() ? x : s.operation) + " was taken out of the tape by value()",
                "what is computed from that number does not depend on " + x +
                    " any more; leave value() away where the target is computed.");
        case clue::stopped:
            return say("the only path from " + x + " leads through stop_gradient, which cuts it",
                       "remove it to differentiate there.");
        case clue::tape_reset:
            return say("the target or " + x + " was recorded before the tape was reset",
                       "watch and compute again after reset().");
        case clue::other_tape:
            return say("the target or " + x + " belongs to another tape", "compute both under this tape.");
        case clue::other_thread:
            return say("the target or " + x + " was recorded by another tape, of another thread",
                       "a tape sees what its own thread computes: open it there, or pass numbers between threads.");
        case clue::outlived:
            return say("the target or " + x + " was recorded by another tape, which has ended",
                       "compute both while this tape is open.");
        case clue::inner_tape:
            return say("the target is the number of a gradient that an inner tape computed",
                       "keep its history: real d = inner.gradient(y, x).recorded();");
        case clue::never_used:
            return say("the target does not depend on " + x + ": no recorded operation reads " + x,
                       "check that the computation reads " + x + ", not a copy of its number." + s.detail);
        case clue::unused_result:
            return say("the target does not depend on " + x + ": the path ends at " + s.operation +
                           ", whose result is not used",
                       "use it where the target is computed." + s.detail);
        case clue::discrete:
            return say("the only path from " + x + " leads through " + s.operation +
                           ", which is constant between its jumps and has no derivative",
                       "use a smooth function, or custom_gradient.");
        case clue::branch_not_taken:
            return say(
                "no path from " + x + " was recorded, and a branch of " + s.operation +
                    " on the way to the target was not taken",
                "if that branch reads " + x + ", the derivative is 0 by the other one; use select to have both.");
        case clue::predicate:
            return say(
                "the target does not depend on " + x + ", which only decides the comparison " + s.operation,
                "a decision has no derivative: make the result itself a function of " + x + ", or use a smooth one.");
        case clue::no_steps:
            return say("the target does not depend on " + x + ": " + s.operation + " had no step to do",
                       "check how many steps it was given, or its condition.");
        case clue::no_path:
            return say("the target does not depend on " + x + ": both are on the tape and no operation connects them",
                       "check that the computation reads " + x + ", not a copy of its number, and that " + x +
                           " was not assigned to since, which makes it name a later value." + s.detail);
        case clue::saturated:
            return say(zero + ": " + s.operation + (s.detail.empty() ? "" : s.detail + ',') + " has the derivative 0",
                       "it is saturated or flat there; start elsewhere, or use a function that is not.");
        case clue::masked:
            return say(zero + ": " + s.operation + (s.detail.empty() ? "" : s.detail + ',') + " chose the other side",
                       "nothing to mend if that is meant; else look at its condition.");
        case clue::underflow:
            return say(zero + ": it became too small for a number at " + s.operation + s.detail,
                       "scale the target, or work with logarithms.");
        case clue::cancelled:
            return say(zero + ": the terms that come to " + s.operation + " add up to 0" + s.detail,
                       "nothing to mend if that is meant, as in x - x or at a minimum.");
        case clue::zero_times_infinity:
            return say("0·∞ at " + s.operation + s.detail,
                       "keep its argument away from there, log(abs(x) + eps), or choose another formula there.");
        case clue::infinity_minus_infinity:
            return say("∞ - ∞ at " + s.operation + s.detail, "look at the operations that gave these infinities.");
        case clue::infinite_partial:
            return say("an infinite derivative at " + s.operation + s.detail,
                       "keep its argument away from there, as in sqrt(x + eps).");
        case clue::undefined_partial:
            return say("a derivative that is not a number at " + s.operation + s.detail,
                       "keep its arguments in the domain of the function.");
        case clue::value_not_finite:
            return say("a value that is no finite number: " + s.operation + s.detail,
                       "it came before any derivative: keep the arguments in the domain of the function.");
        case clue::kink:
            return say(s.operation + " is at a kink or tie" + s.detail, "");
        case clue::summed:
            return say("the target has " + s.detail + " numbers, and the gradient is that of their sum",
                       "ask tape.jacobian for each of them.");
    }
    return {};
}

/// Where the tape does not know more.
inline remark one_of_its_operations(char const* what) {
    return {clue::none,
            std::string(what) + "one of its operations",
            "open the tape with {.explain = true} to learn which.",
            {},
            {},
            0,
            ""};
}

}  // namespace wengert::detail
