// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include <wengert/wengert.hpp>

#include "problems/determinant.hpp"
#include "tool.hpp"

// The compiler traces the expansion for a fixed number of rows, and finds that most minors are computed many times. The largest
// matrix is expanded on the tape down to minors that are kernels.
namespace {

using namespace bench;
using problems::determinant;

template <std::size_t Rows>
inline constexpr auto of_fixed_size =
    []<class T>(std::array<T, Rows * Rows> const& a) -> T { return determinant::minor<T>(a.data(), Rows, 0, 0); };

/// The minor of the last `Rows` rows, in the columns that are left.
template <std::size_t Rows, class T>
T last_minor(std::vector<T> const& a, std::size_t n, unsigned gone) {
    std::array<T, Rows * Rows> rest;
    auto* next = rest.data();
    for (std::size_t row = n - Rows; row != n; ++row)
        for (std::size_t column = 0; column != n; ++column)
            if ((gone >> column & 1u) == 0) *next++ = a[row * n + column];
    return wengert::kernel(of_fixed_size<Rows>)(rest);
}

template <std::size_t Last, class T>
T expanded(std::vector<T> const& a, std::size_t n, std::size_t row, unsigned gone) {
    if (row + Last == n) return last_minor<Last>(a, n, gone);
    T sum = 0.0;
    double sign = 1;
    for (std::size_t column = 0; column != n; ++column) {
        if ((gone >> column & 1u) != 0) continue;
        sum += sign * a[row * n + column] * expanded<Last>(a, n, row + 1, gone | 1u << column);
        sign = -sign;
    }
    return sum;
}

class engine {
public:
    explicit engine(determinant const& p) : rows_(p.rows) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        switch (rows_) {
            case 4:
                return by_program<4>(x, g);
            case 6:
                return by_program<6>(x, g);
            default:
                return by_tape(x, g);
        }
    }

private:
    template <std::size_t Rows>
    static double by_program(std::vector<double> const& x, std::span<double> g) {
        std::array<double, Rows * Rows> a;
        std::ranges::copy(x, a.begin());
        auto const [y, derivatives] = wengert::value_and_gradient<wengert::with::program>(of_fixed_size<Rows>, a);
        std::ranges::copy(derivatives, g.begin());
        return y;
    }

    double by_tape(std::vector<double> const& x, std::span<double> g) const {
        auto const f = [this]<class T>(std::vector<T> const& a) { return expanded<5>(a, rows_, 0, 0); };
        auto const [y, derivatives] = wengert::value_and_gradient(f, x);
        std::ranges::copy(derivatives, g.begin());
        return y;
    }

    std::size_t rows_;
};

registration const here(tool_of<determinant, engine>("Wengert programs"));

}  // namespace
