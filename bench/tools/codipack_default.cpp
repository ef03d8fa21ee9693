// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// CoDiPack with all options as they are.

#include BENCH_PROBLEM_HEADER

// Functions of one name would be one in the program, whichever options they were compiled with.
#define codi codi_as_it_comes
#include "codipack.hpp"

namespace {

registration const here(tool_of<BENCH_PROBLEM, engine<BENCH_PROBLEM>>("CoDiPack, as it comes", CODI_VERSION));

}  // namespace
