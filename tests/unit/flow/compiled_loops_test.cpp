// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// A loop whose body the compiler traces is reversed by straight-line code: the same derivatives and counts, and no statements.

#include <array>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"
#include "support/loops.hpp"

using namespace wengert;

namespace {

constexpr auto traced = []<class T>(std::array<T, 3> const& s) {
    T const turn = s[0] * s[1] * 0.01;
    return std::array<T, 3>{s[0] + turn * s[2], s[1] - sin(turn), s[2]};
};

constexpr auto with_parameters = []<class T>(std::array<T, 2> const& s, std::array<T, 2> const& p) {
    return std::array<T, 2>{s[0] + 0.01 * p[0] * s[1], s[1] - 0.01 * p[1] * s[0] * s[0]};
};

struct outcome {
    double value;
    std::vector<double> gradient;
    loop_stats stats;
    std::size_t bytes;
};

// `Compiled` gives the body as it is, else behind a capture, which nobody can trace.
template <bool Compiled>
outcome run(std::size_t n, loop_policy const& policy) {
    outcome out{};
    tape<double> list;
    std::array<real, 3> const start{list.input(1.0), list.input(0.5), list.input(0.3)};
    {
        recording<double> const open(list);
        std::array<real, 3> end;
        if constexpr (Compiled) end = for_loop(n, start, traced, policy.report_to(out.stats));
        else
            end = for_loop(
                n, start, [nothing = 0](auto const& s) { return static_cast<void>(nothing), traced(s); },
                policy.report_to(out.stats));
        real const y = end[0] * end[0] + end[1];
        out.value = y.value();
        adjoints<double> sweep(list);
        sweep.seed(y) = 1;
        sweep.reverse(list);
        for (real const& x : start) out.gradient.push_back(sweep[x]);
        // A second sweep starts again from the first state.
        adjoints<double> again(list);
        again.seed(y) = 1;
        again.reverse(list);
        for (std::size_t k = 0; k < 3; ++k) CHECK(again[start[k]] == sweep[start[k]]);
    }
    out.bytes = list.statistics().statements;
    return out;
}

}  // namespace

TEST_CASE("a compiled body gives the derivatives of a taped one under every policy") {
    loops::directory const d;
    for (std::size_t const n : {0u, 1u, 2u, 3u, 17u, 100u}) {
        for (auto const& [name, policy] : loops::every_policy(d)) {
            INFO(name << ", n = " << n);
            outcome const compiled = run<true>(n, policy), taped = run<false>(n, policy);
            CHECK(compiled.value == Approx(taped.value).epsilon(1e-14));
            for (std::size_t k = 0; k < 3; ++k) CHECK(compiled.gradient[k] == Approx(taped.gradient[k]).epsilon(1e-13));
        }
    }
}

TEST_CASE("a compiled body is evaluated as often as the schedule says, and records only the last step") {
    for (std::uint64_t const n : {10u, 100u}) {
        for (std::uint64_t const s : {3u, 5u, 10u}) {
            loop_stats stats;
            tape<double> list;
            std::array<real, 3> const start{list.input(1.0), list.input(0.5), list.input(0.3)};
            recording<double> const open(list);
            real const y = for_loop(n, start, traced, checkpoints(s).report_to(stats))[0];
            CHECK(list.statistics().statements < 20);
            adjoints<double> sweep(list);
            sweep.seed(y) = 1;
            sweep.reverse(list);
            CHECK(stats.plain == binomial::evaluations(n, s));
            CHECK(stats.taped == n);
            CHECK(list.statistics().statements < 20);
        }
    }
    loop_stats stats;
    tape<double> list;
    std::array<real, 3> const start{list.input(1.0), list.input(0.5), list.input(0.3)};
    recording<double> const open(list);
    real const y = for_loop(1000, start, traced, save_all().report_to(stats))[0];
    CHECK(list.statistics().statements < 20);
    adjoints<double> sweep(list);
    sweep.seed(y) = 1;
    sweep.reverse(list);
    CHECK(stats.plain == 0);
    CHECK(stats.taped == 1000);
}

