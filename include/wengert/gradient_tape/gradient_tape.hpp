// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tuple>
#include <utility>
#include <vector>

#include <wengert/core/structure.hpp>
#include <wengert/explain/profile.hpp>
#include <wengert/gradient_tape/answers.hpp>
#include <wengert/gradient_tape/jacobian_result.hpp>

namespace wengert {

namespace detail {
template <scalar T>
class examination;
}

/// Records what this thread computes from the values it watches, until it is destroyed or asked for its gradients.
///
/// Tapes nest and overlap: each sees the statements that are recorded while it records. A tape is used on the thread that
/// opened it.
template <scalar T>
class basic_gradient_tape {
    using S = active<T>;
    using session = detail::session<T>;

    /// While it lives, the tape does not record.
    class [[nodiscard]] pause {
    public:
        pause(basic_gradient_tape& tape, std::source_location where)
            : session_(tape.session_), window_(tape.window_), was_(window_->recording) {
            if (was_) session_->note({.kind = tape_event::kind_type::paused, .where = code_place(where)});
            if (by_a_loop(tape)) run_by_loop_ = detail::make_owner<not_recording<T>>();
            else session_->stop(*window_);
        }
        pause(pause const&) = delete;
        pause& operator=(pause const&) = delete;
        ~pause() {
            if (!session_->is_ours()) {
                // That thread goes on with it, so that it must stay.
                run_by_loop_.release();
                return;
            }
            bool const open = detail::contains(session_->windows, window_.get());
            bool const ended = window_->consumed && window_->answering == 0;
            if (was_ && open && !ended && !run_by_loop_) session_->start(*window_);
        }

        /// Whether a loop runs the code that pauses, to have its numbers or again in a sweep: then this tape does not record.
        static bool by_a_loop(basic_gradient_tape const& tape) {
            return detail::now_reading<T> != nullptr &&
                   !(tape.there().recording && detail::current<T> == &tape.session_->list);
        }

    private:
        detail::shared<session> session_;
        detail::shared<detail::window<T>> window_;
        bool was_;
        detail::owner<not_recording<T>> run_by_loop_;
    };

public:
    /// Begins to record what this thread computes.
    explicit basic_gradient_tape(gradient_tape_options const& options = {})
        : session_(session::of_this_thread()), window_(detail::shared<detail::window<T>>::make()) {
        window_->options = options;
        session_->open(*window_);
    }
    /// What was moved from cannot be asked any more.
    basic_gradient_tape(basic_gradient_tape&&) noexcept = default;
    basic_gradient_tape(basic_gradient_tape const&) = delete;
    basic_gradient_tape& operator=(basic_gradient_tape const&) = delete;
    ~basic_gradient_tape() {
        if (window_) session_->leave(window_);
    }

    /// What it was opened with.
    [[nodiscard]] gradient_tape_options const& options() const { return there().options; }
    /// Whether it records now: it is not stopped, not paused and not used up.
    [[nodiscard]] bool is_recording() const noexcept { return window_ && session_->is_ours() && window_->recording; }

    /// Follows an active scalar, which becomes an independent value unless it is on the list already, a variable, or a
    /// structure of them.
    template <class V>
    void watch(V&& values, std::source_location where = std::source_location::current()) {
        detail::assert_structure<V>();
        require_usable(where);
        require_idle(window_->answering == 0, "watch", where);
        session_->settle();
        for_each_leaf(values, [&](auto& leaf) {
            using L = std::remove_cvref_t<decltype(leaf)>;
            if constexpr (detail::is_variable<L>) {
                if (!window_->told_to_watch(leaf.identity().get())) {
                    window_->watched_variables.push_back(leaf.identity());
                    session_->note({.kind = tape_event::kind_type::watched,
                                    .source = leaf.identity().get(),
                                    .where = code_place(where)});
                }
            } else if constexpr (std::same_as<L, S>) {
                if (!session_->list.owns(leaf)) {
                    if constexpr (std::is_const_v<std::remove_reference_t<decltype(leaf)>>)
                        throw invalid_argument(
                            "watch cannot follow a constant that is not on a tape: declare it without const, or watch "
                            "a copy.",
                            where);
                    else leaf = session_->list.input(leaf.value(), code_place(where));
                }
                window_->watch(leaf.identity().index);
                if (detail::direction<T>::is_around_silence(&leaf) || detail::reading<T>::is_around_code(&leaf))
                    session_->list.held().hold(leaf.identity().index, &leaf, detail::reading<T>::runs_again());
                session_->note({.kind = tape_event::kind_type::watched,
                                .statement = leaf.identity().index,
                                .source = &leaf,
                                .where = code_place(where)});
            } else {
                static_assert(
                    never<L>,
                    "wengert: watch follows numbers of type real or variables; a double has no place on a tape. "
                    "Declare it as real x = 3.0, or as variable x{3.0}.");
            }
        });
    }

