// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <source_location>

#include <wengert/core/structure.hpp>
#include <wengert/tape/tape.hpp>

namespace wengert::detail {

// What is known of the silent recorder goes first: compilers then see that it never explains.
template <class T>
[[gnu::always_inline]] inline bool explains_here() {
    return current<T>->watching && current<T> == explaining<T>;
}

/// While it lives, a tape that explains knows that what is recorded on it belongs to this step.
template <class S>
class [[nodiscard]] step_note {
public:
    template <class Where>
    constexpr step_note(bool, char const*, Where const&, std::uint64_t) {}
};

template <class T>
class [[nodiscard]] step_note<active<T>> {
public:
    template <class Where>
    constexpr step_note(bool recorded, char const* loop, Where const& where, std::uint64_t number)
        : list_(recorded && explains_here<T>() ? explaining<T> : nullptr) {
        if (list_ != nullptr) list_->notes().enter(list_->next_statement(), loop, code_place(where), number);
    }
    step_note(step_note const&) = delete;
    step_note& operator=(step_note const&) = delete;
    constexpr ~step_note() {
        if (list_ != nullptr) list_->notes().leave(list_->next_statement());
    }

private:
    tape<T>* list_;
};

/// A tape that explains knows that a loop had nothing to do.
template <class T, class State>
void note_no_steps(State const& state, char const* loop, std::source_location const& where) {
    if (!explains_here<T>()) return;
    tape<T>& list = *explaining<T>;
    for_each_leaf(state, [&](active<T> const& leaf) {
        list.notes().note({.kind = tape_event::kind_type::no_steps,
                           .time = list.next_statement(),
                           .statement = list.owns(leaf) ? leaf.identity().index : nobody,
                           .number = static_cast<double>(primal(leaf)),
                           .name = loop,
                           .where = code_place(where)});
    });
}

}  // namespace wengert::detail