TEST_CASE("parameters that are bound to a body get their derivatives") {
    auto const energy = [](auto const& x, auto const& p, auto loop) {
        auto const e = loop(x, p);
        return e[0] * e[1] + p[0];
    };
    std::array const x{1.0, 0.5}, p{0.7, 1.1};
    for (auto const& policy : {save_all(), checkpoints(4), memory(60000)}) {
        auto const compiled = [&](auto const& s, auto const& q) {
            return energy(s, q, [&](auto const& a, auto const& b) {
                return for_loop(50, a, kernel(with_parameters, b), policy);
            });
        };
        auto const taped = [&](auto const& s, auto const& q) {
            return energy(s, q, [&](auto const& a, auto const& b) {
                return for_loop(50, a, [&](auto const& now) { return with_parameters(now, b); }, policy);
            });
        };
        auto const [cx, cp] = gradient(compiled, x, p);
        auto const [tx, tp] = gradient(taped, x, p);
        for (std::size_t k = 0; k < 2; ++k) {
            CHECK(cx[k] == Approx(tx[k]).epsilon(1e-13));
            CHECK(cp[k] == Approx(tp[k]).epsilon(1e-13));
        }
        auto const H = hessian(compiled, x, p), E = hessian(taped, x, p);
        for (std::size_t k = 0; k < 16; ++k) CHECK(H.data()[k] == Approx(E.data()[k]).epsilon(1e-11).margin(1e-11));
        auto const J = jacobian(compiled, x, p);
        for (std::size_t k = 0; k < 2; ++k) CHECK(J(0, k) == Approx(cx[k]).epsilon(1e-13));
    }
}

TEST_CASE("bound parameters may be passive, in part or wholly") {
    std::array const x{1.0, 0.5}, p{0.7, 1.1};
    auto const g = gradient(
        [&](auto const& s) {
            using S = std::remove_cvref_t<decltype(s[0])>;
            return for_loop(40, s, kernel(with_parameters, std::array<S, 2>{p[0], s[0]}), checkpoints(3))[1];
        },
        x);
    auto const e = gradient(
        [&](auto const& s) {
            auto now = s;
            for (int i = 0; i < 40; ++i) now = with_parameters(now, std::remove_cvref_t<decltype(now)>{p[0], s[0]});
            return now[1];
        },
        x);
    for (std::size_t k = 0; k < 2; ++k) CHECK(g[k] == Approx(e[k]).epsilon(1e-13));
}

TEST_CASE("a while_loop with a traced body, verified") {
    loop_stats stats;
    auto const g = gradient(
        [&](auto const& s) {
            auto const [end, trips] = while_loop(
                s, [](auto const& now) { return now[0] < 1.1; }, traced, checkpoints(4).verify().report_to(stats));
            CHECK(trips > 5);
            return end[1];
        },
        std::array{1.0, 0.9, 0.8});
    auto const e = gradient(
        [](auto const& s) {
            auto now = s;
            while (now[0] < 1.1) now = traced(now);
            return now[1];
        },
        std::array{1.0, 0.9, 0.8});
    for (std::size_t k = 0; k < 3; ++k) CHECK(g[k] == Approx(e[k]).epsilon(1e-13));
    CHECK(stats.plain > 0);
}

TEST_CASE("a number that a compiled loop passes on may be asked for itself") {
    variable x{3.0, "x"};
    for (auto const& policy : {save_all(), checkpoints(3)}) {
        gradient_tape tape{{.persistent = true}};
        auto const end = for_loop(
            20, std::array<real, 2>{x.read(), x.read()},
            []<class T>(std::array<T, 2> const& s) { return std::array<T, 2>{s[0] * 0.9, s[1]}; }, policy);
        real const y = end[1] * end[1] + end[0];
        CHECK(*tape.gradient(y, end[1]) == 6.0);
        CHECK(*tape.gradient(y, end[0]) == 1.0);
        CHECK(*tape.gradient(y, x) == Approx(6.0 + std::pow(0.9, 20)));
        CHECK(*tape.gradient(y, end[1]) == 6.0);
    }
}

