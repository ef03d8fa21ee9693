// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <source_location>

#include <wengert/tape/tape.hpp>

namespace wengert {

namespace rules {

/// The result of the branch that was taken: a statement of its own, so that the tape knows of the others.
struct branch_ : row<"cond", 1> {
    static constexpr bool finite_partials = true;
    static constexpr auto value(auto x) { return x; }
    static constexpr auto d0(auto const&, auto const&) { return one; }
};

}  // namespace rules

namespace detail {

/// A number that came out of a branch. Only a tape that has to answer for missing gradients keeps that it did.
template <class S>
constexpr S mark_branch(S const& x, char const*, std::source_location const&) {
    return x;
}

template <class T>
constexpr active<T> mark_branch(active<T> const& x, char const* name, std::source_location const& where) {
    if (std::is_constant_evaluated()) return x;
    recorder<T>& to = *current<T>;
    if (to.tag == no_recording_tag || !static_cast<tape<T>&>(to).keeps_cuts()) return x;
    auto& list = static_cast<tape<T>&>(to);
    active<T> const result = list.owns(x) ? list.single(apply<rules::branch_>(x), code_place(where))
                                          : list.input(x.value(), code_place(where));
    list.append_cut({result.identity().index, nobody, cause::branch_not_taken, name});
    return result;
}

}  // namespace detail

}  // namespace wengert
