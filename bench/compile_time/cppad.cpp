// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <vector>

#include <cppad/cppad.hpp>

#ifndef INCLUDE_ONLY
#include "ten_lines.hpp"

double run(point const& x) {
    std::vector<CppAD::AD<double>> in(x.begin(), x.end());
    CppAD::Independent(in);
    std::vector<CppAD::AD<double>> const y{ten_lines(std::array{in[0], in[1], in[2], in[3]})};
    CppAD::ADFun<double> f(in, y);
    return f.Reverse(1, std::vector<double>{1.0})[0];
}
#endif
