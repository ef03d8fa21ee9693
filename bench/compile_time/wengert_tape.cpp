// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <wengert/wengert.hpp>

#ifndef INCLUDE_ONLY
#include "ten_lines.hpp"

point run(point const& x) { return wengert::gradient<wengert::with::tape>(ten_lines, x); }
#endif
