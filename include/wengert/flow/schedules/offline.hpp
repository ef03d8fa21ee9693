// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <wengert/flow/schedules/action.hpp>
#include <wengert/flow/schedules/reversal.hpp>

namespace wengert {

/// The optimal schedule for a known number of steps: binomial::evaluations(n, s, K) untaped evaluations, the fewest
/// that exist, and among those with the fewest stores. The executor starts with state 0 as its present state; the
/// primal run is what comes before the first `tape`. Of K steps taped at once the last group may be shorter.
class offline_schedule {
public:
    constexpr offline_schedule(std::uint64_t steps, std::uint64_t slot_count, std::uint64_t tape_at_once = 1)
        : units_(steps, tape_at_once), reversal_(slot_count) {
        reversal_.start(0, units_.count(), 0);
    }

    constexpr action next() { return units_.in_steps(reversal_.next()); }

private:
    detail::super_steps units_;
    reversal reversal_;
};

}  // namespace wengert
