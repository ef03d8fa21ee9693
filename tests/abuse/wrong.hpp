// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdio>
#include <cstdlib>

// A wrong answer ends the program where it was given: libFuzzer keeps the bytes, and a debugger stands at the call.
namespace abuse {

[[noreturn]] inline void wrong(char const* what, double got, double expected) {
    std::fprintf(stderr, "wrong: %s: %.17g, and should be %.17g\n", what, got, expected);
    std::abort();
}
inline void require(bool holds, char const* what) {
    if (!holds) wrong(what, 0, 1);
}

}  // namespace abuse
