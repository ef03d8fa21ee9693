// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "random/program.hpp"

namespace random_programs {

/// What is wrong with a program; empty if nothing is.
using judge = std::function<std::string(program const&)>;

struct finding {
    program smallest;
    std::string why;
};

/// Asks about the program that this seed gives. If something is wrong with it: the smallest one found of which that is true.
std::optional<finding> search(std::uint64_t seed, judge const& wrong);

/// For people: the program, and how to have it again.
std::string report(std::uint64_t seed, finding const& f);

}  // namespace random_programs
