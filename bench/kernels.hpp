// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>

// What the benchmarks record, generic over the scalar, so that other tapes can be measured with the same code. In all of them
// values and adjoints stay in range and away from 0, however long they run.
namespace kernels {

inline constexpr std::size_t width = 16;

/// The numbers that the kernels change, and those that they only read.
template <class S>
struct state {
    std::array<S, width> x, v, work, c;

    template <class Use>
    void each_number(Use&& use) {
        for (auto* list : {&x, &v, &work, &c})
            for (S& number : *list) use(number);
    }

    /// The same numbers as another tool's.
    template <class T, class Lift>
    state<T> of(Lift&& lift) const {
        state<T> other;
        for (std::size_t i = 0; i < width; ++i) {
            other.x[i] = lift(x[i]);
            other.v[i] = lift(v[i]);
            other.work[i] = lift(work[i]);
            other.c[i] = lift(c[i]);
        }
        return other;
    }
};

inline state<double> start() {
    state<double> s;
    for (std::size_t i = 0; i < width; ++i) {
        s.x[i] = 1.0 + 0.01 * static_cast<double>(i);
        s.v[i] = 0.5 - 0.03 * static_cast<double>(i);
        s.work[i] = 1.0;
        s.c[i] = 1.0;
    }
    return s;
}

/// y = f(x), `width` statements.
struct one_argument {
    static constexpr std::size_t statements = width;

    template <class S>
    static void step(state<S>& s) {
        for (std::size_t i = 0; i < width; ++i) s.x[i] = 1.000000001 * s.x[i];
    }
};

/// z = x * y.
struct two_arguments {
    static constexpr std::size_t statements = width;

    template <class S>
    static void step(state<S>& s) {
        for (std::size_t i = 0; i < width; ++i) s.x[i] = s.x[i] * s.c[i];
    }
};

/// w = x * y + z.
struct three_arguments {
    static constexpr std::size_t statements = width;

    template <class S>
    static void step(state<S>& s) {
        for (std::size_t i = 0; i < width; ++i) s.x[i] = s.x[i] * s.c[i] + s.v[i];
    }
};

/// A time step of a ring of oscillators, first the forces and then the motion: statements of 3, 4, 2, 2 and 2 arguments.
struct mixed {
    static constexpr std::size_t statements = 5 * width;

    template <class S>
    static void step(state<S>& s) {
        constexpr double dt = 1e-3;
        std::array<S, width> force;
        for (std::size_t i = 0; i < width; ++i) {
            S const curvature = s.x[(i + width - 1) % width] - 2.0 * s.x[i] + s.x[(i + 1) % width];
            force[i] = s.c[i] * curvature - s.c[(i + 1) % width] * s.x[i];
        }
        for (std::size_t i = 0; i < width; ++i) {
            s.v[i] = s.v[i] + dt * force[i];
            s.x[i] = s.x[i] + dt * s.v[i];
            s.work[i] = s.work[i] + dt * force[i];
        }
    }
};

}  // namespace kernels
