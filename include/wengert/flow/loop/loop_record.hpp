// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <source_location>
#include <utility>
#include <vector>

#include <wengert/flow/loop/any_schedule.hpp>
#include <wengert/flow/loop/compiled_step.hpp>
#include <wengert/flow/loop/kind.hpp>
#include <wengert/flow/loop/replay.hpp>
#include <wengert/flow/loop/slot_store.hpp>
#include <wengert/flow/loop/step_cost.hpp>
#include <wengert/flow/loop/watch.hpp>

namespace wengert::detail {

/// A loop on a tape: what its policy keeps of its states, and the code to compute the others again. It executes the actions of a
/// schedule; those up to the first group of steps to tape in the primal run, the others in a sweep.
///
/// That first group, the last of the loop, is simply recorded after the record, from the leaves that are the record's results.
template <class T, class State, class Kind, class Body>
class loop_record final : public replay_record<T> {
    using S = active<T>;
    using Plain = rebind_t<State, T>;
    using Outputs = typename Kind::outputs;
    static constexpr bool compiled = can_be_compiled<State, Kind, Body>;
    using Step = step_code<T, State, Kind, Body>;

public:
    loop_record(tape<T>& on, State const& start, Body body, loop_policy const& policy, char const* name,
                std::source_location at)
        : step_(on, body),
          body_(std::move(body)),
          policy_(policy),
          watch_(policy, name, at),
          start_(start),
          tail_start_(start),
          present_(passive_copy(start)),
          scratch_(present_),
          slots_(policy.slot_count) {
        this->register_on(on, code_place(at));
        statements_of(on, start, arguments_);
        if (policy.kind == storage::disk) slots_.open_disk(*policy.directory, plain(present_));
    }

    // ---- the primal run -----------------------------------------------------------------------------------------------------

    void run(std::uint64_t n) {
        steps_ = n;
        watch_.given(n);
        reading<T> const outside(reads_, reads::kept);
        made_by<T> const nobody_here(nullptr);
        leftovers_.begin(*this->list);
        if (keeps_all()) {
            for (; tail_from_ + 1 < n; ++tail_from_) keep_and_step(tail_from_);
            return;
        }
        fit_into_budget(n, true);
        schedule_ = plan(n);
        tail_from_ = next_group(body_, &outputs_).from;
    }

    template <class KeepGoing>
    void run_while(KeepGoing& keep_going) {
        reading<T> const outside(reads_, reads::kept);
        made_by<T> const nobody_here(nullptr);
        leftovers_.begin(*this->list);
        bool go = keeps_going(keep_going);
        fit_into_budget(go ? 1 : 0, false);
        schedule_ = policy_.kind == storage::disk
                        ? any_schedule(periodic_schedule(best_disk_period(policy_.slot_count, policy_.io, together_),
                                                         policy_.slot_count, together_))
                        : any_schedule(online_schedule(policy_.slot_count, together_));
        for (; go; go = keeps_going(keep_going)) {
            watch_.require(steps_ + 1);
            forward_step const what = schedule_.before_step();
            if (what.store) store(what.slot, what.state, schedule_.forward_level(), scratch_);
            if (what.to_scratch) scratch_ = present_;
            evaluate(body_, steps_, steps_ + 1, &outputs_);
            ++steps_;
        }
        watch_.total(steps_);
        tail_from_ = next_group(body_, nullptr).from;
    }

    /// Puts the loop on its list: this record, which owns itself from here on, and the steps that are recorded at once.
    void finish(owner<loop_record> self) {
        tape<T>& to = *this->list;
        if constexpr (compiled) step_.end_at(body_, tail_from_);
        this->first_result = to.next_statement();
        if (tail_from_ > 0) {
            tail_start_ = as_inputs(to, present_);
            statements_of(to, tail_start_, results_);
        }
        first_output_ = to.next_statement();
        Kind::make_inputs(to, outputs_);
        Kind::count_outputs(outputs_, output_ends_);
        to.append(std::move(self));
        this->inside = place::end_of(to);
        reading<T> const outside(reads_, reads::recorded);
        growing_by<T> const blocks(to, growth_);
        result_ = tail(body_, &outputs_);
        watch_.taped(steps_ - tail_from_);
        watch_.primal(steps_);
        this->end = place::end_of(to);
        if (tail_from_ > 0) {
            // A replay of a whole group needs about as many statements for each step as these did, and inputs.
            std::uint64_t const here = this->end.statement - this->inside.statement;
            std::uint64_t const group = here / (steps_ - tail_from_) * together_ + results_.size() + 8;
            to.expect(static_cast<std::uint32_t>(smaller<std::uint64_t>(group, std::uint64_t{1} << 28)));
        }
        report();
    }

