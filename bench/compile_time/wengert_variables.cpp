// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <wengert/wengert.hpp>

#ifndef INCLUDE_ONLY
#include "ten_lines.hpp"

double run(wengert::variable& a, wengert::variable& b, wengert::variable& c, wengert::variable& d) {
    wengert::gradient_tape tape;
    wengert::real const y = ten_lines(std::array<wengert::real, 4>{a, b, c, d});
    return *tape.gradient(y, a);
}
#endif
