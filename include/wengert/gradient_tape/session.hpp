// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <wengert/gradient_tape/window.hpp>
#include <wengert/tape/outside_reads.hpp>
#include <wengert/tape/revisit.hpp>
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
    std::size_t sweeps = 0;    // that are running, one within the other
    std::uint64_t opened = 0;  // windows so far
    std::uint64_t opened_before_question = 0;

    session() { list.keep_cuts(true); }
    session(session const&) = delete;
    session& operator=(session const&) = delete;
    ~session() {
        each_abandoned([this](window<T>& w) {
            if (is_ours()) w.statements.end();
        });
    }

    /// Shared, because a static gradient_tape may outlive the thread's own hold on it.
    static shared<session> const& of_this_thread() {
        if (over_) [[unlikely]]
            return after_the_end();
        thread_local hold const h;
        return h.mine;
    }

    /// A variable that this thread reads now.
    static active<T> read(variable_pointer const& v, T const& value, void const* at) {
        // With nothing to record for, another session would have nothing to end with.
        if (over_ && late_ == nullptr) [[unlikely]]
            return read_for_nobody(*v, value, at);
        return of_this_thread()->read_variable(v, value, at);
    }

    /// Whether this thread is the one that the list belongs to.
    [[nodiscard]] bool is_ours() const noexcept { return thread_ == this_thread(); }

    /// How many windows record together: the last that was opened, and the others up to a driver that was running then.
    [[nodiscard]] std::size_t recording_windows() const {
        std::size_t count = 0, i = windows.size();
        for (auto const* d = direction<T>::last_of_thread(); d->before() != nullptr; d = d->before()) {
            bool const elsewhere = d->to() != nullptr && d->to() != &list;
            if (elsewhere && i < windows.size()) break;  // what began after all windows divides none
            if (i == 0 || d != &windows[i - 1]->statements) continue;
            --i;
            if (windows[i]->recording) ++count;
        }
        return count;
    }

    /// A leaf for a variable that is read now, if a tape watches it.
    active<T> read_variable(variable_pointer const& v, T const& value, void const* at) {
        reading<T>* const code = now_reading<T>;
        reading<T>* const kept = code != nullptr && !code->made(v->age) ? code : nullptr;
        if (current<T> == &nowhere<T>) {
            for (window<T>* const w : windows) w->has_not_seen(v.get());
            return active<T>(kept == nullptr ? value : kept->number(v.get(), value), not_followed(*v, value, at));
        }
        if (kept != nullptr) {
            auto const fresh = [&] { return read_variable(v, value, at); };
            auto& known = kept->read(v.get(), value, fresh);
            visit<T>::passes_read(known.number);
            if (list.owns(known.number)) return for_all_tapes(*v, known.number, kept->names_of(known));
            // What nobody watched the first time is read anew by a tape that watches it now.
            if (!is_watched(*v)) return known.number;
        }
        for (window<T>* const w : windows)
            if (!w->recording) w->has_not_seen(v.get());
        if (!is_watched(*v)) return active<T>(value, not_followed(*v, value, at));
        if (__atomic_load_n(&v->held_by, __ATOMIC_RELAXED) != list.epoch()) {
            held.push_back(v);
            __atomic_store_n(&v->held_by, list.epoch(), __ATOMIC_RELAXED);
        }
        active<T> const number = list.input(value, v.get(), code_place(at));
        if (code != nullptr && kept == nullptr) code->has_made(v.get(), number);
        return number;
    }

    void open(window<T>& w) {
        each_abandoned([this](window<T>& a) { close(a); });
        if (windows.empty() && list.next_statement() > 1) forget();
        windows.reserve(windows.size() + 1);
        w.stretches.reserve(1);
        windows.push_back(&w);
        w.number = opened++;
        w.statements.begin(nullptr);
        repeatable<T>::opens_tape();
        start(w);
    }

    void close(window<T>& w) {
        w.statements.end();
        std::size_t const at = position_if(windows, [&](window<T> const* v) { return v == &w; });
        windows.erase(windows.begin() + static_cast<std::ptrdiff_t>(at));
        if (windows.empty()) forget();
        refresh();
        if (windows.empty() && late_ != nullptr && late_->get() == this) delete std::exchange(late_, nullptr);
    }

    /// Closes a window, perhaps from another thread: then as soon as that of the list opens the next.
    void leave(shared<window<T>> const& w) {
        if (is_ours()) return close(*w);
        w->kept = w;
        w->abandoned_before = __atomic_load_n(&abandoned_, __ATOMIC_RELAXED);
        while (!__atomic_compare_exchange_n(&abandoned_, &w->abandoned_before, w.get(), true, __ATOMIC_RELEASE,
                                            __ATOMIC_RELAXED)) {
        }
    }

    void start(window<T>& w) {
        if (w.answering > 0) w.resumes_after = true;
        if (w.recording || w.answering > 0) return;
        settle();
        w.stretches.push_back({list.mark(), {}});
        w.recording = true;
        w.statements.point(&list);
        refresh();
    }

    void stop(window<T>& w) {
        settle();
        if (!w.recording) return;
        // So that nothing throws when it goes on, which a destructor asks for.
        room_for_one(w.stretches);
        w.stretches.back().to = list.mark();
        w.recording = false;
        w.statements.point(nullptr);
        refresh();
    }

    /// Forgets what `w` recorded; the list itself only if no other window is on it.
    void reset(window<T>& w) {
        room_for_one(w.former_epochs);
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

    /// Makes the list keep what statements were, or not, as its windows now ask.
    void refresh() {
        auto const asked = [&](bool gradient_tape_options::* option) {
            return any_of(windows, [&](window<T> const* w) { return w->recording && w->options.*option; });
        };
        bool const trap = asked(&gradient_tape_options::trap_non_finite);
        // With two tapes recording, the sweep of one may have to be recorded for the other.
        list.annotate(recording_windows() > 1 || trap || asked(&gradient_tape_options::explain));
        list.trap_non_finite(trap);
        list.check_custom_rules(asked(&gradient_tape_options::check_custom_rules));
        list.explain(
            any_of(windows, [](window<T> const* w) { return w->options.explain || w->options.trap_non_finite; }));
        not_recording_because<T> = windows.empty() ? cause::not_recorded
                                   : any_of(windows, [](window<T> const* w) { return !w->consumed; }) ? cause::paused
                                                                                                      : cause::ended;
    }

    /// Notes something beside the statements, if this thread explains.
    void note(tape_event e, T const& number = T(0)) {
        if (explaining<T> != &list) return;
        e.time = list.next_statement();
        e.number = static_cast<double>(primal(number));
        list.notes().note(e);
    }

    /// What was recorded by code that then threw is no longer on the list, and no window has seen it.
    void settle() {
        if (!list.was_rewound()) return;
        tape_mark const end = list.take_rewound();
        for (window<T>* const w : windows) {
            for (tape_stretch& s : w->stretches) {
                if (s.from.is_beyond(end)) s.from = end;
                if (s.to.is_beyond(end)) s.to = end;
            }
            while (!w->watched.empty() && w->watched.back() >= end.statement) w->watched.pop_back();
        }
    }

    /// Whether the list had this epoch before, not long ago.
    [[nodiscard]] bool had_epoch(std::uint32_t epoch) const { return contains(ended_epochs_, epoch); }

private:
    /// The hold of a thread on its session. Static objects are destroyed after it, and may still compute gradients: with
    /// another session, which ends with its last window.
    struct hold {
        shared<session> mine = shared<session>::make();

        hold() = default;
        hold(hold const&) = delete;
        hold& operator=(hold const&) = delete;
        ~hold() { over_ = true; }
    };
    constinit static inline thread_local bool over_ = false;
    constinit static inline thread_local shared<session>* late_ = nullptr;

    [[gnu::noinline]] static shared<session> const& after_the_end() {
        if (late_ == nullptr) late_ = new shared<session>(shared<session>::make());
        return *late_;
    }

    /// The number of this thread; not its address, which another may have later.
    static std::uint32_t this_thread() noexcept {
        constinit static thread_local std::uint32_t number = 0;
        if (number == 0) number = count_up(threads_) + 1;
        return number;
    }

    [[gnu::noinline]] static active<T> read_for_nobody(variable_identity const& v, T const& value, void const* at) {
        return active<T>(value, passive(v.trainable ? cause::not_recorded : cause::not_trainable, at));
    }

    template <class Use>
    void each_abandoned(Use&& use) {
        if (__atomic_load_n(&abandoned_, __ATOMIC_RELAXED) == nullptr) return;
        window<T>* w = __atomic_exchange_n(&abandoned_, nullptr, __ATOMIC_ACQUIRE);
        while (w != nullptr) {
            shared<window<T>> const last = std::move(w->kept);
            w = w->abandoned_before;
            use(*last);
        }
    }

    template <class V>
    static void room_for_one(V& v) {
        if (v.size() == v.capacity()) v.reserve(2 * v.size() + 1);
    }

    // A loop that goes on with the list keeps it. Then it is cleared when the next window opens.
    void forget() {
        if (list.is_pinned()) return;
        ended_epochs_[ended_++ % ended_epochs_.size()] = list.epoch();
        list.clear();
        held.clear();
    }

    [[nodiscard]] bool is_watched(variable_identity const& v) const {
        return any_of(windows, [&](auto const* w) { return w->recording && w->watches(&v); });
    }

    // What was read before, for a tape that did not see it, since it was opened or has gone on after that: by another name, which
    // it sees, and which passes its adjoint on to the first. One name for all its reads, so that their adjoints are added in the
    // same order as where it sees the number itself. Code that is run again for a question knows only tapes of its own.
    active<T> for_all_tapes(variable_identity const& v, active<T> number, std::vector<std::size_t>& names) {
        std::size_t count = 0;
        for (window<T> const* const w : windows) {
            std::uint32_t const first = number.identity().index;
            if (w->number < opened_before_question || !w->recording || !w->watches(&v) || w->sees(first)) continue;
            if (count == names.size()) names.push_back(0);
            std::size_t& place = names[count++];
            auto const& reads = list.reads();
            if (place < reads.size() && reads[place].source == &v && reads[place].again == first &&
                w->sees(reads[place].statement)) {
                number = active<T>(number.value(), handle{reads[place].statement, list.epoch()});
                continue;
            }
            recording<T> const here(list);
            place = reads.size();
            number = list.read_from(&v, [&] { return active<T>(number * T(1)); }, first);
        }
        return number;
    }

    handle not_followed(variable_identity const& v, T const& value, void const* at) {
        if (explaining<T> != nullptr)
            note({.kind = tape_event::kind_type::not_followed, .source = &v, .where = code_place(at)}, value);
        if (!v.trainable) return passive(cause::not_trainable, at);
        return passive(current<T> == &list ? cause::not_watched : not_recording_because<T>, at);
    }

    constinit static inline std::uint32_t threads_ = 0;

    std::uint32_t thread_ = this_thread();
    window<T>* abandoned_ = nullptr;
    std::array<std::uint32_t, 256> ended_epochs_{};
    std::size_t ended_ = 0;
};

/// While it lives, a tape does not record, because it is asked and its sweep may run code of the user.
template <class T>
class [[nodiscard]] answering {
public:
    answering(session<T>& s, window<T>& w)
        : session_(s),
          window_(w),
          resumes_(w.recording),
          opened_before_(std::exchange(s.opened_before_question, s.opened)) {
        session_.stop(window_);
        ++session_.sweeps;
        ++window_.answering;
    }
    answering(answering const&) = delete;
    answering& operator=(answering const&) = delete;
    ~answering() {
        session_.opened_before_question = opened_before_;
        --session_.sweeps;
        if (--window_.answering > 0) return;
        bool const pause_has_ended = std::exchange(window_.resumes_after, false);
        if ((resumes_ || pause_has_ended) && !window_.consumed) session_.start(window_);
        session_.refresh();
    }

private:
    session<T>& session_;
    window<T>& window_;
    bool resumes_;
    std::uint64_t opened_before_;
};

}  // namespace detail

}  // namespace wengert
