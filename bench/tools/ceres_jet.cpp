// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function as it is, of Ceres' Jet.

#include BENCH_PROBLEM_HEADER

#include <ceres/jet.h>
#include <ceres/version.h>

#include "forward.hpp"

namespace {

using namespace bench;

template <std::size_t N>
struct jets {
    using number = ceres::Jet<double, static_cast<int>(N)>;
    static number input(double x, std::size_t k) { return number(x, static_cast<int>(k)); }
    static double value(number const& y) { return y.a; }
    static double partial(number const& y, std::size_t k) { return y.v[static_cast<Eigen::Index>(k)]; }
};

std::string version() {
    return std::to_string(CERES_VERSION_MAJOR) + '.' + std::to_string(CERES_VERSION_MINOR) + '.' +
           std::to_string(CERES_VERSION_REVISION);
}

registration const here(tool_of<BENCH_PROBLEM, all_at_once<BENCH_PROBLEM, jets>>("Ceres Jet", version()));

}  // namespace
