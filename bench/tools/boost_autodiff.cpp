// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function as it is, of Boost.Math's forward numbers. Those of several variables hold all mixed derivatives, 2^n of them
// for a gradient, so there is an evaluation for each input.

#include BENCH_PROBLEM_HEADER

#include <boost/math/differentiation/autodiff.hpp>
#include <boost/version.hpp>

#include "forward.hpp"

namespace {

using namespace bench;

struct fvars {
    using number = boost::math::differentiation::autodiff_fvar<double, 1>;
    static number input(double x, bool by_this) {
        return by_this ? boost::math::differentiation::make_fvar<double, 1>(x) : number(x);
    }
    static double value(number const& y) { return y.derivative(0); }
    static double derivative(number const& y) { return y.derivative(1); }
};

std::string version() {
    return std::to_string(BOOST_VERSION / 100000) + '.' + std::to_string(BOOST_VERSION / 100 % 1000) + '.' +
           std::to_string(BOOST_VERSION % 100);
}

registration const here(tool_of<BENCH_PROBLEM, one_by_one<BENCH_PROBLEM, fvars>>("Boost autodiff", version()));

}  // namespace
