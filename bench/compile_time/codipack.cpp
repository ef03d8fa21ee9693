// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <codi.hpp>

#ifndef INCLUDE_ONLY
#include "ten_lines.hpp"

double run(point const& x) {
    auto& tape = codi::RealReverse::getTape();
    std::array<codi::RealReverse, 4> in{x[0], x[1], x[2], x[3]};
    tape.setActive();
    for (auto& each : in) tape.registerInput(each);
    codi::RealReverse y = ten_lines(in);
    tape.registerOutput(y);
    tape.setPassive();
    y.setGradient(1.0);
    tape.evaluate();
    return in[0].getGradient();
}
#endif
