// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <random>
#include <span>
#include <vector>

namespace problems {

/// The logarithm of a sum of exponentials. The largest number is subtracted first, so that none overflows.
struct log_sum_exp {
    static constexpr char const *name = "log_sum_exp", *unit = "numbers";
    static constexpr std::array<std::size_t, 3> sizes{1'000, 10'000, 100'000};

    std::size_t count;

    explicit log_sum_exp(std::size_t n) : count(n) {}

    std::vector<double> start() const {
        std::mt19937_64 engine{1};
        std::uniform_real_distribution<double> number(-5, 5);
        std::vector<double> x(count);
        for (double& one : x) one = number(engine);
        return x;
    }

    template <class T>
    T operator()(std::vector<T> const& x) const {
        return of(x);
    }

    /// Of any range that is not empty.
    template <class Range>
    static auto of(Range const& x) {
        using std::exp, std::log;
        using T = typename Range::value_type;
        T largest = x[0];
        for (T const& number : x)
            if (number > largest) largest = number;
        T sum(0.0);
        for (T const& number : x) sum = sum + exp(number - largest);
        return T(log(sum) + largest);
    }

    double hand(std::span<double const> x, std::span<double> g) const { return with_derivatives(x, g); }

    /// The result does not depend on the number that is subtracted, so it has no adjoint. The derivatives are a softmax.
    static double with_derivatives(std::span<double const> x, std::span<double> derivatives) {
        double const largest = *std::ranges::max_element(x);
        double sum = 0;
        for (std::size_t i = 0; i != x.size(); ++i) sum += derivatives[i] = std::exp(x[i] - largest);
        double const scale = 1 / sum;
        for (double& each : derivatives) each *= scale;
        return std::log(sum) + largest;
    }
};

}  // namespace problems
