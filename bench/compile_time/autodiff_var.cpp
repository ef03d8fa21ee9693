// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <autodiff/reverse/var.hpp>

#ifndef INCLUDE_ONLY
#include "ten_lines.hpp"

double run(point const& x) {
    std::array<autodiff::var, 4> in{x[0], x[1], x[2], x[3]};
    autodiff::var const y = ten_lines(in);
    return autodiff::derivatives(y, autodiff::wrt(in[0]))[0];
}
#endif
