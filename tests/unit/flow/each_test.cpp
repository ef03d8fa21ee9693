// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Data that a loop's compiled body reads by the number of its step.

#include <array>
#include <cmath>
#include <ranges>
#include <span>
#include <utility>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"
#include "support/loops.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

namespace {

constexpr auto logistic = [](auto const& x, auto const& rate, auto const& push) {
    return x + 0.1 * rate * x * (1.0 - x) + 0.05 * sin(push) * x;
};

std::vector<double> waves(std::size_t n) {
    std::vector<double> u(n);
    for (std::size_t i = 0; i < n; ++i) u[i] = 0.2 + 0.07 * static_cast<double>((i * 7) % 11);
    return u;
}

// The same without a loop of the library.
constexpr auto by_hand = [](auto x, auto const& rate, auto const& u) {
    for (auto const& push : u) x = logistic(x, rate, push);
    return x;
};

}  // namespace

TEST_CASE("data may be numbers or differentiated, under every policy") {
    loops::directory const d;
    for (std::size_t const n : {0u, 1u, 2u, 17u, 60u}) {
        auto const u = waves(n);
        auto const [by_x, by_rate, by_u] = gradient(by_hand, 0.3, 0.7, u);
        for (auto const& choice : loops::every_policy(d)) {
            loop_policy const& policy = choice.policy;
            INFO(choice.name << ", n = " << n);
            auto const looped = [&](auto const& s, auto const& r, auto const& v) {
                return for_loop(n, s, kernel(logistic, r, each(v)), policy);
            };
            auto const [dx, drate] = gradient([&](auto const& s, auto const& r) { return looped(s, r, u); }, 0.3, 0.7);
            CHECK(dx == Approx(by_x).epsilon(1e-13));
            CHECK(drate == Approx(by_rate).epsilon(1e-13).margin(1e-300));
            auto const found = gradient(
                [&](auto const& v) {
                    return looped(typename std::remove_cvref_t<decltype(v)>::value_type(0.3), 0.7, v);
                },
                u);
            for (std::size_t i = 0; i < n; ++i) CHECK(found[i] == Approx(by_u[i]).epsilon(1e-13));
        }
    }
}

TEST_CASE("a loop with data keeps no statements, and the numbers are those of the taped steps") {
    auto const u = waves(500);
    auto const run = [&](auto const& body, std::size_t& statements) {
        tape<double> list;
        real const x = list.input(0.3);
        recording<double> const open(list);
        real const y = for_loop(u.size(), x, body);
        statements = list.statistics().statements;
        adjoints<double> sweep(list);
        sweep.seed(y) = 1;
        sweep.reverse(list);
        return std::pair(y.value(), sweep[x]);
    };
    std::size_t compiled = 0, taped = 0;
    auto const a = run(kernel(logistic, 0.7, each(u)), compiled);
    auto const b = run([&](auto const& x, std::size_t i) -> real { return logistic(x, 0.7, u[i]); }, taped);
    CHECK(a.first == Approx(b.first).epsilon(1e-14));
    CHECK(a.second == Approx(b.second).epsilon(1e-13));
    CHECK(compiled < 10);
    CHECK(taped >= u.size());
}

