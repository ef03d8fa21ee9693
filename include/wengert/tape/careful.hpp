// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/tape/journal.hpp>
#include <wengert/tape/outside_reads.hpp>

// The recorder's slow side: whenever a statement has passive, foreign or untracked operands, the block is full, or the tape
// watches every statement.
namespace wengert::detail {

/// What the operands of a statement are to the open recording.
template <class T>
struct census {
    std::uint32_t tag;
    std::uint32_t active_count = 0;
    bool foreign = false;
    bool leaked = false;                       // one was computed in a step of a loop that was not recorded
    handle origin = passive(cause::constant);  // of the first that has a reason

    [[gnu::always_inline]] void count(active<T> const& leaf) {
        handle const h = leaf.identity();
        if (h.tag == tag) {
            ++active_count;
        } else if (h.tag != passive_tag) {
            foreign = true;
        } else {
            if (cause_of(origin) == cause::constant) origin = h;
            leaked = leaked || cause_of(h) == cause::inside_loop;
        }
    }

    /// The handle of a result that is not recorded, for the statement that returns there; throws if an operand is of another
    /// recording.
    handle untracked(bool recording, char const* asked, void const* return_address) const {
        if (foreign && recording) {
            // Lines are looked up for those who asked for them.
            throw wrong_recording(asked, explaining<T> == nullptr ? code_place() : code_place(return_address));
        }
        if (foreign) return passive(not_recording_because<T>, return_address);
        if (cause_of(origin) != cause::constant && cause_of(origin) != cause::unfollowed) return origin;
        if (recording && explaining<T> != nullptr)
            explaining<T>->notes().passive_at(return_address, explaining<T>->next_statement());
        if (recording) return passive(cause::unfollowed, return_address);
        bool const before = not_recording_because<T> == cause::not_recorded;
        return passive(before ? cause::constant : not_recording_because<T>, return_address);
    }
};

template <class T, class E>
[[gnu::noinline]] handle record_with_care(E const& expression) {
    void const* const from = __builtin_return_address(0);
    recorder<T>& to = *current<T>;
    census<T> operands{to.tag};
    expression.for_each_leaf([&](active<T> const& leaf) { operands.count(leaf); });
    if (operands.foreign || operands.active_count == 0)
        return operands.untracked(to.tag != no_recording_tag, "this operation", from);
    // Inside a loop its own steps may mix with a tape that is opened there.
    if (operands.leaked && (now_reading<T> == nullptr || now_reading<T>->records())) throw leaked_from_loop();
    return static_cast<tape<T>&>(to).append(expression, operands.active_count, code_place(from));
}

/// A result that depends on `from` but lets no derivative through: a statement without arguments, and the cut beside it.
template <class T>
[[gnu::noinline]] active<T> record_cut(active<T> const& from, T const& value, cause why, char const* name) {
    void const* const at = __builtin_return_address(0);
    recorder<T>& to = *current<T>;
    census<T> operands{to.tag};
    operands.count(from);
    if (operands.foreign || operands.active_count == 0) {
        handle const h = operands.untracked(to.tag != no_recording_tag, name, at);
        return active<T>(value, h);
    }
    auto& t = static_cast<tape<T>&>(to);
    active<T> const result = t.input(value, code_place(at));
    t.append_cut({result.identity().index, from.identity().index, why, name});
    return result;
}

/// On a tape that watches: notes of which statements a comparison depends.
template <class T, class A>
[[gnu::noinline]] void note_decision(A const& operand, char const* name, bool left) {
    code_place const where(__builtin_return_address(0));
    auto& t = static_cast<tape<T>&>(*current<T>);
    auto const note = [&](active<T> const& leaf) {
        if (t.owns(leaf)) t.append_decision({leaf.identity().index, name, left, where});
    };
    if constexpr (is_node_of<A, active<T>>) operand.for_each_leaf(note);
    else if constexpr (std::is_same_v<A, active<T>>) note(operand);
    else if constexpr (differentiable<A> && std::is_convertible_v<A const&, active<T>>) note(active<T>(operand));
}

/// On a tape that explains: notes from which statements value() takes this number, of one of them or of an expression.
template <class T, class A>
[[gnu::noinline]] void note_number_read(A const& x) {
    code_place const where(__builtin_return_address(0));
    tape<T>& t = *explaining<T>;
    auto const note = [&](active<T> const& leaf) {
        if (!t.owns(leaf)) return;
        t.notes().note({.kind = tape_event::kind_type::read_as_number,
                        .time = t.next_statement(),
                        .statement = leaf.identity().index,
                        .number = static_cast<double>(primal(x.value())),
                        .where = where});
    };
    if constexpr (is_node<A>) x.for_each_leaf(note);
    else note(x);
}

}  // namespace wengert::detail
