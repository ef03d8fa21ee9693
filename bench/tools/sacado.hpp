// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

// Sacado without Kokkos. Debian's configuration of it asks for the headers of Kokkos, which are in another package, so it is
// told here what a compiler of today can do.
#define TRILINOS_NO_CONFIG_H
#define HAVE_SACADO_CXX11
#define HAS_C99_TR1_CMATH
#define SACADO_FORCEINLINE_FUNCTION inline __attribute__((always_inline))
#include <cmath>

#include <Sacado_No_Kokkos.hpp>
#include <Trilinos_version.h>
