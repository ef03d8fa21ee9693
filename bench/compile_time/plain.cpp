// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#ifndef INCLUDE_ONLY
#include "ten_lines.hpp"

double run(point const& x) { return ten_lines(x); }
#endif