    [[nodiscard]] State const& result() const { return result_; }
    [[nodiscard]] Outputs const& outputs() const { return outputs_; }
    [[nodiscard]] std::uint64_t steps() const { return steps_; }

    // ---- the sweeps ---------------------------------------------------------------------------------------------------------

    void take_part_with(void* code, sweep_view<T>& sweep) override { sweep_with(code_or_own(code), sweep); }

    [[nodiscard]] bool reached(sweep_view<T> const& sweep) const override {
        return sweep.carries(results_) || sweep.carries(outputs_between(0, tail_from_));
    }

    void record_again(void* code) override {
        reading<T> const outside(reads_, reads::known);
        static_cast<void>(tail(code_or_own(code), nullptr));
    }

    /// From the adjoints of the results to those of the arguments by straight-line code.
    void reverse_compiled(Body& body, adjoint_view<T> const& adjoints) {
        auto found = step_.take(adjoints, results_);
        for (action a = next_group(body, nullptr); a.kind == action_kind::tape; a = next_group(body, nullptr)) {
            group_.clear();
            group_.push_back(plain(present_));
            while (group_.size() < a.to - a.from)
                group_.push_back(step_(body, a.from + group_.size() - 1, group_.back()));
            for (std::size_t k = group_.size(); k-- > 0;) step_.pull(body, a.from + k, group_[k], found, adjoints);
            watch_.taped(a.to - a.from);
            watch_.reversed(a.from);
        }
        step_.give(adjoints, arguments_, found);
        report();
    }

    [[nodiscard]] void const* key() const override { return &key_of<loop_record>; }
    [[nodiscard]] std::pair<void const*, std::size_t> own_code() const override { return {&body_, sizeof body_}; }
    [[nodiscard]] std::vector<std::uint32_t> const& arguments() const override { return arguments_; }
    [[nodiscard]] std::vector<std::uint32_t> const& results() const override { return results_; }
    [[nodiscard]] char const* name() const override { return watch_.name(); }
    [[nodiscard]] std::size_t bytes() const override {
        return sizeof(*this) + slots_.bytes() + (kept_.size() + group_.size()) * sizeof(Plain) +
               (arguments_.size() + results_.size()) * sizeof(std::uint32_t);
    }

protected:
    [[nodiscard]] char const* cure() const override {
        return ": open the outer tape before the loop runs, so that the loop is recorded for both.";
    }

private:
    static Plain plain(State const& s) {
        return map_leaves<T>(s, [](S const& leaf) { return leaf.value(); });
    }
    static State active_state(Plain const& p) {
        return map_leaves<S>(p, [](T const& v) { return S(v); });
    }

    Body& code_or_own(void* code) { return code == nullptr ? body_ : *static_cast<Body*>(code); }

    template <class KeepGoing>
    bool keeps_going(KeepGoing& keep_going) {
        return evaluated<bool>(leftovers_, present_,
                               [&] { return call_body(keep_going, std::as_const(present_), steps_); });
    }

    /// The steps of the last group, recorded by whatever the thread records to.
    State tail(Body& body, Outputs* outputs) {
        made_by<T> const by(this);
        repeatable<T> const from_here;
        State s = tail_start_;
        for (std::uint64_t i = tail_from_; i < steps_; ++i) {
            reading<T>::begins_step();
            s = Kind::step(body, std::as_const(s), i, outputs);
        }
        return s;
    }

