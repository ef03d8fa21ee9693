// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// A derivative written by hand stays right: the compiler derives it too, and refuses the file in which they differ.

#include <array>
#include <iostream>

#include <wengert/wengert.hpp>

using namespace wengert;

// Where a camera sees a point: pinhole, and a lens that distorts by a polynomial of the squared distance from its axis.
constexpr double focal = 800.0, k1 = -0.25, k2 = 0.07;

constexpr auto project = []<class T>(std::array<T, 3> const& p) {
    T const x = p[0] / p[2], y = p[1] / p[2];
    T const r2 = x * x + y * y;
    T const lens = 1.0 + r2 * (k1 + r2 * k2);
    return std::array<T, 2>{focal * lens * x, focal * lens * y};
};

// Its Jacobian as somebody has written it years ago: the other code needs it, and it is easily broken by the next edit.
constexpr matrix<double, 2, 3> project_jacobian(std::array<double, 3> const& p) {
    double const depth = 1.0 / p[2], x = p[0] * depth, y = p[1] * depth;
    double const r2 = x * x + y * y;
    double const lens = 1.0 + r2 * (k1 + r2 * k2);
    double const bend = 2.0 * (k1 + 2.0 * r2 * k2);  // twice the slope of lens by r2
    double const scale = focal * depth, across = scale * bend * x * y;
    matrix<double, 2, 3> J;
    J(0, 0) = scale * (lens + bend * x * x);
    J(0, 1) = J(1, 0) = across;
    J(1, 1) = scale * (lens + bend * y * y);
    J(0, 2) = -scale * x * (lens + bend * r2);
    J(1, 2) = -scale * y * (lens + bend * r2);
    return J;
}

// The largest difference between the two, in pixels for a unit of length.
constexpr double difference(std::array<double, 3> const& p) {
    auto const found = jacobian(project, p), written = project_jacobian(p);
    double worst = 0.0;
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 3; ++j) worst = max(worst, abs(found(i, j) - written(i, j)));
    return worst;
}

// Points beside all axes, so that no term is 0 by chance, and one on the axis. Try it: change a sign above.
static_assert(difference({0.3, -0.2, 2.0}) < 1e-12);
static_assert(difference({-1.1, 0.7, 1.5}) < 1e-12);
static_assert(difference({0.4, 0.9, 4.0}) < 1e-12);
static_assert(difference({0.0, 0.0, 1.0}) == 0.0);

int main() {
    constexpr std::array at{0.3, -0.2, 2.0};
    constexpr auto pixel = project(at);  // a constant, as is all that the compiler has checked
    std::cout << "this program was compiled, so its Jacobian is right\n"
              << "seen at (" << pixel[0] << ", " << pixel[1] << ")\n"
              << "written by hand: " << project_jacobian(at) << '\n'
              << "found:           " << jacobian(project, at) << '\n'
              << "straight-line code of " << program_of<decltype(project), std::array<double, 3>>::size()
              << " operations: " << (engine_for(project, at) == engine::program ? "yes" : "no") << '\n';
}
