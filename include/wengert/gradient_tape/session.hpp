// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <wengert/tape/sweep.hpp>

namespace wengert {

/// What a gradient_tape is asked to do.
struct gradient_tape_options {
    bool persistent = false;                ///< gradients may be asked for more than once
    bool watch_accessed_variables = true;   ///< a trainable variable is watched when it is read
    bool explain = false;                   ///< keeps what every statement was, for reasons that name operations
    bool trap_non_finite = false;           ///< throws `non_finite` at the first NaN or infinity
};

namespace detail {

using variable_id = std::uint64_t;

/// What one gradient_tape sees of its thread's list: the stretches during which it recorded, and what it watches.
struct window {
    gradient_tape_options options;
    bool recording = true;
    bool annotates_for_outer = false;
    int pauses = 0;
    std::uint32_t first_epoch = 0;

    struct stretch {
        tape_mark from;
        tape_mark to;  // unused while the stretch is open
    };
    std::vector<stretch> stretches;
    std::vector<std::uint32_t> watched;           // statements, ascending
    std::vector<variable_id> watched_variables;   // told to, or seen to be read
    std::vector<variable_id> explicit_variables;  // told to
    std::vector<variable_id> read_while_paused;
    std::vector<std::uint32_t> former_epochs;     // of lists that this tape was reset from

    [[nodiscard]] bool sees(std::uint32_t statement, std::uint32_t end) const {
        for (std::size_t i = 0; i < stretches.size(); ++i) {
            bool const open = recording && i + 1 == stretches.size();
            if (statement >= stretches[i].from.statement && statement < (open ? end : stretches[i].to.statement)) return true;
        }
        return false;
    }
    [[nodiscard]] bool watches(std::uint32_t statement) const {
        return std::binary_search(watched.begin(), watched.end(), statement);
    }
    void watch(std::uint32_t statement) {
        auto const at = std::lower_bound(watched.begin(), watched.end(), statement);
        if (at == watched.end() || *at != statement) watched.insert(at, statement);
    }
};

template <class Id>
bool contains(std::vector<Id> const& ids, Id id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}
template <class Id>
void insert_once(std::vector<Id>& ids, Id id) {
    if (!contains(ids, id)) ids.push_back(id);
}

/// The one list of a thread that all its gradient_tapes are windows on. It is cleared when the last window closes.
template <class T>
struct session {
    struct read {
        variable_id variable;
        std::uint32_t statement;
    };

    tape<T> list;
    std::vector<window*> windows;  // in the order in which they were opened
    std::vector<read> reads;
    recorder<T>* before = nullptr;  // what the thread recorded to when the first window opened
    adjoints<T> sweep{list};

    static session& of_this_thread() {
        thread_local session s;
        return s;
    }

    [[nodiscard]] std::size_t recording_windows() const {
        return static_cast<std::size_t>(
            std::count_if(windows.begin(), windows.end(), [](window const* w) { return w->recording; }));
    }

    /// Makes the thread record, or not, and with or without annotations, as its windows now ask.
    void refresh() {
        std::size_t const recording = recording_windows();
        if (windows.empty()) {
            current<T> = before;
            list.annotate(false);
            list.clear();
            reads.clear();
            return;
        }
        current<T> = recording > 0 ? &list.as_recorder() : &nowhere<T>;
        // With two tapes recording, the sweep of one may have to be recorded for the other.
        bool const annotate =
            recording > 1 || std::any_of(windows.begin(), windows.end(), [](window const* w) {
                return w->recording && (w->options.explain || w->options.trap_non_finite);
            });
        list.annotate(annotate);
    }

    void open(window& w) {
        if (windows.empty()) before = current<T>;
        windows.push_back(&w);
        w.stretches.push_back({list.mark(), {}});
        refresh();
    }

    void close(window& w) {
        std::erase(windows, &w);
        refresh();
    }

    void pause(window& w) {
        if (!w.recording) return;
        w.stretches.back().to = list.mark();
        w.recording = false;
        refresh();
    }

    void resume(window& w) {
        if (w.recording) return;
        w.stretches.push_back({list.mark(), {}});
        w.recording = true;
        refresh();
    }
};

}  // namespace detail

}  // namespace wengert
