// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

/// Automatic differentiation: gradients of functions that are generic over their number.
namespace wengert {

/// Major, minor and patch: `static_assert(library_version >= std::array{0, 1, 0})`. Before 1.0.0 a new minor version may change what
/// programs use. It has the first word because `version` is a name that programs have themselves.
inline constexpr std::array library_version{0, 1, 0};

}  // namespace wengert
