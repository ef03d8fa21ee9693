// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <autodiff/forward/dual.hpp>

#ifndef INCLUDE_ONLY
#include "ten_lines.hpp"

double run(point const& x) {
    std::array<autodiff::dual, 4> in{x[0], x[1], x[2], x[3]};
    in[0].grad = 1.0;
    return ten_lines(in).grad;
}
#endif