TEST_CASE("why a gradient is missing is known through a compiled loop") {
    constexpr auto cut = []<class T>(std::array<T, 2> const& s) {
        return std::array<T, 2>{s[0] * 0.5, T(floor(s[0])) + s[1]};
    };
    for (auto const& policy : {save_all(), checkpoints(3)}) {
        gradient_tape t{{.persistent = true}};
        real a = 3.0, b = 1.0;
        t.watch(a);
        t.watch(b);
        auto const end = for_loop(20, std::array<real, 2>{a, b}, cut, policy);
        CHECK(*t.gradient(end[1], b) == 1.0);
        CHECK_FALSE(t.gradient(end[1], a).has_value());
        CHECK(t.gradient(end[1], a).reason() == reason::discrete);
        CHECK_FALSE(t.gradient(end[0], b).has_value());
    }
}

TEST_CASE("a kernel to which nothing is bound is a body, with the number of the step or without it") {
    constexpr auto calm = [](auto const& s) { return 0.5 * s + 0.1 * sin(s); };
    constexpr auto counted = [](auto const& s, auto const& i) { return s + 0.1 * sin(i) * s; };
    static_assert(detail::compilable<decltype(kernel(calm)), real>);
    static_assert(!detail::compilable<decltype(kernel(counted)), real>);
    loops::directory const d;
    for (auto const& choice : loops::every_policy(d)) {
        INFO(choice.name);
        auto const slope = [&](auto const& body) {
            auto const end = [&](auto const& x) { return for_loop(40, x, body, choice.policy); };
            return gradient<with::tape>(end, 0.7);
        };
        double const factor = 1.0;
        CHECK(slope(kernel(calm)) == Approx(slope([&](auto const& s) { return factor * calm(s); })).epsilon(1e-14));
        CHECK(slope(kernel(counted)) == Approx(slope([&](auto const& s, std::size_t i) {
                                            return counted(s, static_cast<double>(i));
                                        })).epsilon(1e-14));
    }
    constexpr auto halved = [](auto const& s) { return 0.5 * s; };
    constexpr auto both = []<class T>(T const& s) { return std::pair<T, T>{0.5 * s, s * s}; };
    auto const waits = [&](auto const& x) {
        return while_loop(x, [](auto const& s) { return s > 1.0; }, kernel(halved), checkpoints(2)).first;
    };
    auto const sums = [&](auto const& x) {
        auto const found = scan(2, x, kernel(both), checkpoints(1));
        return found.first + found.second[0] + found.second[1];
    };
    CHECK(gradient(waits, 30.0) == 1.0 / 32);
    CHECK(gradient(sums, 3.0) == 0.25 + 6.0 + 1.5);
}

TEST_CASE("variables and integers that are bound are read once, as numbers") {
    constexpr auto step = [](auto const& s, auto const& p, auto const& n) { return s * p.first * p.second + n; };
    std::pair<variable, variable> factors{variable(0.5, "a"), variable(3.0, "b")};
    gradient_tape tape{{.persistent = true}};
    real start = 2.0;
    tape.watch(start);
    auto const run = [&](auto const& policy) { return for_loop(3, start, kernel(step, factors, 4), policy); };
    real const y = run(save_all()), z = run(checkpoints(1));
    factors.first.assign(7.0);
    for (real const& end : {y, z}) {
        CHECK(end.value() == 2.0 * 3.375 + 4.0 * (1 + 1.5 + 2.25));
        CHECK(*tape.gradient(end, start) == 3.375);
        // By the product of both, 3 * 2.25 * 2 + 4 * (1 + 2 * 1.5), and then by each.
        CHECK(*tape.gradient(end, factors.first) == 29.5 * 3.0);
        CHECK(*tape.gradient(end, factors.second) == 29.5 * 0.5);
    }
}
