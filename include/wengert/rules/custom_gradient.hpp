// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <source_location>
#include <type_traits>

#include <wengert/core/error.hpp>
#include <wengert/core/structure.hpp>

namespace wengert {

namespace detail {

/// How a form gives a block of code a rule of its own; it specialises this with
/// `apply(x, primal, pullback, where)`.
template <class S>
struct custom_rule {
    template <class X, class Primal, class Pullback>
    static constexpr auto apply(X const&, Primal&, Pullback const&, std::source_location const&) {
        static_assert(never<S>,
                      "wengert: custom_gradient has a rule for plain, active and dual numbers, and none for this one.");
    }
};

template <plain_scalar S>
struct custom_rule<S> {
    template <class X, class Primal, class Pullback>
    static constexpr auto apply(X const& x, Primal& primal, Pullback const&, std::source_location const&) {
        return primal(x);
    }
};

// A pullback may ask for the adjoints of the results alone, or for the arguments, or for the results too.
template <class P, class X, class Y, class YBar>
concept pullback_of =
    std::is_invocable_v<P const&, X const&, Y const&, YBar const&> ||
    std::is_invocable_v<P const&, X const&, YBar const&> || std::is_invocable_v<P const&, YBar const&>;

template <class X, class Y, class YBar, pullback_of<X, Y, YBar> P>
constexpr auto pull_back(P const& pullback, X const& x, Y const& y, YBar const& ybar) {
    if constexpr (std::is_invocable_v<P const&, X const&, Y const&, YBar const&>) return pullback(x, y, ybar);
    else if constexpr (std::is_invocable_v<P const&, X const&, YBar const&>) return pullback(x, ybar);
    else return pullback(ybar);
}

/// The same, and a sentence for a pullback that cannot be called.
template <class X, class Y, class YBar, class P>
constexpr auto checked_pull_back(P const& pullback, X const& x, Y const& y, YBar const& ybar) {
    constexpr bool callable = pullback_of<P, X, Y, YBar>;
    static_assert(callable,
                  "wengert: the pullback of custom_gradient must be callable as pullback(ybar), pullback(x, ybar) or "
                  "pullback(x, y, ybar), with plain numbers in the structures of the argument and of the result.");
    if constexpr (callable) return pull_back(pullback, x, y, ybar);
    else return x;
}

/// The adjoints of x by the pullback, in the structure of x.
template <class X, class Y, class YBar, class Pullback>
constexpr auto pull_in_shape(Pullback const& pullback, X const& x, Y const& y, YBar const& ybar,
                             std::source_location const& where) {
    auto xbar = checked_pull_back(pullback, x, y, ybar);
    if (!same_shape(x, xbar))
        throw shape_mismatch("the pullback of custom_gradient" + place_text(where), leaf_count(x), leaf_count(xbar),
                             where);
    return xbar;
}

}  // namespace detail

/// A reverse rule for a block of code: y = primal(x), recorded as one step whose adjoints `pullback` gives.
///
/// `x` is a number or a structure of numbers; `primal` gets it with plain numbers (one form less) and records nothing.
/// `pullback` is called as pullback(ybar), pullback(x, ybar) or pullback(x, y, ybar) and returns the adjoints of x in its
/// structure; in forward mode it is called once for every number of y. Throws `shape_mismatch` if it returns another shape.
template <class X, class Primal, class Pullback>
constexpr auto custom_gradient(X const& x, Primal&& primal, Pullback pullback,
                               std::source_location where = std::source_location::current()) {
    detail::assert_structure<X>();
    using rule = detail::custom_rule<scalar_of_t<X>>;
    return rule::apply(x, primal, pullback, where);
}

}  // namespace wengert
