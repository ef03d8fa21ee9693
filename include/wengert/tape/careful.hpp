// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/tape/outside_reads.hpp>
#include <wengert/tape/tape.hpp>

// The recorder's slow side: whenever a statement has passive, foreign or untracked operands, the block is full, or the tape
// watches every statement.
namespace wengert::detail {

/// What the operands of a statement are to the open recording.
template <class T>
struct census {
    std::uint32_t tag;
    std::uint32_t active_count = 0;
    bool foreign = false;
    bool leaked = false;  // one was computed in a step of a loop that was not recorded
    cause why = cause::constant;

    void count(active<T> const& leaf) {
        handle const h = leaf.identity();
        if (h.tag == tag) {
            ++active_count;
        } else if (h.tag != passive_tag) {
            foreign = true;
        } else if (why == cause::constant) {
            why = static_cast<cause>(h.index);
            leaked = why == cause::inside_loop;
        } else {
            leaked = leaked || h.index == static_cast<std::uint32_t>(cause::inside_loop);
        }
    }

    /// The handle of a result that is not recorded; throws if an operand is of another recording.
    handle untracked(bool recording, char const* asked) const {
        if (!foreign) return passive(why);
        if (recording) throw wrong_recording(asked);
        return passive(cause::not_recorded);
    }
};

template <class T, class E>
[[gnu::noinline]] handle record_with_care(E const& expression) {
    recorder<T>& to = *current<T>;
    census<T> operands{to.tag};
    expression.for_each_leaf([&](active<T> const& leaf) { operands.count(leaf); });
    if (operands.foreign || operands.active_count == 0)
        return operands.untracked(to.tag != no_recording_tag, "this operation");
    // Inside a loop its own steps may mix with a tape that is opened there.
    if (operands.leaked && (now_reading<T> == nullptr || now_reading<T>->records())) throw leaked_from_loop();
    auto& t = static_cast<tape<T>&>(to);
    if constexpr (is_node<E> && !is_flat<E>) {
        if (t.annotates()) return record_with_care<T>(flatten<T>(expression));
    }
    return t.append(expression, operands.active_count);
}

/// A result that depends on `from` but lets no derivative through: a statement without arguments, and the cut beside it.
template <class T>
active<T> record_cut(active<T> const& from, T const& value, cause why, char const* name) {
    recorder<T>& to = *current<T>;
    census<T> operands{to.tag};
    operands.count(from);
    if (operands.foreign || operands.active_count == 0) {
        handle const h = operands.untracked(to.tag != no_recording_tag, name);
        return active<T>(value, h);
    }
    auto& t = static_cast<tape<T>&>(to);
    active<T> const result = t.input(value);
    t.append_cut({result.identity().index, from.identity().index, why, name});
    return result;
}

/// On a tape that watches: notes of which statements a comparison depends.
template <class T, class A>
void note_decision(A const& operand, char const* name) {
    auto& t = static_cast<tape<T>&>(*current<T>);
    auto const note = [&](active<T> const& leaf) {
        if (t.owns(leaf)) t.append_decision({leaf.identity().index, name});
    };
    if constexpr (is_node_of<A, active<T>>) operand.for_each_leaf(note);
    else if constexpr (std::is_same_v<A, active<T>>) note(operand);
}

}  // namespace wengert::detail