    void evaluate(Body& body, std::uint64_t from, std::uint64_t to, Outputs* outputs) {
        if (!watch_.each_step()) {
            advance_present(body, from, to, outputs);
        } else {
            for (std::uint64_t i = from; i < to; ++i) {
                advance_present(body, i, i + 1, outputs);
                watch_.check(i + 1, present_);
                watch_.primal(i + 1);
            }
        }
        watch_.plain(to - from);
    }

    void advance_present(Body& body, std::uint64_t from, std::uint64_t to, Outputs* outputs) {
        if constexpr (compiled) {
            Plain s = plain(present_);
            for (; from < to; ++from) s = step_(body, from, s);
            present_ = active_state(s);
        } else {
            advance<T, Kind>(leftovers_, body, present_, from, to, outputs);
        }
    }

    /// Every state is kept and none is computed twice: only of a body that is compiled, which needs no more than states.
    [[nodiscard]] bool keeps_all() const { return policy_.kind == storage::everything; }
    void keep_and_step(std::uint64_t i) {
        kept_.push_back(plain(present_));
        advance_present(body_, i, i + 1, nullptr);
        watch_.check(i + 1, present_);
        watch_.primal(i + 1);
    }

    [[nodiscard]] any_schedule plan(std::uint64_t n) {
        if (policy_.kind == storage::disk)
            return any_schedule(two_level_schedule(n, policy_.slot_count, unlimited_disk, policy_.io, together_));
        return any_schedule(offline_schedule(n, policy_.slot_count, together_));
    }

    /// Executes actions until there is a group of steps to tape; its first state is then present. Or all is done.
    action next_group(Body& body, Outputs* outputs) {
        if (keeps_all()) {
            if (left_ == 0) return {};
            present_ = active_state(kept_[static_cast<std::size_t>(--left_)]);
            return {.kind = action_kind::tape, .from = left_, .to = left_ + 1};
        }
        for (;;) {
            action const a = schedule_.next();
            switch (a.kind) {
                case action_kind::advance:
                    evaluate(body, a.from, a.to, outputs);
                    break;
                case action_kind::store:
                    store(a.slot, a.from, a.level, present_);
                    break;
                case action_kind::restore:
                    restore(body, a);
                    break;
                case action_kind::drop:
                    slots_.drop(a.slot, a.from, a.level);
                    break;
                case action_kind::tape:
                case action_kind::finished:
                    return a;
            }
        }
    }

    void store(std::uint64_t slot, std::uint64_t position, storage_level level, State const& s) {
        slots_.store(slot, position, level, plain(s));
        watch_.stored();
    }

    void restore(Body& body, action const& a) {
        if (a.level == storage_level::scratch) {
            present_ = std::move(scratch_);
            return;
        }
        auto const [state, position] = slots_.load(a.slot, a.from, a.level);
        present_ = active_state(*state);
        watch_.restored();
        if (position < a.from) evaluate(body, position, a.from, nullptr);
    }

    void sweep_with(Body& body, sweep_view<T>& sweep) {
        if (tail_from_ == 0) return;
        reading<T> const outside(reads_, reads::known);
        made_by<T> const nobody_here(nullptr);
        leftovers_.begin(*this->list);
        growing_by<T> const blocks(*this->list, growth_);
        struct unfinished {
            loop_record& loop;
            ~unfinished() { loop.forget(); }
        } const afterwards{*this};
        if (!sweep.backward()) return forward(body, sweep);
        if (keeps_all() || !schedule_) begin_again();
        if constexpr (compiled) {
            if (sweep.single()) return sweep.apply(loop_rule<T, loop_record, Body>(*this, body));
        }
        sweep.take(results_);
        std::size_t carried = results_.size();
        State after = passive_copy(tail_start_);
        for (action a = next_group(body, nullptr); a.kind == action_kind::tape; a = next_group(body, nullptr)) {
            auto const outputs = outputs_between(a.from, a.to);
            sweep.take(outputs);
            std::size_t const inputs = leaf_count(present_);
            auto const result =
                replay(*this, sweep, room_, a.from == 0 ? start_ : present_, a.from == 0, carried + outputs.size(),
                       [&](State const& in) { return group(body, in, a.from, a.to); });
            watch_.compare(a.from, a.to, Kind::state_of(result), after);
            Kind::compare_outputs(watch_, a.from, result, outputs_);
            carried = inputs;
            after = std::move(present_);
            watch_.taped(a.to - a.from);
            watch_.reversed(a.from);
            report();
        }
    }

