// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iosfwd>

#include <wengert/rules/apply.hpp>

namespace wengert {

/// Writes the number that a differentiable value has; what it carries beside it stays unsaid.
template <class C, class Traits, differentiable A>
std::basic_ostream<C, Traits>& operator<<(std::basic_ostream<C, Traits>& out, A const& a) {
    return out << primal(a);
}

}  // namespace wengert
