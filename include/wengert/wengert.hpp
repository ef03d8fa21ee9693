// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

// Everything except the adapters.

#include <wengert/core/requirements.hpp>

// An older standard is told so once, and not once for every line that it does not understand.
#if __cplusplus >= 202002L

#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/define_struct.hpp>

// With -Wshadow, g++ compares the names inside a template with the globals of the program that instantiates it, such as
// `constexpr auto x = symbol<"x">`. It goes by what is ignored where the name is written: here, in all that is included first.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"

#include <wengert/drivers/check_gradient.hpp>
#include <wengert/drivers/derivative.hpp>
#include <wengert/drivers/gradient.hpp>
#include <wengert/drivers/hessian.hpp>
#include <wengert/drivers/hvp.hpp>
#include <wengert/drivers/jacobian.hpp>
#include <wengert/drivers/jvp.hpp>
#include <wengert/drivers/vjp.hpp>
#include <wengert/dual/custom_gradient.hpp>
#include <wengert/explain/dot.hpp>
#include <wengert/explain/html.hpp>
#include <wengert/explain/profile.hpp>
#include <wengert/explain/text.hpp>
#include <wengert/expr/symbols.hpp>
#include <wengert/flow/bound_kernel.hpp>
#include <wengert/flow/checkpoint.hpp>
#include <wengert/flow/cond.hpp>
#include <wengert/flow/scan.hpp>
#include <wengert/flow/while_loop.hpp>
#include <wengert/gradient_tape/explain.hpp>
#include <wengert/gradient_tape/gradient_tape.hpp>
#include <wengert/tape/custom_gradient.hpp>
#include <wengert/tape/label.hpp>
#include <wengert/trace/dot.hpp>
#include <wengert/trace/program.hpp>
#include <wengert/version.hpp>

#pragma GCC diagnostic pop

#endif
