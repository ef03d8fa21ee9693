// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <random>
#include <span>
#include <vector>

namespace problems {

/// A determinant by Laplace's expansion in minors: a long computation of few numbers, with products and sums only.
struct determinant {
    static constexpr char const *name = "determinant", *unit = "rows";
    static constexpr std::array<std::size_t, 3> sizes{4, 6, 8};

    std::size_t rows;

    explicit determinant(std::size_t n) : rows(n) {}

    std::vector<double> start() const {
        std::mt19937_64 engine{1772};
        std::uniform_real_distribution<double> number(-1, 1);
        std::vector<double> a(rows * rows);
        for (double& one : a) one = number(engine);
        return a;
    }

    template <class T>
    T operator()(std::vector<T> const& a) const {
        return minor<T>(a.data(), rows, 0, 0);
    }

    /// Of the n x n matrix: the minor without the rows before `row` and without the columns whose bit in `gone` is set.
    template <class T>
    static constexpr T minor(T const* a, std::size_t n, std::size_t row, unsigned gone) {
        if (row == n) return T(1.0);
        T sum(0.0);
        bool plus = true;
        for (std::size_t column = 0; column != n; ++column) {
            if ((gone >> column & 1u) != 0) continue;
            T const& entry = a[row * n + column];
            if (row + 1 == n) return entry;
            T const below = minor(a, n, row + 1, gone | 1u << column);
            if (plus) sum = sum + entry * below;
            else sum = sum - entry * below;
            plus = !plus;
        }
        return sum;
    }

    /// The adjoint of the expansion. That of a minor is known before its value is, so one walk does both and keeps nothing.
    double hand(std::span<double const> a, std::span<double> g) const {
        std::ranges::fill(g, 0.0);
        return reversed(a.data(), g.data(), 0, 0, 1.0);
    }

private:
    double reversed(double const* a, double* ab, std::size_t row, unsigned gone, double adjoint) const {
        double sum = 0, sign = 1;
        for (std::size_t column = 0; column != rows; ++column) {
            if ((gone >> column & 1u) != 0) continue;
            std::size_t const k = row * rows + column;
            if (row + 1 == rows) {
                ab[k] += adjoint;
                return a[k];
            }
            double const below = reversed(a, ab, row + 1, gone | 1u << column, sign * a[k] * adjoint);
            ab[k] += sign * below * adjoint;
            sum += sign * below * a[k];
            sign = -sign;
        }
        return sum;
    }
};

}  // namespace problems
