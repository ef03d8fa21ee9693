// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <wengert/tape/tape.hpp>

namespace wengert {

/// x, under a name by which a tape that explains speaks of it.
template <scalar T>
active<T> const& label(active<T> const& x, std::string name) {
    if (tape<T>* const list = detail::explaining<T>; list != nullptr && list->owns(x))
        list->notes().label(x.identity().index, std::move(name));
    return x;
}
/// The same of an expression, which is recorded first.
template <class Rule, class... Args>
[[gnu::always_inline]] inline auto label(node<Rule, Args...> const& e, std::string name) {
    return label(typename node<Rule, Args...>::scalar_type(e), std::move(name));
}
/// Other numbers have no names; generic code may give them some.
template <scalar S>
    requires(!detail::is_active<S>)
constexpr S const& label(S const& x, char const*) {
    return x;
}

}  // namespace wengert