    /// Does not record until the returned object is destroyed.
    pause stop_recording(std::source_location where = std::source_location::current()) {
        if (!pause::by_a_loop(*this)) require_usable(where);
        return pause(*this, where);
    }

    /// Forgets what was recorded and watched, and records again.
    void reset(std::source_location where = std::source_location::current()) {
        require_idle(there().answering == 0 && (session_->windows.size() > 1 || !session_->list.is_pinned()), "reset",
                     where);
        session_->reset(*window_);
        window_->reset_at = code_place(where);
    }

    /// The names of the variables that the tape watches: those it was told to, then those that were read while it recorded.
    [[nodiscard]] std::vector<std::string> watched_variables() const {
        std::vector<detail::variable_identity const*> seen;
        auto const note = [&](detail::variable_identity const* v) {
            if (!detail::contains(seen, v)) seen.push_back(v);
        };
        for (auto const& v : there().watched_variables) note(v.get());
        session_->settle();
        for (tape_read const& r : session_->list.reads()) {
            auto const* const v = static_cast<detail::variable_identity const*>(r.source);
            if (window_->sees(r.statement) && window_->watches(v)) note(v);
        }
        std::vector<std::string> names;
        names.reserve(seen.size());
        for (auto const* v : seen) names.push_back(v->name);
        return names;
    }

    /// d target / d source: a `gradient_result`, in the structure of the source. The numbers of a target structure are summed.
    /// A tape that is not persistent gives its gradients once and then throws `tape_consumed`.
    template <class Y, class X>
    [[gnu::noinline]] auto gradient(Y const& target, X const& source,
                                    std::source_location where = std::source_location::current()) {
        detail::asked_from const here(__builtin_frame_address(0));
        asking question(*this, target, where);
        auto const seen = visible(question.numbers);
        // The outer tapes that are recording see how this gradient is computed.
        detail::owner<detail::recorded_sweep<T>> recorded;
        if (detail::current<T> == &session_->list && session_->recording_windows() > 0 && !seen.empty())
            recorded = detail::make_owner<detail::recorded_sweep<T>>(session_->list, *window_, seen);
        sweep_numbers(seen);
        detail::answers<T> answer(*session_, *window_, question.numbers, seen, session_->sweep.data(), recorded.get());
        if (window_->options.trap_non_finite) answer.trap(where);
        auto found = map_leaves<gradient_result<T>>(source, [&](auto const& x) {
            gradient_result<T> g = answer(x);
            if (g.has_value())
                session_->note(
                    {.kind = tape_event::kind_type::gradient, .source = window_.get(), .where = code_place(where)}, *g);
            return g;
        });
        question.answered = true;
        return found;
    }

    /// d target / d sources, for several sources: a std::tuple of results.
    template <class Y, class X1, class X2, class... X>
        requires(structure<X2> && (structure<X> && ...))
    [[gnu::always_inline]] auto gradient(Y const& target, X1 const& x1, X2 const& x2, X const&... more) {
        return gradient(target, std::tie(x1, x2, more...));
    }

    /// The derivatives of every number of `targets` by every number of `sources`.
    template <class Y, class X>
    [[gnu::noinline]] jacobian_result<T> jacobian(Y const& targets, X const& sources,
                                                  std::source_location where = std::source_location::current()) {
        detail::asked_from const here(__builtin_frame_address(0));
        asking question(*this, targets, where);
        jacobian_result<T> J(question.numbers.size(), leaf_count(sources));
        for (std::size_t i = 0; i < J.rows(); ++i) {
            std::vector<S> const asked{question.numbers[i]};
            auto const seen = visible(asked);
            sweep_numbers(seen);
            detail::answers<T> answer(*session_, *window_, asked, seen, session_->sweep.data(), nullptr);
            if (window_->options.trap_non_finite) answer.trap(where);
            std::size_t j = 0;
            for_each_leaf(sources, [&](auto const& x) { J.result(i, j++) = answer(x); });
        }
        question.answered = true;
        return J;
    }

