// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <adolc/adolc.h>

#ifndef INCLUDE_ONLY
#include "ten_lines.hpp"

point run(point const& x) {
    std::array<adouble, 4> in;
    trace_on(0, 1);
    for (std::size_t k = 0; k != 4; ++k) in[k] <<= x[k];
    double value = 0, one = 1;
    adouble y = ten_lines(in);
    y >>= value;
    trace_off();
    point g;
    fos_reverse(0, 1, 4, &one, g.data());
    return g;
}
#endif
