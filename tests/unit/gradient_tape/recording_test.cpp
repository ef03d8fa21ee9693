// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// When a tape records: pauses, resets, what is left after an exception; and what its options do.

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;
using Catch::Matchers::Contains;
using names = std::vector<std::string>;

TEST_CASE("a persistent tape gives its gradients again, and goes on recording") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true}};
    CHECK(tape.options().persistent);
    real y = x * x;
    CHECK(*tape.gradient(y, x) == 6.0);
    CHECK(*tape.gradient(y, x) == 6.0);
    CHECK(tape.is_recording());
    real z = y * x;
    CHECK(*tape.gradient(z, x) == 27.0);
    CHECK(*tape.gradient(z, y) == 3.0);
}

TEST_CASE("pauses nest") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true}};
    real in, out, still_out;
    {
        auto const outer = tape.stop_recording();
        CHECK_FALSE(tape.is_recording());
        {
            auto const inner = tape.stop_recording();
            out = x * x;
        }
        CHECK_FALSE(tape.is_recording());
        still_out = x * x;
    }
    CHECK(tape.is_recording());
    in = x * x;
    CHECK(tape.gradient(out, x).reason() == reason::not_recorded);
    CHECK(tape.gradient(still_out, x).reason() == reason::not_recorded);
    CHECK(*tape.gradient(in, x) == 6.0);
}

TEST_CASE("what is computed while paused is a constant to what follows") {
    variable x{3.0, "x"};
    gradient_tape tape;
    real a = x * x;
    real b;
    {
        auto const pause = tape.stop_recording();
        b = a * a;
    }
    CHECK(value(b) == 81.0);
    CHECK(*tape.gradient(b * a, x) == 81.0 * 6.0);
}

TEST_CASE("a pause may outlive its tape") {
    using pause_type = decltype(std::declval<gradient_tape&>().stop_recording());
    std::optional<gradient_tape> tape(std::in_place);
    variable x{3.0, "x"};
    {
        pause_type const pause = tape->stop_recording();
        tape.reset();
    }
    // Nothing records, so that nothing is on a tape.
    CHECK(real(x).identity().tag == 0);
    gradient_tape next;
    real y = x * x;
    CHECK(*next.gradient(y, x) == 6.0);
}

TEST_CASE("a pause that outlives its tape does not start another one") {
    variable x{3.0, "x"};
    std::optional<gradient_tape> tape(std::in_place);
    std::optional<gradient_tape> other;
    {
        auto const pause = tape->stop_recording();
        tape.reset();
        other.emplace(gradient_tape_options{.persistent = true});
        auto const second = other->stop_recording();
        static_cast<void>(second);
        CHECK_FALSE(other->is_recording());
    }
    CHECK(other->is_recording());
    CHECK(*other->gradient(x * x, x) == 6.0);
}

TEST_CASE("only a tape that explains keeps what happened between the statements") {
    for (bool const explain : {false, true}) {
        variable x{2.0, "x"};
        gradient_tape tape{{.explain = explain}};
        real const y = x * x;
        auto const before = tape.statistics().bytes;
        for (int i = 0; i < 100; ++i) {
            auto const pause = tape.stop_recording();
        }
        CHECK((tape.statistics().bytes > before) == explain);
        CHECK(*tape.gradient(y, x) == 4.0);
    }
}

TEST_CASE("a gradient may be asked for while paused, and the pause goes on") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true}};
    real y = x * x;
    auto const pause = tape.stop_recording();
    CHECK(*tape.gradient(y, x) == 6.0);
    CHECK_FALSE(tape.is_recording());
    // An expression asked for while paused is not recorded.
    CHECK(tape.gradient(y * y, x).reason() == reason::not_recorded);
}

TEST_CASE("a used up tape stays so after a pause") {
    variable x{3.0, "x"};
    gradient_tape tape;
    real y = x * x;
    {
        auto const pause = tape.stop_recording();
        CHECK(*tape.gradient(y, x) == 6.0);
    }
    CHECK_FALSE(tape.is_recording());
}

TEST_CASE("reset forgets, and makes a used up tape new") {
    variable x{3.0, "x"}, w{1.0, "w"};
    gradient_tape tape;
    tape.watch(w);
    real y = x * x;
    CHECK(*tape.gradient(y, x) == 6.0);
    tape.reset();
    CHECK(tape.is_recording());
    CHECK(tape.watched_variables().empty());
    CHECK(tape.statistics().statements == 0);
    real z = x * x * x;
    CHECK(*tape.gradient(z, x) == 27.0);
    CHECK_THROWS_AS(tape.gradient(z, x), tape_consumed);
}

TEST_CASE("a value from before a reset cannot be used, but its number can") {
    variable x{3.0, "x"};
    gradient_tape tape;
    real y = x * x;
    tape.reset();
    real z;
    CHECK_THROWS_AS(z = y * 2, wrong_recording);
    CHECK_THROWS_AS(z = x * y, wrong_recording);
    CHECK_THROWS_WITH(z = y * 2, Contains("reset") && Contains("value(x)"));
    z = value(y) * x;
    CHECK(*tape.gradient(z, x) == 9.0);
}

