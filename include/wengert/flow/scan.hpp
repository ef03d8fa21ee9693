// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <wengert/flow/for_loop.hpp>

namespace wengert {

namespace detail {

template <class State, class Body>
struct scan_types : loop_types<State, Body> {
    template <class S>
    using result = typename loop_types<State, Body>::template result<S>;
    static_assert(
        requires(result<scalar_of_t<State>> r) { r.first, r.second; },
        "wengert: the body of scan must return std::pair{carry, y}: the next carry, and what to put out at this step.");
    using scalar = typename loop_types<State, Body>::scalar;
    using output = rebind_t<decltype(result<scalar>::second), scalar>;
};

}  // namespace detail

/// {carry, ys}: {carry, y} = body(carry, i) for i = 0, ..., n - 1, where ys is the std::vector of all y.
///
/// Under a policy only carries are stored and computed again; the ys stay. For the rest see for_loop.
template <std::integral N, class Carry, class Body>
constexpr auto scan(N n, Carry const& carry, Body body, loop_policy const& policy = save_all(),
                    std::source_location where = std::source_location::current()) {
    using types = detail::scan_types<Carry, Body>;
    using kind = detail::output_loop<typename types::state, typename types::output>;
    std::uint64_t const steps = detail::trip_count(n, "scan", where);
    return detail::run_loop<typename types::scalar, kind>(
        carry, body, policy, "scan", where, steps, [steps](auto& loop) { loop.run(steps); },
        [](auto const& loop) { return std::pair(loop.result(), loop.outputs()); });
}

}  // namespace wengert
