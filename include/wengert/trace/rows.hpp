// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/rules/table.hpp>

// The rows that only lists have.
namespace wengert::rules {

/// The same number, through which no derivative flows.
struct stop_ : row<"stop_gradient", 1> {
    static constexpr bool discrete = true;
    static constexpr auto value(auto x) { return x; }
};

/// A factor of the chain rule, adjoint times partial, where the partial may be infinite: an adjoint of 0 ends its path.
struct scale_ : row<"*", 2> {
    static constexpr auto value(auto adjoint, auto p) { return adjoint == 0 ? adjoint : adjoint * p; }
    static constexpr auto d0(auto const&, auto const&, auto const& p) { return p; }
    static constexpr auto d1(auto const&, auto const& adjoint, auto const&) { return adjoint; }
};

/// A rule on truth values.
template <fixed_string Name, std::size_t Arity>
struct logical_row : row<Name, Arity> {
    static constexpr bool discrete = true;
    static constexpr bool predicate = true;
    static constexpr bool logical = true;
};

struct not_ : logical_row<"not", 1> {
    static constexpr bool value(bool a) { return !a; }
};
struct and_ : logical_row<"and", 2> {
    static constexpr bool value(bool a, bool b) { return a && b; }
};
struct or_ : logical_row<"or", 2> {
    static constexpr bool value(bool a, bool b) { return a || b; }
};
struct same_ : logical_row<"same", 2> {
    static constexpr bool value(bool a, bool b) { return a == b; }
};

using list_rows = table<stop_, scale_>;
using logical_rows = table<not_, and_, or_, same_>;

}  // namespace wengert::rules
