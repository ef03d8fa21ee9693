// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include <wengert/wengert.hpp>

#include "problems/heston.hpp"
#include "tool.hpp"

// A step without branches can be traced: a kernel of one step, or of all steps of a path. Or a tape for each path, which stays
// in the cache.
namespace {

using namespace bench;
using problems::heston;

/// {logarithm of the price, variance} after a step. The root is taken of a number that is never 0, where its slope is infinite.
inline constexpr auto step = [](auto const& state, auto const& in, auto complement, auto z, auto w) {
    using T = decltype(complement);
    constexpr double dt = heston::dt;
    T const x = state[0], v = state[1];
    T const variance = select(v > 0.0, v, 0.0);
    T const deviation = select(v > 0.0, sqrt(dt * select(v > 0.0, v, 1.0)), 0.0);
    T const second = z * in[6] + w * complement;
    return std::array<T, 2>{x + dt * (in[2] - 0.5 * variance) + z * deviation,
                            v + dt * in[3] * (in[4] - variance) + in[5] * deviation * second};
};

/// The payoff of a path.
inline constexpr auto path_payoff = [](auto const& in, auto complement, auto const& noise) {
    using T = decltype(complement);
    std::array<T, 2> state{0.0, in[1]};
    for (std::size_t i = 0; i != heston::steps; ++i)
        state = step(state, in, complement, noise[2 * i], noise[2 * i + 1]);
    T const gain = in[0] * exp(state[0]) - in[7];
    return T(select(gain > 0.0, gain, 0.0));
};

using arguments = std::array<double, heston::inputs>;

arguments as_array(std::vector<double> const& x) {
    arguments in;
    std::ranges::copy(x, in.begin());
    return in;
}

/// One tape for all paths. `Payoff` says how a path is recorded.
template <class Payoff>
class one_tape {
public:
    explicit one_tape(heston const& p) : p_(p) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        auto const price = [this]<class T>(std::array<T, heston::inputs> const& in) -> T {
            T const complement = sqrt(1.0 - in[6] * in[6]);
            T sum = 0.0;
            for (heston::noise const& path : p_.paths) sum += Payoff{}(in, complement, path);
            return exp(-in[2] * heston::maturity) * sum / static_cast<double>(p_.paths.size());
        };
        auto const [y, derivatives] = wengert::value_and_gradient<wengert::with::tape>(price, as_array(x));
        std::ranges::copy(derivatives, g.begin());
        return y;
    }

private:
    heston const& p_;
};

struct payoff_by_steps {
    template <class T>
    T operator()(std::array<T, heston::inputs> const& in, T const& complement, heston::noise const& path) const {
        std::array<T, 2> state{0.0, in[1]};
        for (std::size_t i = 0; i != heston::steps; ++i)
            state = wengert::kernel(step)(state, in, complement, path[2 * i], path[2 * i + 1]);
        return relu(in[0] * exp(state[0]) - in[7]);
    }
};

struct payoff_at_once {
    template <class T>
    T operator()(std::array<T, heston::inputs> const& in, T const& complement, heston::noise const& path) const {
        return wengert::kernel(path_payoff)(in, complement, path);
    }
};

/// The function as it is for one path, whose gradients are added up.
class path_by_path {
public:
    explicit path_by_path(heston const& p) : p_(p) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        arguments const in = as_array(x);
        double sum = 0;
        std::ranges::fill(g, 0.0);
        for (heston::noise const& path : p_.paths) {
            auto const payoff = [&path]<class T>(std::array<T, heston::inputs> const& at) -> T {
                T const complement = sqrt(1.0 - at[6] * at[6]);
                return exp(-at[2] * heston::maturity) * relu(heston::gain_of(at, complement, path));
            };
            auto const [y, derivatives] = wengert::value_and_gradient<wengert::with::tape>(payoff, in);
            sum += y;
            for (std::size_t k = 0; k != heston::inputs; ++k) g[k] += derivatives[k];
        }
        double const scale = 1 / static_cast<double>(p_.paths.size());
        for (double& each : g) each *= scale;
        return scale * sum;
    }

private:
    heston const& p_;
};

registration const here_steps(tool_of<heston, one_tape<payoff_by_steps>>("Wengert kernels"));
registration const here_at_once(tool_of<heston, one_tape<payoff_at_once>>("Wengert kernel of a path"));
registration const here_path_by_path(tool_of<heston, path_by_path>("Wengert path by path"));

}  // namespace
