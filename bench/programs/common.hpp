// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <random>

// What the programs share. Each is a function that is generic over its scalar, of a std::array and without state, and beside it
// its derivatives as someone would write them who wants speed: with doubles, by hand, nothing computed twice.
namespace programs {

/// Three coordinates.
template <class T>
using triple = std::array<T, 3>;

inline constexpr auto dot = []<class T>(triple<T> const& a, triple<T> const& b) -> T {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
};

inline constexpr auto cross = []<class T>(triple<T> const& a, triple<T> const& b) -> triple<T> {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
};

/// For the derivatives by hand: both by one call where the C library has it. g++ would find that by itself, clang++ does not.
struct sine_cosine {
    double s, c;

    explicit sine_cosine(double angle) {
#ifdef __GLIBC__
        ::sincos(angle, &s, &c);
#else
        s = std::sin(angle);
        c = std::cos(angle);
#endif
    }
};

/// Numbers that no compiler can know.
class random_numbers {
public:
    double between(double low, double high) { return std::uniform_real_distribution(low, high)(engine_); }

private:
    std::mt19937_64 engine_{20261122};
};

}  // namespace programs
