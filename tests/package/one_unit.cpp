// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// With another_unit.cpp: the whole library in two translation units of one program, and one copy of what is inline.
#include <wengert/wengert.hpp>

void another_unit();

int main() { another_unit(); }
