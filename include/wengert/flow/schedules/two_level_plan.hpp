// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <limits>

#include <wengert/core/error.hpp>
#include <wengert/core/small_algorithms.hpp>
#include <wengert/flow/schedules/binomial.hpp>

namespace wengert {

/// What it costs to write a state to disk and to read it back, in evaluations of one step. Memory is taken to be free.
struct disk_cost {
    double write = 0;
    double read = 0;
};

inline constexpr std::uint64_t unlimited_disk = binomial::saturated;

/// The plan of a schedule with s slots in memory and more on disk.
///
/// Its shape is the one that is optimal for an unlimited disk (Aupy, Herrmann, Hovland & Robert, "Optimal multistage
/// algorithm for adjoint computation", SISC 38(3), 2016): the first sweep writes a state to disk at the beginning of
/// every segment but the last, which is reversed in memory. Each other segment is cut into blocks; for each, from the
/// last to the first, the segment's state is read, advanced to the block, and the block is reversed in memory. The
/// paper finds the best lengths by a dynamic programme in n² steps. Here they follow from its slopes instead. A segment
/// of n steps that is reversed in memory costs t(n, s), whose n-th step costs r, where β(s, r) is the first that is at
/// least n. In the j-th block from the segment's end every step costs, beside that, the k - 1 - j advances that pass
/// over it on the way to later blocks, of k in all, and one in the first sweep. The cheapest way to place N steps takes
/// the steps in the order of their cost, so lengths and costs are sums of binomial coefficients, and the cost is convex
/// in the number of writes.
///
/// What is lost: every segment has the same number k of reads, and k is searched upwards only until it stops to pay.
/// Against the optimum for an unlimited disk, for n up to 300 and the costs of tests/unit/flow/schedules_test.cpp, that is
/// nothing for most and 2.2 % at worst. With a limited disk no slot is written twice, which an optimal schedule would do
/// where the disk is small for the loop. For n up to 10 and one slot in memory that costs at most 12.5 % (a search of
/// everything possible). In long loops it is more: against t(n, s + d), below which no schedule with d slots on disk gets,
/// 10^6 steps with s = 10 cost 1.00, 1.06, 1.26 and 1.53 times as much for d = 1, 3, 10, 30, and 28 times for s = 1, d = 10.
class two_level_plan {
public:
    constexpr two_level_plan(std::uint64_t steps, std::uint64_t ram_slots, std::uint64_t disk_slots, disk_cost cost)
        : steps_(steps), s_(ram_slots), disk_(cost) {
        if (ram_slots == 0)
            throw invalid_argument(
                "a two-level schedule was asked to work with 0 slots in memory; at least one is needed beside the "
                "disk.");
        if (!(cost.write >= 0) || !(cost.read >= 0))
            throw invalid_argument(
                "the cost of a disk's slot must not be negative; give it in evaluations of one step.");
        cost_ = cost_of(0, 1);
        if (steps < 2 || disk_slots == 0) return;
        // For a given k the cost is convex in the number of writes: writing pays if and only if the first write does.
        auto const first_write = [this](std::uint64_t k) { return cost_of(1, k); };
        std::uint64_t const best = lowest(1, steps - 1, first_write);
        if (!(first_write(best) < cost_)) return;
        std::uint64_t const pays =
            best == 1 ? 1 : least([&](std::uint64_t k) { return k >= best || first_write(k) < cost_; });
        auto const most = [=](std::uint64_t k) { return detail::smaller(disk_slots, (steps - 1) / k); };
        auto const writes_for = [=, this](std::uint64_t k) {
            return lowest(0, most(k), [=, this](std::uint64_t writes) { return cost_of(writes, k); });
        };
        for (std::uint64_t k = pays; k < steps; ++k) {
            std::uint64_t const writes = writes_for(k);
            double const c = cost_of(writes, k);
            if (!(c < cost_)) break;
            cost_ = c;
            writes_ = writes;
            reads_ = k;
        }
        std::uint64_t const level = level_of(writes_, reads_);
        base_ = level < 2 ? 0 : block_steps(level - 2, reads_);
        step_ = block_steps(level - 1, reads_) - base_;
        rest_ = steps_ - capacity(level - 1, writes_, reads_);
    }

    /// Slots on disk, each written once.
    [[nodiscard]] constexpr std::uint64_t writes() const noexcept { return writes_; }
    /// How often each is read.
    [[nodiscard]] constexpr std::uint64_t reads() const noexcept { return writes_ == 0 ? 0 : reads_; }
    /// Untaped evaluations and disk traffic, in evaluations of one step (of one super-step, where K are taped at once).
    [[nodiscard]] constexpr double cost() const noexcept { return cost_; }

