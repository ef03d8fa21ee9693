// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <source_location>
#include <vector>

#include <wengert/core/error.hpp>
#include <wengert/gradient_tape/gradient_result.hpp>

namespace wengert {

/// The derivatives of several targets by several sources, each with its status.
template <scalar T>
class jacobian_result {
public:
    /// All missing, for the library to fill.
    jacobian_result(std::size_t rows, std::size_t columns) : columns_(columns), rows_(rows), results_(rows * columns) {}

    /// How many numbers the targets hold.
    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    /// How many numbers the sources hold.
    [[nodiscard]] std::size_t cols() const noexcept { return columns_; }

    /// The derivative of target i by source j; 0 where target i does not depend on source j. Throws `gradient_missing` where a
    /// source or target was not followed at all, and `out_of_range`.
    [[nodiscard]] T operator()(std::size_t i, std::size_t j,
                               std::source_location where = std::source_location::current()) const {
        gradient_result<T> const& r = result(i, j, where);
        return structural_zero(r.reason()) ? T(0) : r.value(where);
    }

    /// The same with its status and reason.
    [[nodiscard]] gradient_result<T> const& result(std::size_t i, std::size_t j,
                                                   std::source_location where = std::source_location::current()) const {
        if (i >= rows_) throw out_of_range("jacobian row", i, rows_, where);
        if (j >= columns_) throw out_of_range("jacobian column", j, columns_, where);
        return results_[i * columns_ + j];
    }
    /// For the library.
    [[nodiscard]] gradient_result<T>& result(std::size_t i, std::size_t j,
                                             std::source_location where = std::source_location::current()) {
        return const_cast<gradient_result<T>&>(std::as_const(*this).result(i, j, where));
    }

private:
    // In a Jacobian it is usual that an output does not depend on an input.
    static bool structural_zero(enum reason r) {
        return r == reason::no_path || r == reason::discrete || r == reason::stopped || r == reason::branch_not_taken;
    }

    std::size_t columns_, rows_;
    std::vector<gradient_result<T>> results_;
};

}  // namespace wengert
