// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function as it is, of autodiff's dual numbers. They carry one derivative.

#include BENCH_PROBLEM_HEADER

#include <autodiff/forward/dual.hpp>

#include "forward.hpp"

namespace {

using namespace bench;

struct duals {
    using number = autodiff::dual;
    static number input(double x, bool by_this) {
        number n(x);
        n.grad = by_this ? 1.0 : 0.0;
        return n;
    }
    static double value(number const& y) { return y.val; }
    static double derivative(number const& y) { return y.grad; }
};

registration const here(tool_of<BENCH_PROBLEM, one_by_one<BENCH_PROBLEM, duals>>("autodiff dual",
                                                                                 BENCH_AUTODIFF_VERSION));

}  // namespace
