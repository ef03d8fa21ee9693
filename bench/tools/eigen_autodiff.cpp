// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function as it is, of Eigen's AutoDiffScalar. It is one of the unsupported modules.

#include BENCH_PROBLEM_HEADER

#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

#include "forward.hpp"

namespace {

using namespace bench;

template <std::size_t N>
struct scalars {
    using number = Eigen::AutoDiffScalar<Eigen::Matrix<double, static_cast<int>(N), 1>>;
    static number input(double x, std::size_t k) { return number(x, static_cast<int>(N), static_cast<int>(k)); }
    static double value(number const& y) { return y.value(); }
    static double partial(number const& y, std::size_t k) { return y.derivatives()[static_cast<Eigen::Index>(k)]; }
};

std::string version() {
    return std::to_string(EIGEN_WORLD_VERSION) + '.' + std::to_string(EIGEN_MAJOR_VERSION) + '.' +
           std::to_string(EIGEN_MINOR_VERSION);
}

registration const here(tool_of<BENCH_PROBLEM, all_at_once<BENCH_PROBLEM, scalars>>("Eigen AutoDiffScalar", version()));

}  // namespace
