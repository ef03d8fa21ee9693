// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Bodies that do what a body had better not do: an error that says so, or the same numbers under every policy.

#include <array>
#include <limits>
#include <string>
#include <utility>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"
#include "support/loops.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

namespace {

template <class Body>
double slope_of(loop_policy const& policy, Body const& body) {
    gradient_tape tape;
    real x = 0.5;
    tape.watch(x);
    real const y = for_loop(6, x, [&](real const& s) { return body(s, x); }, policy);
    return *tape.gradient(y, x);
}

}  // namespace

TEST_CASE("a sum that the body writes to: recorded in full it is right, else refused") {
    auto const f = [](loop_policy const& policy) {
        return [policy]<class T>(T x) {
            T sum = 0.0;
            static_cast<void>(for_loop(
                20, x,
                [&](T const& s) {
                    sum += s;
                    return T(sin(s) + x);
                },
                policy));
            return sum;
        };
    };
    CHECK(gradient(f(save_all()), 0.5) == Approx(23.7572).epsilon(1e-5));
    CHECK_THROWS_AS(gradient(f(checkpoints(3)), 0.5), leaked_from_loop);
    CHECK_THROWS_WITH(gradient(f(checkpoints(30)), 0.5), Contains("sum += x") && Contains("scan"));
    auto const inside = [](auto x) {
        auto kept = x;
        auto const y = checkpoint([&](auto const& v) { return kept = sin(v); }, x);
        return kept * y;
    };
    CHECK_THROWS_AS(gradient<with::tape>(inside, 0.5), leaked_from_loop);
}

TEST_CASE("what the body captured by reference has changed since: another state, which is noticed") {
    gradient_tape tape{{.persistent = true}};
    real x = 0.5;
    tape.watch(x);
    double factor = 2.0;
    real const y = for_loop(5, x, [&](real const& s) { return sin(s) * x * factor; }, checkpoints(2));
    factor = 5.0;
    CHECK_THROWS_AS(tape.gradient(y, x), not_reproducible);
    CHECK_THROWS_WITH(tape.gradient(y, x), Contains("Step 3 of for_loop") && Contains("loop_misuse_test.cpp"));
    factor = 2.0;
    CHECK(*tape.gradient(y, x) ==
          gradient([](auto v) { return for_loop(5, v, [&](auto const& s) { return sin(s) * v * 2.0; }); }, 0.5));
}

TEST_CASE("what the body captured by reference has another name since, of the same number, which is noticed") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d)) {
        INFO(name);
        // A budget that all steps fit in keeps them on the tape, as save_all() does.
        bool const all_recorded = name == "save_all" || name.starts_with("memory(");
        auto const answer = [&](auto&& program, double right) {
            variable w{1.5, "w"};
            gradient_tape tape{{.persistent = true}};
            real const y = program(w, tape);
            if (all_recorded) {
                CHECK(*tape.gradient(y, w) == right);
            } else {
                CHECK_THROWS_AS(tape.gradient(y, w), not_reproducible);
                CHECK_THROWS_WITH(tape.gradient(y, w),
                                  Contains("of for_loop at ") && Contains("loop_misuse_test.cpp") &&
                                      Contains("read a number that was recorded after it") && Contains("[=]"));
            }
        };
        real z;
        auto const body = [&](real const& s) -> real { return s * z; };
        answer(
            [&](variable& w, gradient_tape&) {
                z = w * 2.0;
                real const y = for_loop(4, real(1.0), body, policy);
                z = w * 2.0;
                return y;
            },
            216.0);
        answer(
            [&](variable& w, gradient_tape&) {
                real y = 1.0;
                for (int k = 0; k < 3; ++k) {
                    z = w * 2.0;
                    y = for_loop(4, y, body, policy);
                }
                return y;
            },
            12.0 * 2.0 * 177147.0);
        answer(
            [&](variable& w, gradient_tape& tape) {
                z = 3.0;
                real const y = for_loop(4, w.read(), body, policy);
                tape.watch(z);
                return y;
            },
            81.0);
    }
}

