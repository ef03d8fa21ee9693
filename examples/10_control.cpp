// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// A pendulum is swung up by a motor that is too weak to lift it at once. One number for every step is wanted, so the gradient has
// as many: the adjoint of the loop gives them in one sweep, as straight-line code.

#include <array>
#include <cmath>
#include <iostream>
#include <vector>

#include <wengert/wengert.hpp>

using namespace wengert;

constexpr std::size_t steps = 600;
constexpr double dt = 0.01, most = 3.0;

// Angle from below, angular velocity, and the effort so far. The motor gives at most 3, which lifts a third of the way.
constexpr auto step = []<class T>(std::array<T, 3> const& s, auto const& wanted) {
    T const torque = most * tanh(wanted);
    T const speed = s[1] + dt * (torque - 9.81 * sin(s[0]) - 0.1 * s[1]);
    return std::array<T, 3>{s[0] + dt * speed, speed, s[2] + dt * square(torque)};
};

template <class T>
std::array<T, 3> swing(std::vector<T> const& wanted, loop_policy const& policy) {
    return for_loop(wanted.size(), std::array<T, 3>{}, kernel(step, each(wanted)), policy);
}

// How far from upright and at rest, and a little for the effort.
template <class T>
T cost(std::array<T, 3> const& end) {
    return 40.0 * (1.0 + cos(end[0])) + 4.0 * square(end[1]) + 1e-3 * end[2];
}

int main() {
    auto const loss = [](auto const& wanted) { return cost(swing(wanted, checkpoints(20))); };

    // Adam, by Kingma and Ba. It starts from a push to and fro, too weak to get anywhere.
    std::vector<double> wanted(steps), mean(steps), spread(steps);
    for (std::size_t i = 0; i < steps; ++i) wanted[i] = 0.1 * std::sin(0.03 * static_cast<double>(i));
    double decay_mean = 1.0, decay_spread = 1.0, now = 0.0;
    for (int round = 0; round <= 800; ++round) {
        auto const [value, slope] = value_and_gradient(loss, wanted);
        now = value;
        if (round % 200 == 0) {
            auto const end = swing(wanted, save_all());
            std::cout << "round " << round << ": cost " << value << ", angle " << end[0] << ", speed " << end[1]
                      << '\n';
        }
        decay_mean *= 0.9, decay_spread *= 0.99;
        for (std::size_t i = 0; i < steps; ++i) {
            mean[i] += 0.1 * (slope[i] - mean[i]);
            spread[i] += 0.01 * (square(slope[i]) - spread[i]);
            wanted[i] -= 0.03 * mean[i] / (1.0 - decay_mean) / (std::sqrt(spread[i] / (1.0 - decay_spread)) + 1e-8);
        }
    }
    std::cout << (now < 0.1 ? "it stands" : "it fell") << '\n';

    // What the tape keeps of all that: the inputs, the last step and the cost.
    tape<double> list;
    auto const inputs = map_leaves<real>(wanted, [&](double x) { return list.input(x); });
    loop_stats stats;
    {
        recording const open(list);
        static_cast<void>(cost(swing(inputs, checkpoints(20).report_to(stats))));
    }
    std::cout << steps << " steps with a number each: " << list.statistics().statements << " statements on the tape, "
              << stats.peak_checkpoints << " states kept\n";
    std::cout << "check: " << check_gradient(loss, wanted) << '\n';
}
