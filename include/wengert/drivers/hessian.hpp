// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/core/matrix.hpp>
#include <wengert/drivers/call.hpp>
#include <wengert/drivers/with.hpp>
#include <wengert/dual/dual.hpp>

namespace wengert {

namespace detail {

/// Calls `use(gradient of f, number by number, as dual numbers)` for arguments that carry tangents: forward over reverse.
template <class D, class F, class Arguments, class Use>
void gradient_of_duals(F& f, Arguments const& duals, Use&& use) {
    using S = active<D>;
    auto recorded = record_call<D, F&>(f, duals);
    auto const& sweep = recorded.reverse_from(recorded.result());
    for_each_leaf(recorded.arguments(), [&](S const& x) { use(sweep[x]); });
}

template <class... A>
using hessian_t =
    matrix<argument_scalar_t<A...>, static_leaf_count_v<arguments_t<A...>>, static_leaf_count_v<arguments_t<A...>>>;

template <class F, class... A>
constexpr auto hessian_by_duals(F& f, A const&... args) {
    using T = argument_scalar_t<A...>;
    using D = dual<T, 1, tag_of<F>>;
    using DD = dual<D, 1, tag_of<F>>;
    auto arguments = map_leaves<DD>(arguments_t<A...>(args...), [](auto const& x) { return DD(D(T(x))); });
    std::size_t const n = leaf_count(arguments);
    hessian_t<A...> H(n, n);
    std::size_t i = 0;
    for_each_leaf(arguments, [&](DD& outer) {
        outer.tangent[0].value = T(1);
        std::size_t j = 0;
        for_each_leaf(arguments, [&](DD& inner) {
            if (j <= i) {
                inner.value.tangent[0] = T(1);
                H(i, j) = H(j, i) = call<DD>(f, arguments).tangent[0].tangent[0];
                inner.value.tangent[0] = T(0);
            }
            ++j;
        });
        outer.tangent[0].value = T(0);
        ++i;
    });
    return H;
}

/// The Hessian by columns: `gradient_at(x, use)` calls use(g) for every number of the gradient at x, which has dual numbers.
template <class F, class GradientAt, class... A>
constexpr auto hessian_by_lanes(GradientAt&& gradient_at, A const&... args) {
    using T = argument_scalar_t<A...>;
    constexpr std::size_t fixed = static_leaf_count_v<arguments_t<A...>>;
    constexpr std::size_t N = fixed > 0 && fixed < 8 ? fixed : 8;
    using D = dual<T, N, tag_of<F>>;
    auto duals = map_leaves<D>(arguments_t<A...>(args...), [](auto const& x) { return D(T(x)); });
    std::size_t const n = leaf_count(duals);
    hessian_t<A...> H(n, n);
    for (std::size_t start = 0; start < n; start += N) {
        std::size_t position = 0;
        for_each_leaf(duals, [&](D& x) {
            x = D(x.value);
            if (position >= start && position - start < N) x.tangent[position - start] = T(1);
            ++position;
        });
        std::size_t row = 0;
        gradient_at(duals, [&](D const& g) {
            // Both triangles hold the same numbers: rounding must not make them differ.
            for (std::size_t k = 0; k < N && start + k <= row && start + k < n; ++k)
                H(row, start + k) = H(start + k, row) = g.tangent[k];
            ++row;
        });
    }
    return H;
}

template <class F, class... A>
auto hessian_by_tape(F& f, A const&... args) {
    return hessian_by_lanes<F>(
        [&]<class D>(D const& duals, auto&& use) { gradient_of_duals<scalar_of_t<D>>(f, duals, use); }, args...);
}

template <class F, class... A>
constexpr auto hessian_by_program(A const&... args) {
    using P = program_for<F, A...>;
    if constexpr (P::is_short(4 * P::inputs())) {
        return P::hessian(args...);
    } else {
        return hessian_by_lanes<F>(
            [&](auto const& duals, auto&& use) {
                for_each_leaf(unpack(duals, [](auto const&... x) { return P::gradient(x...); }), use);
            },
            args...);
    }
}

}  // namespace detail

/// The Hessian of a function that returns one number: a symmetric `matrix` over all numbers in the arguments.
/// Forward over reverse; costs a gradient for every eight numbers.
///
/// Uses straight-line code where the compiler can trace f; `hessian<with::tape>(f, x)` and `<with::program>` say which.
template <class How, class F, class... A>
    requires detail::is_way<How>
constexpr auto hessian(F&& f, A const&... args) {
    detail::assert_scalar_call<How, dual<detail::argument_scalar_t<A...>, 1, detail::tag_of<F>>, F, A...>();
    if constexpr (detail::by_program<How, F, A...>) {
        return detail::hessian_by_program<F>(args...);
    } else {
        if (std::is_constant_evaluated()) return detail::hessian_by_duals(f, args...);
        return detail::hessian_by_tape(f, args...);
    }
}
/// The same; the library chooses.
template <class F, class... A>
    requires(!detail::is_way<F>)
constexpr auto hessian(F&& f, A const&... args) {
    return hessian<with::automatic>(f, args...);
}

}  // namespace wengert
