// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include <wengert/gradient_tape/gradient_tape.hpp>

#include "random/program.hpp"

namespace random_programs {

/// How a program is run, and what the run tells.
struct setting {
    /// The policies that the loops choose from by their number; none: loops and checkpoints are those of the language.
    std::vector<wengert::loop_policy> policies{};
    /// Bodies keep copies of what they read from outside: for who asks when the interpreter has returned.
    bool by_value = false;
    /// Code that asks for a tape of its own has one. What these tapes have answered: the code, and the bits of a gradient.
    bool own_tapes = false;
    std::set<std::pair<statement const*, std::uint64_t>> answers{};
    /// The tapes around the program: a pause stops these.
    std::vector<wengert::gradient_tape*> around{};
    /// Another tape is open when a gradient_tape is asked.
    bool beside_another = false;

    std::uint64_t operations = 0;
    /// A hash of all choices: what jumps or has a kink, if two runs agree in it, does neither between them.
    std::uint64_t choices = 0;
    /// A number left a step, a branch or a checkpoint under two names or under an old one: sums associate otherwise.
    bool alias = false;

    /// What stop_gradient cuts does not move in a finite difference: it is what it was in the run that is asked about.
    enum class memory { off, writes, reads } cuts = memory::off;
    std::vector<long double> kept{};
    std::size_t next_kept = 0;

    void chose(std::int64_t what) {
        choices = (choices ^ static_cast<std::uint64_t>(what)) * 0x9E3779B97F4A7C15U + (choices >> 29);
    }
};

template <class T>
struct frame {
    std::array<T, registers> r{};
    std::array<bool, inputs> assigned{};
    std::size_t step = 0;
    std::size_t own_tapes = 0;  // around it
};

}  // namespace random_programs
