// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <wengert/core/error.hpp>
#include <wengert/flow/schedules/action.hpp>
#include <wengert/flow/schedules/binomial.hpp>
#include <wengert/flow/schedules/reversal.hpp>

namespace wengert {

/// What to do when a step of a loop of unknown length is about to start. First, with `store`, the scratch copy, which
/// is state `state`, goes into `slot` (with `replace`, over state `replaced`, which is forgotten). Then, with
/// `to_scratch`, the present state becomes the scratch copy. An executor that computes a new state from an old one just
/// exchanges buffers.
struct forward_step {
    bool to_scratch = false;
    bool store = false;
    bool replace = false;
    std::uint64_t slot = 0;
    std::uint64_t state = 0;
    std::uint64_t replaced = 0;
};

/// The schedule for a loop whose end is not known before it is reached. While it runs, `before_step` is called before
/// each step; once it has ended, `next` gives the actions of the reverse phase.
///
/// A state is stored only when the next step starts, so that the last one of all, which is taped at once, never takes a
/// slot; the executor keeps that one as its scratch copy. The primal run evaluates the last step too, so the best
/// possible is t(n, s) + 1. That is reached for every n ≤ β(s, 2), as by Stumm & Walther, "New algorithms for optimal
/// online checkpointing", SISC 32(2), 2010; there at most every second state is stored. Beyond, the greedy rule below
/// costs less than the rule of Wang, Moin & Iaccarino, SISC 31(4), 2009. A step costs O(1), a store beyond β(s, 2)
/// O(s).
class online_schedule {
public:
    constexpr explicit online_schedule(std::uint64_t slot_count, std::uint64_t tape_at_once = 1)
        : reversal_(slot_count),
          slot_count_(slot_count),
          two_rounds_(binomial::beta(slot_count, 2)),
          tape_at_once_(tape_at_once),
          all_(0, tape_at_once),
          boundary_(slot_count < binomial::saturated ? slot_count + 1 : slot_count),
          room_behind_boundary_(slot_count),
          frontier_room_(boundary_) {}

    constexpr forward_step before_step() {
        if (ended_)
            throw invalid_argument("a step of a checkpointed loop was announced after its reverse phase had begun.");
        if (++steps_ - units_ * tape_at_once_ != 1) return {};
        forward_step what = units_ == 0 ? forward_step{} : before_unit(units_);
        what.to_scratch = true;
        what.state *= tape_at_once_;
        what.replaced *= tape_at_once_;
        ++units_;
        return what;
    }

    constexpr action next() {
        if (ended_) return all_.in_steps(reversal_.next());
        ended_ = true;
        all_ = detail::super_steps(steps_, tape_at_once_);
        if (units_ == 0) return {};
        for (std::uint64_t i = 0, slot = 0; i < stored_.size(); ++i, slot = at(slot).next)
            reversal_.hold(at(slot).position, slot);
        reversal_.start(0, units_, units_ - 1);
        return all_.in_steps({action_kind::restore, units_ - 1, units_ - 1, 0, storage_level::scratch});
    }

private:
    /// A slot, in a list that is ordered by position. Slot 0 holds state 0 for ever.
    struct stored_state {
        std::uint64_t position;
        std::uint64_t next;
    };

    /// t(n, 2) for an n that grows by one, whose slope r grows where n passes β(2, r).
    class growing_segment {
    public:
        constexpr void grow() noexcept {
            if (++length_ > beta_) beta_ += ++r_ + 1;
            evaluations_ += r_;
        }
        [[nodiscard]] constexpr std::uint64_t length() const noexcept { return length_; }
        [[nodiscard]] constexpr std::uint64_t evaluations() const noexcept { return evaluations_; }

    private:
        std::uint64_t length_ = 0;
        std::uint64_t r_ = 0;
        std::uint64_t beta_ = 1;
        std::uint64_t evaluations_ = 0;
    };

    [[nodiscard]] constexpr stored_state& at(std::uint64_t slot) { return stored_[static_cast<std::size_t>(slot)]; }

    /// Unit k is about to start, so that state k - 1 may be stored.
    constexpr forward_step before_unit(std::uint64_t k) {
        if (stored_.size() < slot_count_) {
            std::uint64_t const slot = stored_.size();
            detail::make_room(stored_, slot_count_);
            stored_.push_back({k - 1, 0});
            if (slot != 0) at(last_).next = slot;
            last_ = slot;
            return {false, true, false, slot, k - 1, 0};
        }
        if (k < two_rounds_) return first_phase(k);
        return slot_count_ == 1 ? forward_step{} : greedy_phase(k);
    }

    /// At n = β(s, 2) the stored states must lie s + 1, s, ..., 2 apart, and before that no further: then the reverse
    /// phase advances over no step twice. The segments are filled from the first to the last, by dropping the state
    /// behind the one that is being filled. Two steps may stay behind the last stored state, so that it takes a store
    /// only at every second step and where a segment of that final partition begins.
    constexpr forward_step first_phase(std::uint64_t k) {
        std::uint64_t const state = k - 1;
        if (state != boundary_ && state - at(last_).position < 2) return {};
        if (state == boundary_) boundary_ += room_behind_boundary_--;
        while (frontier_ != last_ && at(at(frontier_).next).position - at(frontier_).position == frontier_room_) {
            frontier_ = at(frontier_).next;
            --frontier_room_;
        }
        return replace_behind(frontier_, state);
    }

