// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

namespace engines {

/// The gradient by the form that the driver chooses is the same as by the tape.
template <wengert::engine Expected, class F, class... A>
void check(F f, A const&... a) {
    static_assert(std::is_same_v<decltype(wengert::engine_for(f, a...)), wengert::engine>);
    CHECK(wengert::engine_for(f, a...) == Expected);
    STATIC_REQUIRE(wengert::traceable<F, A...> == (Expected == wengert::engine::program));
    std::vector<long double> chosen, on_tape;
    auto const by_choice = wengert::value_and_gradient(f, a...);
    auto const by_tape = wengert::value_and_gradient<wengert::with::tape>(f, a...);
    CHECK(by_choice.first == by_tape.first);
    wengert::for_each_leaf(by_choice.second, [&](auto x) { chosen.push_back(x); });
    wengert::for_each_leaf(by_tape.second, [&](auto x) { on_tape.push_back(x); });
    CHECK(chosen == on_tape);
}

template <class F, class... A>
void check_program(F f, A const&... a) {
    check<wengert::engine::program>(f, a...);
}
template <class F, class... A>
void check_tape(F f, A const&... a) {
    check<wengert::engine::tape>(f, a...);
}

}  // namespace engines
