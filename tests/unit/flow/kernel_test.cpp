// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// A kernel is its function: the same numbers, and on a tape one statement for each result.

#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

namespace without_the_library {

// Before the directive below: names that only the library's numbers find, and one that means another for plain numbers.
constexpr auto own = [](auto const& x) { return 0.5 * abs(x) + 0.01 * square(x); };

}  // namespace without_the_library

using namespace wengert;

namespace {

constexpr auto f = [](auto a, auto b, auto c) { return a * b * c + sin(a) * log(b) + floor(a) * b; };

// The second result depends on b alone, the third on nothing that a derivative could follow.
constexpr auto g = []<class T>(std::array<T, 2> const& x) {
    return std::array<T, 3>{x[0] * x[1], exp(x[1]), T(floor(x[0]))};
};

}  // namespace

TEST_CASE("a kernel of plain numbers is its function") {
    static_assert(kernel([](auto a, auto b) { return a * b; })(2.0, 3.0) == 6.0);
    CHECK(kernel(f)(2.5, 3.0, 4.0) == f(2.5, 3.0, 4.0));
    CHECK(kernel(f)(2.5F, 3.0F, 4.0F) == f(2.5F, 3.0F, 4.0F));
}

TEST_CASE("a kernel of active numbers is one statement with the partials of its function") {
    tape<double> list;
    real const a = list.input(2.5), b = list.input(3.0);
    recording<double> const open(list);
    auto const before = list.statistics();
    real const z = kernel(f)(a, b, 4.0);
    auto const after = list.statistics();
    CHECK(after.statements - before.statements == 1);
    CHECK(after.arguments - before.arguments == 2);
    real const w = f(a, b, 4.0);
    CHECK(z.value() == w.value());
    adjoints<double> by_kernel(list), by_tape(list);
    by_kernel.seed(z) = 1;
    by_kernel.reverse(list);
    by_tape.seed(w) = 1;
    by_tape.reverse(list);
    CHECK(by_kernel[a] == Approx(by_tape[a]).epsilon(1e-15));
    CHECK(by_kernel[b] == Approx(by_tape[b]).epsilon(1e-15));
}

TEST_CASE("a result of a kernel depends on what its function's result depends on, whatever the numbers are") {
    gradient_tape t{{.persistent = true}};
    real a = 0.0, b = 3.0;
    t.watch(a);
    t.watch(b);
    auto const y = kernel(g)(std::array<real, 2>{a, b});
    CHECK(*t.gradient(y[0], a) == 3.0);
    CHECK(*t.gradient(y[0], b) == 0.0);
    CHECK(t.gradient(y[0], b).status() == status::zero);
    CHECK_FALSE(t.gradient(y[1], a).has_value());
    CHECK(*t.gradient(y[1], b) == std::exp(3.0));
    CHECK_FALSE(t.gradient(y[2], a).has_value());
}

TEST_CASE(
    "kernels take expressions, structures and passive numbers, and may be nested in what is differentiated twice") {
    auto const with_kernel = [k = kernel(f)](auto const& x) { return k(x[0] * x[1], x[1] + 1.0, x[0]) * x[0]; };
    auto const without = [](auto const& x) { return f(x[0] * x[1], x[1] + 1.0, x[0]) * x[0]; };
    std::array const at{1.3, 0.4};
    auto const expected = gradient<with::tape>(without, at);
    auto const found = gradient(with_kernel, at);
    CHECK(found[0] == Approx(expected[0]).epsilon(1e-14));
    CHECK(found[1] == Approx(expected[1]).epsilon(1e-14));
    auto const H = hessian(with_kernel, at), E = hessian<with::tape>(without, at);
    for (std::size_t k = 0; k < 4; ++k) CHECK(H.data()[k] == Approx(E.data()[k]).epsilon(1e-13));
    CHECK(jvp(with_kernel, at, at) == Approx(jvp(without, at, at)).epsilon(1e-14));
    CHECK(gradient(kernel(f), 1.3, 0.4, 2.0) == gradient(f, 1.3, 0.4, 2.0));
}

TEST_CASE("a tape inside a tape sees into a kernel") {
    variable x{3.0, "x"};
    gradient_tape outer;
    real d;
    {
        gradient_tape inner;
        real const y = kernel([](auto a) { return a * a * a; })(real(x));
        d = inner.gradient(y, x).recorded();
    }
    CHECK(d.value() == 27.0);
    CHECK(*outer.gradient(d, x) == 18.0);
}

