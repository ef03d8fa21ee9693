// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <wengert/flow/loop/replay.hpp>
#include <wengert/flow/loop/slot_store.hpp>
#include <wengert/flow/memory_plan.hpp>

namespace wengert::detail {

/// What a step of a loop costs in memory, measured on its first one.
template <class T, class State>
struct measured_step {
    using Plain = rebind_t<State, T>;

    std::uint64_t leaves, statements, arguments;
    std::uint64_t state_bytes;    // of a plain state
    std::uint64_t working_bytes;  // of an active one

    /// The tape of a step, in arguments or statements of the streams, whichever are more.
    [[nodiscard]] std::uint64_t width() const { return larger(statements, arguments); }

    [[nodiscard]] loop_costs in_a_loop(std::uint64_t record_bytes, std::uint64_t trip_bytes,
                                       bool length_is_known) const {
        loop_costs costs;
        // With what schedules keep of a slot beyond what a plan counts, where their lists grow by doubling.
        costs.state_bytes = state_bytes - sizeof(Plain) + slot_store<Plain>::bytes_each + (length_is_known ? 16 : 48);
        // Once as the recorded end of the loop and once in the sweep, each with its adjoints.
        costs.step_bytes = 2 * (width() * streams<T>::bytes_of(1) + statements * sizeof(T));
        costs.step_fixed_bytes = 2 * (2 * leaves + 8) * (streams<T>::bytes_of(1) + sizeof(T));
        // A tape that holds little else opens its first block for the loop.
        constexpr std::uint64_t first_block = 1024 * streams<double>::bytes_of(1);
        costs.fixed_bytes = record_bytes + first_block + smallest_block * streams<T>::bytes_of(1) + 6 * working_bytes +
                            leaves * (6 * sizeof(std::uint32_t) + 4 * sizeof(T)) + 1024;
        costs.trip_bytes = trip_bytes;
        return costs;
    }

    /// The blocks of a list that takes so many steps at once.
    [[nodiscard]] std::uint32_t block_for(std::uint64_t steps) const {
        std::uint64_t const most = std::uint64_t{1} << 24;
        if (steps >= most) return static_cast<std::uint32_t>(most);
        return static_cast<std::uint32_t>(
            smaller(larger<std::uint64_t>(steps * width() + 2 * leaves + 8, smallest_block), most));
    }

    static constexpr std::uint32_t smallest_block = 256;
};

/// Records the first step from state `s` on the list, measures and forgets it.
template <class Kind, class T, class Body, class State>
measured_step<T, State> step_cost(tape<T>& list, Body& body, State const& s) {
    auto const plain_bytes = [](State const& state) {
        return std::uint64_t{bytes_of(map_leaves<T>(state, [](active<T> const& leaf) { return leaf.value(); }))};
    };
    growing_by<T> const blocks(list, measured_step<T, State>::smallest_block);
    rewinding<T> const afterwards(list);
    outside_reads<T> forgotten;
    reading<T> const apart(forgotten, reads::tried);
    State const in = as_inputs(list, s);
    tape_statistics const before = list.statistics();
    State const next = [&] {
        recording<T> const open(list);
        repeatable<T> const from_here;
        return Kind::step(body, in, 0, static_cast<typename Kind::outputs*>(nullptr));
    }();
    tape_statistics const after = list.statistics();
    return {leaf_count(s), after.statements - before.statements, after.arguments - before.arguments,
            larger(plain_bytes(s), plain_bytes(next)), bytes_of(s)};
}

}  // namespace wengert::detail
