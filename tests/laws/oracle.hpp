// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "laws/exact.hpp"
#include "laws/rows.hpp"

// What the derivatives of every primitive are, by MPFR and by differences alone: nothing here knows a derivative's
// formula.
namespace laws {

/// All partials of one order at one point: `at(i, j, k)` is the derivative in arguments i, j and k; less for lower
/// orders.
struct derivatives {
    std::array<long double, 27> value{};

    long double& at(std::size_t i, std::size_t j = 0, std::size_t k = 0) { return value[i + 3 * j + 9 * k]; }
    long double at(std::size_t i, std::size_t j = 0, std::size_t k = 0) const { return value[i + 3 * j + 9 * k]; }

    /// The largest magnitude among them.
    long double size() const {
        long double most = 0;
        for (long double const v : value) most = std::max(most, v < 0 ? -v : v);
        return most;
    }
};

namespace detail {

// A central difference in each of the directions.
inline number difference(function f, std::array<number, 3>& x, std::size_t const* direction, std::size_t order) {
    if (order == 0) return f(x.data());
    constexpr long step = -80;
    number& moved = x[*direction];
    number const before = moved;
    moved = before + scaled(number(1), step);
    number const up = difference(f, x, direction + 1, order - 1);
    moved = before - scaled(number(1), step);
    number const down = difference(f, x, direction + 1, order - 1);
    moved = before;
    return scaled(up - down, -step - 1);
}

}  // namespace detail

/// The derivative in the given directions. What is below 2^-100 is the error of a difference that should be 0.
inline long double derivative(function f, std::array<long double, 3> const& at, std::size_t const* direction,
                              std::size_t order) {
    std::array<number, 3> x{number(at[0]), number(at[1]), number(at[2])};
    auto const d = static_cast<long double>(detail::difference(f, x, direction, order));
    return order > 0 && d < 0x1p-100L && d > -0x1p-100L ? 0 : d;
}

/// The value.
inline long double value_of(function f, std::array<long double, 3> const& at) { return derivative(f, at, nullptr, 0); }

/// All derivatives of an order, 1 to 3, in all arguments but the parameter.
inline derivatives all_derivatives(function f, std::array<long double, 3> const& at, row_facts const& row,
                                   std::size_t order) {
    derivatives all;
    for (std::size_t i = 0; i < row.arity; ++i)
        for (std::size_t j = 0; j <= (order > 1 ? i : 0); ++j)
            for (std::size_t k = 0; k <= (order > 2 ? j : 0); ++k) {
                bool const numbers = row.differentiates(i) && (order < 2 || row.differentiates(j)) &&
                                     (order < 3 || row.differentiates(k));
                if (!numbers) continue;
                std::array<std::size_t, 3> const direction{i, j, k};
                long double const d = derivative(f, at, direction.data(), order);
                if (order == 1) all.at(i) = d;
                else if (order == 2) all.at(i, j) = all.at(j, i) = d;
                else
                    all.at(i, j, k) = all.at(i, k, j) = all.at(j, i, k) = all.at(j, k, i) = all.at(k, i, j) =
                        all.at(k, j, i) = d;
            }
    return all;
}

/// What errors of the derivatives of an order are measured by: the largest of these. The small ones beside it are
/// differences of terms as large as it, as in hypot far from the diagonal.
inline long double scale_of(function f, std::array<long double, 3> const& at, row_facts const& row, std::size_t order) {
    long double scale = 0;
    for (std::size_t k = row.cancels ? 1 : order; k <= order; ++k)
        scale = std::max(scale, all_derivatives(f, at, row, k).size());
    return scale;
}

}  // namespace laws
