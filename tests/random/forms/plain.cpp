// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include "random/forms.hpp"

namespace random_programs {

double run_plain(program const& p, setting& how) { return machine<double>(how, p.at).run(p); }

long double run_long(program const& p, vector_of<long double> const& at, setting& how) {
    return machine<long double>(how, at).run(p);
}

}  // namespace random_programs
