// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <XAD/XAD.hpp>

#ifndef INCLUDE_ONLY
#include "ten_lines.hpp"

double run(point const& x) {
    using mode = xad::adj<double>;
    mode::tape_type tape;
    std::array<mode::active_type, 4> in{x[0], x[1], x[2], x[3]};
    tape.registerInputs(in.begin(), in.end());
    tape.newRecording();
    mode::active_type y = ten_lines(in);
    tape.registerOutput(y);
    xad::derivative(y) = 1.0;
    tape.computeAdjoints();
    return xad::derivative(in[0]);
}
#endif
