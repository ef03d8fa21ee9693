// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

// Everything about symbolic expressions. Symbols are often globals with short names: see wengert.hpp.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"

#include <wengert/expr/call.hpp>
#include <wengert/expr/diff.hpp>
#include <wengert/expr/dot.hpp>
#include <wengert/expr/evaluate.hpp>
#include <wengert/expr/gradient.hpp>
#include <wengert/expr/simplify.hpp>
#include <wengert/expr/to_string.hpp>

#pragma GCC diagnostic pop
