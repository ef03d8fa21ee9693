// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <wengert/core/error.hpp>
#include <wengert/flow/schedules/action.hpp>
#include <wengert/flow/schedules/binomial.hpp>

namespace wengert {

namespace detail {

/// A number of steps cut into super-steps that are each taped at once. Only the last may be shorter.
class super_steps {
public:
    constexpr super_steps(std::uint64_t steps, std::uint64_t each) : steps_(steps), each_(each) {
        if (each == 0) throw invalid_argument("a schedule was asked to tape 0 steps at once; tape at least one.");
        whole_ = steps / each;
    }

    [[nodiscard]] constexpr std::uint64_t count() const noexcept { return whole_ + (whole_ * each_ != steps_ ? 1 : 0); }

    /// An action on super-steps as an action on steps.
    [[nodiscard]] constexpr action in_steps(action a) const noexcept {
        a.from *= each_;
        a.to = a.to <= whole_ ? a.to * each_ : steps_;
        return a;
    }

private:
    std::uint64_t steps_;
    std::uint64_t each_;
    std::uint64_t whole_;  ///< the super-steps that are not shorter
};

constexpr std::uint64_t at_least_one_slot(std::uint64_t slot_count) {
    if (slot_count == 0)
        throw invalid_argument(
            "a checkpointing schedule was asked to work with 0 slots; at least one slot is needed, for the first "
            "state.");
    return slot_count;
}

/// Makes room for one more, doubling but never beyond `most`: what a schedule keeps is part of its user's memory
/// budget.
template <class T>
constexpr void make_room(std::vector<T>& v, std::uint64_t most) {
    if (v.size() < v.capacity()) return;
    std::uint64_t const twice = v.size() < 4 ? 8 : 2 * std::uint64_t{v.size()};
    v.reserve(static_cast<std::size_t>(twice < most ? twice : most));
}

}  // namespace detail

/// Reverses a range of steps of which some states are already stored: the engine that all schedules share. It knows
/// what lies in the slots, innermost last, and decides by the binomial formulas; what it keeps is 16 bytes for each
/// slot in use.
class reversal {
public:
    constexpr explicit reversal(std::uint64_t slot_count) : slot_count_(detail::at_least_one_slot(slot_count)) {}

    /// State `position` lies in `slot`. In ascending order of positions, before `start`. The slots in use must be
    /// numbered from 0 without a hole.
    constexpr void hold(std::uint64_t position, std::uint64_t slot) {
        detail::make_room(held_, slot_count_);
        held_.push_back({position, slot});
        ++depth_;
    }

    /// Reverse the steps [first, last), where the present state is state `present`, on the last of the held states or
    /// after it.
    constexpr void start(std::uint64_t first, std::uint64_t last, std::uint64_t present) noexcept {
        first_ = first;
        last_ = last;
        present_ = present;
        has_present_ = first < last;
    }

    constexpr action next() {
        using enum action_kind;
        if (!has_present_) {
            if (last_ == first_) return {};
            present_ = held_[depth_ - 1].position;
            has_present_ = true;
            return {restore, present_, present_, held_[depth_ - 1].slot};
        }
        bool const lies_in_slot = depth_ != 0 && held_[depth_ - 1].position == present_;
        if (last_ - present_ == 1) {
            if (lies_in_slot) {
                --depth_;
                return {drop, present_, present_, held_[depth_].slot};
            }
            has_present_ = false;
            last_ = present_;
            return {tape, present_, present_ + 1};
        }
        if (!lies_in_slot && depth_ < slot_count_) {
            if (depth_ == held_.size()) hold(present_, depth_);
            else held_[depth_++].position = present_;  // behind `depth_` are the slots that have become free
            return {store, present_, present_, held_[depth_ - 1].slot};
        }
        std::uint64_t const from = present_;
        std::uint64_t const free = slot_count_ - depth_;
        present_ = free == 0 ? last_ - 1 : from + binomial::first_distance(last_ - from, free + 1);
        return {advance, from, present_};
    }

private:
    struct held_state {
        std::uint64_t position;
        std::uint64_t slot;
    };

    std::vector<held_state> held_;
    std::uint64_t slot_count_;
    std::size_t depth_ = 0;
    std::uint64_t first_ = 0;
    std::uint64_t last_ = 0;
    std::uint64_t present_ = 0;
    bool has_present_ = false;
};

}  // namespace wengert
