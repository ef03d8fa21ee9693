// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#include "wengert/tape/mock.hpp"

extern "C" [[gnu::visibility("default")]] double library_square(double v) {
    wengert::mock::number const x{v};
#line 100 "in_library.cpp"
    return (x * x).value;
}
