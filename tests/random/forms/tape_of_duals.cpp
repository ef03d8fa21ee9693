// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include "random/forms.hpp"

using namespace wengert;

namespace random_programs {

matrix_of<double> hessian_by_tape(program const& p, setting how) {
    auto const H = hessian<with::tape>(function{&p, &how}, p.at);
    matrix_of<double> result;
    for (std::size_t i = 0; i < inputs; ++i)
        for (std::size_t j = 0; j < inputs; ++j) result[i][j] = H(i, j);
    return result;
}

}  // namespace random_programs
