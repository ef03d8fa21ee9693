// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/rules/arithmetic.hpp>
#include <wengert/rules/discrete.hpp>
#include <wengert/rules/exponential.hpp>
#include <wengert/rules/hyperbolic.hpp>
#include <wengert/rules/piecewise.hpp>
#include <wengert/rules/power.hpp>
#include <wengert/rules/print.hpp>
#include <wengert/rules/special.hpp>
#include <wengert/rules/trigonometric.hpp>

namespace wengert::rules {

/// The rows, for whoever walks them.
template <class... Rows>
struct table {
    static constexpr std::size_t size = sizeof...(Rows);

    /// Calls `f.operator()<Row>()` for every row.
    template <class F>
    static constexpr void for_each(F&& f) {
        (f.template operator()<Rows>(), ...);
    }
};

using differentiable_rows =
    table<add_, sub_, mul_, div_, neg_, fma_, square_, sqrt_, cbrt_, hypot_, pow_, powi_, exp_, exp2_, expm1_, log_,
          log2_, log10_, log1p_, sigmoid_, softplus_, sin_, cos_, tan_, asin_, acos_, atan_, atan2_, sinh_, cosh_,
          tanh_, asinh_, acosh_, atanh_, erf_, erfc_, lgamma_, digamma_, polygamma_, abs_, relu_, max_, min_, clamp_,
          select_, copysign_, fdim_, fmod_, remainder_>;

using discrete_rows = table<floor_, ceil_, round_, trunc_, sign_>;

using predicate_rows =
    table<less_, less_equal_, greater_, greater_equal_, equal_, not_equal_, isnan_, isinf_, isfinite_, signbit_>;

}  // namespace wengert::rules
