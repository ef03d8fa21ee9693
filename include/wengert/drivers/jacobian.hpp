// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <wengert/core/matrix.hpp>
#include <wengert/drivers/call.hpp>
#include <wengert/drivers/with.hpp>
#include <wengert/dual/dual.hpp>

namespace wengert {

namespace detail {

inline constexpr std::size_t jacobian_lanes = 8;

template <class S, class F, class... A>
using jacobian_t = matrix<typename form<S>::value_type, static_leaf_count_v<result_t<S, F, A...>>,
                          static_leaf_count_v<arguments_t<A...>>>;

// Column by column in blocks of N, each one evaluation: for few inputs, and in constant expressions.
template <std::size_t N, class F, class... A>
constexpr auto jacobian_by_duals(F&& f, A const&... args) {
    using T = argument_scalar_t<A...>;
    using D = dual<T, N, tag_of<F>>;
    auto arguments = map_leaves<D>(arguments_t<A...>(args...), [](auto const& x) { return D(T(x)); });
    std::size_t const columns = leaf_count(arguments);
    constexpr std::size_t fixed = static_leaf_count_v<result_t<D, F, A...>>;
    jacobian_t<D, F, A...> J(fixed != dynamic_extent ? fixed
                             : columns == 0          ? leaf_count(call<D>(f, arguments))
                                                     : 0,
                             columns);
    for (std::size_t start = 0; start < columns; start += N) {
        std::size_t position = 0;
        for_each_leaf(arguments, [&](D& x) {
            x = D(x.value);
            if (position >= start && position - start < N) x.tangent[position - start] = T(1);
            ++position;
        });
        auto const y = call<D>(f, arguments);
        if (J.rows() == 0) J = jacobian_t<D, F, A...>(leaf_count(y), columns);
        std::size_t row = 0;
        for_each_leaf(y, [&](D const& leaf) {
            for (std::size_t k = 0; k < N && start + k < columns; ++k) J(row, start + k) = leaf.tangent[k];
            ++row;
        });
    }
    return J;
}

// One recording, then a sweep for every block of rows or of columns, whichever are fewer.
template <class F, class... A>
auto jacobian_by_tape(F& f, A const&... args) {
    using T = argument_scalar_t<A...>;
    using S = active<T>;
    using block = lanes<T, jacobian_lanes>;
    auto recorded = record_call<T, F&>(f, arguments_t<A...>(args...));
    tape<T>& list = recorded.list();
    std::vector<S> inputs, outputs;
    for_each_leaf(recorded.arguments(), [&](S const& x) { inputs.push_back(x); });
    for_each_leaf(recorded.result(), [&](S const& y) { outputs.push_back(y); });
    jacobian_t<S, F, A...> J(outputs.size(), inputs.size());
    bool const by_rows = outputs.size() <= inputs.size();
    auto const& seeds = by_rows ? outputs : inputs;
    auto const& reads = by_rows ? inputs : outputs;
    adjoints<T, block> sweep(list);
    for (std::size_t start = 0; start < seeds.size(); start += jacobian_lanes) {
        std::size_t const width = smaller(jacobian_lanes, seeds.size() - start);
        if (start > 0) sweep.reset(list);
        for (std::size_t k = 0; k < width; ++k)
            if (list.owns(seeds[start + k])) sweep.seed(seeds[start + k]).lane[k] = T(1);
        if (by_rows) recorded.reverse(sweep);
        else recorded.forward(sweep);
        for (std::size_t i = 0; i < reads.size(); ++i) {
            block const& found = sweep[reads[i]];
            for (std::size_t k = 0; k < width; ++k) (by_rows ? J(start + k, i) : J(i, start + k)) = found.lane[k];
        }
    }
    return J;
}

}  // namespace detail

/// The Jacobian of f: a `matrix` with a row for every number that f returns and a column for every number in the arguments.
/// Of fixed size where the types say so. Costs as many sweeps as there are rows or columns, whichever are fewer, by eights.
///
/// Uses straight-line code where the compiler can trace f; `jacobian<with::tape>(f, x)` and `<with::program>` say which.
template <class How, class F, class... A>
    requires detail::is_way<How>
constexpr auto jacobian(F&& f, A const&... args) {
    using S = detail::first_scalar<How, active<detail::argument_scalar_t<A...>>, F, A...>;
    detail::assert_differentiable_call<S, F, A...>();
    constexpr std::size_t columns = static_leaf_count_v<detail::arguments_t<A...>>;
    constexpr std::size_t rows = static_leaf_count_v<detail::result_t<S, F, A...>>;
    constexpr bool few_columns = columns > 0 && columns <= rows && columns <= 2 * detail::jacobian_lanes;
    if constexpr (detail::by_program<How, F, A...>) {
        using P = detail::program_for<F, A...>;
        if constexpr (P::is_short(detail::smaller(rows, columns))) return P::jacobian(args...);
        else return detail::jacobian_by_duals<few_columns ? columns : detail::jacobian_lanes>(P{}, args...);
    } else {
        if (std::is_constant_evaluated()) return detail::jacobian_by_duals<1>(f, args...);
        if constexpr (few_columns) return detail::jacobian_by_duals<columns>(f, args...);
        else return detail::jacobian_by_tape(f, args...);
    }
}
/// The same; the library chooses.
template <class F, class... A>
    requires(!detail::is_way<F>)
constexpr auto jacobian(F&& f, A const&... args) {
    return jacobian<with::automatic>(f, args...);
}

}  // namespace wengert
