// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <ceres/jet.h>

#ifndef INCLUDE_ONLY
#include "ten_lines.hpp"

double run(point const& x) {
    using number = ceres::Jet<double, 4>;
    std::array<number, 4> const in{number(x[0], 0), number(x[1], 1), number(x[2], 2), number(x[3], 3)};
    return ten_lines(in).v[0];
}
#endif
