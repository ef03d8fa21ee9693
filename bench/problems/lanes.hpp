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

/// What a number with N partials costs: 85 operations for every point, the same for any N up to 30.
template <std::size_t N>
struct lanes {
    static_assert(0 < N && N <= 30);

private:
    static constexpr std::array<char, 8> text =
        N < 10 ? std::array<char, 8>{'l', 'a', 'n', 'e', 's', '0' + N}
               : std::array<char, 8>{'l', 'a', 'n', 'e', 's', '0' + N / 10, '0' + N % 10};

public:
    static constexpr char const *name = text.data(), *unit = "points";
    static constexpr std::array<std::size_t, 3> sizes{100, 1'000, 10'000};
    static constexpr std::size_t inputs = N;
    static constexpr std::size_t groups = 5;

    std::vector<double> points;

    explicit lanes(std::size_t n) : points(n) {
        std::mt19937_64 engine{1964};
        std::uniform_real_distribution<double> point(-1, 1);
        for (double& each : points) each = point(engine);
    }

    std::vector<double> start() const {
        std::vector<double> x(N);
        for (std::size_t i = 0; i != N; ++i) x[i] = 0.6 + 0.03 * static_cast<double>(7 * i % 30);
        return x;
    }

    template <class T>
    T operator()(std::vector<T> const& x) const {
        using std::exp, std::sin, std::sqrt;
        T sum(0.0);
        for (double const point : points) {
            T y(point);
            for (std::size_t i = 0; i != groups; ++i) {
                T const p = x[used(i, 0)] * y + x[used(i, 1)];
                T const q = p / (x[used(i, 2)] * x[used(i, 2)] + 1.0);
                T const r = sqrt(p * p + x[used(i, 3)] * x[used(i, 3)]);
                T const s = q * r - x[used(i, 4)];
                y = sin(s) + x[used(i, 5)] * exp(-(q * q));
            }
            sum = sum + y;
        }
        return sum;
    }

    double hand(std::span<double const> x, std::span<double> g) const {
        std::ranges::fill(g, 0.0);
        struct group {
            double y, p, q, r, cosine, bell, inverse;
        };
        std::array<group, groups> all;
        double sum = 0;
        for (double const point : points) {
            double y = point;
            for (std::size_t i = 0; i != groups; ++i) {
                double const p = x[used(i, 0)] * y + x[used(i, 1)];
                double const inverse = 1 / (x[used(i, 2)] * x[used(i, 2)] + 1), q = p * inverse;
                double const r = std::sqrt(p * p + x[used(i, 3)] * x[used(i, 3)]);
                double const s = q * r - x[used(i, 4)], bell = std::exp(-(q * q));
                all[i] = {y, p, q, r, std::cos(s), bell, inverse};
                y = std::sin(s) + x[used(i, 5)] * bell;
            }
            sum += y;

            double yb = 1;
            for (std::size_t i = groups; i-- != 0;) {
                group const& at = all[i];
                double const sb = at.cosine * yb;
                double const over_r = at.q * sb / at.r;
                double const qb = at.r * sb - 2 * at.q * at.bell * x[used(i, 5)] * yb;
                double const pb = over_r * at.p + qb * at.inverse;
                g[used(i, 0)] += pb * at.y;
                g[used(i, 1)] += pb;
                g[used(i, 2)] -= 2 * x[used(i, 2)] * at.q * at.inverse * qb;
                g[used(i, 3)] += over_r * x[used(i, 3)];
                g[used(i, 4)] -= sb;
                g[used(i, 5)] += at.bell * yb;
                yb = pb * x[used(i, 0)];
            }
        }
        return sum;
    }

private:
    /// Which input group i has as its number k.
    static constexpr std::size_t used(std::size_t i, std::size_t k) { return (6 * i + k) % N; }
};

}  // namespace problems
