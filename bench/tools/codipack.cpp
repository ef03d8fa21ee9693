// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// CoDiPack with forced inlining, the option that its documentation has for speed.

#include BENCH_PROBLEM_HEADER

#define CODI_ForcedInlines 1
#include "codipack.hpp"

namespace {

registration const here(tool_of<BENCH_PROBLEM, engine<BENCH_PROBLEM>>("CoDiPack", CODI_VERSION));

}  // namespace
