// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function as it is, of Wengert's dual numbers that carry all partials.

#include BENCH_PROBLEM_HEADER

#include <wengert/wengert.hpp>

#include "forward.hpp"

namespace {

using namespace bench;

template <std::size_t N>
struct duals {
    using number = wengert::dual<double, N>;
    static number input(double x, std::size_t k) { return number::seeded(x, k); }
    static double value(number const& y) { return y.value; }
    static double partial(number const& y, std::size_t k) { return y.tangent[k]; }
};

registration const here(tool_of<BENCH_PROBLEM, all_at_once<BENCH_PROBLEM, duals>>("Wengert dual"));

}  // namespace
