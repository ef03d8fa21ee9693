// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Loops in loops and beside loops, under every mix of policies.

#include <array>
#include <cmath>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"
#include "support/loops.hpp"

using namespace wengert;

namespace {

std::vector<loops::named_policy> some_policies(loops::directory const& d) {
    return {{"save_all", save_all()},
            {"checkpoints(1)", checkpoints(1)},
            {"checkpoints(2)", checkpoints(2)},
            {"memory(128K)", memory(1u << 17)},
            {"disk(2)", disk(d.path, 2)}};
}

/// What for_loop does, without it.
struct written_out {
    template <class S, class Body>
    static S loop(std::uint64_t n, S s, Body const& body, loop_policy const&) {
        for (std::uint64_t i = 0; i < n; ++i) s = body(s, static_cast<std::size_t>(i));
        return s;
    }
};
struct by_for_loop {
    template <class S, class Body>
    static S loop(std::uint64_t n, S const& s, Body const& body, loop_policy const& p) {
        return for_loop(n, s, body, p);
    }
};

struct three {
    loop_policy outer, middle, inner;
};

/// Three deep, with locals of each captured by reference in the next.
template <class How>
auto deep(three const& p) {
    return [&p](auto x, auto y) {
        using X = decltype(x);
        return How::loop(
            3, x,
            [&](X const& s, std::size_t i) {
                X const a = s * y;
                X const m = How::loop(
                    4, s,
                    [&](X const& t, std::size_t j) {
                        X const b = t * a + static_cast<double>(i);
                        X const u = How::loop(
                            3, t,
                            [&](X const& v, std::size_t k) { return X(sin(v * b) + a * static_cast<double>(j + k)); },
                            p.inner);
                        return X(u * 0.5 + b);
                    },
                    p.middle);
                return X(sin(m) + a);
            },
            p.outer);
    };
}

/// One after another, each from the result of the one before.
template <class How>
auto row(three const& p) {
    return [&p](auto x, auto y) {
        using X = decltype(x);
        X a = x * y;
        X const b = How::loop(5, a, [&](X const& s, std::size_t) { return X(sin(s) * x); }, p.outer);
        X const c = b + y;
        X const d = How::loop(0, c, [&](X const& s, std::size_t) { return X(s * b); }, p.middle);
        X const e = How::loop(7, d, [&](X const& s, std::size_t) { return X(sin(s * c) + b); }, p.middle);
        static_cast<void>(How::loop(4, e, [&](X const& s, std::size_t) { return X(s * s); }, p.outer));  // not used
        return X(How::loop(6, b, [&](X const& s, std::size_t) { return X(cos(s) * e + d); }, p.inner) * a);
    };
}

}  // namespace

TEST_CASE("loops three deep", "[nested_loops]") {
    loops::directory const d;
    auto const policies = some_policies(d);
    three none;
    auto const expected = value_and_gradient(deep<written_out>(none), 0.6, 0.4);
    for (auto const& o : policies)
        for (auto const& m : policies)
            for (auto const& i : policies) {
                INFO(o.name << " / " << m.name << " / " << i.name);
                three const p{o.policy, m.policy, i.policy};
                auto const got = value_and_gradient(deep<by_for_loop>(p), 0.6, 0.4);
                CHECK(got.first == expected.first);
                CHECK(std::get<0>(got.second) == Approx(std::get<0>(expected.second)).epsilon(1e-13));
                CHECK(std::get<1>(got.second) == Approx(std::get<1>(expected.second)).epsilon(1e-13));
            }
    CHECK(d.empty());
}

TEST_CASE("loops one after another", "[nested_loops]") {
    loops::directory const d;
    auto const policies = some_policies(d);
    three none;
    auto const expected = value_and_gradient(row<written_out>(none), 0.6, 0.4);
    for (auto const& o : policies)
        for (auto const& m : policies)
            for (auto const& i : policies) {
                INFO(o.name << " / " << m.name << " / " << i.name);
                three const p{o.policy, m.policy, i.policy};
                auto const got = value_and_gradient(row<by_for_loop>(p), 0.6, 0.4);
                CHECK(got.first == expected.first);
                CHECK(std::get<0>(got.second) == Approx(std::get<0>(expected.second)).epsilon(1e-13));
                CHECK(std::get<1>(got.second) == Approx(std::get<1>(expected.second)).epsilon(1e-13));
            }
    CHECK(d.empty());
}

TEST_CASE("a gradient_tape with a loop, inside the body of a loop") {
    auto const under = [](loop_policy const& policy) {
        tape<double> list;
        real const x = list.input(1.5);
        real const y = [&] {
            recording<double> const open(list);
            return for_loop(
                2, x,
                [&](real const& s, std::size_t) {
                    real q = 2.0;
                    gradient_tape inner;
                    inner.watch(q);
                    real const z = for_loop(4, q, [](real const& a, std::size_t) { return a * a * 0.5; }, policy);
                    return real(s * x * *inner.gradient(z, q));
                },
                policy);
        }();
        adjoints<double> sweep(list);
        sweep.seed(y) = 1;
        sweep.reverse(list);
        return sweep[x];
    };
    CHECK(under(save_all()) != 0);
    CHECK(under(checkpoints(1)) == under(save_all()));
}

