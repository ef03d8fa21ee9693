// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

// A program as a value: statements that write to registers. It says nothing of the number it is run with.
namespace random_programs {

inline constexpr std::size_t registers = 6;
/// The first registers begin with the inputs, the others with constants.
inline constexpr std::size_t inputs = 4;

enum class op {
    // of no number
    constant,
    step_number,
    input,
    assign,  // to an input, outside of blocks; and what input gives
    // of one
    copy,
    neg,
    square,
    sqrt,
    cbrt,
    exp,
    exp2,
    expm1,
    log,
    log2,
    log10,
    log1p,
    sigmoid,
    softplus,
    sin,
    cos,
    tan,
    asin,
    acos,
    atan,
    sinh,
    cosh,
    tanh,
    asinh,
    acosh,
    atanh,
    erf,
    erfc,
    lgamma,
    digamma,
    polygamma,
    abs,
    relu,
    floor,
    ceil,
    round,
    trunc,
    sign,
    stop_gradient,
    value,
    // of one and a constant
    times,
    from,
    over,
    power_of_integer,
    power_of_number,
    number_to_power,
    custom,
    // of two
    add,
    sub,
    mul,
    div,
    pow,
    hypot,
    atan2,
    max,
    min,
    copysign,
    fdim,
    fmod,
    remainder,
    // of three
    fma,
    clamp,
    select,
    kernel,
    // of several, as one expression or as a loop over an array
    ratio,
    wave,
    dot,
    horner,
    // control
    cond,
    for_loop,
    while_loop,
    scan,
    checkpoint,
    own_tape,
    pause,
};

inline constexpr op first_control = op::cond;
inline constexpr std::size_t operations = static_cast<std::size_t>(op::pause) + 1;

char const* name_of(op what);

/// The structure that a for_loop has for a state.
enum class shape { number, array, tuple, vector };

struct statement {
    op what = op::copy;
    std::size_t to = 0, a = 0, b = 0, c = 0;  // registers
    double k = 0.5;
    int n = 2;  // an exponent, an order, a number of steps
    /// Arguments are brought into the domain of the function first.
    bool guarded = true;
    /// The result is kept small.
    bool tamed = false;
    /// What leaves a step unchanged leaves it under its old name.
    bool raw = false;
    shape state = shape::number;
    int policy = 0;
    std::vector<statement> body{}, otherwise{};

    bool operator==(statement const&) const = default;
};

struct program {
    std::array<double, inputs> at{};
    std::vector<statement> body{};
    std::size_t result = 0;

    bool operator==(program const&) const = default;
};

/// Statements, those of the inner blocks too.
std::size_t size_of(std::vector<statement> const& block);

/// As a person would write it.
std::ostream& operator<<(std::ostream& out, program const& p);
/// As an initialiser, for the list of programs that once failed.
std::string as_code(program const& p);

}  // namespace random_programs
