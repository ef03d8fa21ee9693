// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include <wengert/flow/loop/leftovers.hpp>
#include <wengert/flow/loop/state.hpp>
#include <wengert/flow/loop/watch.hpp>
#include <wengert/tape/outside_reads.hpp>
#include <wengert/tape/tape.hpp>

namespace wengert::detail {

struct no_outputs {};

/// A loop whose body returns the next state.
template <class State>
struct state_loop {
    using outputs = no_outputs;

    template <class Body>
    static constexpr State step(Body& body, State const& s, std::uint64_t i, no_outputs*) {
        static_assert(!std::is_void_v<decltype(call_body(body, s, i))>,
                      "wengert: the body of a loop must return the next state; this one returns nothing.");
        if constexpr (std::is_void_v<decltype(call_body(body, s, i))>) return s;
        else return to_state<State>(call_body(body, s, i));
    }

    template <class T>
    static void make_inputs(tape<T>&, no_outputs&) {}
    static void count_outputs(no_outputs const&, std::vector<std::size_t>&) {}
    static std::pair<std::size_t, std::size_t> output_range(std::vector<std::size_t> const&, std::uint64_t,
                                                            std::uint64_t) {
        return {0, 0};
    }
    static State result_of(State s, no_outputs) { return s; }
    static State const& state_of(State const& s) { return s; }
    static void compare_outputs(loop_watch const&, std::uint64_t, State const&, no_outputs const&) {}
};

/// A loop whose body returns the next state and something to put out, of type Y.
template <class State, class Y>
struct output_loop {
    using outputs = std::vector<Y>;

    template <class Body>
    static constexpr State step(Body& body, State const& s, std::uint64_t i, outputs* to) {
        auto r = call_body(body, s, i);
        // Whether it is kept or not, it is recorded.
        Y y = to_state<Y>(std::move(r.second));
        if (to != nullptr) to->push_back(std::move(y));
        return to_state<State>(std::move(r.first));
    }

    template <class T>
    static void make_inputs(tape<T>& list, outputs& all) {
        for (Y& y : all) y = map_leaves<active<T>>(y, [&](active<T> const& leaf) { return list.input(leaf.value()); });
    }

    /// How many numbers all steps up to each have put out, where their type does not say so.
    static void count_outputs(outputs const& all, std::vector<std::size_t>& ends) {
        if constexpr (static_leaf_count_v<Y> == dynamic_extent) {
            ends.reserve(all.size());
            std::size_t sum = 0;
            for (Y const& y : all) ends.push_back(sum += leaf_count(y));
        }
    }

    /// The numbers, counted from the first of all, that the steps in [from, to) have put out.
    static std::pair<std::size_t, std::size_t> output_range(std::vector<std::size_t> const& ends, std::uint64_t from,
                                                            std::uint64_t to) {
        if constexpr (constexpr std::size_t each = static_leaf_count_v<Y>; each != dynamic_extent) {
            return {each * static_cast<std::size_t>(from), each * static_cast<std::size_t>(to)};
        } else {
            auto const before = [&](std::uint64_t i) { return i == 0 ? 0 : ends[static_cast<std::size_t>(i - 1)]; };
            return {before(from), before(to)};
        }
    }

    static std::pair<State, outputs> result_of(State s, outputs all) { return {std::move(s), std::move(all)}; }
    static State const& state_of(std::pair<State, outputs> const& r) { return r.first; }
    static void compare_outputs(loop_watch const& watch, std::uint64_t from, std::pair<State, outputs> const& r,
                                outputs const& all) {
        watch.compare_outputs(from, r.second, all);
    }
};

/// Evaluates steps [from, to) without recording anything. Silenced anew for each step, so that compilers which put a body in
/// here see that nothing is recorded. Not flattened: a body that opens a tape or a loop of its own would take minutes to compile.
template <class T, class Kind, class Body, class State>
[[gnu::noinline]] void advance(leftovers<T>& left, Body& body, State& s, std::uint64_t from, std::uint64_t to,
                               typename Kind::outputs* outputs) {
    for (; from < to; ++from) {
        reading<T>::begins_step();
        left.forget(s, __builtin_frame_address(0));
        silent_run<T> const quiet;
        s = Kind::step(body, std::as_const(s), from, outputs);
    }
    left.forget(s, __builtin_frame_address(0));
}

}  // namespace wengert::detail
