// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Derivatives of functions: write the function with `auto` for its numbers, and ask.

#include <array>
#include <iostream>
#include <vector>

#include <wengert/wengert.hpp>

using namespace wengert;

int main() {
    // A function of two numbers has two partial derivatives. Several arguments give a tuple of gradients.
    auto const f = [](auto x, auto y) { return x * y + sin(x); };
    auto const [fx, fy] = gradient(f, 2.0, 3.0);
    std::cout << "f(x, y) = x y + sin(x) at (2, 3)\n"
              << "df/dx = " << fx << "  (y + cos x)\n"
              << "df/dy = " << fy << "  (x)\n\n";

    // One argument may be a whole structure: the gradient comes back in the same shape.
    auto const rosenbrock = []<class T>(std::vector<T> const& p) {
        T sum = 0.0;
        for (std::size_t i = 0; i + 1 < p.size(); ++i)
            sum += 100.0 * square(p[i + 1] - square(p[i])) + square(1.0 - p[i]);
        return sum;
    };
    auto const [value, g] = value_and_gradient(rosenbrock, std::vector{-1.2, 1.0, 0.5});
    std::cout << "rosenbrock(-1.2, 1, 0.5) = " << value << '\n'
              << "its gradient = (" << g[0] << ", " << g[1] << ", " << g[2] << ")\n\n";

    // Of a function of one number: the first derivative, or all up to some order by one evaluation.
    auto const h = [](auto x) { return exp(-x) * sin(x); };
    auto const d = derivatives<4>(h, 1.0);
    std::cout << "h(x) = exp(-x) sin(x) at 1\n"
              << "h' = " << derivative(h, 1.0) << '\n';
    for (std::size_t k = 0; k < d.size(); ++k) std::cout << "order " << k << ": " << d[k] << '\n';

    // Several results: a Jacobian, with a row for each result and a column for each argument.
    // (std::array<T, 2> and not std::array{...}: r * cos(angle) and r * sin(angle) are expressions of different types.)
    auto const polar = []<class T>(T r, T angle) { return std::array<T, 2>{r * cos(angle), r * sin(angle)}; };
    std::cout << "\nJacobian of (r cos a, r sin a) at (2, 0.5) =\n" << jacobian(polar, 2.0, 0.5) << '\n';

    // Second derivatives of a function with one result: the Hessian.
    std::cout << "\nHessian of f at (2, 3) =\n" << hessian(f, 2.0, 3.0) << '\n';
}
