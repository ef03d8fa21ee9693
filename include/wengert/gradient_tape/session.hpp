// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <wengert/gradient_tape/window.hpp>
#include <wengert/tape/outside_reads.hpp>
#include <wengert/tape/sweep.hpp>

namespace wengert {

namespace detail {

/// The one list of a thread that all its gradient_tapes are windows on. It is cleared when the last window closes.
template <class T>
struct session {
    tape<T> list;
    adjoints<T> sweep{list};
    std::vector<window<T>*> windows;  // in the order in which they were opened
    std::vector<variable_pointer> held;

    session() { list.keep_cuts(true); }
    session(session const&) = delete;
    session& operator=(session const&) = delete;

    /// Shared, because a static gradient_tape may outlive the thread's own hold on it.
    static shared<session> const& of_this_thread() {
        thread_local shared<session> const s = shared<session>::make();
        return s;
    }

    /// How many windows record what the thread computes now: not those that were opened outside of a driver that is running.
    [[nodiscard]] std::size_t recording_windows() const {
        std::size_t count = 0;
        for (std::size_t i = levels_.empty() ? 0 : place_of(levels_.back().opened_by); i < windows.size(); ++i)
            count += windows[i]->recording ? 1 : 0;
        return count;
    }

    /// A leaf for a variable that is read now, if a tape watches it.
    active<T> read_variable(variable_pointer const& v, T const& value, void const* at) {
        if (reading<T>* const kept = now_reading<T>; kept != nullptr && !kept->leaves_alone(v->age))
            return kept->read(v.get(), value, [&] { return read_variable(v, value, at); });
        bool watched = false;
        for (window<T>* const w : windows) {
            if (w->recording) watched = watched || w->watches(v.get());
            else if (!contains(w->read_unseen, v.get())) w->read_unseen.push_back(v.get());
        }
        if (!watched) return active<T>(value, not_followed(*v, value, at));
        if (__atomic_exchange_n(&v->held_by, list.epoch(), __ATOMIC_RELAXED) != list.epoch()) held.push_back(v);
        return list.input(value, v.get(), code_place(at));
    }

    void open(window<T>& w) {
        windows.reserve(windows.size() + 1);
        if (current<T> != mine_) {
            // A loop that replays its body on this list goes on with it when the tapes of the body are done.
            bool const ended = current<T> == &list && now_reading<T> == nullptr;
            levels_.push_back({&w, ended ? &nowhere<T> : current<T>, mine_});
            mine_ = current<T>;
        }
        windows.push_back(&w);
        ++open_tapes<T>;
        start(w);
    }

    void close(window<T>& w) {
        std::size_t const at = place_of(&w);
        window<T> const* const next = at + 1 == windows.size() ? nullptr : windows[at + 1];
        auto const opened_by = [&](window<T> const* v) {
            return position_if(levels_, [v](level const& l) { return l.opened_by == v; });
        };
        if (std::size_t const l = opened_by(&w); l < levels_.size()) {
            if (next != nullptr && opened_by(next) == levels_.size()) {
                levels_[l].opened_by = next;
            } else {
                // Back to the recording that was interrupted, unless that has ended before.
                if (l + 1 == levels_.size()) {
                    if (current<T> == mine_) current<T> = levels_[l].interrupted;
                    mine_ = levels_[l].mine_before;
                }
                levels_.erase(levels_.begin() + static_cast<std::ptrdiff_t>(l));
            }
        }
        windows.erase(windows.begin() + static_cast<std::ptrdiff_t>(at));
        --open_tapes<T>;
        if (windows.empty()) forget();
        refresh();
    }

    void start(window<T>& w) {
        if (w.recording) return;
        w.stretches.push_back({list.mark(), {}});
        w.recording = true;
        refresh();
    }

    void stop(window<T>& w) {
        if (!w.recording) return;
        w.stretches.back().to = list.mark();
        w.recording = false;
        refresh();
    }

    /// Forgets what `w` recorded; the list itself only if no other window is on it.
    void reset(window<T>& w) {
        stop(w);
        w.former_epochs.push_back(list.epoch());
        w.asked_at = {};
        if (windows.size() == 1) forget();
        w.stretches.clear();
        w.watched.clear();
        w.watched_variables.clear();
        w.read_unseen.clear();
        w.consumed = false;
        start(w);
    }

    /// Notes something beside the statements, if this thread explains.
    void note(tape_event e, T const& number = T(0)) {
        if (explaining<T> != &list) return;
        e.time = list.next_statement();
        e.number = static_cast<double>(primal(number));
        list.notes().note(e);
    }

    /// Whether the list had this epoch before, not long ago.
    [[nodiscard]] bool had_epoch(std::uint32_t epoch) const { return contains(ended_epochs_, epoch); }

private:
    /// The windows that were opened while the thread recorded to something else, such as the tape of a driver: as long as none
    /// of them records, the thread goes on to record to that.
    struct level {
        window<T> const* opened_by;  // and by all that follow it, up to the next level
        recorder<T>* interrupted;
        recorder<T>* mine_before;
    };

    [[nodiscard]] std::size_t place_of(window<T> const* w) const {
        return position_if(windows, [w](window<T> const* v) { return v == w; });
    }

    void forget() {
        ended_epochs_[ended_++ % ended_epochs_.size()] = list.epoch();
        list.clear();
        held.clear();
    }

    handle not_followed(variable_identity const& v, T const& value, void const* at) {
        if (explaining<T> != nullptr)
            note({.kind = tape_event::kind_type::not_followed, .source = &v, .where = code_place(at)}, value);
        if (!v.trainable) return passive(cause::not_trainable, at);
        return passive(current<T> == &list ? cause::not_watched : not_recording_because<T>, at);
    }

    /// Makes the thread record, or not, and keep what statements were, or not, as its windows now ask.
    void refresh() {
        std::size_t const recording = recording_windows();
        // Not if a driver records to a tape of its own just now.
        if (!levels_.empty() && current<T> == mine_)
            current<T> = mine_ = recording > 0 ? &list : levels_.back().interrupted;
        auto const asked = [&](bool gradient_tape_options::* option) {
            return any_of(windows, [&](window<T> const* w) { return w->recording && w->options.*option; });
        };
        bool const trap = asked(&gradient_tape_options::trap_non_finite);
        // With two tapes recording, the sweep of one may have to be recorded for the other.
        list.annotate(recording > 1 || trap || asked(&gradient_tape_options::explain));
        list.trap_non_finite(trap);
        list.check_custom_rules(asked(&gradient_tape_options::check_custom_rules));
        bool const explains =
            any_of(windows, [](window<T> const* w) { return w->options.explain || w->options.trap_non_finite; });
        if (explains || explaining<T> == &list) explaining<T> = explains ? &list : nullptr;
        not_recording_because<T> = windows.empty() ? cause::not_recorded
                                   : any_of(windows, [](window<T> const* w) { return !w->consumed; }) ? cause::paused
                                                                                                      : cause::ended;
    }

    std::vector<level> levels_;
    std::array<std::uint32_t, 256> ended_epochs_{};
    std::size_t ended_ = 0;
    recorder<T>* mine_ = nullptr;  // what refresh() set: still the thread's, unless another recording has begun
};

}  // namespace detail

}  // namespace wengert
