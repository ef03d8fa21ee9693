// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <rapidcheck.h>

#include "random/program.hpp"

namespace random_programs {

/// Programs, the larger the larger the size is, and what is smaller than each.
rc::Gen<program> any_program();

/// The programs that are a step simpler than this one, the simplest first.
std::vector<program> simpler(program const& p);

}  // namespace random_programs