TEST_CASE("captured numbers with new names are noticed wherever the code is run again") {
    auto const again = [](auto&& program) {
        variable w{1.5, "w"};
        gradient_tape tape;
        real z = w * 2.0;
        real const y = program(z);
        z = w * 2.0;
        CHECK_THROWS_WITH(tape.gradient(y, w), Contains("read a number that was recorded after it"));
    };
    loop_policy const few = checkpoints(2);
    SECTION("in a checkpoint") {
        again([](real const& z) { return checkpoint([&](real const& s) -> real { return s * z; }, z); });
    }
    SECTION("as the result itself") {
        again([](real const& z) { return checkpoint([&] { return z; }); });
    }
    SECTION("in a step of a loop that was not recorded at once, in a loop") {
        again([&](real const& z) {
            return for_loop(
                3, real(1.0),
                [&](real const& s) {
                    auto const inner = [&](real const& q, std::size_t i) -> real { return i == 0 ? real(q * z) : q; };
                    return for_loop(3, s, inner, few);
                },
                few);
        });
    }
    SECTION("as the start of a loop in a loop") {
        again([&](real const& z) {
            auto const from_there = [&](real const& s) -> real {
                return for_loop(3, z, [](real const& q) -> real { return q * 0.5; }, few) * s;
            };
            return for_loop(3, real(1.0), from_there, few);
        });
    }
    SECTION("once, in the first step of a loop in the first step of a loop") {
        again([&](real const& z) {
            auto const once = [&z](real const& q, std::size_t i) -> real { return i == 0 ? real(q * z) : q; };
            auto const step = [=](real const& s, std::size_t i) -> real {
                return i == 0 ? for_loop(3, s, once, few) : real(s * 0.5);
            };
            return for_loop(3, real(1.0), step, few);
        });
    }
    SECTION("as the argument of a rule of one's own") {
        again([&](real const& z) {
            auto const squared = [](auto const& x) { return square(x); };
            auto const pull = [](auto const& x, auto const& adjoint) { return 2.0 * x * adjoint; };
            return checkpoint(
                [&z, squared, pull](real const& s) -> real { return s * custom_gradient(z, squared, pull); }, z);
        });
    }
    SECTION("among many") {
        again([&](real const& z) {
            return checkpoint(
                [&](real const& s) -> real {
                    real const first = s * z;
                    real sum = first;
                    for (int i = 0; i < 7; ++i) sum = sum + s;
                    return sum;
                },
                real(1.0));
        });
    }
    SECTION("by what a scan puts out") {
        again([&](real const& z) {
            auto const [end, all] = scan(3, real(1.0), [&](real const& s) { return std::pair{s, z}; }, few);
            return real(all[0] + end);
        });
    }
    SECTION("in a sweep of tangents") {
        tape<double> list;
        recording<double> const here(list);
        real const x = list.input(1.5);
        real z = x * 2.0;
        real const y = for_loop(3, x, [&](real const& s) -> real { return s * z; }, few);
        adjoints<double> tangents(list);
        tangents.seed(x) = 1.0;
        tangents.forward(list, list.mark());
        CHECK(tangents[y] == 27.0 + 1.5 * 2.0 * 27.0);
        z = x * 2.0;
        CHECK_THROWS_AS(tangents.forward(list, list.mark()), not_reproducible);
    }
}

TEST_CASE("a loop that is differentiated in a body has its own list, whose names say nothing here") {
    auto const inner = [](auto q) {
        return for_loop(20, q, [](auto const& s) { return s * 0.5 + sin(s); }, checkpoints(2));
    };
    auto const under = [&](loop_policy const& policy) {
        variable w{1.5, "w"};
        gradient_tape tape;
        real const y =
            for_loop(6, w.read(), [&](real const& s) -> real { return s * gradient(inner, 0.5) + sin(s); }, policy);
        return *tape.gradient(y, w);
    };
    CHECK(under(checkpoints(2)) == under(save_all()));
}

TEST_CASE("variables that are first read in the last steps of a loop are no younger numbers") {
    for (loop_policy const& policy : {checkpoints(2), save_all()}) {
        variable w{1.5, "w"}, late{0.5, "late"};
        gradient_tape tape{{.persistent = true}};
        auto const step = [&](real const& s, std::size_t i) -> real { return i == 2 ? real(s * w * late) : s * w; };
        real const y = for_loop(3, real(1.0), step, policy);
        real const z = for_loop(3, y, step, policy);
        for (int times = 0; times < 2; ++times) {
            CHECK(*tape.gradient(z, w) == 6.0 * 7.59375 * 0.25);
            CHECK(*tape.gradient(z, late) == 2.0 * 0.5 * 11.390625);
        }
    }
}

