// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

#ifndef INCLUDE_ONLY
#include "ten_lines.hpp"

double run(point const& x) {
    using number = Eigen::AutoDiffScalar<Eigen::Vector4d>;
    std::array<number, 4> const in{number(x[0], 4, 0), number(x[1], 4, 1), number(x[2], 4, 2), number(x[3], 4, 3)};
    return ten_lines(in).derivatives()[0];
}
#endif
