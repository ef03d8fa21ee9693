// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include <wengert/wengert.hpp>

#include "problems/newton.hpp"
#include "tool.hpp"

// A step is a kernel, in a loop of C++ or in one that the tape knows. Or only the last step is recorded.
namespace {

using namespace bench;
using problems::newton;

inline constexpr auto next = [](auto E, auto mean, auto e) { return E - newton::step(E, mean, e); };

template <class T>
bool has_settled(T const& before, T const& after) {
    return std::abs(value(after) - value(before)) < newton::tolerance;
}

struct by_kernels {
    template <class T>
    T operator()(T const& mean, T const& e) const {
        T E = newton::guess(mean, e);
        for (;;) {
            T const before = std::exchange(E, wengert::kernel(next)(E, mean, e));
            if (has_settled(before, E)) return E;
        }
    }
};

struct by_while_loop {
    template <class T>
    T operator()(T const& mean, T const& e) const {
        using iterates = std::array<T, 2>;  // the last but one, and the last
        T const E = newton::guess(mean, e);
        auto const [found, trips] = wengert::while_loop(
            iterates{E + 1.0, E}, [](auto const& s) { return !has_settled(s[0], s[1]); },
            wengert::kernel(step, mean, e));
        return found[1];
    }

    static constexpr auto step = [](auto const& s, auto mean, auto e) {
        return std::array<decltype(mean), 2>{s[1], next(s[1], mean, e)};
    };
};

/// The iteration with doubles, and one more step on the tape: by the implicit function theorem its partials are those of the root,
/// because there the step does not depend on where it starts.
struct by_last_step {
    template <class T>
    T operator()(T const& mean, T const& e) const {
        return wengert::kernel(next)(newton::solved(value(mean), value(e)), mean, e);
    }
};

template <class Solver>
class engine {
public:
    explicit engine(newton const& p) : p_(p) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        std::array<double, newton::inputs> at;
        std::ranges::copy(x, at.begin());
        auto const [y, derivatives] = wengert::value_and_gradient<wengert::with::tape>(distances{p_}, at);
        std::ranges::copy(derivatives, g.begin());
        return y;
    }

private:
    struct distances {
        newton const& p;

        template <class T>
        T operator()(std::array<T, newton::inputs> const& in) const {
            T sum = 0.0;
            for (double const t : p.times) {
                T const mean = newton::mean_anomaly(in[0], in[1], in[2], t);
                T const e = in[3] + in[4] * t;
                sum += 1.0 - e * cos(Solver{}(mean, e));
            }
            return in[5] * sum;
        }
    };

    newton const& p_;
};

registration const here_kernels(tool_of<newton, engine<by_kernels>>("Wengert kernels"));
registration const here_while_loop(tool_of<newton, engine<by_while_loop>>("Wengert while_loop"));
registration const here_last_step(tool_of<newton, engine<by_last_step>>("Wengert, own rule: last step"));

}  // namespace
