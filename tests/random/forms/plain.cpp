// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include "random/forms.hpp"

namespace random_programs {

double run_plain(program const& p, setting& how) { return machine<double>(how).run(p, p.at); }

long double run_long(program const& p, vector_of<long double> const& at, setting& how) {
    return machine<long double>(how).run(p, at);
}

}  // namespace random_programs
