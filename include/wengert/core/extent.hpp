// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

namespace wengert {

/// Stands for a number of elements that is known only at run time.
inline constexpr std::size_t dynamic_extent = static_cast<std::size_t>(-1);

}  // namespace wengert
