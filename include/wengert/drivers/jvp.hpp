// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <source_location>

#include <wengert/drivers/call.hpp>
#include <wengert/dual/dual.hpp>

namespace wengert {

namespace detail {

template <class F, class X>
using jvp_scalar = dual<argument_scalar_t<X>, 1, tag_of<F>>;

}  // namespace detail

/// The Jacobian of f at x times the tangent, in the structure of f(x). Costs one evaluation with dual numbers.
/// Throws `shape_mismatch` if the tangent has another shape than x.
template <class F, class X, class V>
constexpr auto jvp(F&& f, X const& x, V const& tangent, std::source_location where = std::source_location::current()) {
    using D = detail::jvp_scalar<F, X>;
    using T = typename form<D>::value_type;
    detail::assert_differentiable_call_by_one<D, F, X>();
    detail::require_same_shape(x, tangent, "jvp", where);
    auto const seeded = map_leaves<D>(x, tangent, [](auto const& v, auto const& t) { return D(T(v), {T(t)}); });
    auto const y = detail::call<D>(f, std::tie(seeded));
    return map_leaves<T>(y, [](D const& leaf) { return leaf.tangent[0]; });
}

/// Says in a sentence that f has one argument.
template <class F, class... A>
    requires(sizeof...(A) > 2)
constexpr void jvp(F&&, A const&...) {
    detail::assert_one_argument<never<F>>();
}

}  // namespace wengert