TEST_CASE("an exception of a loop that the differentiated function catches") {
    auto const f = [](loop_policy const& policy) {
        return [policy](auto x) {
            auto s = x;
            try {
                s = while_loop(
                        x, [](auto const&) { return true; }, [](auto const& q) { return q * 1.1; },
                        policy.max_iterations(3))
                        .first;
            } catch (iteration_limit const&) {
                s = x * 2.0;
            }
            return for_loop(5, s, [&](auto const& q) { return sin(q) * x; }, policy);
        };
    };
    CHECK(gradient(f(checkpoints(2)), 1.0) == gradient(f(save_all()), 1.0));
}

TEST_CASE("a tape that is paused in the body of a loop") {
    auto const under = [](loop_policy const& policy) {
        variable x{2.0, "x"};
        gradient_tape tape;
        real const s = x;
        real const y = for_loop(
            3, s,
            [&](real const& z, std::size_t) {
                real k;
                {
                    auto const pause = tape.stop_recording();
                    k = z * z;
                }
                return real(z * k);
            },
            policy);
        return *tape.gradient(y, x);
    };
    CHECK(under(checkpoints(1)) == under(save_all()));
    CHECK(under(checkpoints(2)) == Approx(std::pow(2.0, 26)));
}

TEST_CASE("while in for, scan in while, and loops in branches in loops") {
    loops::directory const d;
    // The inner loops take turns with the step, so that the steps of one loop are not alike.
    auto const f = [](loop_policy const& outer, loop_policy const& inner) {
        return [=](auto x, auto y) {
            using X = decltype(x);
            return for_loop(
                6, x,
                [&](X const& s, std::size_t i) {
                    X const mixed = s * 0.7 + sin(y) * 0.1;
                    return cond(
                        i % 2 == 0,
                        [&] {
                            auto const [end, trips] = while_loop(
                                std::pair{mixed, X(0.0)}, [&](auto const& u) { return u.second < 2.5; },
                                [&](auto const& u) {
                                    auto const [carry, all] = scan(
                                        3, u.first,
                                        [&](X const& c, std::size_t k) {
                                            X const next = c * 0.8 + y * static_cast<double>(k);
                                            return std::pair{next, X(next * s)};
                                        },
                                        inner);
                                    return std::pair{X(carry + all[1] * 0.01), X(u.second + 1.0)};
                                },
                                inner);
                            return X(end.first + static_cast<double>(trips));
                        },
                        [&] {
                            return for_loop(
                                4, mixed, [&](X const& u, std::size_t) { return X(sin(u) * y + s * 0.2); }, inner);
                        });
                },
                outer);
        };
    };
    auto const expected = gradient(f(save_all(), save_all()), 0.3, 0.6);
    CHECK(std::get<0>(expected) ==
          Approx(gradient([&](auto x) { return f(save_all(), save_all())(x, decltype(x)(0.6)); }, 0.3)));
    CHECK(check_gradient(f(save_all(), checkpoints(2)), 0.3, 0.6).ok());
    for (auto const& [outer_name, outer] : loops::every_policy(d)) {
        for (auto const& [inner_name, inner] : loops::every_policy(d)) {
            if (inner_name.starts_with("memory(48") || outer_name.starts_with("memory(48"))
                continue;  // too little for these
            INFO(outer_name << " around " << inner_name);
            auto const got = gradient(f(outer, inner), 0.3, 0.6);
            CHECK(std::get<0>(got) == Approx(std::get<0>(expected)).epsilon(1e-14));
            CHECK(std::get<1>(got) == Approx(std::get<1>(expected)).epsilon(1e-14));
        }
    }
}

TEST_CASE("what a step reads first before a loop or a checkpoint in it") {
    // y doubles in a step, and what a step reads is w, or under a guard.
    loops::directory const d;
    for (auto const& [name, policy] : some_policies(d))
        for (auto const& [inner_name, inner] : some_policies(d))
            for (int const steps : {1, 2, 5})
                for (bool const guard : {false, true}) {
                    INFO(steps << " steps, " << name << " around " << inner_name);
                    variable w{2.0, "w"}, factor{1.0, "factor"};
                    gradient_tape tape;
                    auto const step = [&](real const& s) -> real {
                        real const scale = w;
                        auto const twice = checkpoint([scale](real const& q) { return real(q * scale); }, s);
                        if (guard) {
                            not_recording<double> const elsewhere;
                            static_cast<void>(factor.read());
                        }
                        real const by = factor;
                        return for_loop(3, twice, [by](real const& q) -> real { return q * by; }, inner);
                    };
                    real const y = for_loop(steps, real(w), step, policy);
                    auto const [by_w, by_factor] = tape.gradient(y, w, factor);
                    CHECK(*by_w == (steps + 1) * std::pow(2.0, steps));
                    CHECK(*by_factor == 3 * steps * std::pow(2.0, steps + 1));
                }
}
