// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function as it is, of Sacado's forward numbers with a fixed count of partials.

#include BENCH_PROBLEM_HEADER

#include "forward.hpp"
#include "sacado.hpp"

namespace {

using namespace bench;

template <std::size_t N>
struct fads {
    using number = Sacado::Fad::SFad<double, static_cast<int>(N)>;
    static number input(double x, std::size_t k) { return number(static_cast<int>(N), static_cast<int>(k), x); }
    static double value(number const& y) { return y.val(); }
    static double partial(number const& y, std::size_t k) { return y.fastAccessDx(static_cast<int>(k)); }
};

registration const here(tool_of<BENCH_PROBLEM, all_at_once<BENCH_PROBLEM, fads>>("Sacado SFad",
                                                                                 TRILINOS_VERSION_STRING));

}  // namespace
