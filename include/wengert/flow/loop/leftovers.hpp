// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <wengert/core/structure.hpp>
#include <wengert/tape/direction.hpp>
#include <wengert/tape/outside_reads.hpp>
#include <wengert/tape/recording.hpp>
#include <wengert/tape/tape.hpp>

namespace wengert::detail {

/// Code that is only evaluated leaves something on a list all the same, if it opens tapes of its own. It is forgotten between two
/// steps, or it would be as long as a tape of all steps.
template <class T>
class leftovers {
public:
    /// The code comes next, and this is the list.
    void begin(tape<T>& list) {
        list_ = &list;
        from_ = list.mark();
        last_direction_ = direction<T>::last_of_thread();
        reads_ = now_reading<T>->count();
    }

    /// Nothing of the code runs now that the function with this frame has called, and `state` is all that it goes on with.
    template <class State>
    void forget(State& state, void const* frame) {
        if (list_->next_statement() == from_.statement) [[likely]]
            return;
        forget_now(state, frame);
    }

private:
    template <class State>
    [[gnu::noinline]] void forget_now(State& state, void const* frame) {
        if (direction<T>::last_of_thread() != last_direction_) return begin(*list_);  // there is a tape that stays
        state = map_leaves<active<T>>(state, [&](active<T> const& leaf) {
            bool const left = list_->owns(leaf) && leaf.identity().index >= from_.statement;
            return left ? active<T>(leaf.value(), passive(cause::inside_loop)) : leaf;
        });
        // A variable of the code's own may stay; that is known when the next step begins.
        if (now_reading<T>->may_have_made()) return;
        if (now_reading<T>->count() != reads_ || list_->held().outlive(from_.statement, frame) != nobody)
            return begin(*list_);
        list_->notes().rewind(from_.statement, from_.steps);
        list_->rewind(from_);
    }

    tape<T>* list_ = nullptr;
    tape_mark from_;
    direction<T> const* last_direction_ = nullptr;
    std::size_t reads_ = 0;
};

/// What code gives that is only evaluated, in the midst of `state`.
template <class R, class T, class State, class Code>
R evaluated(leftovers<T>& left, State& state, Code&& code) {
    auto result = [&] {
        silent_run<T> const quiet;
        return static_cast<R>(code());
    }();
    left.forget(state, __builtin_frame_address(0));
    return result;
}

}  // namespace wengert::detail