TEST_CASE("a kernel of passive numbers and outside of tapes records nothing") {
    real const a = 2.0, b = 3.0;
    CHECK(kernel(f)(a, b, 1.0).value() == f(2.0, 3.0, 1.0));
    tape<double> list;
    recording<double> const open(list);
    auto const before = list.statistics().statements;
    CHECK(kernel(f)(a, b, 1.0).value() == f(2.0, 3.0, 1.0));
    CHECK(list.statistics().statements == before);
}

TEST_CASE("an infinite partial that nothing reaches stays out of a kernel's statement") {
    auto const root = kernel([](auto x) { return select(x > 0, sqrt(x), 0.0 * x); });
    tape<double> list;
    real const x = list.input(0.0);
    recording<double> const open(list);
    real const y = root(x);
    adjoints<double> sweep(list);
    sweep.seed(y) = 1;
    sweep.reverse(list);
    CHECK(sweep[x] == 0.0);
}

TEST_CASE("kernels in the steps of a loop, recorded or only evaluated") {
    // The body captures, so the loop cannot compile it, and the kernels stand in steps that nobody records.
    double const calm = 0.9;
    auto const end = [&]<class T>(std::array<T, 2> const& start, T const& rate, auto const& policy) -> T {
        auto const body = [&](std::array<T, 2> const& s) {
            std::array<T, 3> const made = kernel(g)(s);
            return std::array<T, 2>{kernel(f)(s[0], s[1], rate) * 0.01 + calm, made[0] * 0.1 + made[2] * calm};
        };
        auto const s = for_loop(37, start, body, policy);
        return s[0] * s[1];
    };
    std::array const start{1.25, 1.5};
    auto const of = [&](auto const& policy) {
        auto const with_policy = [&]<class T>(std::array<T, 2> const& s, T const& rate) -> T {
            return end(s, rate, policy);
        };
        return value_and_gradient<with::tape>(with_policy, start, 0.3);
    };
    auto const all = of(save_all());
    CHECK(all.first == end(start, 0.3, save_all()));
    for (std::size_t const slots : {1u, 2u, 5u}) {
        auto const some = of(checkpoints(slots));
        CHECK(some.first == all.first);
        CHECK(some.second == all.second);
    }
}

TEST_CASE("a kernel's function is only called with the library's numbers, recorded or not") {
    double const shift = 1.0;
    auto const end = [&](auto const& policy) {
        return [&]<class T>(T const& start) -> T {
            return for_loop(
                9, start, [&](T const& s) { return T(kernel(without_the_library::own)(s) - shift); }, policy);
        };
    };
    auto const all = value_and_gradient<with::tape>(end(save_all()), -1.75);
    auto const some = value_and_gradient<with::tape>(end(checkpoints(2)), -1.75);
    double x = -1.75;
    for (int i = 0; i != 9; ++i) x = 0.5 * std::abs(x) + 0.01 * x * x - 1.0;
    CHECK(all.first == Approx(x).epsilon(1e-14));
    CHECK(some == all);
}

TEST_CASE("a kernel of one pair") {
    tape<double> list;
    std::pair<real, real> const p{list.input(2.0), list.input(3.0)};
    auto const product = kernel([](auto const& s) { return s.first * s.second; });
    CHECK(product(p).value() == 6.0);
    recording<double> const open(list);
    CHECK(product(p).value() == 6.0);
}

TEST_CASE("an integer among a kernel's arguments is a constant") {
    constexpr auto scaled = [](auto const& a, auto const& n) { return sin(a * n) / n; };
    static_assert(kernel([](auto a, auto n) { return a * n; })(2.0, 3) == 6.0);
    static_assert(std::is_same_v<decltype(kernel(scaled)(2.0F, 3)), float>);
    auto const [y, slope] = value_and_gradient<with::tape>([&](auto const& x) { return kernel(scaled)(x, 3); }, 0.25);
    CHECK(y == Approx(std::sin(0.75) / 3).epsilon(1e-15));
    CHECK(slope == Approx(std::cos(0.75)).epsilon(1e-15));
    CHECK(hessian([&](auto const& x) { return kernel(scaled)(x, 3u); }, 0.25)(0, 0) ==
          Approx(-3 * std::sin(0.75)).epsilon(1e-14));
}