    /// How much the list of this thread holds.
    [[nodiscard]] tape_statistics statistics() const {
        static_cast<void>(there());
        return session_->list.statistics();
    }

    /// What this tape has recorded, for people: the share of each rule, the deepest chain, memory by loop, the busiest lines.
    [[nodiscard]] tape_profile profile() const {
        static_cast<void>(there());
        session_->settle();
        std::vector<tape_stretch> seen = window_->stretches;
        if (window_->recording) seen.back().to = session_->list.mark();
        return profile_of(session_->list, seen);
    }

private:
    template <scalar U>
    friend class detail::examination;

    // What a tape that was moved from no longer has.
    [[nodiscard]] detail::window<T>& there() const {
        if (!window_) throw tape_consumed(tape_consumed::moved_t{});
        if (!session_->is_ours())
            throw invalid_argument(
                "this gradient_tape was opened on another thread: it records what that computes, and only that can ask "
                "it. Open a tape on each thread.");
        return *window_;
    }

    void require_usable(std::source_location where) const {
        if (there().consumed) throw tape_consumed(window_->asked_at, where);
    }

    // A sweep runs code of the user, and so does a loop; meanwhile what they work on must stay.
    void require_idle(bool idle, char const* asked, std::source_location where) const {
        if (!idle)
            throw invalid_argument(
                std::string(asked) +
                    " was called by a pullback or by the body of a loop or checkpoint that this tape "
                    "records or runs again just now: do that before or after.",
                where);
    }

    /// From the question for a gradient to its answer, which uses a tape up that is not persistent.
    struct asking {
        template <class Y>
        asking(basic_gradient_tape& t, Y const& target, std::source_location where)
            : window(t.usable(where)),
              session(*t.session_),
              asked_before(window.asked_at),
              numbers(detail::recorded_numbers<T>(target)),
              around(session.sweeps > 0 ? detail::make_owner<adjoints<T>>(session.list) : detail::owner<adjoints<T>>()),
              quiet(session, window) {
            if (around) std::swap(*around, session.sweep);
            window.consumed = !window.options.persistent;
            if (!window.asked_at.known()) window.asked_at = code_place(where);
            session.refresh();
        }
        asking(asking const&) = delete;
        asking& operator=(asking const&) = delete;
        ~asking() {
            if (around) std::swap(*around, session.sweep);
            if (answered) return;
            window.consumed = false;
            window.asked_at = asked_before;
        }

        detail::window<T>& window;
        detail::session<T>& session;
        code_place asked_before;
        std::vector<S> numbers;
        detail::owner<adjoints<T>> around;  // of the sweep that runs the code which asks, if one does
        detail::answering<T> quiet;
        bool answered = false;
    };

    [[nodiscard]] detail::window<T>& usable(std::source_location where) const {
        require_usable(where);
        return *window_;
    }

    // The targets that this tape has seen being computed, or watches.
    std::vector<S> visible(std::vector<S> numbers) const {
        std::erase_if(numbers, [&](S const& y) {
            return !session_->list.owns(y) ||
                   !(window_->sees(y.identity().index) || window_->watches(y.identity().index));
        });
        return numbers;
    }

    void sweep_numbers(std::vector<S> const& targets) {
        auto& sweep = session_->sweep;
        // What others recorded before this tape may be long, and it does not ask for it.
        sweep.reset(session_->list, window_->begin());
        for (std::uint32_t const s : window_->watched) sweep.data()[s] = T(0);
        for (S const& y : targets) sweep.seed(y) = T(sweep.seed(y) + T(1));
        for (auto s = window_->stretches.rbegin(); s != window_->stretches.rend(); ++s)
            sweep.reverse(session_->list, s->to, s->from);
    }

    detail::shared<session> session_;
    detail::shared<detail::window<T>> window_;
};

/// A tape of doubles.
using gradient_tape = basic_gradient_tape<double>;

}  // namespace wengert
