// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <iosfwd>
#include <source_location>
#include <type_traits>
#include <vector>

#include <wengert/core/error.hpp>
#include <wengert/core/extent.hpp>

namespace wengert {

namespace detail {

/// A number of rows or columns, which takes no space where the type fixes it.
template <std::size_t N>
struct extent {
    static constexpr std::size_t value = N;
    static constexpr std::size_t initial = N;

    constexpr explicit extent(std::size_t given) {
        if (given != N) throw shape_mismatch("a matrix of fixed size", N, given);
    }
};

template <>
struct extent<dynamic_extent> {
    static constexpr std::size_t initial = 0;
    std::size_t value;

    constexpr explicit extent(std::size_t given) noexcept : value(given) {}
};

}  // namespace detail

/// What jacobian and hessian return: rows by columns, stored row by row. Where both extents are fixed it holds a
/// std::array and can be a constexpr variable, otherwise a std::vector.
template <class T, std::size_t Rows = dynamic_extent, std::size_t Columns = dynamic_extent>
class matrix {
    static constexpr bool fixed_size = Rows != dynamic_extent && Columns != dynamic_extent;

public:
    /// The number of an element.
    using value_type = T;

    /// All elements zero; an extent that is not fixed is 0.
    constexpr matrix() : matrix(detail::extent<Rows>::initial, detail::extent<Columns>::initial) {}

    /// rows by columns elements, all zero. Throws shape_mismatch if a fixed extent differs.
    constexpr matrix(std::size_t rows, std::size_t columns) : rows_(rows), columns_(columns) {
        if constexpr (!fixed_size)
            elements_.resize(rows * columns, T());  // clang++ needs the T() in a constant expression
    }

    /// How many rows there are.
    [[nodiscard]] constexpr std::size_t rows() const noexcept { return rows_.value; }
    /// How many columns there are.
    [[nodiscard]] constexpr std::size_t cols() const noexcept { return columns_.value; }
    /// How many elements there are, rows() * cols().
    [[nodiscard]] constexpr std::size_t size() const noexcept { return elements_.size(); }

    /// The element in row i and column j. Throws out_of_range; in a constant expression that does not compile.
    [[nodiscard]] constexpr T& operator()(std::size_t i, std::size_t j,
                                          std::source_location where = std::source_location::current()) {
        return elements_[position(i, j, where)];
    }
    /// The same of a constant matrix.
    [[nodiscard]] constexpr T const& operator()(std::size_t i, std::size_t j,
                                                std::source_location where = std::source_location::current()) const {
        return elements_[position(i, j, where)];
    }

    /// All elements, row by row: element (i, j) is data()[i * cols() + j].
    [[nodiscard]] constexpr T* data() noexcept { return elements_.data(); }
    /// The same of a constant matrix.
    [[nodiscard]] constexpr T const* data() const noexcept { return elements_.data(); }

    /// The elements as a range, in the order of data().
    [[nodiscard]] constexpr auto begin() noexcept { return elements_.begin(); }
    /// See begin().
    [[nodiscard]] constexpr auto begin() const noexcept { return elements_.begin(); }
    /// See begin().
    [[nodiscard]] constexpr auto end() noexcept { return elements_.end(); }
    /// See begin().
    [[nodiscard]] constexpr auto end() const noexcept { return elements_.end(); }

private:
    [[nodiscard]] constexpr std::size_t position(std::size_t i, std::size_t j, std::source_location where) const {
        if (i >= rows()) throw out_of_range("matrix row", i, rows(), where);
        if (j >= cols()) throw out_of_range("matrix column", j, cols(), where);
        return i * cols() + j;
    }

    using storage = std::conditional_t<fixed_size, std::array<T, fixed_size ? Rows * Columns : 0>, std::vector<T>>;

    [[no_unique_address]] detail::extent<Rows> rows_;
    [[no_unique_address]] detail::extent<Columns> columns_;
    storage elements_{};
};

/// Whether two matrices have the same rows and columns and equal elements, however they are stored.
template <class T, std::size_t R1, std::size_t C1, class U, std::size_t R2, std::size_t C2>
[[nodiscard]] constexpr bool operator==(matrix<T, R1, C1> const& a, matrix<U, R2, C2> const& b) {
    if (a.rows() != b.rows() || a.cols() != b.cols()) return false;
    for (std::size_t k = 0; k != a.size(); ++k)
        if (!(a.data()[k] == b.data()[k])) return false;
    return true;
}

/// Writes [[1, 2], [3, 4]], a row to a line.
template <class C, class Traits, class T, std::size_t R, std::size_t Cs>
std::basic_ostream<C, Traits>& operator<<(std::basic_ostream<C, Traits>& out, matrix<T, R, Cs> const& m) {
    out << "[";
    for (std::size_t i = 0; i != m.rows(); ++i) {
        out << (i == 0 ? "[" : ",\n [");
        for (std::size_t j = 0; j != m.cols(); ++j) {
            if (j != 0) out << ", ";
            out << m.data()[i * m.cols() + j];
        }
        out << "]";
    }
    return out << "]";
}

}  // namespace wengert
