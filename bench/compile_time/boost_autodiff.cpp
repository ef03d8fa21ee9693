// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <boost/math/differentiation/autodiff.hpp>

#ifndef INCLUDE_ONLY
#include "ten_lines.hpp"

double run(point const& x) {
    using number = boost::math::differentiation::autodiff_fvar<double, 1>;
    std::array<number, 4> const in{boost::math::differentiation::make_fvar<double, 1>(x[0]), x[1], x[2], x[3]};
    return ten_lines(in).derivative(1);
}
#endif
