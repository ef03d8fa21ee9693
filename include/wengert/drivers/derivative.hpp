// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/drivers/call.hpp>
#include <wengert/dual/dual.hpp>
#include <wengert/dual/taylor.hpp>

namespace wengert {

/// f'(x) of a function of one number; of a function that returns a structure, the structure of its derivatives.
/// Costs one evaluation with dual numbers.
template <class F, class X>
constexpr auto derivative(F&& f, X const& x) {
    using T = detail::argument_scalar_t<X>;
    using D = dual<T, 1, detail::tag_of<F>>;
    static_assert(scalar<X> || !structure<X>,
                  "wengert: derivative is by one number; use gradient or jacobian for a structure.");
    detail::assert_differentiable_call<D, F, X>();
    auto const y = detail::call<D>(f, std::tuple(D::seeded(x)));
    return map_leaves<T>(y, [](D const& leaf) { return leaf.tangent[0]; });
}

/// {f(x), f'(x), ..., f of order K at x}, by one evaluation with Taylor series.
template <std::size_t K, class F, class X>
constexpr auto derivatives(F&& f, X const& x) {
    using T = detail::argument_scalar_t<X>;
    using S = taylor<T, K, detail::tag_of<F>>;
    static_assert(scalar<X> || !structure<X>,
                  "wengert: derivatives are by one number; use gradient or hessian for a structure.");
    detail::assert_differentiable_call<S, F, X>();
    detail::assert_scalar_result<S, F, X>();
    auto const y = detail::call<S>(f, std::tuple(S::variable(x)));
    std::array<T, K + 1> result = y.coefficient;
    base_t<T> factorial = 1;
    for (std::size_t k = 2; k <= K; ++k) {
        factorial *= static_cast<base_t<T>>(k);
        result[k] = result[k] * factorial;
    }
    return result;
}

}  // namespace wengert