TEST_CASE("elements may be structures, and stand between other arguments") {
    constexpr auto step = []<class T>(std::array<T, 2> const& s, auto const& in, auto const& gain, auto const& more) {
        auto const& [force, friction] = in;
        return std::array<T, 2>{s[0] + 0.1 * s[1],
                                T(s[1] + 0.1 * (gain * force - friction * s[1]) + more[0] * more[1])};
    };
    std::vector<std::pair<double, double>> const in{{1.0, 0.2}, {0.5, 0.3}, {-1.0, 0.1}, {2.0, 0.4}};
    double const more[][2] = {{0.1, 0.2}, {0.3, 0.4}, {0.5, 0.6}, {0.7, 0.8}};
    std::vector<std::array<double, 2>> const same{{0.1, 0.2}, {0.3, 0.4}, {0.5, 0.6}, {0.7, 0.8}};
    static_cast<void>(more);
    auto const looped = [&](auto const& s, auto const& forces, auto const& gain) {
        return for_loop(4, s, kernel(step, each(forces), gain, each(same)), checkpoints(2))[0];
    };
    auto const plain = [&](auto s, auto const& forces, auto const& gain) {
        for (std::size_t i = 0; i < 4; ++i) s = step(s, forces[i], gain, same[i]);
        return s[0];
    };
    std::array const start{0.0, 1.0};
    auto const [s, f, g] = gradient(looped, start, in, 1.5);
    auto const [s2, f2, g2] = gradient(plain, start, in, 1.5);
    CHECK(g == Approx(g2).epsilon(1e-14));
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(f[i].first == Approx(f2[i].first).epsilon(1e-14).margin(1e-300));
        CHECK(f[i].second == Approx(f2[i].second).epsilon(1e-14).margin(1e-300));
    }
    auto const H = hessian(looped, start, in, 1.5), E = hessian(plain, start, in, 1.5);
    for (std::size_t k = 0; k < 11 * 11; ++k) CHECK(H.data()[k] == Approx(E.data()[k]).epsilon(1e-12).margin(1e-14));
}

TEST_CASE("named data are referred to, temporaries are kept") {
    auto const u = waves(40);
    auto const expected = gradient([&](auto const& x) { return by_hand(x, 0.7, u); }, 0.3);
    double plain[40];
    for (std::size_t i = 0; i < 40; ++i) plain[i] = u[i];
    auto const with = [&](auto const& body) {
        return gradient([&](auto const& x) { return for_loop(40, x, body, checkpoints(3)); }, 0.3);
    };
    CHECK(with(kernel(logistic, 0.7, each(plain))) == Approx(expected).epsilon(1e-13));
    CHECK(with(kernel(logistic, 0.7, each(std::span(u)))) == Approx(expected).epsilon(1e-13));
    auto const kept = [] { return kernel(logistic, 0.7, each(waves(40))); }();
    CHECK(with(kept) == Approx(expected).epsilon(1e-13));
}

TEST_CASE("while_loop and scan read data too, and so does a call") {
    auto const u = waves(64);
    auto const grown = [&](auto const& x) {
        return while_loop(x, [](auto const& now) { return now < 0.5; }, kernel(logistic, 0.7, each(u))).first;
    };
    auto const plain = [&](auto x) {
        for (std::size_t i = 0; x < 0.5; ++i) x = logistic(x, 0.7, u[i]);
        return x;
    };
    CHECK(gradient(grown, 0.3) == Approx(gradient(plain, 0.3)).epsilon(1e-13));
    CHECK(kernel(logistic, 0.7, each(u))(0.3, 5) == logistic(0.3, 0.7, u[5]));
    constexpr std::array few{0.1, 0.2};
    static_assert(kernel([](auto const& x, auto const& f) { return x * f; }, each(few))(2.0, 1) == 0.4);
}

TEST_CASE("a loop of more steps than there are data throws, and leaves the tape as it was") {
    auto const u = waves(20);
    for (auto const& policy : {save_all(), checkpoints(3)}) {
        tape<double> list;
        real const x = list.input(0.3);
        recording<double> const open(list);
        auto const before = list.statistics().statements;
        CHECK_THROWS_WITH(for_loop(21, x, kernel(logistic, 0.7, each(u)), policy),
                          Contains("position 20") && Contains("there are 20") && Contains("every step"));
        CHECK(list.statistics().statements == before);
        CHECK_THROWS_AS(for_loop(21, x, kernel(logistic, 0.7, each(u)), policy), out_of_range);
        real const y = for_loop(20, x, kernel(logistic, 0.7, each(u)), policy);
        adjoints<double> sweep(list);
        sweep.seed(y) = 1;
        sweep.reverse(list);
        CHECK(sweep[x] == Approx(gradient([&](auto const& s) { return by_hand(s, 0.7, u); }, 0.3)).epsilon(1e-13));
    }
}

