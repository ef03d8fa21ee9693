// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include "random/estimate.hpp"
#include "random/forms.hpp"

using namespace wengert;

namespace random_programs {

namespace {

// The errors of the seeds are that of one operation: so those of the results are at least the sum of all paths.
constexpr double seed_error = 1;

}  // namespace

bounded by_bounded_dual(program const& p, setting& how) {
    using D = dual<estimate, inputs>;
    seen_range = {};
    vector_of<D> x;
    for (std::size_t i = 0; i < inputs; ++i) {
        x[i] = D(estimate(p.at[i], 0, 1U << i));
        x[i].tangent[i] = estimate(1, seed_error, 0);
    }
    D const y = machine<D>(how, x).run(p);
    bounded result;
    result.numbers.value = y.value.value;
    result.value_error = y.value.error;
    result.inputs = y.value.inputs;
    for (std::size_t i = 0; i < inputs; ++i) {
        result.numbers.gradient[i] = y.tangent[i].value;
        result.error[i] = y.tangent[i].error;
    }
    // An adjoint may overflow on the way to a tangent that is 0.
    result.moderate = seen_range.moderate() && result.value_error < 1e200;
    result.finite = !seen_range.not_finite;
    return result;
}

bounded_hessian by_bounded_dual_of_dual(program const& p, setting how) {
    using D = dual<estimate, inputs>;
    using DD = dual<D, inputs>;
    seen_range = {};
    vector_of<DD> x;
    for (std::size_t i = 0; i < inputs; ++i) {
        D inner(estimate(p.at[i]));
        inner.tangent[i] = estimate(1, seed_error, 0);
        x[i] = DD(inner);
        x[i].tangent[i] = D(estimate(1, seed_error, 0));
    }
    DD const y = machine<DD>(how, x).run(p);
    bounded_hessian result;
    for (std::size_t i = 0; i < inputs; ++i)
        for (std::size_t j = 0; j < inputs; ++j) {
            result.number[i][j] = y.tangent[i].tangent[j].value;
            result.error[i][j] = y.tangent[i].tangent[j].error;
        }
    result.moderate = seen_range.moderate();
    return result;
}

}  // namespace random_programs
