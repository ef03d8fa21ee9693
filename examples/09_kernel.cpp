// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// A kernel: what is the same for every element becomes straight-line code and one statement of the tape, in a program whose
// size only run time knows.

#include <cmath>
#include <iostream>
#include <vector>

#include <wengert/wengert.hpp>

using namespace wengert;

template <class T>
struct point {
    T x, y, z;
};
BOOST_HANA_ADAPT_STRUCT(point<double>, x, y, z);

struct spring {
    std::size_t from, to;
    double length, stiffness;
};

// The energy of a rubber band: none as long as it is slack. The choice depends on a number, so it is a select, not an if.
constexpr auto band = [](auto const& a, auto const& b, auto const& length, auto const& stiffness) {
    using T = std::remove_cvref_t<decltype(a.x)>;
    T const x = b.x - a.x, y = b.y - a.y, z = b.z - a.z;
    T const stretched = sqrt(x * x + y * y + z * z) - length;
    return T(select(stretched > 0.0, 0.5 * stiffness * square(stretched), 0.0));
};

// The energy of a net. `energy_of_one` is the band as it is, or as a kernel.
template <class T>
T energy(std::vector<point<T>> const& net, std::vector<spring> const& springs, auto const& energy_of_one) {
    T sum = 0.0;
    for (spring const& s : springs) sum += energy_of_one(net[s.from], net[s.to], s.length, s.stiffness);
    return sum;
}

// What a tape holds after it has recorded the energy.
tape_statistics recorded(std::vector<point<double>> const& net, std::vector<spring> const& springs,
                         auto const& energy_of_one) {
    tape<double> list;
    auto const inputs = map_leaves<real>(net, [&](double x) { return list.input(x); });
    recording const open(list);
    static_cast<void>(energy(inputs, springs, energy_of_one));
    return list.statistics();
}

int main() {
    // A net of 20 by 20 knots, which sags a little.
    constexpr std::size_t side = 20;
    std::vector<point<double>> net;
    std::vector<spring> springs;
    for (std::size_t i = 0; i < side; ++i)
        for (std::size_t j = 0; j < side; ++j) {
            double const x = static_cast<double>(i), y = static_cast<double>(j);
            net.push_back({x, y, -0.5 * std::sin(0.3 * x) * std::sin(0.2 * y)});
            if (i > 0) springs.push_back({(i - 1) * side + j, i * side + j, 0.9, 50.0});
            if (j > 0) springs.push_back({i * side + j - 1, i * side + j, 1.002, 50.0});
        }

    auto const as_it_is = [&](auto const& n) { return energy(n, springs, band); };
    auto const by_kernel = [&](auto const& n) { return energy(n, springs, kernel(band)); };

    // The forces are minus the gradient. Both functions have captured the springs: their gradients are those of the tape.
    auto const [plain_value, plain] = value_and_gradient(as_it_is, net);
    auto const [value, slope] = value_and_gradient(by_kernel, net);
    double apart = 0.0;
    for_each_leaf(plain, slope, [&](double a, double b) { apart = max(apart, abs(a - b)); });
    std::cout << springs.size() << " springs, energy " << value << '\n'
              << "the force on knot 61: " << -slope[61].x << ' ' << -slope[61].y << ' ' << -slope[61].z << '\n'
              << "with and without the kernel: energies " << (abs(value - plain_value) < 1e-9 ? "agree" : "differ")
              << ", gradients " << (apart < 1e-11 ? "agree" : "differ") << '\n';

    // Of both, 1200 statements are the inputs and 760 the sum.
    auto const print = [](char const* how, tape_statistics const& s) {
        std::cout << how << s.statements << " statements, " << s.arguments << " arguments, " << s.bytes << " bytes\n";
    };
    print("a tape of the energy:  ", recorded(net, springs, band));
    print("the same with kernels: ", recorded(net, springs, kernel(band)));

    // Dual numbers, the tape and finite differences agree about two springs.
    std::vector const knots{net[88], net[89], net[108]};
    springs = {{0, 1, 0.5, 50.0}, {0, 2, 0.6, 50.0}};
    std::cout << "check of two springs: " << check_gradient(by_kernel, knots) << '\n';
}
