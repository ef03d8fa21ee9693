// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Bodies that do what a body had better not do: an error that says so, or the same numbers under every policy.

#include <string>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

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
