// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>

#include <wengert/core/error.hpp>
#include <wengert/flow/schedules/binomial.hpp>

namespace wengert {

/// A loop was given less memory than one slot and the tape of one step take.
struct memory_budget_too_small : error {
    /// Of so many bytes where so many are needed.
    memory_budget_too_small(std::uint64_t budget, std::uint64_t needed)
        : error("memory(" + std::to_string(budget) + "): the loop needs at least " + std::to_string(needed) +
                " bytes, for one stored state, the tape of one step and what it works with. Give it as many, or make "
                "its state or its step smaller.") {}
};

/// What the parts of a checkpointed loop take, in bytes.
struct loop_costs {
    std::uint64_t state_bytes = 0;       ///< a slot and the state in it, without the schedule's own list
    std::uint64_t step_bytes = 0;        ///< the tape of one step, with its adjoints
    std::uint64_t fixed_bytes = 0;       ///< whatever the slots and K are: working copies, bookkeeping
    std::uint64_t step_fixed_bytes = 0;  ///< of a tape, whatever K
    std::uint64_t trip_bytes = 0;        ///< kept for every step of the loop
};

/// How many slots there are and how many steps are taped at once; both are at least 1.
struct memory_plan {
    std::uint64_t slot_count = 1;    ///< states that are kept at once
    std::uint64_t tape_at_once = 1;  ///< steps that are taped together
    std::uint64_t evaluations = 0;   ///< binomial::evaluations(n, slot_count, tape_at_once); 0 for an unknown n
    std::uint64_t bytes = 0;         ///< the most that the loop will take

    /// Whether all of it is the same.
    friend constexpr bool operator==(memory_plan const&, memory_plan const&) = default;
};

namespace detail {

/// What is left of a budget for s slots and K taped steps.
class memory_room {
public:
    constexpr memory_room(std::uint64_t steps, std::uint64_t budget, loop_costs const& costs)
        : slot_(sum(costs.state_bytes, schedule_bytes)), step_(costs.step_bytes) {
        taken_ =
            sum(sum(costs.fixed_bytes, costs.step_fixed_bytes), binomial::saturating_product(steps, costs.trip_bytes));
        std::uint64_t const needed = sum(taken_, sum(slot_, step_));
        if (needed > budget || needed == binomial::saturated) throw memory_budget_too_small(budget, needed);
        room_ = budget - taken_;
    }

    [[nodiscard]] constexpr std::uint64_t bytes() const noexcept { return room_; }

    /// The most steps that can be taped at once beside one slot.
    [[nodiscard]] constexpr std::uint64_t most_steps() const noexcept { return quotient(room_ - slot_, step_); }

    /// The most steps whose tape takes no more than `share`.
    [[nodiscard]] constexpr std::uint64_t steps_in(std::uint64_t share) const noexcept {
        return quotient(share, step_);
    }

    [[nodiscard]] constexpr std::uint64_t slots_beside(std::uint64_t tape_at_once) const noexcept {
        return (room_ - tape_at_once * step_) / slot_;
    }

    [[nodiscard]] constexpr std::uint64_t bytes_for(std::uint64_t slot_count,
                                                    std::uint64_t tape_at_once) const noexcept {
        return taken_ + slot_count * slot_ + tape_at_once * step_;
    }

private:
    static constexpr std::uint64_t schedule_bytes = 16;  ///< what a schedule itself keeps for a slot

    static constexpr std::uint64_t sum(std::uint64_t a, std::uint64_t b) noexcept {
        return a > binomial::saturated - b ? binomial::saturated : a + b;
    }
    static constexpr std::uint64_t quotient(std::uint64_t bytes, std::uint64_t each) noexcept {
        return each == 0 ? binomial::saturated : bytes / each;
    }

    std::uint64_t slot_;
    std::uint64_t step_;
    std::uint64_t taken_ = 0;
    std::uint64_t room_ = 0;
};

constexpr std::uint64_t groups_of(std::uint64_t steps, std::uint64_t each) noexcept {
    return steps / each + (steps % each != 0 ? 1 : 0);
}

}  // namespace detail

/// The plan with the fewest evaluations of n steps inside the budget, and of those the one that takes the fewest bytes.
/// Throws `memory_budget_too_small`.
///
/// For a given K as many slots as fit are best, up to the number of groups less one: the last group's state is never
/// stored. Of all K that cut the loop into as many groups the smallest is best. These are at most 2√n, and all of them are
/// tried for n up to 2^22. In longer loops K grows by a factor of up to 1 + 1/1024 where there are more than 2048 groups.
/// With evaluations = Σ_j max(0, K·groups − K·β(s, j)), which is at least n·r·s/(s + 1), this costs at most 0.3 %.
constexpr memory_plan plan_memory(std::uint64_t steps, std::uint64_t budget, loop_costs const& costs) {
    detail::memory_room const room(steps, budget, costs);
    memory_plan best{1, 1, binomial::evaluations(steps, 1), room.bytes_for(1, 1)};
    for (std::uint64_t k = 1, most = room.most_steps(); k <= steps && k <= most;) {
        std::uint64_t const groups = detail::groups_of(steps, k);
        std::uint64_t slot_count = room.slots_beside(k);
        if (groups <= slot_count) slot_count = groups < 2 ? 1 : groups - 1;
        memory_plan const plan{slot_count, k, binomial::evaluations(steps, slot_count, k),
                               room.bytes_for(slot_count, k)};
        if (plan.evaluations < best.evaluations || (plan.evaluations == best.evaluations && plan.bytes < best.bytes))
            best = plan;
        if (groups == 1) break;
        std::uint64_t fewer = detail::groups_of(steps, groups > 2048 ? k + k / 1024 : k);
        if (fewer == groups) --fewer;
        k = detail::groups_of(steps, fewer);
    }
    return best;
}

/// The plan for a loop whose length is not known before it has run. Throws `memory_budget_too_small`.
///
/// K steps at once and s slots reverse K·β(s, r) steps when none is advanced over more than r times, and that is most when
/// the tape takes 1/(r + 1) of the memory. Here it is a third, since an online_schedule is at its best up to β(s, 2): from
/// 10 to 10^5 steps it costs at most 9 % more evaluations, taped ones included, than the best K for the known n (a
/// half 22 %, a quarter 13 %). What is kept for every step of the loop comes on top of the budget.
constexpr memory_plan plan_memory_unknown_steps(std::uint64_t budget, loop_costs const& costs) {
    detail::memory_room const room(0, budget, costs);
    std::uint64_t tape_at_once = room.steps_in(room.bytes() / 3);
    if (std::uint64_t const most = room.most_steps(); most < tape_at_once) tape_at_once = most;
    if (tape_at_once == 0) tape_at_once = 1;
    std::uint64_t const slot_count = room.slots_beside(tape_at_once);
    return {slot_count, tape_at_once, 0, room.bytes_for(slot_count, tape_at_once)};
}

}  // namespace wengert
