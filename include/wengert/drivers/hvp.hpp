// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <source_location>
#include <tuple>
#include <vector>

#include <wengert/drivers/hessian.hpp>

namespace wengert {

namespace detail {

// One number of the gradient at a time, forward over forward: what a constant expression can do.
template <class F, class X, class V>
constexpr auto hvp_by_duals(F& f, X const& x, V const& v) {
    using T = argument_scalar_t<X>;
    using D = dual<T, 1, tag_of<F>>;
    using DD = dual<D, 1, tag_of<F>>;
    auto result = map_leaves<T>(x, v, [](auto const&, auto const&) { return T(0); });
    auto seeded = map_leaves<DD>(x, v, [](auto const& value, auto const& t) { return DD(D(T(value), {T(t)})); });
    for_each_leaf(seeded, result, [&](DD& leaf, T& h) {
        leaf.tangent[0] = D(T(1));
        h = call<DD>(f, std::tie(seeded)).tangent[0].tangent[0];
        leaf.tangent[0] = D(T(0));
    });
    return result;
}

/// x with the tangent v.
template <class D, class X, class V>
constexpr auto with_tangent(X const& x, V const& v) {
    using T = typename form<D>::value_type;
    return map_leaves<D>(x, v, [](auto const& value, auto const& t) { return D(T(value), {T(t)}); });
}

template <class F, class X, class V>
auto hvp_by_tape(F& f, X const& x, V const& v) {
    using T = argument_scalar_t<X>;
    using D = dual<T, 1, tag_of<F>>;
    std::vector<T> products;
    gradient_of_duals<D>(f, std::make_tuple(with_tangent<D>(x, v)),
                         [&](D const& g) { products.push_back(g.tangent[0]); });
    return unflatten(products, x);
}

}  // namespace detail

/// The Hessian of f at x times v, in the structure of x, without forming it: a small multiple of one evaluation.
/// Throws `shape_mismatch` if v has another shape than x.
///
/// Uses straight-line code where the compiler can trace f; `hvp<with::tape>(f, x, v)` and `<with::program>` say which.
template <class How, class F, class X, class V>
    requires detail::is_way<How>
constexpr auto hvp(F&& f, X const& x, V const& v, std::source_location where = std::source_location::current()) {
    using T = detail::argument_scalar_t<X>;
    using D = dual<T, 1, detail::tag_of<F>>;
    using S = detail::first_scalar<How, D, F, X>;
    detail::assert_differentiable_call_by_one<S, F, X>();
    detail::assert_scalar_result<S, F, X>();
    detail::require_same_shape(x, v, "hvp", where);
    if constexpr (detail::by_program<How, F, X>) {
        auto const g = detail::program_for<F, X>::gradient(detail::with_tangent<D>(x, v));
        return map_leaves<T>(g, [](D const& leaf) { return leaf.tangent[0]; });
    } else {
        if (std::is_constant_evaluated()) return detail::hvp_by_duals(f, x, v);
        return detail::hvp_by_tape(f, x, v);
    }
}
/// The same; the library chooses.
template <class F, class X, class V>
    requires(!detail::is_way<F>)
constexpr auto hvp(F&& f, X const& x, V const& v, std::source_location where = std::source_location::current()) {
    return hvp<with::automatic>(f, x, v, where);
}

/// Says in a sentence that f has one argument.
template <class F, class... A>
    requires(sizeof...(A) > 2 && !detail::is_way<F>)
constexpr void hvp(F&&, A const&...) {
    detail::assert_one_argument<never<F>>();
}

}  // namespace wengert