TEST_CASE("the number of a variable, without a place on a tape, is the one that the loop found") {
    auto const under = [](loop_policy const& policy) {
        variable w{2.0, "w"};
        gradient_tape tape;
        real x = 0.5;
        tape.watch(x);
        real const y = for_loop(6, x, [&](real const& s) { return sin(s) + x * w.value(); }, policy);
        w.assign(9.0);
        return *tape.gradient(y, x);
    };
    CHECK(under(checkpoints(3)) == under(save_all()));
    variable count{0.0, "count"};
    auto const counts = [&](real const& s, real const& x) {
        count.assign_add(1.0);
        return real(s * x * count.value());
    };
    CHECK_THROWS_AS(slope_of(save_all(), counts), invalid_argument);
    CHECK_THROWS_AS(slope_of(checkpoints(2), counts), invalid_argument);
}

TEST_CASE("tapes and variables of the body's own") {
    auto const with_variable = [](real const& s, real const& x) {
        variable q{value(s) * 0.1, "q"};
        gradient_tape inner;
        real const e = q * q * q;
        return real(s * *inner.gradient(e, q) * x + 1.0);
    };
    CHECK(slope_of(checkpoints(2), with_variable) == Approx(slope_of(save_all(), with_variable)));
    CHECK(slope_of(memory(100'000), with_variable) == Approx(slope_of(save_all(), with_variable)));

    auto const second_order = [](real s, real const& x) {
        gradient_tape inner;
        inner.watch(s);
        real const e = s * s * s * x;
        return real(s - 0.1 * inner.gradient(e, s).recorded());
    };
    CHECK(slope_of(save_all(), second_order) != 0.0);
    CHECK_THROWS_AS(slope_of(checkpoints(2), second_order), no_such_rule);
    CHECK_THROWS_WITH(slope_of(checkpoints(2), second_order), Contains("save_all()"));
}

TEST_CASE("a nested tape that reads a variable in a loop that is recorded in full") {
    variable x{0.3, "x"};
    gradient_tape outer;
    real const y = for_loop(
        6, real(x),
        [&](real const& s) {
            real g;
            {
                gradient_tape inner;
                real const e = s * x * x;
                g = inner.gradient(e, x).recorded();
            }
            return real(s * 0.1 * g + x);
        },
        save_all());
    CHECK(*outer.gradient(y, x) == Approx(1.05746).epsilon(1e-5));
}

TEST_CASE("policies of less than nothing") {
    CHECK_THROWS_AS(checkpoints(-1), invalid_argument);
    CHECK_THROWS_AS(memory(-1), invalid_argument);
    CHECK_THROWS_AS(disk("/tmp", -1), invalid_argument);
    CHECK_THROWS_AS(checkpoints(1).max_iterations(-1), invalid_argument);
    CHECK_THROWS_WITH(checkpoints(-3), Contains("checkpoints(-3)"));
}

TEST_CASE("a body that does not repeat itself is refused, however small the number is in which it shows") {
    variable w{1.0, "w"};
    for (double const large : {1e12, std::numeric_limits<double>::quiet_NaN()}) {
        int calls = 0;
        gradient_tape tape;
        auto const step = [&](std::array<real, 2> const& s) {
            return std::array<real, 2>{s[0], s[1] * w * (calls++ < 6 ? 1.0 : 2.0)};
        };
        auto const y = for_loop(6, std::array<real, 2>{large, w}, step, checkpoints(2));
        CHECK_THROWS_WITH(tape.gradient(y[1], w), Contains("gave another state than the first time"));
    }
}

TEST_CASE("a body that puts out something else when it is run again is refused") {
    variable w{1.5, "w"};
    for (auto const& policy : {checkpoints(1), checkpoints(2).verify()}) {
        int calls = 0;
        gradient_tape tape;
        auto const step = [&](real const& s) {
            return std::pair<real, real>{cos(s * w), s * w * (calls++ < 50 ? 1.0 : 2.0)};
        };
        auto const ys = scan(50, w.read(), step, policy).second;
        real sum = 0.0;
        for (real const& y : ys) sum += y;
        CHECK_THROWS_WITH(tape.gradient(sum, w), Contains("put out something else than the first time"));
    }
}

TEST_CASE("verify looks at all digits of a long double") {
    int calls = 0;
    basic_variable<long double> w{1.0L, "w"};
    basic_gradient_tape<long double> tape;
    using number = active<long double>;
    auto const step = [&](number const& s) -> number { return s * w * (1.0L + (calls++ < 6 ? 0.0L : 5e-17L)); };
    number const y = for_loop(6, w.read(), step, checkpoints(2).verify());
    CHECK_THROWS_AS(tape.gradient(y, w), not_reproducible);
}

TEST_CASE("a body may count its steps by an int") {
    CHECK(for_loop(4, 1.0, [](auto const& s, int i) { return s * (i + 1); }, checkpoints(1)) == 24.0);
}