    /// Where segment i begins, of writes() + 1. The first ones take what the order of costs leaves for the last level.
    [[nodiscard]] constexpr std::uint64_t segment_begin(std::uint64_t i) const noexcept {
        std::uint64_t const extra = step_ != 0 && i > rest_ / step_ ? rest_ : i * step_;
        return i * base_ + extra;
    }

    /// The lengths of a segment's blocks, from the last to the first.
    struct blocks {
        std::uint64_t s = 1;
        std::uint64_t level = 0;  ///< all steps up to this cost are in
        std::uint64_t rest = 0;   ///< and so many of the next

        constexpr std::uint64_t take(std::uint64_t j) noexcept {
            std::uint64_t const sure = j > level ? 0 : binomial::beta(s, level - j);
            std::uint64_t const more = j > level + 1 ? 0 : binomial::beta(s, level + 1 - j) - sure;
            std::uint64_t const extra = more < rest ? more : rest;
            rest -= extra;
            return sure + extra;
        }
    };

    [[nodiscard]] constexpr blocks split(std::uint64_t length) const noexcept {
        if (length <= 1) return {s_, 0, 0};
        std::uint64_t const level = least([&](std::uint64_t l) { return block_steps(l, reads_) >= length; }) - 1;
        return {s_, level, length - block_steps(level, reads_)};
    }

private:
    /// The least l ≥ 1 that is enough.
    template <class Enough>
    static constexpr std::uint64_t least(Enough enough) {
        std::uint64_t high = 1;
        while (!enough(high)) high *= 2;
        std::uint64_t low = high / 2;
        while (high - low > 1) {
            std::uint64_t const middle = low + (high - low) / 2;
            (enough(middle) ? high : low) = middle;
        }
        return high;
    }

    /// The steps of k blocks that cost no more than l, without the first sweep: β(s, l) + β(s, l - 1) + ... of k terms.
    [[nodiscard]] constexpr std::uint64_t block_steps(std::uint64_t l, std::uint64_t k) const noexcept {
        return telescope(s_ + 1, l, k);
    }

    static constexpr std::uint64_t telescope(std::uint64_t s, std::uint64_t l, std::uint64_t k) noexcept {
        std::uint64_t const all = binomial::beta(s, l);
        return l < k || all == binomial::saturated ? all : all - binomial::beta(s, l - k);
    }

    /// The steps of the whole plan that cost no more than l.
    [[nodiscard]] constexpr std::uint64_t capacity(std::uint64_t l, std::uint64_t writes,
                                                   std::uint64_t k) const noexcept {
        std::uint64_t const last = binomial::beta(s_, l);
        std::uint64_t const others = l == 0 ? 0 : binomial::saturating_product(writes, block_steps(l - 1, k));
        return last > binomial::saturated - others ? binomial::saturated : last + others;
    }

    [[nodiscard]] constexpr std::uint64_t level_of(std::uint64_t writes, std::uint64_t k) const {
        return least([&](std::uint64_t l) { return capacity(l, writes, k) >= steps_; });
    }

    /// What is left to pay level by level, as in t(n, s); infinite where not every block would get a step.
    [[nodiscard]] constexpr double cost_of(std::uint64_t writes, std::uint64_t k) const {
        if (steps_ < 2) return 0;
        if (writes == 0) {
            std::uint64_t const r = binomial::repetitions(steps_, s_);
            return static_cast<double>(r) * static_cast<double>(steps_) -
                   static_cast<double>(binomial::beta(s_ + 1, r - 1));
        }
        std::uint64_t const level = level_of(writes, k);
        if (k > 1 && level <= k) return std::numeric_limits<double>::infinity();
        double paid = static_cast<double>(level) * static_cast<double>(steps_) -
                      static_cast<double>(binomial::beta(s_ + 1, level - 1));
        if (level >= 2) paid -= static_cast<double>(writes) * static_cast<double>(telescope(s_ + 2, level - 2, k));
        return paid + static_cast<double>(writes) * (disk_.write + static_cast<double>(k) * disk_.read);
    }

    /// Where in [low, high] a cost that first falls and then grows is lowest, by bisection.
    template <class Cost>
    static constexpr std::uint64_t lowest(std::uint64_t low, std::uint64_t high, Cost cost) {
        while (low < high) {
            std::uint64_t const middle = low + (high - low) / 2;
            if (cost(middle + 1) < cost(middle)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    std::uint64_t steps_;
    std::uint64_t s_;
    disk_cost disk_;
    double cost_ = 0;
    std::uint64_t writes_ = 0;
    std::uint64_t reads_ = 1;
    std::uint64_t base_ = 0;  ///< a segment's length without the last level
    std::uint64_t step_ = 0;  ///< the last level of a segment
    std::uint64_t rest_ = 0;  ///< the steps of the last level, of all segments
};

}  // namespace wengert
