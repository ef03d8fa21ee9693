// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "tool.hpp"

// Forward modes of any library. `Numbers` says how to make its numbers and how to read them.
namespace bench {

/// Numbers that carry all partials. They need a name of their own, for g++ emits what takes a template of an unnamed namespace as if
/// other files had it too. Numbers<N> has
///
///     static number input(double value, std::size_t k)     the k-th of N inputs
///     static double value(number const&), partial(number const&, std::size_t k)
template <problem P, template <std::size_t> class Numbers>
class all_at_once {
    static constexpr std::size_t inputs = P::inputs;
    using numbers = Numbers<inputs>;

public:
    explicit all_at_once(P const& p) : p_(p), in_(inputs) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        for (std::size_t k = 0; k != inputs; ++k) in_[k] = numbers::input(x[k], k);
        auto const y = p_(in_);
        for (std::size_t k = 0; k != inputs; ++k) g[k] = numbers::partial(y, k);
        return numbers::value(y);
    }

    template <std::size_t N, std::size_t M, std::size_t MN>
    void jacobian(std::size_t i, std::array<double, N> const& x, std::span<double, M> y, std::span<double, MN> out) {
        std::array<typename numbers::number, N> in;
        for (std::size_t k = 0; k != N; ++k) in[k] = numbers::input(x[k], k);
        auto const results = p_(i, in);
        for (std::size_t j = 0; j != M; ++j) {
            y[j] = numbers::value(results[j]);
            for (std::size_t k = 0; k != N; ++k) out[j * N + k] = numbers::partial(results[j], k);
        }
    }

private:
    P const& p_;
    std::vector<typename numbers::number> in_;
};

/// Numbers that carry one derivative, so there is an evaluation for every input. Numbers has
///
///     static number input(double value, bool by_this)
///     static double value(number const&), derivative(number const&)
template <problem P, class Numbers>
class one_by_one {
    static constexpr std::size_t inputs = P::inputs;
    using number = typename Numbers::number;

public:
    explicit one_by_one(P const& p) : p_(p), in_(inputs) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        for (std::size_t k = 0; k != inputs; ++k) in_[k] = Numbers::input(x[k], false);
        double value = 0;
        for (std::size_t k = 0; k != inputs; ++k) {
            in_[k] = Numbers::input(x[k], true);
            number const y = p_(in_);
            in_[k] = Numbers::input(x[k], false);
            value = Numbers::value(y);
            g[k] = Numbers::derivative(y);
        }
        return value;
    }

    template <std::size_t N, std::size_t M, std::size_t MN>
    void jacobian(std::size_t i, std::array<double, N> const& x, std::span<double, M> y, std::span<double, MN> out) {
        std::array<number, N> in;
        for (std::size_t k = 0; k != N; ++k) in[k] = Numbers::input(x[k], false);
        for (std::size_t k = 0; k != N; ++k) {
            in[k] = Numbers::input(x[k], true);
            auto const results = p_(i, in);
            in[k] = Numbers::input(x[k], false);
            for (std::size_t j = 0; j != M; ++j) {
                y[j] = Numbers::value(results[j]);
                out[j * N + k] = Numbers::derivative(results[j]);
            }
        }
    }

private:
    P const& p_;
    std::vector<number> in_;
};

}  // namespace bench
