// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Random functions, each from a seed that is part of its type: program, dual numbers and tape agree.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

#ifndef WENGERT_RANDOM_PROGRAMS
#define WENGERT_RANDOM_PROGRAMS 8
#endif

using namespace wengert;

namespace {

constexpr std::size_t inputs = 4;

struct random_numbers {
    std::uint64_t state;

    constexpr std::uint32_t operator()(std::uint32_t below) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::uint32_t>(state >> 33) % below;
    }
};

/// One of the operations: what it gets from numbers between -2 and 2 stays small, and off the kinks.
template <class S>
constexpr S operation(random_numbers& random, S const& a, S const& b, S const& c) {
    double const k = 0.25 * random(9) - 1;
    switch (random(24)) {
        case 0:
            return a + b;
        case 1:
            return a - b;
        case 2:
            return a * b * 0.5;
        case 3:
            return a / (3 + square(b));
        case 4:
            return -a;
        case 5:
            return sin(a);
        case 6:
            return cos(a) * sin(a);
        case 7:
            return exp(-square(a));
        case 8:
            return log(2 + square(a));
        case 9:
            return sqrt(1 + square(a)) - 1;
        case 10:
            return tanh(a);
        case 11:
            return atan2(a, 2 + square(b));
        case 12:
            return select(a > b + 0.0123, a * c, b - c) * 0.5;
        case 13:
            return select(a > b && !(b <= c), sin(c), select(a > b || c > 0.0321, b, a));
        case 14:
            return max(a, b + 0.0234) * 0.75;
        case 15:
            return clamp(a, -1.0345, 1.0456);
        case 16:
            return hypot(a, 1 + square(b)) - 1;
        case 17:
            return pow(2 + sin(a), b) * 0.25;
        case 18:
            return pow(a, static_cast<int>(random(4))) * 0.25;
        case 19:
            return fma(a, b, c) * 0.5;
        case 20:
            return k * a + (1 - k) * b;
        case 21:
            return abs(a - 0.0567) * sigmoid(b);
        case 22:
            return stop_gradient(a) * b * 0.5;
        default:
            return cbrt(3 + sin(a)) - 1.5 * b / 2;
    }
}

/// `Operations` operations on numbers that are there already.
template <std::uint64_t Seed, std::size_t Operations>
struct random_function {
    template <class S>
    constexpr S operator()(std::array<S, inputs> const& x) const {
        random_numbers random{Seed * 0x9E3779B97F4A7C15ULL + 1};
        std::array<S, inputs + Operations> all{};
        for (std::size_t i = 0; i < inputs; ++i) all[i] = x[i];
        auto const any = [&](std::size_t end) {
            // The newest more often, so that functions are deep.
            return end - 1 - random(random(2) == 0 ? 3 : static_cast<std::uint32_t>(end));
        };
        for (std::size_t i = inputs; i < all.size(); ++i) {
            std::size_t const a = any(i), b = any(i), c = any(i);
            all[i] = operation<S>(random, all[a], all[b], all[c]);
            all[i] = all[i] / (1 + 0.125 * square(all[i]));
        }
        return all.back() + all[all.size() - 2] * 0.5;
    }
};

struct agreement {
    double largest = 0;
    std::size_t compared = 0;

    void operator()(double got, double expected, double scale) {
        double const error = std::abs(got - expected) / (std::abs(expected) + scale);
        if (!(error <= largest)) largest = error;
        ++compared;
    }
};

template <std::uint64_t Seed, std::size_t Operations>
void check() {
    INFO("seed " << Seed << " of " << Operations << " operations");
    using F = random_function<Seed, Operations>;
    using P = program_of<F, std::array<double, inputs>>;
    F const f{};
    STATIC_REQUIRE(traceable<F, std::array<double, inputs>>);
    CHECK(engine_for(f, std::array<double, inputs>{}) == engine::program);
    random_numbers random{Seed};
    agreement values, gradients, tangents, hessians;
    for (int n = 0; n < 5; ++n) {
        std::array<double, inputs> x, v;
        for (double& xi : x) xi = random(4000) / 1000.0 - 2;
        for (double& vi : v) vi = random(4000) / 1000.0 - 2;
        auto const [y, g] = P::value_and_gradient(x);
        auto const [tape_y, tape_g] = value_and_gradient<with::tape>(f, x);
        values(y, tape_y, 1);
        values(P::value(x), f(x), 1);
        double along = 0, size = 0;
        for (std::size_t i = 0; i < inputs; ++i) {
            gradients(g[i], tape_g[i], 1);
            along += g[i] * v[i];
            size += std::abs(g[i] * v[i]);
        }
        tangents(P::jvp(x, v).second, along, 1 + size);
        tangents(jvp(f, x, v), along, 1 + size);
        if constexpr (Seed % 4 == 0) {
            auto const H = P::hessian(x);
            auto const K = hessian<with::tape>(f, x);
            auto const Hv = hvp<with::program>(f, x, v);
            for (std::size_t i = 0; i < inputs; ++i) {
                double row = 0;
                for (std::size_t j = 0; j < inputs; ++j) {
                    hessians(H(i, j), K(i, j), 1);
                    row += H(i, j) * v[j];
                }
                hessians(Hv[i], row, 1);
            }
        }
    }
    // In units of the last place of 1 + |expected|: rounding of Operations operations, in another order.
    double const epsilon = 0x1p-52;
    CHECK(values.largest <= 16 * epsilon);
    CHECK(gradients.largest <= 64 * epsilon);
    CHECK(tangents.largest <= 64 * epsilon);
    CHECK(hessians.largest <= 1024 * epsilon);
    CHECK(values.compared == 10);
}

template <std::uint64_t First, std::size_t Operations, std::uint64_t... Seed>
void check_all(std::integer_sequence<std::uint64_t, Seed...>) {
    (check<First + Seed, Operations>(), ...);
}

}  // namespace

TEST_CASE("random functions of a few operations") {
    check_all<1, 5>(std::make_integer_sequence<std::uint64_t, WENGERT_RANDOM_PROGRAMS>());
}

TEST_CASE("random functions of more operations") {
    check_all<1001, 20>(std::make_integer_sequence<std::uint64_t, WENGERT_RANDOM_PROGRAMS / 2>());
}
