// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/dual/dual.hpp>
#include <wengert/rules/custom_gradient.hpp>

namespace wengert::detail {

// The Jacobian is only known transposed: one pull for every number of the result gives its rows.
template <class T, std::size_t N, class Tag>
struct custom_rule<dual<T, N, Tag>> {
    using D = dual<T, N, Tag>;

    template <class X, class Primal, class Pullback>
    static constexpr auto apply(X const& x, Primal& primal, Pullback const& pullback,
                                std::source_location const& where) {
        auto const numbers = map_leaves<T>(x, [](auto const& leaf) { return D(leaf).value; });
        auto const y = map_leaves<T>(primal(numbers), [](auto const& leaf) { return T(leaf); });
        std::size_t row = 0;
        return map_leaves<D>(y, [&](T const& v) {
            std::size_t i = 0;
            auto const unit = map_leaves<T>(y, [&](T const&) { return T(i++ == row ? 1 : 0); });
            ++row;
            D result(v);
            for_each_leaf(x, pull_in_shape(pullback, numbers, y, unit, where), [&](auto const& leaf, auto const& a) {
                D const argument(leaf);
                for (std::size_t k = 0; k < argument.tangent.size(); ++k)
                    if (!wengert::is_zero(argument.tangent[k]))
                        result.tangent[k] = T(result.tangent[k] + a * argument.tangent[k]);
            });
            return result;
        });
    }
};

}  // namespace wengert::detail
