// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <wengert/gradient_tape/gradient_result.hpp>

#include "random/machine.hpp"

// The ways to run a program, one function each, so that the interpreter is compiled once for each number.
namespace random_programs {

template <class T>
using vector_of = std::array<T, inputs>;
template <class T>
using matrix_of = std::array<std::array<T, inputs>, inputs>;

template <class T>
struct first_order {
    T value{};
    vector_of<T> gradient{};
};

double run_plain(program const& p, setting& how);
long double run_long(program const& p, vector_of<long double> const& at, setting& how);

first_order<double> by_dual(program const& p, setting& how);
first_order<double> by_jvp(program const& p, setting how);
first_order<long double> by_long_dual(program const& p, setting how);

/// With dual numbers whose parts know their errors, and what leads where.
struct bounded {
    first_order<double> numbers;
    vector_of<double> error;
    double value_error = 0;
    unsigned inputs = 0;
    bool moderate = false;  // the errors are to be believed
    bool finite = false;    // everything on the way, partials too
};
bounded by_bounded_dual(program const& p, setting& how);

struct bounded_hessian {
    matrix_of<double> number, error;
    bool moderate = false;
};
bounded_hessian by_bounded_dual_of_dual(program const& p, setting how);

/// The driver: bodies refer to the registers of the interpreter.
first_order<double> by_tape(program const& p, setting& how);
first_order<long double> by_long_tape(program const& p, setting how);
/// A tape of its own, swept forward for each input.
first_order<double> by_forward_sweep(program const& p, setting how);

/// The only tapes that record are those that the code opens itself.
double by_own_tapes(program const& p, setting& how);

struct with_status {
    double value;
    std::array<wengert::gradient_result<double>, inputs> gradient;
};
with_status by_gradient_tape(program const& p, setting& how, wengert::gradient_tape_options const& options);
/// The inputs are variables, which the code reads.
with_status by_variables(program const& p, setting& how, wengert::gradient_tape_options const& options);
/// The first derivatives by an inner tape, and their derivatives by an outer one.
matrix_of<double> by_nested_tapes(program const& p, setting how);

/// Forward over reverse.
matrix_of<double> hessian_by_tape(program const& p, setting how);

/// A program as what drivers take.
struct function {
    program const* p;
    setting* how;

    template <class T>
    T operator()(std::array<T, inputs> const& x) const {
        return machine<T>(*how, x).run(*p);
    }
};

}  // namespace random_programs
