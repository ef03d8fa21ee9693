// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <wengert/wengert.hpp>

#ifndef INCLUDE_ONLY
#include "ten_lines.hpp"

double run(point const& x, point const& tangent) { return wengert::jvp(ten_lines, x, tangent); }
#endif
