// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <wengert/drivers/hessian.hpp>

namespace wengert {

/// The Hessian of f at x times v, in the structure of x, without forming it: a small multiple of one evaluation.
/// Throws `shape_mismatch` if v has another shape than x.
template <class F, class X, class V>
constexpr auto hvp(F&& f, X const& x, V const& v) {
    using T = detail::argument_scalar_t<X>;
    using D = dual<T, 1, detail::tag_of<F>>;
    detail::assert_differentiable_call<D, F, X>();
    detail::assert_scalar_result<D, F, X>();
    auto result = map_leaves<T>(x, v, [](auto const&, auto const&) { return T(0); });
    if (std::is_constant_evaluated()) {
        // One number of the gradient at a time, forward over forward.
        using DD = dual<D, 1, detail::tag_of<F>>;
        auto seeded = map_leaves<DD>(x, v, [](auto const& value, auto const& t) { return DD(D(T(value), {T(t)})); });
        for_each_leaf(seeded, result, [&](DD& leaf, T& h) {
            leaf.tangent[0] = D(T(1));
            h = detail::call<DD>(f, std::tie(seeded)).tangent[0].tangent[0];
            leaf.tangent[0] = D(T(0));
        });
    } else {
        auto const seeded = map_leaves<D>(x, v, [](auto const& value, auto const& t) { return D(T(value), {T(t)}); });
        std::vector<T> products;
        detail::gradient_of_duals<D>(f, std::tie(seeded), [&](D const& g) { products.push_back(g.tangent[0]); });
        std::size_t i = 0;
        for_each_leaf(result, [&](T& h) { h = products[i++]; });
    }
    return result;
}

}  // namespace wengert