    /// Either keep what is stored or drop one state and store k - 1, whichever leaves less to do if the loop ended with
    /// this unit: the sum of t(length, slots left) over the segments. On a tie replace, dropping the latest. Between
    /// two stores only the open segments change, so everything else is added up when a store has been made.
    constexpr forward_step greedy_phase(std::uint64_t k) {
        if (!greedy_) enter_greedy_phase(k);
        behind_last_.grow();
        behind_previous_.grow();
        std::uint64_t const open = k - at(last_).position;
        std::uint64_t const keep = closed_ + open * (open - 1) / 2;
        std::uint64_t const without_last = closed_before_previous_ + behind_previous_.evaluations();
        std::uint64_t const without_best =
            has_best_ ? closed_without_best_ + behind_last_.evaluations() : binomial::saturated;
        if (keep < without_last && keep < without_best) return {};
        bool const latest = without_last <= without_best;
        if (!latest) behind_previous_ = behind_last_;
        behind_last_ = {};
        forward_step const what = replace_behind(latest ? previous_ : before_best_, k - 1);
        add_up();
        return what;
    }

    constexpr void enter_greedy_phase(std::uint64_t k) {
        greedy_ = true;
        add_up();
        while (behind_last_.length() + 2 < k - at(last_).position) behind_last_.grow();
        while (behind_previous_.length() + 2 < k - at(previous_).position) behind_previous_.grow();
    }

    /// The state behind `slot` in the list is forgotten and `state` takes its slot, as the last one.
    constexpr forward_step replace_behind(std::uint64_t slot, std::uint64_t state) {
        std::uint64_t const freed = at(slot).next;
        std::uint64_t const replaced = at(freed).position;
        if (freed == last_) last_ = slot;
        else at(slot).next = at(freed).next;
        at(last_).next = freed;
        at(freed).position = state;
        last_ = freed;
        return {false, true, true, freed, state, replaced};
    }

    /// With L_j the length of the segment behind the j-th stored state, dropping the i-th changes the sum over the
    /// closed ones by what it costs to join L_(i-1) and L_i, less what each later segment gains from one more slot.
    constexpr void add_up() {
        using binomial::evaluations;
        std::uint64_t closed = 0;
        std::uint64_t last_segment = 0;
        std::int64_t gained = 0;  // by the segments up to here
        std::int64_t best = 0;
        std::uint64_t before = 0;  // the slot of the state before `slot`
        std::uint64_t slot = 0;
        std::uint64_t length_before = 0;
        std::int64_t cost_before = 0;
        has_best_ = false;
        for (std::uint64_t i = 0; slot != last_; ++i) {
            std::uint64_t const left = slot_count_ - i;
            std::uint64_t const after = at(slot).next;
            std::uint64_t const length = at(after).position - at(slot).position;
            std::uint64_t const cost = evaluations(length, left);
            auto const cost_with_more = static_cast<std::int64_t>(evaluations(length, left + 1));
            closed += cost;
            last_segment = cost;
            gained += static_cast<std::int64_t>(cost) - cost_with_more;
            if (i != 0) {
                auto const joined = static_cast<std::int64_t>(evaluations(length_before + length, left + 1));
                std::int64_t const change = joined - cost_before - static_cast<std::int64_t>(cost) + gained;
                if (!has_best_ || change <= best) {
                    has_best_ = true;
                    best = change;
                    before_best_ = before;
                }
            }
            cost_before = static_cast<std::int64_t>(cost);
            length_before = length;
            before = slot;
            slot = after;
        }
        previous_ = before;
        closed_ = closed;
        closed_before_previous_ = closed - last_segment;
        closed_without_best_ = static_cast<std::uint64_t>(static_cast<std::int64_t>(closed) - gained + best);
    }

    std::vector<stored_state> stored_;
    reversal reversal_;
    std::uint64_t slot_count_;
    std::uint64_t two_rounds_;
    std::uint64_t tape_at_once_;
    detail::super_steps all_;  ///< once the end is known
    std::uint64_t steps_ = 0;
    std::uint64_t units_ = 0;
    std::uint64_t last_ = 0;  ///< the slot of the latest stored state
    bool ended_ = false;
    bool greedy_ = false;

    std::uint64_t boundary_;              ///< first phase: where the segment begins that is stored next
    std::uint64_t room_behind_boundary_;  ///< its length
    std::uint64_t frontier_ = 0;          ///< the slot before the segment that is being filled
    std::uint64_t frontier_room_;         ///< its length when filled

    growing_segment behind_last_;               ///< greedy phase: from the latest stored state to k - 1
    growing_segment behind_previous_;           ///< from the one before it
    std::uint64_t previous_ = 0;                ///< that one's slot
    std::uint64_t closed_ = 0;                  ///< evaluations of the segments between stored states
    std::uint64_t closed_before_previous_ = 0;  ///< of those up to the one before the latest
    std::uint64_t closed_without_best_ = 0;     ///< when the one that is best dropped, before the latest, has gone
    std::uint64_t before_best_ = 0;             ///< the slot before that one
    bool has_best_ = false;
};

}  // namespace wengert
