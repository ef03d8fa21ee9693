// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The drivers are constexpr: the compiler differentiates, and refuses to build a program whose derivatives are wrong.

#include <array>
#include <iostream>

#include <wengert/wengert.hpp>

using namespace wengert;

// The energy of a Lennard-Jones pair at distance r, and the force on it, which somebody derived by hand.
constexpr auto energy = [](auto r) { return 4.0 * (pow(r, -12) - pow(r, -6)); };
constexpr auto force = [](auto r) { return 24.0 * (2.0 * pow(r, -13) - pow(r, -7)); };

// 1. The derivatives that Wengert finds agree with each other and with finite differences.
static_assert(check_gradient(energy, 1.3).ok());
static_assert(check_gradient([](auto x, auto y) { return x * y + sin(x); }, 2.0, 3.0).ok());

// 2. The force is minus the derivative of the energy: the formula above is right, or this file does not compile.
constexpr double at = 1.3;
constexpr double difference = force(at) + derivative(energy, at);
static_assert(difference < 1e-14 && difference > -1e-14);

// 3. Values that are exact can be compared exactly.
constexpr auto saddle = [](auto const& p) { return p[0] * p[0] - 3.0 * p[0] * p[1]; };
constexpr std::array point{2.0, 1.0};
static_assert(gradient(saddle, point) == std::array{1.0, -6.0});
static_assert(hessian(saddle, point)(0, 0) == 2.0 && hessian(saddle, point)(0, 1) == -3.0);

// A constant that the program contains as a number: no derivative is left to compute at run time.
constexpr auto curvature = derivatives<2>(energy, at)[2];

int main() {
    std::cout << "this program was compiled, so its derivatives are right\n"
              << "energy(1.3) = " << energy(at) << ", force(1.3) = " << force(at) << ", curvature(1.3) = " << curvature
              << '\n'
              << "at run time: " << check_gradient(energy, at) << '\n';
}
