// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/flow/for_loop.hpp>

namespace wengert {

/// {state, trips}: state = body(state) for as long as keep_going(state) holds; both may also take the number of the step.
///
/// The number of steps need not be known before: checkpoints are placed as the loop runs. The condition is only evaluated, and no
/// derivative flows through it. Give a loop that might not end a limit, checkpoints(10).max_iterations(1000).
/// For the rest see for_loop.
template <class State, class KeepGoing, class Body>
constexpr auto while_loop(State const& state, KeepGoing keep_going, Body body, loop_policy const& policy = save_all(),
                          std::source_location where = std::source_location::current()) {
    using types = detail::loop_types<State, Body>;
    using kind = detail::state_loop<typename types::state>;
    return detail::run_loop<typename types::scalar, kind>(
        state, body, policy, "while_loop", where, 0, [&](auto& loop) { loop.run_while(keep_going); },
        [](auto const& loop) { return std::pair(loop.result(), static_cast<std::size_t>(loop.steps())); });
}

}  // namespace wengert
