// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include "../tools/sacado.hpp"

#ifndef INCLUDE_ONLY
#include "ten_lines.hpp"

double run(point const& x) {
    using number = Sacado::Fad::SFad<double, 4>;
    std::array<number, 4> const in{number(4, 0, x[0]), number(4, 1, x[1]), number(4, 2, x[2]), number(4, 3, x[3])};
    return ten_lines(in).fastAccessDx(0);
}
#endif
