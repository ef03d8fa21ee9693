// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>

#include "random/program.hpp"

namespace random_programs {

/// How often something could be compared: a test that compares nothing passes too easily.
struct tally {
    std::uint64_t programs = 0, operations = 0, bit_for_bit = 0, aliases = 0, within_bounds = 0, statuses = 0,
                  own_tapes = 0, long_doubles = 0, differences = 0, second_order = 0, not_finite = 0;

    [[nodiscard]] std::string text() const;
};

/// Runs a program in every way. Where two disagree: a sentence that says so; else nothing.
std::string mismatch(program const& p, tally& count);

}  // namespace random_programs
