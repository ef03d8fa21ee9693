// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include "random/forms.hpp"

using namespace wengert;

namespace random_programs {

namespace {

template <class T>
first_order<T> in_lanes(program const& p, setting& how) {
    using D = dual<T, inputs>;
    vector_of<D> x;
    for (std::size_t i = 0; i < inputs; ++i) x[i] = D::seeded(static_cast<T>(p.at[i]), i);
    D const y = machine<D>(how, x).run(p);
    return {y.value, y.tangent};
}

}  // namespace

first_order<double> by_dual(program const& p, setting& how) { return in_lanes<double>(p, how); }
first_order<long double> by_long_dual(program const& p, setting how) { return in_lanes<long double>(p, how); }

first_order<double> by_jvp(program const& p, setting how) {
    first_order<double> result;
    for (std::size_t i = 0; i < inputs; ++i) {
        vector_of<double> along{};
        along[i] = 1;
        result.gradient[i] = jvp(function{&p, &how}, p.at, along);
    }
    return result;
}

}  // namespace random_programs
