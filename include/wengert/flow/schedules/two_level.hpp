// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <wengert/core/error.hpp>
#include <wengert/flow/schedules/action.hpp>
#include <wengert/flow/schedules/binomial.hpp>
#include <wengert/flow/schedules/reversal.hpp>
#include <wengert/flow/schedules/two_level_plan.hpp>

namespace wengert {

/// A schedule with slots in memory and slots on disk, for a known number of steps; see two_level_plan for what it does
/// and how good it is. The disk's slots are written in the first sweep, in ascending order. Slots of both levels are
/// numbered from 0; `action::level` says which is meant. It keeps 16 bytes for each slot in memory and nothing for
/// those on disk.
class two_level_schedule {
public:
    constexpr two_level_schedule(std::uint64_t steps, std::uint64_t ram_slots, std::uint64_t disk_slots, disk_cost cost,
                                 std::uint64_t tape_at_once = 1)
        : units_(steps, tape_at_once),
          plan_(units_.count(), ram_slots, disk_slots,
                {cost.write / static_cast<double>(tape_at_once), cost.read / static_cast<double>(tape_at_once)}),
          reversal_(ram_slots) {
        if (plan_.writes() == 0) reverse(0, units_.count());
    }

    [[nodiscard]] constexpr two_level_plan const& plan() const noexcept { return plan_; }

    constexpr action next() { return units_.in_steps(next_unit()); }

private:
    enum class phase : std::uint8_t { write, sweep, read, drop, advance, reverse };

    constexpr action next_unit() {
        using enum action_kind;
        for (;;) {
            std::uint64_t const first = plan_.segment_begin(segment_);
            switch (phase_) {
                case phase::write:
                    phase_ = phase::sweep;
                    return {store, first, first, segment_, storage_level::disk};
                case phase::sweep: {
                    std::uint64_t const last = plan_.segment_begin(++segment_);
                    if (segment_ == plan_.writes()) reverse(last, units_.count());
                    else phase_ = phase::write;
                    return {advance, first, last};
                }
                case phase::read:
                    phase_ = block_begin_ == first ? phase::drop : phase::advance;
                    return {restore, first, first, segment_, storage_level::disk};
                case phase::drop:
                    reverse(first, block_end_);
                    return {action_kind::drop, first, first, segment_, storage_level::disk};
                case phase::advance:
                    reverse(block_begin_, block_end_);
                    return {action_kind::advance, first, block_begin_};
                case phase::reverse:
                    if (action const a = reversal_.next(); a.kind != finished) return a;
                    if (block_begin_ == 0) return {};
                    next_block();
                    break;
            }
        }
    }

    constexpr void reverse(std::uint64_t first, std::uint64_t last) {
        block_begin_ = first;
        block_end_ = last;
        reversal_.start(first, last, first);
        phase_ = phase::reverse;
    }

    /// What lies before the block that has been reversed: the next block of this segment, or the last one of the
    /// segment before.
    constexpr void next_block() {
        block_end_ = block_begin_;
        if (segment_ == plan_.writes() || block_begin_ == plan_.segment_begin(segment_)) {
            --segment_;
            block_ = 0;
            blocks_ = plan_.split(plan_.segment_begin(segment_ + 1) - plan_.segment_begin(segment_));
        }
        block_begin_ = block_end_ - blocks_.take(block_++);
        phase_ = phase::read;
    }

    detail::super_steps units_;
    two_level_plan plan_;
    reversal reversal_;
    phase phase_ = phase::write;
    std::uint64_t segment_ = 0;
    two_level_plan::blocks blocks_{};
    std::uint64_t block_ = 0;
    std::uint64_t block_begin_ = 0;
    std::uint64_t block_end_ = 0;
};

}  // namespace wengert
