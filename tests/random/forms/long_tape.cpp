// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include "random/forms.hpp"

using namespace wengert;

namespace random_programs {

first_order<long double> by_long_tape(program const& p, setting how) {
    vector_of<long double> x;
    for (std::size_t i = 0; i < inputs; ++i) x[i] = p.at[i];
    auto const [y, g] = value_and_gradient<with::tape>(function{&p, &how}, x);
    return {y, g};
}

}  // namespace random_programs
