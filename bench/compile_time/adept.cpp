// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <adept.h>

#ifndef INCLUDE_ONLY
#include "ten_lines.hpp"

double run(point const& x) {
    adept::Stack stack;
    std::array<adept::adouble, 4> const in{x[0], x[1], x[2], x[3]};
    stack.new_recording();
    adept::adouble y = ten_lines(in);
    y.set_gradient(1.0);
    stack.reverse();
    return in[0].get_gradient();
}
#endif
