// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <array>
#include <stdexcept>
#include <tuple>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace {

template <class X>
X halves(X const& x, int depth) {
    if (depth == 0) return sin(x);
    return checkpoint([depth, &x](X const& z) { return X(halves(X(z * 0.9), depth - 1) + x * 0.01); }, x);
}

template <class X>
X halves_plainly(X const& x, int depth) {
    if (depth == 0) return sin(x);
    return halves_plainly(X(x * 0.9), depth - 1) + x * 0.01;
}

constexpr auto product_and_sum = [](auto const& a, auto const& b) { return std::tuple(a * b, a + b); };

}  // namespace

static_assert(checkpoint([](auto x) { return x * x; }, 3.0) == 9.0);
static_assert(gradient([](auto x) { return checkpoint([](auto z) { return z * z * z; }, x); }, 2.0) == 12.0);

TEST_CASE("a checkpoint leaves only its ends on the tape", "[checkpoint]") {
    tape<double> list;
    real const x = list.input(0.5);
    real y;
    {
        recording<double> const open(list);
        y = checkpoint(
            [](real s) {
                for (int i = 0; i < 100; ++i) s = sin(s) + 0.1;
                return s;
            },
            x);
    }
    CHECK(list.statistics().statements == 2);
    CHECK(list.statistics().operators == 1);
    adjoints<double> sweep(list);
    sweep.seed(y) = 1.0;
    sweep.reverse(list);
    CHECK(sweep[x] == gradient(
                          [](auto s) {
                              for (int i = 0; i < 100; ++i) s = sin(s) + 0.1;
                              return s;
                          },
                          0.5));
}

TEST_CASE("a checkpoint in every driver", "[checkpoint]") {
    auto const f = [](auto x, auto y) {
        auto const rate = decltype(x)(x * 2.0);
        auto const [p, s] = checkpoint([&](auto a, auto b) { return product_and_sum(sin(a) * rate, b); }, x * y, y);
        return p * s;
    };
    auto const g = [](auto x, auto y) {
        auto const rate = decltype(x)(x * 2.0);
        auto const a = decltype(x)(x * y);
        auto const q = decltype(x)(sin(a) * rate);
        auto const p = decltype(x)(q * y);
        auto const s = decltype(x)(q + y);
        return p * s;
    };
    auto const [dx, dy] = gradient<with::tape>(f, 0.7, 0.4);
    auto const [ex, ey] = gradient(g, 0.7, 0.4);
    CHECK(dx == Approx(ex).epsilon(1e-14));
    CHECK(dy == Approx(ey).epsilon(1e-14));
    CHECK(hessian(f, 0.7, 0.4)(0, 1) == Approx(hessian(g, 0.7, 0.4)(0, 1)).epsilon(1e-13));
    auto [v, pull] = vjp(f, 0.7, 0.4);
    CHECK(pull(1.0) == std::tuple(dx, dy));
    CHECK(pull(1.0) == std::tuple(dx, dy));
    CHECK(check_gradient(f, 0.7, 0.4).ok());
}

TEST_CASE("checkpoints in checkpoints", "[checkpoint]") {
    auto const f = [](auto x) { return halves(x, 20); };
    auto const g = [](auto x) { return halves_plainly(x, 20); };
    CHECK(gradient(f, 0.7) == Approx(gradient(g, 0.7)).epsilon(1e-14));
    variable x{0.7, "x"};
    gradient_tape tape;
    real const start = x;
    real const y = halves(start, 20);
    CHECK(tape.statistics().statements < 10);
    CHECK(*tape.gradient(y, x) == Approx(gradient(g, 0.7)).epsilon(1e-14));
}

