// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <wengert/core/ownership.hpp>
#include <wengert/core/small_algorithms.hpp>
#include <wengert/tape/outside_reads.hpp>
#include <wengert/tape/tape.hpp>

namespace wengert {

/// What a gradient_tape is asked to do.
struct gradient_tape_options {
    bool persistent = false;               ///< gradients may be asked for more than once
    bool watch_accessed_variables = true;  ///< a trainable variable is watched when it is read
    bool explain = false;                  ///< keeps what every statement was and where, for reasons that name them
    bool trap_non_finite = false;  ///< throws `non_finite` at the first NaN or infinity, in a value or an adjoint
    bool check_custom_rules =
        false;  ///< compares every custom_gradient with finite differences, and throws `wrong_rule`
};

namespace detail {

/// What a variable is to the tapes that saw it: it outlives the variable as long as one of them may speak of it.
struct variable_identity {
    variable_identity(std::string n, bool t) : name(std::move(n)), trainable(t) {}

    std::string name;
    bool trainable;
    std::uint64_t age = count_up(sources_made, std::uint64_t{1});
    /// The epoch of the list that took hold of it last, so that a list does so once and not at every read.
    std::uint32_t held_by = passive_tag;
};
using variable_pointer = shared<variable_identity>;

/// What one gradient_tape sees of its thread's list: the stretches during which it recorded, and what it watches.
/// A template, like all that the library keeps of a run, so that including it costs nothing until it is used.
template <class T>
struct window {
    gradient_tape_options options;
    bool recording = false;
    std::uint64_t number = 0;  // how many were opened before, on this thread
    direction<T> statements;   // of the thread: to its list while this records, else where they went before
    bool consumed = false;
    std::size_t answering = 0;            // questions, one within the other, if code that a sweep runs asks again
    bool resumes_after = false;           // that code has ended a pause
    std::vector<tape_stretch> stretches;  // `to` of the last is unused while recording
    std::vector<std::uint32_t> watched;   // statements, ascending
    std::vector<variable_pointer> watched_variables;    // told to
    std::vector<variable_identity const*> read_unseen;  // variables that were read while paused
    std::vector<std::uint32_t> former_epochs;           // of the lists that this tape was reset from
    code_place reset_at, asked_at;  // where that was last, and where it was first asked for a gradient

    // A tape that ends on another thread leaves its window to that of the list, which closes it.
    window* abandoned_before = nullptr;
    shared<window> kept;

    /// The first statement that it may see; of those before it knows only what it watches.
    [[nodiscard]] std::uint32_t begin() const { return stretches.empty() ? 1 : stretches.front().from.statement; }
    [[nodiscard]] bool sees(std::uint32_t statement) const {
        for (tape_stretch const& s : stretches) {
            bool const open = recording && &s == &stretches.back();
            if (statement >= s.from.statement && (open || statement < s.to.statement)) return true;
        }
        return false;
    }
    [[nodiscard]] std::size_t place_among_watched(std::uint32_t statement) const {
        return lower_position(watched, statement, [](std::uint32_t s) { return s; });
    }
    void watch(std::uint32_t statement) {
        if (!watches(statement))
            watched.insert(watched.begin() + static_cast<std::ptrdiff_t>(place_among_watched(statement)), statement);
    }
    [[nodiscard]] bool watches(std::uint32_t statement) const {
        std::size_t const at = place_among_watched(statement);
        return at < watched.size() && watched[at] == statement;
    }
    void has_not_seen(variable_identity const* v) {
        if (!contains(read_unseen, v)) read_unseen.push_back(v);
    }
    [[nodiscard]] bool told_to_watch(variable_identity const* v) const {
        return any_of(watched_variables, [&](auto const& w) { return w.get() == v; });
    }
    [[nodiscard]] bool watches(variable_identity const* v) const {
        return (v->trainable && options.watch_accessed_variables) || told_to_watch(v);
    }
};

}  // namespace detail

}  // namespace wengert
