// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

#include <wengert/rules/table.hpp>

#include "laws/rows.hpp"

// The points at which docs/accuracy.md compares each row with MPFR: the same with every standard library, but for the C library's log.
namespace accuracy {

/// SplitMix64.
struct random_bits {
    std::uint64_t state;

    std::uint64_t operator()() {
        std::uint64_t z = (state += 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    std::uint64_t below(std::uint64_t n) { return (*this)() % n; }
    bool coin() { return below(2) == 0; }
    double between(double a, double b) { return a + (b - a) * std::ldexp(static_cast<double>((*this)() >> 11), -53); }

    /// Of either sign and of a size from 2^low to 2^high, every power of 2 as often.
    double sized(int low, int high) {
        int const exponent = low + static_cast<int>(below(static_cast<std::uint64_t>(high - low)));
        double const size = std::ldexp(between(1, 2), exponent);
        return coin() ? size : -size;
    }
    /// Any double, subnormal ones too.
    double any() {
        using limits = std::numeric_limits<double>;
        return sized(limits::min_exponent - limits::digits, limits::max_exponent);
    }
    /// One of the next doubles to x, or not so near.
    double around(double x) {
        if (coin()) return x + (x == 0 ? 1 : x) * sized(-60, 0);
        double const side = coin() ? 1 : -1;
        for (auto steps = below(8); steps > 0; --steps)
            x = std::nextafter(x, side * std::numeric_limits<double>::max());
        return x;
    }
};

/// Where the arguments of a row come from.
struct source {
    /// Uniformly from these spans, from around these numbers, or any double: each as often.
    std::vector<std::pair<double, double>> spans{{-1, 1}, {-10, 10}};
    std::vector<double> landmarks{0};
    /// What these numbers are, if they are many.
    char const* landmarks_in_words = "";
    /// The parameter is an integer from here.
    std::pair<int, int> parameters{};
    /// What a third argument goes with.
    enum { independent, power, product, order } kind = independent;

    double draw(random_bits& random) const {
        auto const which = random.below(spans.size() + 2);
        if (which < spans.size()) return random.between(spans[which].first, spans[which].second);
        if (which == spans.size()) return random.any();
        return random.around(landmarks[random.below(landmarks.size())]);
    }

    /// Independent of x, or of a size not far from it, or almost x or -x.
    double draw_beside(double x, random_bits& random) const {
        auto const which = random.below(4);
        if (which == 0) return x * random.sized(-60, 60);
        if (which == 1) return (random.coin() ? 1 : -1) * random.around(x);
        return draw(random);
    }

    laws::point draw(laws::row_facts const& row, random_bits& random) const {
        laws::point x{};
        x[0] = draw(random);
        if (row.arity > 1) x[1] = draw_beside(x[0], random);
        if (row.arity > 2) x[2] = draw_beside(kind == product ? -x[0] * x[1] : x[1], random);
        if (row.parameter_at < row.arity) {
            auto const count = static_cast<std::uint64_t>(parameters.second - parameters.first + 1);
            x[row.parameter_at] = parameters.first + static_cast<int>(random.below(count));
        }
        if (kind == order && x[2] < x[1]) std::swap(x[1], x[2]);
        if (kind == power) {
            // Mostly one whose power is neither 0 nor infinite; and an integer where the power is real for no other.
            double const log = std::log(std::fabs(x[0]));
            if (random.coin() && log != 0) x[1] = random.between(-745, 710) / log;
            if (x[0] < 0) x[1] = std::trunc(x[1]);
        }
        return x;
    }
};

template <class Rule, class... Rules>
inline constexpr bool is_one_of = (std::same_as<Rule, Rules> || ...);

template <class Rule>
source source_of() {
    using namespace wengert::rules;
    source from;

    if constexpr (is_one_of<Rule, exp_, expm1_, sigmoid_, softplus_>) from.spans = {{-1, 1}, {-40, 40}, {-745, 710}};
    if constexpr (is_one_of<Rule, exp2_>) from.spans = {{-1, 1}, {-1075, 1024}};
    if constexpr (is_one_of<Rule, sqrt_, cbrt_>) from.spans = {{0, 2}, {0, 100}};
    if constexpr (is_one_of<Rule, log_, log2_, log10_>) {
        from.spans = {{0, 2}, {0, 100}};
        from.landmarks = {0, 1};
    }
    if constexpr (is_one_of<Rule, log1p_>) {
        from.spans = {{-1, 1}, {-1, 100}};
        from.landmarks = {-1, 0};
    }
    if constexpr (is_one_of<Rule, sin_, cos_, tan_>) {
        from.spans = {{-4, 4}, {-100, 100}, {-1e6, 1e6}};
        for (int k = -64; k <= 64; ++k) from.landmarks.push_back(k * (std::numbers::pi / 2));
        from.landmarks_in_words = "multiples of pi / 2 up to 64";
    }
    if constexpr (is_one_of<Rule, asin_, acos_, atanh_>) {
        from.spans = {{-1, 1}};
        from.landmarks = {-1, 0, 1};
    }
    if constexpr (is_one_of<Rule, acosh_>) {
        from.spans = {{1, 2}, {1, 100}};
        from.landmarks = {1};
    }
    if constexpr (is_one_of<Rule, sinh_, cosh_>) from.spans = {{-1, 1}, {-25, 25}, {-710.5, 710.5}};
    if constexpr (is_one_of<Rule, tanh_>) from.spans = {{-1, 1}, {-20, 20}, {-375, 375}};
    if constexpr (is_one_of<Rule, erf_, erfc_>) from.spans = {{-1, 1}, {-6, 6}, {-28, 28}};
    if constexpr (is_one_of<Rule, lgamma_, digamma_, polygamma_>) {
        from.spans = {{0, 3}, {0, 40}, {-20, 0}};
        from.landmarks = {2, 1, -2.4570247382208006, -2.7476826467274127, 1.4616321449683623, -0.50408300826445542};
        for (int k = 0; k <= 20; ++k) from.landmarks.push_back(-k);
        from.landmarks_in_words = "the poles down to -20 and some roots of lgamma and digamma";
    }
    if constexpr (is_one_of<Rule, polygamma_>) from.parameters = {1, 4};
    if constexpr (is_one_of<Rule, powi_>) from.parameters = {-20, 20};
    if constexpr (is_one_of<Rule, select_>) from.parameters = {0, 1};
    if constexpr (is_one_of<Rule, pow_>) {
        from.landmarks = {0, 1};
        from.kind = source::power;
    }
    if constexpr (is_one_of<Rule, fma_>) from.kind = source::product;
    if constexpr (is_one_of<Rule, clamp_>) from.kind = source::order;
    return from;
}

}  // namespace accuracy