    void forward(Body& body, sweep_view<T>& sweep) {
        present_ = active_state(first_state());
        for (std::uint64_t i = 0; i < tail_from_; ++i) {
            auto const after = replay(*this, sweep, room_, i == 0 ? start_ : present_, i == 0, 0,
                                      [&](State const& in) { return group(body, in, i, i + 1); });
            Kind::compare_outputs(watch_, i, after, outputs_);
            sweep.give(outputs_between(i, i + 1));
            present_ = passive_copy(Kind::state_of(after));
            watch_.taped(1);
        }
        if (leaf_count(present_) != results_.size())
            throw not_reproducible("The state had another number of numbers at the end than the first time.");
        sweep.give(results_);
        report();
    }

    auto group(Body& body, State const& in, std::uint64_t from, std::uint64_t to) {
        Outputs outputs{};
        State s = in;
        for (std::uint64_t i = from; i < to; ++i) {
            s = Kind::step(body, std::as_const(s), i, &outputs);
        }
        return Kind::result_of(std::move(s), std::move(outputs));
    }

    /// The statements of what the steps in [from, to) put out.
    [[nodiscard]] std::vector<std::uint32_t> outputs_between(std::uint64_t from, std::uint64_t to) const {
        std::vector<std::uint32_t> all;
        auto const [first, last] = Kind::output_range(output_ends_, from, to);
        for (std::size_t i = first; i < last; ++i) all.push_back(first_output_ + static_cast<std::uint32_t>(i));
        return all;
    }

    void begin_again() {
        present_ = active_state(first_state());
        if (keeps_all()) left_ = tail_from_;
        else schedule_ = plan(tail_from_);
    }
    [[nodiscard]] Plain const& first_state() const { return keeps_all() ? kept_.front() : slots_.first(); }
    void forget() {
        schedule_ = any_schedule();
        slots_.clear();
    }

    void report() { watch_.slots(slots_.peak_count(), slots_.peak_bytes(), slots_.disk_bytes()); }

    /// Turns a budget into slots and a number of steps that are taped at once, after a look at the first step.
    void fit_into_budget(std::uint64_t n, bool n_is_known) {
        if (policy_.kind != storage::budget) return;
        policy_.slot_count = 1;
        if (n == 0) return;
        auto const cost = step_cost<Kind>(*this->list, body_, present_);
        watch_.plain(1);
        loop_costs const costs =
            cost.in_a_loop(sizeof(*this), policy_.verifies ? 2 * sizeof(std::uint64_t) : 0, n_is_known);
        memory_plan const found =
            n_is_known ? plan_memory(n, policy_.budget, costs) : plan_memory_unknown_steps(policy_.budget, costs);
        policy_.slot_count = found.slot_count;
        slots_.most(found.slot_count);
        together_ = found.tape_at_once;
        growth_ = cost.block_for(together_);
    }

    [[no_unique_address]] Step step_;
    Body body_;
    loop_policy policy_;
    loop_watch watch_;
    std::uint64_t steps_ = 0;
    std::uint64_t tail_from_ = 0;     // the steps from here on are recorded on the list
    std::uint64_t together_ = 1;      // so many steps are taped at once
    std::uint32_t growth_ = 0;        // of the list, by so many arguments; 0: as it likes
    std::uint32_t first_output_ = 0;  // the statement of the first number that the loop put out
    State start_, tail_start_;        // of the loop and of the steps that are recorded at once, on the list
    State present_, scratch_;
    State result_ = start_;
    Outputs outputs_{};
    any_schedule schedule_;  // none: the next sweep has to begin from state 0
    slot_store<Plain> slots_;
    std::vector<Plain> kept_, group_;
    std::uint64_t left_ = 0;  // of what is kept, how many states a sweep has not come to
    outside_reads<T> reads_;
    leftovers<T> leftovers_;
    replay_room room_;
    std::vector<std::size_t> output_ends_;
    std::vector<std::uint32_t> arguments_, results_;
};

}  // namespace wengert::detail
