// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <source_location>
#include <type_traits>
#include <utility>

#include <wengert/flow/loop/loop_record.hpp>
#include <wengert/flow/loop/step_note.hpp>

// Every loop of the library runs through here: checkpointed if a tape records and the policy says so, else directly.
namespace wengert::detail {

/// A loop that just runs, and is recorded as any other code if a tape records.
template <class State, class Kind, class Body>
class direct_loop {
public:
    constexpr direct_loop(State const& start, Body& body, loop_policy const& policy, char const* name,
                          std::source_location where, loop_watch* watch, bool recorded)
        : state_(start),
          body_(body),
          limit_(policy.iterations),
          name_(name),
          where_(where),
          watch_(watch),
          recorded_(recorded) {}

    constexpr void run(std::uint64_t n) {
        if (n > limit_) throw iteration_limit(name_, limit_, n, where_);
        if (watch_ != nullptr) watch_->total(n);
        while (steps_ < n) step();
    }

    template <class KeepGoing>
    constexpr void run_while(KeepGoing& keep_going) {
        while (call_body(keep_going, std::as_const(state_), steps_)) {
            if (steps_ == limit_) throw iteration_limit(name_, limit_, where_);
            step();
        }
    }

    [[nodiscard]] constexpr State const& result() const { return state_; }
    [[nodiscard]] constexpr auto const& outputs() const { return outputs_; }
    [[nodiscard]] constexpr std::uint64_t steps() const { return steps_; }

private:
    constexpr void step() {
        {
            step_note<scalar_of_t<State>> const note(recorded_, name_, where_, steps_);
            state_ = Kind::step(body_, std::as_const(state_), steps_, &outputs_);
        }
        ++steps_;
        if (watch_ == nullptr) return;
        if (recorded_) watch_->taped(1);
        watch_->primal(steps_);
        if (!recorded_) watch_->plain(1);
    }

    State state_;
    Body& body_;
    typename Kind::outputs outputs_{};
    std::uint64_t steps_ = 0;
    std::uint64_t limit_;
    char const* name_;
    std::source_location where_;
    loop_watch* watch_;
    bool recorded_;
};

inline constexpr std::uint64_t fewest_compiled_steps = 16;

// Not inlined, so that the machinery of an inner loop is not flattened into the steps of an outer one.
template <class S, class Kind, class State, class Body, class Primal, class Answer>
[[gnu::noinline]] auto run_loop_now(State const& start, Body& body, loop_policy const& policy, char const* name,
                                    std::source_location where, std::uint64_t steps, Primal primal, Answer answer) {
    auto const directly = [&](loop_watch* watch, bool recorded) {
        direct_loop<State, Kind, Body> loop(start, body, policy, name, where, watch, recorded);
        primal(loop);
        if constexpr (is_active<S>) {
            if (recorded && loop.steps() == 0) note_no_steps<typename form<S>::value_type>(start, name, where);
        }
        return answer(loop);
    };
    if constexpr (is_active<S>) {
        using T = typename form<S>::value_type;
        recorder<T>& to = *current<T>;
        if (to.tag != no_recording_tag) {
            auto& list = static_cast<tape<T>&>(to);
            bool const follows_own_tape = repeatable<T>::has_opened_tapes();
            // A record costs as much as a few dozen statements.
            bool const checkpointed = (policy.kind != storage::everything ||
                                       (can_be_compiled<State, Kind, Body> && steps >= fewest_compiled_steps)) &&
                                      !list.annotates() && !follows_own_tape;
            using record = loop_record<T, State, Kind, Body>;
            if (auto* const way = visit<T>::on(to); checkpointed && way != nullptr)
                if (auto* const made = way->arrive(&body, &key_of<record>)) return answer(static_cast<record&>(*made));
            for_each_leaf(start, [&](S const& leaf) {
                if (leaf.identity().tag != passive_tag && !list.owns(leaf)) throw wrong_recording(name, where);
            });
            rewinding<T> afterwards(list);
            auto result = [&] {
                if (checkpointed) {
                    repeatable<T> const inside;
                    auto made = make_owner<record>(list, start, std::move(body), policy, name, where);
                    record& loop = *made;
                    primal(loop);
                    loop.finish(std::move(made));
                    return answer(loop);
                }
                loop_watch watch(policy, name, where);
                if (follows_own_tape) return directly(&watch, true);
                // A variable is read once for the loop, as it is under every policy.
                outside_reads<T> seen;
                reading<T> const outside(seen, reads::recorded);
                return directly(&watch, true);
            }();
            afterwards.keep();
            return result;
        }
    }
    loop_watch watch(policy, name, where);
    return directly(&watch, false);
}

/// Runs `primal(loop)` and returns `answer(loop)`, for a loop over the scalar S from `from`, of so many steps, or 0 if that is
/// not known.
template <class S, class Kind, class From, class Body, class Primal, class Answer>
constexpr auto run_loop(From const& from, Body& body, loop_policy const& policy, char const* name,
                        std::source_location where, std::uint64_t steps, Primal primal, Answer answer) {
    using State = rebind_t<From, S>;
    State const start = map_leaves<S>(from, [](auto const& leaf) { return S(leaf); });
    bool alone = std::is_constant_evaluated();
    if constexpr (is_active<S>) {
        // Another loop evaluates its step: nobody asks this one for counts.
        if (!alone) alone = current<typename form<S>::value_type>->silent;
    }
    if (alone) {
        direct_loop<State, Kind, Body> loop(start, body, policy, name, where, nullptr, false);
        primal(loop);
        return answer(loop);
    }
    return run_loop_now<S, Kind>(start, body, policy, name, where, steps, primal, answer);
}

}  // namespace wengert::detail
