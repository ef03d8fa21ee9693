// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The problem as one would write it for Wengert, with kernels and loops: idiomatic/PROBLEM.hpp.

#include BENCH_IDIOMATIC_HEADER
