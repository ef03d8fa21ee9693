// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cmath>
#include <limits>

#include <wengert/wengert.hpp>

#include "random/estimate.hpp"
#include "support/catch.hpp"

// What a generated source calls for each of its functions: all forms against each other, at one point.
namespace random_sources {

inline constexpr std::size_t inputs = 3;
inline constexpr double epsilon = std::numeric_limits<double>::epsilon();

using point = std::array<double, inputs>;
using random_programs::estimate;

/// The first number of a function's result.
template <class F>
struct first_of {
    template <class T>
    constexpr T operator()(std::array<T, inputs> const& x) const {
        return F{}(x)[0];
    }
};
/// A formula of three numbers as a function of an array.
template <class F>
struct of_array {
    template <class T>
    constexpr T operator()(std::array<T, inputs> const& x) const {
        return F{}(x[0], x[1], x[2]);
    }
};

/// Numbers with their errors, by dual numbers of estimates: value, gradient, Hessian.
struct reference {
    estimate value;
    std::array<estimate, inputs> gradient;
    std::array<std::array<estimate, inputs>, inputs> hessian;
    bool moderate;
};

template <class F>
reference refer(F const& f, point const& at) {
    using D = wengert::dual<estimate, inputs>;
    using DD = wengert::dual<D, inputs>;
    random_programs::seen_range = {};
    std::array<DD, inputs> x;
    for (std::size_t i = 0; i < inputs; ++i) {
        D inner(estimate(at[i], 0, 1U << i));
        inner.tangent[i] = estimate(1, 1, 0);
        x[i] = DD(inner);
        x[i].tangent[i] = D(estimate(1, 1, 0));
    }
    DD const y = f(x);
    reference r{.value = y.value.value, .gradient = y.value.tangent, .hessian = {}, .moderate = false};
    for (std::size_t i = 0; i < inputs; ++i) r.hessian[i] = y.tangent[i].tangent;
    r.moderate = random_programs::seen_range.moderate();
    return r;
}

/// Straight-line code may round each operation otherwise, a quotient by the product with a reciprocal, a power by products.
class bounds {
public:
    explicit bounds(std::size_t operations) : roundings_(16 + 8 * static_cast<double>(operations)) {}

    void within(char const* what, double got, estimate const& expected) const {
        INFO(what << ": " << got << " for " << expected.value << ", error in epsilons "
                  << std::abs(got - expected.value) / (epsilon * expected.error) << " of " << roundings_ << " allowed");
        CHECK(std::abs(got - expected.value) <= roundings_ * epsilon * expected.error);
    }

private:
    double roundings_;
};

template <class F>
void check_scalar(F const& f, point const& at) {
    using namespace wengert;
    using P = program_of<F, point>;
    STATIC_REQUIRE(traceable<F, point>);
    reference const r = refer(f, at);
    double const y = f(at);
    CHECK(r.value.value == y);
    auto const [tape_y, tape_g] = value_and_gradient<with::tape>(f, at);
    CHECK(tape_y == y);
    if (!r.moderate) return;
    bounds const b(P::size());
    auto const [program_y, program_g] = value_and_gradient<with::program>(f, at);
    b.within("value by program", program_y, r.value);
    b.within("value by program alone", P::value(at), r.value);
    auto const alone = gradient<with::program>(f, at);
    auto const H = hessian<with::program>(f, at), K = hessian<with::tape>(f, at);
    for (std::size_t i = 0; i < inputs; ++i) {
        b.within("gradient by tape", tape_g[i], r.gradient[i]);
        b.within("gradient by program", program_g[i], r.gradient[i]);
        b.within("gradient by program, without the value", alone[i], r.gradient[i]);
        point along{};
        along[i] = 1;
        CHECK(jvp(f, at, along) == r.gradient[i].value);
        auto const column = hvp<with::program>(f, at, along);
        for (std::size_t j = 0; j < inputs; ++j) {
            b.within("Hessian by program", H(i, j), r.hessian[i][j]);
            b.within("Hessian by tape", K(i, j), r.hessian[i][j]);
            b.within("hvp by program", column[j], r.hessian[j][i]);
        }
    }
}

template <class F>
void check_function(F f, point const& at) {
    using namespace wengert;
    INFO("at " << at[0] << ", " << at[1] << ", " << at[2]);
    check_scalar(first_of<F>{}, at);
    auto const J = jacobian<with::program>(f, at), K = jacobian<with::tape>(f, at);
    auto const [y, pull] = vjp(f, at);
    for (std::size_t row = 0; row < 2; ++row) {
        reference const r = refer([&](auto const& x) { return f(x)[row]; }, at);
        CHECK(y[row] == r.value.value);
        if (!r.moderate) continue;
        bounds const b(program_of<F, point>::size());
        std::array<double, 2> seed{};
        seed[row] = 1;
        auto const g = pull(seed);
        for (std::size_t i = 0; i < inputs; ++i) {
            b.within("Jacobian by program", J(row, i), r.gradient[i]);
            b.within("Jacobian by tape", K(row, i), r.gradient[i]);
            b.within("vjp", g[i], r.gradient[i]);
        }
    }
}

template <class F>
void check_formula(F f, point const& at) {
    using namespace wengert;
    INFO("at " << at[0] << ", " << at[1] << ", " << at[2]);
    check_scalar(of_array<F>{}, at);
    constexpr auto x = symbol<"x">;
    constexpr auto y = symbol<"y">;
    constexpr auto z = symbol<"z">;
    auto const e = f(x, y, z);
    INFO(to_string(e));
    reference const r = refer(of_array<F>{}, at);
    CHECK(evaluate(e, x = at[0], y = at[1], z = at[2]) == r.value.value);
    if (!r.moderate) return;
    bounds const b(program_of<of_array<F>, point>::size());
    auto const g = gradient(e, x = at[0], y = at[1], z = at[2]);
    b.within("gradient of the expression in x", g[x], r.gradient[0]);
    b.within("gradient of the expression in y", g[y], r.gradient[1]);
    b.within("gradient of the expression in z", g[z], r.gradient[2]);
    auto const by_kernel =
        value_and_gradient<with::tape>([](auto const& p) { return kernel(F{})(p[0], p[1], p[2]); }, at);
    b.within("value by kernel", by_kernel.first, r.value);
    for (std::size_t i = 0; i < inputs; ++i) b.within("gradient by kernel", by_kernel.second[i], r.gradient[i]);
    b.within("diff in x", evaluate(diff(e, x), x = at[0], y = at[1], z = at[2]), r.gradient[0]);
    b.within("diff in z and y", evaluate(diff(e, z, y), x = at[0], y = at[1], z = at[2]), r.hessian[2][1]);
}

}  // namespace random_sources
