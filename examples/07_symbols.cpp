// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Symbols: formulas as types. Their derivatives are formulas too, found by the compiler and printed as you would write them.

#include <iostream>

#include <wengert/expr/symbols.hpp>
#include <wengert/wengert.hpp>

using namespace wengert;

namespace oscillator {

constexpr auto x = symbol<"x">;
constexpr auto v = symbol<"v">;

// A mass on a spring that hardens. 2 * x holds its 2; number<2> * x says it in the type, and an expression of such is empty.
constexpr auto potential = x * x / number<2> + pow(x, number<4>) / number<4>;
constexpr auto energy = potential + v * v / number<2>;

// The force is minus the slope of the potential: the compiler says so, or this file does not compile.
constexpr auto force = simplify(-diff(potential, x));
static_assert(to_string(force) == "-(x + pow(x, 3))");

}  // namespace oscillator

int main() {
    using namespace oscillator;
    std::cout << "energy    = " << energy << "\nforce     = " << force << "\nstiffness = " << diff<2>(potential, x)
              << "\nd/dx of exp(-x) sin(v x) = " << diff(exp(-x) * sin(v * x), x) << "\n\n";

    // Numbers for symbols, by name or in the order of their appearance; several, simultaneously, or other expressions.
    constexpr auto g = gradient(energy, x = 2.0, v = 3.0);  // a Hana map
    std::cout << "energy at (2, 3) = " << evaluate(energy, x = 2.0, v = 3.0) << " = " << energy(2.0, 3.0) << '\n'
              << "its gradient there: " << g[x] << ", " << g[v] << '\n'
              << "with x and v swapped: " << energy(x = v, v = x) << "\n\n";

    // An expression is a function as any other: for the drivers, and on a tape.
    std::cout << "Hessian =\n" << hessian(energy, 2.0, 3.0) << '\n' << to_dot(sin(x * v) + x * v);
}
