// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

// What the compiler has to be told and what not. Included before everything else, so that its sentence is the first error.

#if __cplusplus < 202002L
#error "wengert: this library is written in C++20: compile with -std=c++20, or a later standard."
#endif

#ifndef __cpp_exceptions
#error "wengert: this library tells of mistakes by exceptions: compile without -fno-exceptions."
#endif

// Under the assumption that there is neither, tests for them are optimised away, and a gradient that is not a number says that it
// is zero.
#if defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__
#error "wengert: a gradient's status needs NaN and infinity: add -fno-finite-math-only behind -ffast-math or -Ofast."
#endif
