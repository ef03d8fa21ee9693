// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <wengert/core/error.hpp>
#include <wengert/flow/schedules/action.hpp>
#include <wengert/flow/schedules/binomial.hpp>
#include <wengert/flow/schedules/online.hpp>
#include <wengert/flow/schedules/reversal.hpp>
#include <wengert/flow/schedules/two_level_plan.hpp>

namespace wengert {

/// The period, in super-steps, for which a periodic_schedule costs least in a very long loop.
///
/// A segment of d costs t(d, s) and one write and one read. The d-th step costs r where β(s, r) is the first that is at
/// least d, and a longer segment pays as long as its next step costs less than its average one: up to d = β(s, r) where
/// β(s + 1, r) exceeds the cost of a write and a read. Among equals that is the longest.
[[nodiscard]] constexpr std::uint64_t best_disk_period(std::uint64_t ram_slots, disk_cost cost,
                                                       std::uint64_t tape_at_once = 1) {
    detail::at_least_one_slot(ram_slots);
    static_cast<void>(detail::super_steps(0, tape_at_once));
    if (!(cost.write >= 0) || !(cost.read >= 0))
        throw invalid_argument("the cost of a disk's slot must not be negative; give it in evaluations of one step.");
    double const segment = (cost.write + cost.read) / static_cast<double>(tape_at_once);
    std::uint64_t const more = segment < 0x1p63 ? static_cast<std::uint64_t>(segment) + 1 : binomial::saturated;
    std::uint64_t const one_slot_more = ram_slots < binomial::saturated ? ram_slots + 1 : ram_slots;
    return binomial::beta(ram_slots, binomial::repetitions(more, one_slot_more));
}

/// The schedule for a loop of unknown length with as many slots on disk as it takes. While it runs, `before_step` asks for
/// every `period`-th state; once it has ended, `next` gives the actions of the reverse phase: segment by segment, from the
/// last to the first, its state is read from disk, once, and the segment reversed with slots in memory.
///
/// To read it more often would pay where memory is small and writing dear. Against a two_level_plan for the known n = 20,000
/// and the disks of tests/unit/flow/periodic_schedule_test.cpp, the best period costs up to 1.05 times as much with s = 10,
/// 1.2 with s = 3, 1.35 with s = 2 and 1.9 with s = 1, and up to 1.03 where writing costs no more than five steps.
///
/// It is executed as an online_schedule, but for where a forward_step's slot lies: on `forward_level`. There too a state is
/// stored when the next step starts. With K steps taped at once the period counts super-steps. With N of them, all of K
/// steps, and q = (N - 1) / period, there are n + K·(q·t(period, s) + t(N - 1 - q·period, s)) evaluations.
class periodic_schedule {
public:
    static constexpr storage_level forward_level = storage_level::disk;

    constexpr periodic_schedule(std::uint64_t period, std::uint64_t ram_slots, std::uint64_t tape_at_once = 1)
        : reversal_(ram_slots), period_(period), tape_at_once_(tape_at_once), all_(0, tape_at_once) {
        if (period == 0)
            throw invalid_argument(
                "a periodic schedule was asked to store every 0th state; give it a period of at least one.");
    }

    constexpr forward_step before_step() {
        if (ended_)
            throw invalid_argument("a step of a checkpointed loop was announced after its reverse phase had begun.");
        if (++steps_ - units_ * tape_at_once_ != 1) return {};
        forward_step what{.to_scratch = true};
        if (units_ != 0 && (units_ - 1) % period_ == 0) {
            what.store = true;
            what.slot = (units_ - 1) / period_;
            what.state = (units_ - 1) * tape_at_once_;
        }
        ++units_;
        return what;
    }

    constexpr action next() {
        if (!ended_) return begin();
        for (;;) {
            if (to_drop_) return drop_and_reverse();
            if (action const a = reversal_.next(); a.kind != action_kind::finished) return all_.in_steps(a);
            if (begin_ == 0) return {};
            end_ = begin_;
            begin_ = (end_ - 1) / period_ * period_;
            to_drop_ = true;
            return all_.in_steps({action_kind::restore, begin_, begin_, begin_ / period_, storage_level::disk});
        }
    }

private:
    constexpr action begin() {
        ended_ = true;
        all_ = detail::super_steps(steps_, tape_at_once_);
        if (units_ == 0) return {};
        begin_ = units_ - 1;
        reversal_.start(begin_, units_, begin_);
        return all_.in_steps({action_kind::restore, begin_, begin_, 0, storage_level::scratch});
    }

    constexpr action drop_and_reverse() {
        to_drop_ = false;
        reversal_.start(begin_, end_, begin_);
        return all_.in_steps({action_kind::drop, begin_, begin_, begin_ / period_, storage_level::disk});
    }

    reversal reversal_;
    std::uint64_t period_;
    std::uint64_t tape_at_once_;
    detail::super_steps all_;  ///< once the end is known
    std::uint64_t steps_ = 0;
    std::uint64_t units_ = 0;
    std::uint64_t begin_ = 0;  ///< of the segment that is being reversed
    std::uint64_t end_ = 0;
    bool to_drop_ = false;  ///< its state has just been read
    bool ended_ = false;
};

}  // namespace wengert
