// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Two ways to teach Wengert a derivative: custom_gradient for a block of code, and a row for a new primitive.

#include <iostream>

#include <wengert/wengert.hpp>

// ---- (a) custom_gradient: you say how to compute, and how adjoints come back ---------------------------------------------

// The y with y + exp(y) = x, by Newton's iteration. Recording the iterations would work, and be a waste: the answer does
// not depend on how it was found. Differentiate the equation instead: (1 + exp(y)) dy = dx.
template <class T>
auto solve(T const& x) {
    return wengert::custom_gradient(
        x,
        // The plain numbers: double, or what is one derivative below T. Nothing in here is recorded.
        [](auto number) {
            auto y = number;
            for (int i = 0; i < 40; ++i) y -= (y + wengert::exp(y) - number) / (1 + wengert::exp(y));
            return y;
        },
        // The adjoint of x from the argument, the result and the adjoint of the result.
        [](auto const&, auto const& y, auto const& y_bar) { return y_bar / (1 + wengert::exp(y)); });
}

// ---- (b) a row: value, partials and sample points, in the style of include/wengert/rules -----------------------------------

namespace my_rules {

// log(cosh(x)): a smooth |x|. The plain formula overflows at 711; this one does not.
struct log_cosh_ : wengert::rules::row<"log_cosh", 1> {
    static constexpr auto value(auto x) {
        auto const size = wengert::abs(x);
        return size + wengert::log1p(wengert::exp(-2 * size)) - wengert::ln2_v<decltype(x)>;
    }
    // The partial, given the result and the argument. It is code like any other: it can be differentiated again.
    static constexpr auto d0(auto const&, auto const& x) { return wengert::tanh(x); }
    static constexpr auto samples = wengert::rules::at(-800.0, -2.0, 0.0, 1e-3, 3.0);
};

}  // namespace my_rules

// The function that applies it: to a double, a real, a dual number, an expression of them.
template <wengert::operand A>
constexpr auto log_cosh(A const& x) {
    return wengert::apply<my_rules::log_cosh_>(x);
}

// It is a primitive like sin from here on, also for the compiler.
static_assert(wengert::check_gradient([](auto x) { return log_cosh(x * x - 1.0); }, 1.5).ok());

int main() {
    using namespace wengert;

    auto const f = [](auto x) { return solve(x) * x; };
    std::cout << "custom_gradient: y + exp(y) = x at x = 3: y = " << solve(3.0)
              << ", dy/dx = " << gradient([](auto x) { return solve(x); }, 3.0) << '\n'
              << check_gradient(f, 3.0) << "\n\n";

    auto const g = [](auto x, auto y) { return log_cosh(x - y) * y; };
    auto const [gx, gy] = gradient(g, 2.0, 0.5);
    std::cout << "row: log_cosh(x - y) y at (2, 0.5): d/dx = " << gx << ", d/dy = " << gy << '\n'
              << "at x = 900: " << log_cosh(900.0) << ", with the derivative "
              << derivative([](auto x) { return log_cosh(x); }, 900.0) << '\n'
              << "Hessian =\n"
              << hessian(g, 2.0, 0.5) << '\n'
              << check_gradient(g, 2.0, 0.5) << '\n';
}
