// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <wengert/core/ownership.hpp>
#include <wengert/tape/sweep.hpp>

namespace wengert {

/// What a gradient_tape is asked to do.
struct gradient_tape_options {
    bool persistent = false;               ///< gradients may be asked for more than once
    bool watch_accessed_variables = true;  ///< a trainable variable is watched when it is read
    bool explain = false;                  ///< keeps what every statement was, for reasons that name operations
    bool trap_non_finite = false;          ///< throws `non_finite` at the first NaN or infinity
};

namespace detail {

/// What a variable is to the tapes that saw it: it outlives the variable as long as one of them may speak of it.
struct variable_identity {
    variable_identity(std::string n, bool t) : name(std::move(n)), trainable(t) {}

    std::string name;
    bool trainable;
    /// The epoch of the list that took hold of it last, so that a list does so once and not at every read.
    std::uint32_t held_by = passive_tag;
};
using variable_pointer = shared<variable_identity>;

/// What one gradient_tape sees of its thread's list: the stretches during which it recorded, and what it watches.
struct window {
    struct stretch {
        tape_mark from, to;
    };

    gradient_tape_options options;
    bool recording = false;
    bool consumed = false;
    std::vector<stretch> stretches;  // `to` of the last is unused while recording
    std::vector<std::uint32_t> watched;                 // statements, ascending
    std::vector<variable_pointer> watched_variables;    // told to
    std::vector<variable_identity const*> read_unseen;  // variables that were read while paused
    std::vector<std::uint32_t> former_epochs;           // of the lists that this tape was reset from

    [[nodiscard]] bool sees(std::uint32_t statement) const {
        for (stretch const& s : stretches) {
            bool const open = recording && &s == &stretches.back();
            if (statement >= s.from.statement && (open || statement < s.to.statement)) return true;
        }
        return false;
    }
    [[nodiscard]] bool watches(std::uint32_t statement) const {
        return std::binary_search(watched.begin(), watched.end(), statement);
    }
    [[nodiscard]] bool told_to_watch(variable_identity const* v) const {
        return std::any_of(watched_variables.begin(), watched_variables.end(), [&](auto const& w) { return w.get() == v; });
    }
    [[nodiscard]] bool watches(variable_identity const* v) const {
        return (v->trainable && options.watch_accessed_variables) || told_to_watch(v);
    }
};

/// The one list of a thread that all its gradient_tapes are windows on. It is cleared when the last window closes.
template <class T>
struct session {
    struct read {
        variable_identity const* variable;
        std::uint32_t statement;
    };

    tape<T> list;
    adjoints<T> sweep{list};
    std::vector<window*> windows;  // in the order in which they were opened
    std::vector<read> reads;       // of variables, in the order of statements
    std::vector<variable_pointer> held;

    /// Shared, because a static gradient_tape may outlive the thread's own hold on it.
    static shared<session> const& of_this_thread() {
        thread_local shared<session> const s = shared<session>::make();
        return s;
    }

    /// How many windows record what the thread computes now: not those that were opened outside of a driver that is running.
    [[nodiscard]] std::size_t recording_windows() const {
        auto const first = levels_.empty() ? windows.begin() : std::find(windows.begin(), windows.end(), levels_.back().opened_by);
        return static_cast<std::size_t>(std::count_if(first, windows.end(), [](window const* w) { return w->recording; }));
    }

    /// A leaf for a variable that is read now, if a tape watches it.
    active<T> read_variable(variable_pointer const& v, T const& value) {
        bool watched = false;
        for (window* const w : windows) {
            if (w->recording) watched = watched || w->watches(v.get());
            else if (std::find(w->read_unseen.begin(), w->read_unseen.end(), v.get()) == w->read_unseen.end())
                w->read_unseen.push_back(v.get());
        }
        if (!watched) return active<T>(value, passive(v->trainable ? cause::not_recorded : cause::not_trainable));
        if (__atomic_exchange_n(&v->held_by, list.epoch(), __ATOMIC_RELAXED) != list.epoch()) held.push_back(v);
        // So that nothing throws between the leaf and the note of it.
        if (reads.size() == reads.capacity()) reads.reserve(2 * reads.size() + 16);
        active<T> const leaf = list.input(value);
        reads.push_back({v.get(), leaf.identity().index});
        return leaf;
    }

    void open(window& w) {
        windows.reserve(windows.size() + 1);
        if (current<T> != mine_) {
            levels_.push_back({&w, current<T> == &list ? &nowhere<T> : current<T>, mine_});
            mine_ = current<T>;
        }
        windows.push_back(&w);
        start(w);
    }

    void close(window& w) {
        auto const at = std::find(windows.begin(), windows.end(), &w);
        window const* const next = at + 1 == windows.end() ? nullptr : *(at + 1);
        auto const opened_by = [&](window const* v) {
            return std::find_if(levels_.begin(), levels_.end(), [v](level const& l) { return l.opened_by == v; });
        };
        if (auto const l = opened_by(&w); l != levels_.end()) {
            if (next != nullptr && opened_by(next) == levels_.end()) {
                l->opened_by = next;
            } else {
                // Back to the recording that was interrupted, unless that has ended before.
                if (l + 1 == levels_.end()) {
                    if (current<T> == mine_) current<T> = l->interrupted;
                    mine_ = l->mine_before;
                }
                levels_.erase(l);
            }
        }
        windows.erase(at);
        if (windows.empty()) forget();
        refresh();
    }

    void start(window& w) {
        if (w.recording) return;
        w.stretches.push_back({list.mark(), {}});
        w.recording = true;
        refresh();
    }

    void stop(window& w) {
        if (!w.recording) return;
        w.stretches.back().to = list.mark();
        w.recording = false;
        refresh();
    }

    /// Forgets what `w` recorded; the list itself only if no other window is on it.
    void reset(window& w) {
        stop(w);
        w.former_epochs.push_back(list.epoch());
        if (windows.size() == 1) forget();
        w.stretches.clear();
        w.watched.clear();
        w.watched_variables.clear();
        w.read_unseen.clear();
        w.consumed = false;
        start(w);
    }

private:
    /// The windows that were opened while the thread recorded to something else, such as the tape of a driver: as long as none
    /// of them records, the thread goes on to record to that.
    struct level {
        window const* opened_by;  // and by all that follow it, up to the next level
        recorder<T>* interrupted;
        recorder<T>* mine_before;
    };

    void forget() {
        list.clear();
        reads.clear();
        held.clear();
    }

    /// Makes the thread record, or not, and keep what statements were, or not, as its windows now ask.
    void refresh() {
        std::size_t const recording = recording_windows();
        // Not if a driver records to a tape of its own just now.
        if (!levels_.empty() && current<T> == mine_) current<T> = mine_ = recording > 0 ? &list : levels_.back().interrupted;
        auto const any = [&](bool gradient_tape_options::*option) {
            return std::any_of(windows.begin(), windows.end(),
                               [&](window const* w) { return w->recording && w->options.*option; });
        };
        bool const trap = any(&gradient_tape_options::trap_non_finite);
        // With two tapes recording, the sweep of one may have to be recorded for the other.
        list.annotate(recording > 1 || trap || any(&gradient_tape_options::explain));
        list.trap_non_finite(trap);
    }

    std::vector<level> levels_;
    recorder<T>* mine_ = nullptr;  // what refresh() set: still the thread's, unless another recording has begun
};

}  // namespace detail

}  // namespace wengert
