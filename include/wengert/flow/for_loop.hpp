// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <source_location>
#include <type_traits>
#include <utility>

#include <wengert/flow/loop/run.hpp>

namespace wengert {

/// The state after n steps of state = body(state, i), i = 0, ..., n - 1: the state itself for n = 0.
///
/// The state is any structure of numbers; vectors may change length from step to step. The body may use any active value from
/// outside and is run again in the reverse sweep: it must do the same each time, and what it captured by reference must still
/// be there when a gradient_tape is asked (a driver such as gradient(f, x) sees to that itself).
/// Throws `iteration_limit`, `not_reproducible`, `memory_budget_too_small`, `disk_failure`; the tape is then as before.
template <std::integral N, class State, class Body>
constexpr auto for_loop(N n, State const& state, Body body, loop_policy const& policy = save_all(),
                        std::source_location where = std::source_location::current()) {
    using types = detail::loop_types<State, Body>;
    using kind = detail::state_loop<typename types::state>;
    std::uint64_t const steps = detail::trip_count(n, "for_loop", where);
    return detail::run_loop<typename types::scalar, kind>(
        state, body, policy, "for_loop", where, steps, [steps](auto& loop) { loop.run(steps); },
        [](auto const& loop) { return loop.result(); });
}

}  // namespace wengert