TEST_CASE("a checkpoint that throws leaves the tape as it was", "[checkpoint]") {
    for (int at = 1; at <= 2; ++at) {
        tape<double> list;
        real const x = list.input(0.5);
        int calls = 0;
        auto const f = [&](real const& z) {
            real const y = z * z;
            if (++calls == at) throw std::runtime_error("f broke");
            return sin(y);
        };
        recording<double> const open(list);
        auto const before = list.statistics();
        if (at == 1) {
            CHECK_THROWS_AS(checkpoint(f, x), std::runtime_error);
            CHECK(list.statistics().statements == before.statements);
        }
        real const y = checkpoint(f, x);
        adjoints<double> sweep(list);
        sweep.seed(y) = 1.0;
        if (at == 2) {
            CHECK_THROWS_AS(sweep.reverse(list), std::runtime_error);
            CHECK(list.statistics().statements == before.statements + 1);
            sweep.reset(list);
            sweep.seed(y) = 1.0;
        }
        sweep.reverse(list);
        CHECK(sweep[x] == Approx(std::cos(0.25)));
    }
}

TEST_CASE("a checkpoint and loops in one another", "[checkpoint]") {
    auto const f = [](auto x) {
        using X = decltype(x);
        auto const inner = [&](X const& z) {
            X const rate = z * x;
            return for_loop(4, z, [&](X const& s) { return X(sin(s * rate)); }, checkpoints(2));
        };
        X const y = checkpoint(inner, X(x * 0.5));
        return for_loop(3, y, [&](X const& s) { return checkpoint(inner, X(s + x)); }, checkpoints(1));
    };
    auto const g = [](auto x) {
        using X = decltype(x);
        auto const inner = [&](X const& z) {
            X const rate = z * x;
            X s = z;
            for (int i = 0; i < 4; ++i) s = sin(s * rate);
            return s;
        };
        X y = inner(X(x * 0.5));
        for (int i = 0; i < 3; ++i) y = inner(X(y + x));
        return y;
    };
    CHECK(gradient(f, 0.9) == Approx(gradient(g, 0.9)).epsilon(1e-14));
    CHECK(hvp(f, 0.9, 1.0) == Approx(hvp(g, 0.9, 1.0)).epsilon(1e-13));
}

TEST_CASE("a checkpoint of variables, and nested tapes", "[checkpoint]") {
    variable x{3.0, "x"}, w{2.0, "w"}, unused{1.0, "unused"};
    gradient_tape tape{{.persistent = true}};
    real const y = checkpoint([&](real const& z) { return z * z * w; }, x.read());
    w.assign(50.0);
    auto const [by_x, by_w, by_unused] = tape.gradient(y, x, w, unused);
    CHECK(*by_x == 12.0);
    CHECK(*by_w == 9.0);
    CHECK(by_unused.status() == status::missing);
    CHECK(tape.gradient(checkpoint([](real const& z) { return floor(z) * 2.0; }, x.read()) * w, x).reason() ==
          reason::discrete);

    gradient_tape outer;
    real slope;
    {
        gradient_tape inner;
        real const z = checkpoint([](real const& a) { return a * a * a; }, x.read());
        slope = inner.gradient(z, x).recorded();
    }
    CHECK(*outer.gradient(slope, x) == 18.0);
}

TEST_CASE("a checkpoint without arguments") {
    CHECK(gradient([](auto x) { return checkpoint([&] { return x * x; }); }, 3.0) == 6.0);
    CHECK(checkpoint([] { return 2.0; }) == 2.0);
}

TEST_CASE("the result of a checkpoint, and what a scan put out, as sources") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true}};
    real const y = checkpoint([](auto const& v) { return v * v; }, x.read());
    auto const [dy, dx] = tape.gradient(y * y, y, x);
    CHECK(*dy == 18.0);
    CHECK(*dx == 108.0);
    auto const all =
        scan(
            4, x.read(), [](auto const& s, std::size_t) { return std::pair{s * 2.0, s * 1.0}; }, checkpoints(1))
            .second;
    auto const [da, db] = tape.gradient(all[1] * all[1], all[1], x);
    CHECK(*da == 12.0);
    CHECK(*db == 24.0);
    CHECK(tape.gradient(0.0 * all[1], all[1]).status() == status::zero);
}
