// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "problem.hpp"

// What a tool is: something that evaluates a problem and its derivatives. Each is compiled alone, tools/NAME.cpp once for every
// problem, so that none has to share its translation unit, where the compiler's limits on inlining hold.
namespace bench {

/// A tool at one size of a problem, warm or not. `evaluate` writes all values and then all derivatives: what numbers() counts.
struct run {
    std::function<void(std::span<double>)> evaluate;
    std::function<std::size_t()>
        tape_bytes;  // what its tape takes after an evaluation, as the tool itself says; may be empty
};

struct tool {
    std::string name;
    std::string version;       // of a peer
    bool values_only = false;  // the plain function
    bool by_hand = false;      // what the others are checked against
    std::function<run(std::size_t size)> prepare;
};

/// The tools that are linked into this program.
inline std::vector<tool>& tools() {
    static std::vector<tool> all;
    return all;
}

struct registration {
    explicit registration(tool t) { tools().push_back(std::move(t)); }
};

/// How many numbers come before the derivatives, and how many there are with them.
struct numbers {
    std::size_t values, all;
};

template <problem P>
numbers numbers_of(P const& p) {
    if constexpr (blocks_problem<P>) return {p.count() * P::outputs, p.count() * P::outputs * (1 + P::inputs)};
    else return {1, 1 + p.start().size()};
}

/// For most tools. `Engine` is made from the problem and keeps what should stay warm from one evaluation to the next. It has
///
///     double gradient(std::vector<double> const& x, std::span<double> g)                               of a gradient problem
///     void jacobian(std::size_t i, std::array<double, N> const& x, std::span<double, M> y, std::span<double, M * N> J)
///
/// the second for a blocks problem, row by row, and may have `std::size_t tape_bytes() const`.
template <problem P, class Engine>
run run_of(std::size_t size) {
    struct everything {
        explicit everything(std::size_t n) : p(n), engine(p) {
            if constexpr (gradient_problem<P>) x = p.start();
        }
        P p;
        Engine engine;
        std::vector<double> x;
    };
    auto const all = std::make_shared<everything>(size);
    run r;
    if constexpr (gradient_problem<P>) {
        r.evaluate = [all](std::span<double> out) { out[0] = all->engine.gradient(all->x, out.subspan(1)); };
    } else {
        r.evaluate = [all](std::span<double> out) {
            std::size_t const count = all->p.count();
            double* y = out.data();
            double* jacobian = out.data() + count * P::outputs;
            for (std::size_t i = 0; i != count; ++i, y += P::outputs, jacobian += P::outputs * P::inputs)
                all->engine.jacobian(i, all->p.start(i), std::span<double, P::outputs>(y, P::outputs),
                                     std::span<double, P::outputs * P::inputs>(jacobian, P::outputs * P::inputs));
        };
    }
    if constexpr (requires(Engine const& e) { e.tape_bytes(); })
        r.tape_bytes = [all] { return all->engine.tape_bytes(); };
    return r;
}

/// Where a tape is recorded that is evaluated at x: so near that every choice is the same, and so far that its numbers are not.
inline std::vector<double> beside(std::vector<double> x) {
    for (double& each : x) each *= 1 + 1e-6;
    return x;
}

template <problem P, class Engine>
tool tool_of(std::string name, std::string version = {}) {
    return {std::move(name), std::move(version), false, false, run_of<P, Engine>};
}

}  // namespace bench