TEST_CASE("a driver finds data alive that were local to its function") {
    auto const u = waves(40);
    auto const expected = gradient(
        [&](auto x) {
            auto const first = x;
            for (double const push : u) x = logistic(x, 0.7, push * first);
            return x;
        },
        0.3);
    for (auto const& policy : {save_all(), checkpoints(3)}) {
        auto const local = [&](auto x) {
            using T = decltype(x);
            std::vector<T> mine;
            for (double const push : u) mine.push_back(push * x);
            T const y = for_loop(u.size(), x, kernel(logistic, 0.7, each(mine)), policy);
            mine.assign(mine.size(), T(9.0));
            return y;
        };
        CHECK(gradient(local, 0.3) == Approx(expected).epsilon(1e-13));
    }
}

TEST_CASE("data that have changed since are noticed") {
    for (auto const& policy : {save_all(), checkpoints(3), checkpoints(100), checkpoints(3).verify()})
        for (std::size_t const changed : {0u, 17u, 38u}) {
            variable x{0.3, "x"};
            gradient_tape t;
            auto u = waves(40);
            real const y = for_loop(40, real(x), kernel(logistic, 0.7, each(u)), policy);
            u[changed] += 0.1;
            CHECK_THROWS_AS(t.gradient(y, x), not_reproducible);
        }
    // The same number, but another statement.
    for (auto const& policy : {save_all(), checkpoints(3)}) {
        variable x{0.3, "x"}, p{0.5, "p"};
        gradient_tape t;
        std::vector<real> u(40, real(p));
        real const y = for_loop(40, real(x), kernel(logistic, 0.7, each(u)), policy);
        u[20] = 0.5;
        CHECK_THROWS_WITH(t.gradient(y, p), Contains("each(data)"));
    }
    // What no step has read may change, and so may what a while_loop has tried in vain.
    for (auto const& policy : {save_all(), checkpoints(3), memory(60000)}) {
        gradient_tape t;
        variable x{0.3, "x"};
        auto u = waves(80);
        auto const grown =
            while_loop(real(x), [](auto const& now) { return now < 0.5; }, kernel(logistic, 0.7, each(u)), policy);
        for (std::size_t i = grown.second; i < u.size(); ++i) u[i] = 9.0;
        CHECK(t.gradient(grown.first, x).has_value());
    }
}

TEST_CASE("data of another recording are refused") {
    for (auto const& policy : {save_all(), checkpoints(3)}) {
        variable x{0.3, "x"}, p{0.5, "p"};
        gradient_tape t;
        std::vector<real> u(40, real(p));
        t.reset();
        u.back() = 0.5;
        CHECK_THROWS_AS(for_loop(40, real(x), kernel(logistic, 0.7, each(u)), policy), wrong_recording);
    }
}

TEST_CASE("data may be made when they are read") {
    auto const u = waves(40);
    auto doubled = u;
    for (double& push : doubled) push *= 2.0;
    auto const run = [](auto const& body) {
        return gradient([&](auto const& x) { return for_loop(40, x, body); }, 0.3);
    };
    CHECK(run(kernel(logistic, 0.7, each(u | std::views::transform([](double push) { return 2.0 * push; })))) ==
          run(kernel(logistic, 0.7, each(doubled))));
}

