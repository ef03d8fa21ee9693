// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

/// The functions of <cmath> that the library needs, usable in constant expressions: namespace wengert::math.
#include <wengert/core/cmath/polygamma.hpp>
#include <wengert/core/cmath/runtime.hpp>
