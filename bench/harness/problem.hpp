// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <vector>

// What a problem is. It knows nothing of any tool: the function is generic over its scalar, and its derivatives by hand are
// written with doubles.
//
//      struct example {
//          static constexpr char const* name = "example", *unit = "points";
//          static constexpr std::array<std::size_t, 3> sizes{10, 100, 1000};
//          explicit example(std::size_t size);            // data from a fixed seed
//
// A gradient_problem is one function of many numbers:
//
//          std::vector<double> start() const;             // where the gradient is wanted
//          template <class T> T operator()(std::vector<T> const& x) const;
//          double hand(std::span<double const> x, std::span<double> gradient) const;   // overwrites, returns the value
//
// and says `static constexpr std::size_t inputs = N;` if there are always N of them.
//
// A blocks_problem is a long list of small functions, whose Jacobians are wanted one by one:
//
//          static constexpr std::size_t inputs, outputs;
//          std::size_t count() const;
//          std::array<double, inputs> start(std::size_t i) const;
//          template <class T> std::array<T, outputs> operator()(std::size_t i, std::array<T, inputs> const& x) const;
//          void hand(std::size_t i, std::array<double, inputs> const& x, std::span<double, outputs> y,
//                    std::span<double, outputs * inputs> jacobian) const;
//      };
namespace bench {

template <class P>
concept problem = std::constructible_from<P, std::size_t> && requires {
    { P::name } -> std::convertible_to<char const*>;
    { P::unit } -> std::convertible_to<char const*>;  // of the size
    { P::sizes.front() } -> std::convertible_to<std::size_t>;
};

template <class P>
concept blocks_problem = problem<P> && requires(P const& p) {
    { P::outputs } -> std::convertible_to<std::size_t>;
    { p.count() } -> std::same_as<std::size_t>;
    { p.start(std::size_t{}) } -> std::same_as<std::array<double, P::inputs>>;
};

template <class P>
concept gradient_problem = problem<P> && requires(P const& p, std::span<double const> x, std::span<double> g) {
    { p.start() } -> std::same_as<std::vector<double>>;
    { p.hand(x, g) } -> std::same_as<double>;
};

}  // namespace bench
