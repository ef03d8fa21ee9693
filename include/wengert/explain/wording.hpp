// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <utility>

#include <wengert/explain/remark.hpp>

// Every sentence that a gradient is explained with.
namespace wengert::detail {

/// What a sentence may speak of.
struct subject {
    std::string source;     ///< its name, or empty
    std::string operation;  ///< in text: `floor(x)`, `2 * ·`
    std::string detail;     ///< what else the clue needs: numbers, a name, the other side of a gap
    std::string place;      ///< of something else, as ` at file:line`; or empty

    /// The source as a sentence calls it.
    [[nodiscard]] std::string x() const { return source.empty() ? "the source" : "'" + source + "'"; }
};

/// The sentences of a clue. They go on as `what at file:line: cure`, and speak of {x}, the source in words, {name}, the source in code,
/// {operation}, {detail} and {place}.
struct wording {
    enum clue clue;
    char const* what;
    char const* cure;
    char const* before_place = "";
};

inline constexpr wording words[] = {
    {clue::none, "the gradient exists", ""},
    {clue::never_watched, "{x} is not watched by this tape",
     "call tape.watch({name}) before the computation, or read it from a trainable variable."},
    {clue::watched_late, "the target was computed before {x} was watched",
     "move tape.watch({name}){place} before the computation."},
    {clue::not_trainable, "{x} is a variable that is not trainable",
     "make it trainable{true}, or call tape.watch({name}) before it is read.", ", read"},
    {clue::watching_off, "{x} is not watched, because this tape was opened with {.watch_accessed_variables = false}",
     "call tape.watch({name}) before it is read.", ", read"},
    {clue::computed_before,
     "{operation} was computed{at} while no tape recorded: before this tape was opened, or on another thread",
     "open the tape first, and compute it from {x} then, on the thread of the tape."},
    {clue::computed_while_paused, "{operation} was computed{at} while the tape was paused{place}",
     "end the scope of stop_recording() before it is computed."},
    {clue::read_while_paused, "{x} was read only while the tape was paused",
     "read it, and compute from it, outside of the scope of stop_recording()."},
    {clue::computed_after,
     "{operation} was computed{at} after the tape had given its gradients{place}, which ends its recording",
     "ask for gradients after the last computation, or open the tape with {.persistent = true}."},
    {clue::target_constant, "the target was computed{at} from plain numbers alone, so it is not on this tape",
     "compute it from {x} itself, not from a copy of its number, while the tape records."},
    {clue::renamed, "{x} is not what was watched any more: it names the result of {operation}",
     "keep a copy, x0 = x, before it is assigned to, and ask for the gradient by that."},
    {clue::overwritten, "{x} is a plain number: it was assigned to after it was watched",
     "keep a copy, x0 = x, before it is assigned to, and ask for the gradient by that."},
    {clue::assigned, "the target reads the variable {detail}, to which a number was assigned",
     "the history before an assignment is not differentiated; keep what is computed from {x} in a real instead."},
    {clue::number_taken, "the number of {operation} was taken out of the tape by value()",
     "what is computed from that number does not depend on {x} any more; leave value() away where the target is "
     "computed."},
    {clue::stopped, "{detail} through stop_gradient, which cuts it", "remove it to differentiate there."},
    {clue::tape_reset, "{operation} was recorded before the tape was reset", "watch and compute again after reset()."},
    {clue::other_tape, "{operation} belongs to another tape", "compute target and source under one tape."},
    {clue::other_thread, "{operation} was recorded by another tape, of another thread",
     "a tape sees what its own thread computes: open it there, or pass numbers between threads."},
    {clue::outlived, "{operation} was recorded by another tape, which has ended",
     "compute target and source while this tape is open."},
    {clue::inner_tape, "a number of the gradient that another tape computed{at} is used as a plain number",
     "keep its history, real d = inner.gradient(y, x).recorded()."},
    {clue::never_used, "the target does not depend on {x}: no recorded operation reads {x}",
     "check that the computation reads {x}, not a copy of its number.{detail}"},
    {clue::another_read, "the source is a read of {x}, and the target was computed from another one",
     "ask by the variable itself, tape.gradient(target, {name}), or by several in a std::tie, which does not read "
     "them."},
    {clue::unused_result, "the target does not depend on {x}: the path ends at {operation}, whose result is not used",
     "use it where the target is computed.{detail}"},
    {clue::discrete, "{detail} through {operation}, which is constant between its jumps and has no derivative",
     "use a smooth function, or custom_gradient."},
    {clue::branch_not_taken,
     "no path from {x} was recorded, and a branch of {operation} on the way to the target was not taken",
     "if that branch reads {x}, the derivative is 0 by the other one; use select to have both."},
    {clue::predicate, "the target does not depend on {x}, which only decides the comparison {operation}",
     "a decision has no derivative: make the result itself a function of {x}, or use a smooth one."},
    {clue::no_steps, "the target does not depend on {x}: {operation} had no step to do",
     "check how many steps it was given, or its condition."},
    {clue::no_path, "the target does not depend on {x}: both are on the tape and no operation connects them",
     "check that the computation reads {x}, not a copy of its number, and that {x} was not assigned to since, which "
     "makes it "
     "name a later value.{detail}"},
    {clue::saturated,
     "a path exists, and the derivative along it is exactly 0: {operation}{detail} has the derivative 0",
     "a factor of 0, or a function that is flat there: nothing to mend if that is meant, else start elsewhere."},
    {clue::masked, "a path exists, and the derivative along it is exactly 0: {operation}{detail} takes another side",
     "nothing to mend if that is meant, else look at its condition or its other operands."},
    {clue::underflow,
     "a path exists, and the derivative along it is exactly 0: it became too small for a number at {operation}{detail}",
     "scale the target, or work with logarithms."},
    {clue::cancelled,
     "a path exists, and the derivative along it is exactly 0: the terms that come to {operation} add up to 0{detail}",
     "nothing to mend if that is meant, as in x - x or at a minimum."},
    {clue::zero_times_infinity, "0·∞ at {operation}{detail}",
     "keep what has the infinite derivative away from there, log(abs(x) + eps), sqrt(x + eps), or choose another "
     "formula there."},
    {clue::infinity_minus_infinity, "∞ - ∞ at {operation}{detail}",
     "infinite derivatives of opposite sign meet there: look at the operations that gave them."},
    {clue::overflow, "the derivative became too large for a number at {operation}{detail}",
     "scale the target, or work with logarithms."},
    {clue::infinite_partial, "an infinite derivative at {operation}{detail}",
     "keep its argument away from there, as in sqrt(x + eps)."},
    {clue::undefined_partial, "a derivative that is not a number at {operation}{detail}",
     "keep its arguments in the domain of the function."},
    {clue::value_not_finite, "the value itself is no finite number: {operation}{detail}",
     "where there is no number there is no derivative: keep the operands in the domain of the function."},
    {clue::kink, "{operation}{detail} is at a kink or tie; its derivative there is a convention: {place}", ""},
    {clue::summed, "the target has {detail} numbers, and the gradient is that of their sum",
     "ask tape.jacobian for each of them."},
};

/// How the sentence of a cut begins.
inline std::string cut_paths(subject const& s, bool several) {
    return several ? "every path from " + s.x() + " is cut; one leads" : "the only path from " + s.x() + " leads";
}

/// The words with what they speak of in the place of the braces; braces around anything else are code.
inline std::string fill(char const* sentence, subject const& s) {
    struct field {
        char const* name;
        std::string text;
    };
    field const fields[] = {{"{x}", s.x()},
                            {"{name}", s.source.empty() ? "x" : s.source},
                            {"{operation}", s.operation},
                            {"{detail}", s.detail},
                            {"{place}", s.place}};
    std::string text = sentence;
    for (std::size_t at = 0; (at = text.find('{', at)) != std::string::npos;) {
        std::string const* with = nullptr;
        std::size_t length = 1;
        for (field const& f : fields) {
            std::size_t const n = __builtin_strlen(f.name);
            if (text.compare(at, n, f.name) == 0) with = &f.text, length = n;
        }
        if (with != nullptr) text.replace(at, length, *with);
        at += with != nullptr ? with->size() : length;
    }
    return text;
}

inline remark word(clue about, subject const& s, code_place where = {}, std::string step = {}) {
    for (wording const& w : words)
        if (w.clue == about)
            return {.clue = about,
                    .what = fill(w.what, s),
                    .cure = fill(w.cure, s),
                    .where = where,
                    .step = std::move(step),
                    .before_place = w.before_place};
    return {};
}

/// Where the tape does not know more than what it was.
inline remark one_of_its_operations(clue about) {
    remark r = word(about, {{}, "one of its operations", {}, {}});
    r.cure = "open the tape with {.explain = true} to learn which.";
    return r;
}

}  // namespace wengert::detail
