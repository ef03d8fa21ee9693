// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include <wengert/wengert.hpp>

#include "problems/lotka_volterra.hpp"
#include "tool.hpp"

// The simulation is a loop, under a policy that says what is kept of it.
namespace {

using namespace bench;
using problems::lotka_volterra;

inline constexpr auto step = []<class T>(std::array<T, 2> const& s, std::array<T, 4> const& p) {
    return lotka_volterra::step(s[0], s[1], p[0], p[1], p[2], p[3]);
};

template <class Policy>
class engine {
public:
    explicit engine(lotka_volterra const& p) : p_(p) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        std::array<double, 6> at;
        std::copy(x.begin(), x.end(), at.begin());
        auto const simulation = [this]<class T>(std::array<T, 6> const& in) -> T {
            std::array<T, 4> const coefficients{in[2], in[3], in[4], in[5]};
            auto const end = wengert::for_loop(p_.steps, std::array<T, 2>{in[0], in[1]},
                                               wengert::kernel(step, coefficients), Policy{}());
            return end[0] * end[1];
        };
        auto const [y, derivatives] = wengert::value_and_gradient(simulation, at);
        std::copy(derivatives.begin(), derivatives.end(), g.begin());
        return y;
    }

private:
    lotka_volterra const& p_;
};

using save_all = decltype([] { return wengert::save_all(); });
using checkpoints = decltype([] { return wengert::checkpoints(20); });

registration const here_save_all(tool_of<lotka_volterra, engine<save_all>>("Wengert loop, save_all"));
registration const here_checkpoints(tool_of<lotka_volterra, engine<checkpoints>>("Wengert loop, checkpoints(20)"));

}  // namespace
