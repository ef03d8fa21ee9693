// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// A loop that nobody knows the length of: Newton's iteration for Kepler's equation, and derivatives through it.

#include <cstddef>
#include <iostream>
#include <utility>

#include <wengert/wengert.hpp>

using namespace wengert;

// Where a planet is: the eccentric anomaly E with E - e sin(E) = M, for the mean anomaly M and the eccentricity e < 1. How many
// steps it takes depends on the numbers; the policy says how many of them are remembered. Gives E and the number of steps.
template <class T>
auto kepler(T const& M, T const& e, loop_policy const& policy = save_all()) {
    T const guess = M + e;  // on the far side of E, from where Newton's iteration cannot jump over it
    // The body is run again in the reverse sweep, when M and e may be gone: it has copies of them.
    return while_loop(
        guess, [=](T const& E) { return abs(E - e * sin(E) - M) > 1e-12; },
        [=](T const& E) -> T { return E - (E - e * sin(E) - M) / (1 - e * cos(E)); }, policy);
}

int main() {
    // The condition is only evaluated; the derivative flows through the steps that were taken. It must be what the implicit
    // function theorem says of the equation: dE/dM = 1 / (1 - e cos E), dE/de = sin E / (1 - e cos E).
    std::cout.precision(10);
    for (auto const& [M, e] : {std::pair{1.0, 0.0167}, {1.0, 0.5}, {0.02, 0.99}}) {
        auto const [E, trips] = kepler(M, e);
        auto const [dM, de] = gradient([](auto m, auto ecc) { return kepler(m, ecc, checkpoints(2)).first; }, M, e);
        double const slope = 1 - e * cos(E);
        std::cout << "M = " << M << ", e = " << e << ": E = " << E << " after " << trips << " steps\n"
                  << "  dE/dM = " << dM << ", by the theorem " << 1 / slope << '\n'
                  << "  dE/de = " << de << ", by the theorem " << sin(E) / slope << '\n';
    }

    // With two slots the states between are computed again in the sweep. A report counts how often.
    loop_stats counts;
    variable M{0.02, "M"}, e{0.99, "e"};
    {
        gradient_tape tape;
        auto const [E, trips] = kepler<real>(M, e, checkpoints(2).report_to(counts));
        auto const [dM, de] = tape.gradient(E, M, e);
        std::cout << "\non a gradient_tape: dE/dM = " << *dM << ", dE/de = " << *de << '\n'
                  << trips << " steps: " << counts.plain << " evaluations that were not recorded, " << counts.taped
                  << " that were, " << counts.peak_checkpoints << " states stored at most\n";
    }

    // A loop that depends on data may not end. Say how long it may go on: then it is an exception that says where.
    try {
        static_cast<void>(kepler(0.02, 0.99, save_all().max_iterations(3)));
    } catch (iteration_limit const& limit) {
        std::cout << "\nat most 3 steps: " << limit.what() << '\n';
    }
}