TEST_CASE("reset beside another tape leaves the other one alone") {
    variable x{3.0, "x"};
    gradient_tape other{{.persistent = true}};
    gradient_tape tape{{.persistent = true}};
    real r = 2.0;
    tape.watch(r);
    real y = x * x * r;
    tape.reset();
    CHECK(*other.gradient(y, x) == 12.0);
    CHECK(tape.gradient(y, x).status() == status::missing);
    CHECK(tape.gradient(y, r).reason() == reason::tape_reset);
    real z = x * x;
    CHECK(*tape.gradient(z, x) == 6.0);
    CHECK(*other.gradient(z, x) == 6.0);
    // Through what the reset tape has forgotten, nothing flows.
    real const through = y * 1.0;
    CHECK(tape.gradient(through, x).status() == status::missing);
    CHECK(*other.gradient(through, x) == 12.0);
}

TEST_CASE("watched_variables: those told, then those read, each once") {
    variable a{1.0, "a"}, b{2.0, "b"}, c{3.0, "c", trainable{false}}, d{4.0, "d", trainable{false}}, e{5.0, "e"};
    gradient_tape tape;
    CHECK(tape.watched_variables().empty());
    tape.watch(d);
    tape.watch(d);
    real z = b * a * b * c * d;
    {
        auto const pause = tape.stop_recording();
        z = z * e;
    }
    CHECK(tape.watched_variables() == names{"d", "b", "a"});
}

TEST_CASE("variables that are read before or after the tape are not watched") {
    variable a{1.0, "a"}, b{2.0, "b"};
    real y = a * 1.0;
    gradient_tape tape;
    y = b * 1.0;
    CHECK(tape.gradient(y, b).has_value());
    y = a * 1.0;
    CHECK(tape.watched_variables() == names{"b"});
}

TEST_CASE("watching twice, or what another tape watches, changes nothing") {
    real x = 3.0;
    gradient_tape outer{{.persistent = true}};
    outer.watch(x);
    auto const identity = x.identity();
    outer.watch(x);
    gradient_tape inner;
    inner.watch(x);
    CHECK(x.identity() == identity);
    real y = x * x;
    CHECK(*inner.gradient(y, x) == 6.0);
    CHECK(*outer.gradient(y, x) == 6.0);
}

TEST_CASE("an intermediate value is a source too, once the tape has seen it") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true}};
    real y = x * x;
    real z = y * y;
    CHECK(*tape.gradient(z, y) == 18.0);
    CHECK(*tape.gradient(y, y) == 1.0);
    CHECK(*tape.gradient(x * 2.0, x) == 2.0);
}

TEST_CASE("trap_non_finite stops at the operation, and the tape goes on") {
    variable x{1.0, "x"};
    gradient_tape tape{{.trap_non_finite = true}};
    real z;
    CHECK_THROWS_AS(z = log(abs(1 - x)), non_finite);
    CHECK_THROWS_WITH(z = log(abs(1 - x)), Contains("log(0) gave -inf"));
    CHECK_THROWS_WITH(z = sqrt(x - 2.0), Contains("sqrt(-1) gave nan at") && Contains("recording_test.cpp:"));
    CHECK_THROWS_WITH(z = x / 0.0, Contains("1 / 0 gave inf"));
    z = x * x;
    CHECK(*tape.gradient(z, x) == 2.0);
}

TEST_CASE("trap_non_finite ends with its tape") {
    variable x{0.0, "x"};
    {
        gradient_tape trapping{{.trap_non_finite = true}};
        real z;
        CHECK_THROWS_AS(z = log(x), non_finite);
    }
    gradient_tape tape;
    real z = log(x);
    CHECK(tape.gradient(z, x).status() == status::non_finite);
}

TEST_CASE("an explaining tape gives the same numbers") {
    variable x{0.75, "x"}, y{-1.5, "y"};
    auto const f = [&] {
        return real(exp(x * y) / (1.0 + square(sin(x))) + pow(abs(y), 3) * 2 - max(x, y) * select(true, x, y));
    };
    gradient_tape plain;
    auto const [px, py] = [&] { return plain.gradient(f(), x, y); }();
    gradient_tape explaining{{.explain = true}};
    auto const [ex, ey] = explaining.gradient(f(), x, y);
    CHECK(*px == Approx(*ex).epsilon(1e-14));
    CHECK(*py == Approx(*ey).epsilon(1e-14));
}

TEST_CASE("an exception leaves a tape that works") {
    variable x{3.0, "x"};
    gradient_tape tape;
    try {
        auto const pause = tape.stop_recording();
        throw std::runtime_error("the body");
    } catch (std::runtime_error const&) {
    }
    CHECK(tape.is_recording());
    CHECK(*tape.gradient(x * x, x) == 6.0);
}

TEST_CASE("a tape that is not used leaves the thread as it was") {
    real x = 3.0;
    {
        gradient_tape const tape;
    }
    real y = x * x;
    CHECK(y.identity().tag == 0);
    tape<double> list;
    recording<double> const open(list);
    CHECK(list.is_recording());
    {
        gradient_tape const inside;
        CHECK_FALSE(list.is_recording());
    }
    CHECK(list.is_recording());
}

TEST_CASE("an expression is a target, recorded when it is asked") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true}};
    CHECK(*tape.gradient(x * x + sin(x), x) == Approx(6.0 + std::cos(3.0)));
    auto const e = x * x;
    CHECK(*tape.gradient(e, x) == 6.0);
    CHECK(*tape.gradient(e * e, x) == 4 * 27.0);
}

TEST_CASE("many gradients on one persistent tape agree") {
    variable x{1.25, "x"};
    gradient_tape tape{{.persistent = true}};
    real y = x;
    for (int i = 1; i <= 2000; ++i) {
        y = sin(y) + x;
        if (i % 500 == 0) {
            double const first = *tape.gradient(y, x);
            CHECK(*tape.gradient(y, x) == first);
        }
    }
}