TEST_CASE("a loop with data in a loop with data") {
    auto const u = waves(6);
    auto const outer = waves(20);
    auto const nested = [&](auto const& x, auto const& inner, auto const& policy) {
        return for_loop(
            outer.size(), x,
            [&](auto const& s, std::size_t i) {
                return outer[i] * for_loop(inner.size(), s, kernel(logistic, 0.7, each(inner)), checkpoints(2));
            },
            policy);
    };
    auto const plain = [&](auto x, auto const& inner) {
        for (double const factor : outer) x = factor * by_hand(x, 0.7, inner);
        return x;
    };
    auto const [x, by_u] = gradient(plain, 0.3, u);
    for (auto const& policy : {save_all(), checkpoints(3)}) {
        auto const [dx, du] = gradient([&](auto const& s, auto const& v) { return nested(s, v, policy); }, 0.3, u);
        CHECK(dx == Approx(x).epsilon(1e-13));
        for (std::size_t i = 0; i < u.size(); ++i) CHECK(du[i] == Approx(by_u[i]).epsilon(1e-13));
    }
}

TEST_CASE("an argument that is an expression is bound as its number") {
    std::vector<double> const data{1.0, 2.0, 3.0};
    auto const step = [](auto s, auto rate, auto x) { return s * rate + x; };
    auto const bound = [&](auto a) { return for_loop(3, a, kernel(step, a * a, each(data)), checkpoints(1)); };
    // a^7 + a^4 + 2 a^2 + 3
    CHECK(gradient(bound, 1.5) == Approx(7 * std::pow(1.5, 6) + 4 * std::pow(1.5, 3) + 4 * 1.5).epsilon(1e-14));
    CHECK(hessian(bound, 1.5)(0, 0) == Approx(42 * std::pow(1.5, 5) + 12 * std::pow(1.5, 2) + 4).epsilon(1e-14));
}

TEST_CASE("floats and long doubles") {
    auto const check = []<class T>(T tolerance) {
        std::vector<T> u;
        for (double const push : waves(40)) u.push_back(static_cast<T>(push));
        auto const looped = [&](auto const& x) { return for_loop(40, x, kernel(logistic, T(0.7), each(u))); };
        auto const plain = [&](auto x) {
            for (T const push : u) x = logistic(x, T(0.7), push);
            return x;
        };
        CHECK(abs(gradient(looped, T(0.3)) - gradient(plain, T(0.3))) < tolerance);
    };
    check(1e-5F);
    check(1e-17L);
}

TEST_CASE("data have a status like any source, with and without explain") {
    for (bool const explained : {false, true})
        for (auto const& policy : {save_all(), checkpoints(4)}) {
            gradient_tape t{{.persistent = true, .explain = explained}};
            std::vector<variable> pushes;
            for (double const push : waves(30)) pushes.emplace_back(push);
            std::vector<real> u(pushes.begin(), pushes.end());
            real const y = for_loop(20, real(0.3), kernel(logistic, 0.7, each(u)), policy);
            auto const expected = gradient(
                [](auto const& v) {
                    auto x = typename std::remove_cvref_t<decltype(v)>::value_type(0.3);
                    for (std::size_t i = 0; i < 20; ++i) x = logistic(x, 0.7, v[i]);
                    return x;
                },
                waves(30));
            for (std::size_t i = 0; i < 20; ++i) CHECK(*t.gradient(y, pushes[i]) == Approx(expected[i]).epsilon(1e-13));
            // Past the last step nobody reads them.
            CHECK_FALSE(t.gradient(y, pushes[25]).has_value());
            CHECK(t.gradient(y, pushes[25]).reason() == reason::no_path);
        }
}

TEST_CASE("a derivative of 0 by data is a zero, not a missing gradient") {
    constexpr auto square_of = [](auto const& x, auto const& push) { return x + push * push; };
    gradient_tape t{{.persistent = true}};
    std::vector<real> u(20, real(0.0));
    for (real& push : u) t.watch(push);
    real const y = for_loop(20, real(0.3), kernel(square_of, each(u)), checkpoints(3));
    CHECK(t.gradient(y, u[7]).has_value());
    CHECK(*t.gradient(y, u[7]) == 0.0);
}
