// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The table of decided semantics, row by row; then every status and reason, with what its sentence must name.

#include <cmath>
#include <string>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

namespace {

// The sentences begin with "'x' ..." or name x in quotes.
std::string quoted(char const* name) { return std::string("'") + name + "'"; }

}  // namespace

TEST_CASE("table: a variable that is not trainable") {
    variable x{0.0, "x", trainable{false}}, y{1.0, "y"};
    gradient_tape tape;
    real z = x * y;
    auto const g = tape.gradient(z, x);
    CHECK(g.status() == status::missing);
    CHECK(g.reason() == reason::not_trainable);
    CHECK_FALSE(g.has_value());
    CHECK_FALSE(g);
    CHECK(g.value_or(-7.0) == -7.0);
    CHECK_THROWS_AS(*g, gradient_missing);
    CHECK_THROWS_AS(g.value(), gradient_missing);
    CHECK_THROWS_AS(g.recorded(), gradient_missing);
    CHECK_THAT(g.why(), Contains(quoted("x")) && Contains("not trainable"));
    CHECK_THROWS_WITH(*g, Contains("missing") && Contains(g.why()));
}

TEST_CASE("table: the same with a trainable variable") {
    variable x{0.0, "x"}, y{1.0, "y"};
    gradient_tape tape;
    real z = x * y;
    auto const g = tape.gradient(z, x);
    CHECK(g.status() == status::value);
    CHECK(g.reason() == reason::none);
    CHECK(g.has_value());
    CHECK(*g == 1.0);
    CHECK(g.value_or(-7.0) == 1.0);
}

TEST_CASE("table: a second gradient on a tape that is not persistent") {
    variable x{2.0, "x"};
    gradient_tape tape;
    real z = x * x;
    CHECK(*tape.gradient(z, x) == 4.0);
    CHECK_THROWS_AS(tape.gradient(z, x), tape_consumed);
    CHECK_THROWS_AS(tape.jacobian(z, x), tape_consumed);
    CHECK_THROWS_AS(tape.watch(z), tape_consumed);
    CHECK_THROWS_AS(tape.stop_recording(), tape_consumed);
    CHECK_THROWS_WITH(tape.gradient(z, x), Contains("persistent = true"));
    try {
        tape.gradient(z, x);
    } catch (tape_consumed const& e) {
        CHECK(std::string(e.where().file_name()).find("table_test.cpp") != std::string::npos);
    }
    CHECK_FALSE(tape.is_recording());
}

TEST_CASE("table: every read of every version adds") {
    variable x{2.0, "x"};
    gradient_tape tape{{.persistent = true}};
    real y = x * x;
    x.assign_add(1.0);
    real z = x * x;
    CHECK(x.version() == 1);
    CHECK(*tape.gradient(y, x) == 4.0);
    CHECK(*tape.gradient(z, x) == 6.0);
    CHECK(*tape.gradient(y + z, x) == 10.0);
}

TEST_CASE("table: assignment is not differentiated") {
    variable x{2.0, "x"};
    gradient_tape tape;
    real y = x * x;
    x.assign(2 * x.value());
    real z = x * x;
    CHECK(*tape.gradient(y + z, x) == 12.0);
}

TEST_CASE("table: a real names its node") {
    gradient_tape tape{{.persistent = true}};
    real x = 2;
    tape.watch(x);
    real const x0 = x;
    real y = x * x;
    x = 2 * x;
    real z = x * x;
    CHECK(*tape.gradient(y + z, x0) == 20.0);
    CHECK(*tape.gradient(y + z, x) == 8.0);
}

TEST_CASE("table: log of 0") {
    variable x{1.0, "x"};
    SECTION("an explaining tape names the operations") {
        gradient_tape tape{{.explain = true}};
        real z = log(abs(1 - x));
        CHECK(value(z) == -INFINITY);
        auto const g = tape.gradient(z, x);
        CHECK(g.status() == status::non_finite);
        CHECK(g.reason() == reason::none);
        CHECK(g.has_value());
        CHECK(std::isnan(*g));
        CHECK_THAT(g.why(), Contains("0·∞") && Contains("log(abs(·))"));
    }
    SECTION("another says how to learn them") {
        gradient_tape tape;
        real z = log(abs(1 - x));
        auto const g = tape.gradient(z, x);
        CHECK(g.status() == status::non_finite);
        CHECK_THAT(g.why(), Contains(".explain = true"));
    }
}

TEST_CASE("table: computed on an inner tape while the outer one is paused, whenever it is asked") {
    variable x{3.0, "x"};
    gradient_tape outer{{.explain = true}};
    real inside = 0.0;
    {
        auto const pause = outer.stop_recording();
        gradient_tape inner;
        inside = x * x;
    }
    real const outside = x * 2.0;
    CHECK_THAT(to_string(explain(outer, inside, x)), Contains("while the tape was paused"));
    CHECK(*outer.gradient(outside, x) == 2.0);
    CHECK_THAT(to_string(explain(outer, inside, x)), Contains("while the tape was paused"));
    CHECK_THAT(to_string(explain(outer, real(x * 5.0), x)), !Contains("while the tape was paused"));
}

TEST_CASE("table: computed before the tape, or while it is paused") {
    variable x{1.0, "x"};
    real z = x * x;
    gradient_tape tape{{.persistent = true}};
    real w;
    {
        auto const pause = tape.stop_recording();
        w = x * x;
    }
    for (auto const& [target, when] :
         {std::pair(z, "before this tape was opened"), std::pair(w, "while the tape was paused")}) {
        auto const g = tape.gradient(target, x);
        CHECK(g.status() == status::missing);
        CHECK(g.reason() == reason::not_recorded);
        CHECK_THAT(g.why(), Contains(when) && Contains("table_test.cpp:"));
    }
}

TEST_CASE("table: floor is the only path") {
    variable x{1.5, "x"}, y{2.5, "y"};
    gradient_tape tape{{.persistent = true}};
    real z = floor(x) * 2.0;
    auto const g = tape.gradient(z, x);
    CHECK(g.status() == status::missing);
    CHECK(g.reason() == reason::discrete);
    CHECK_THAT(g.why(), Contains("floor") && Contains(quoted("x")));

    CHECK_THAT(g.why(), Contains("the only path from 'x' leads through floor"));

    real two = floor(x) * 2.0 + stop_gradient(x);
    auto const t = tape.gradient(two, x);
    CHECK(t.status() == status::missing);
    CHECK_THAT(t.why(), Contains("every path from 'x' is cut; one leads through") && !Contains("only path"));

    real other = z + stop_gradient(real(y));
    CHECK_THAT(tape.gradient(other, x).why(), Contains("the only path from 'x' leads through floor"));

    real both = floor(x) * x;
    auto const h = tape.gradient(both, x);
    CHECK(h.status() == status::value);
    CHECK(*h == 1.0);
}

TEST_CASE("table: a path whose derivative is 0") {
    variable x{-1.5, "x"};
    gradient_tape tape{{.persistent = true}};
    real z = x * 0.0;
    real r = relu(x);
    real p = x * x;
    real q = p - p;
    for (real const& target : {z, r, q}) {
        auto const g = tape.gradient(target, x);
        CHECK(g.status() == status::zero);
        CHECK(g.reason() == reason::none);
        CHECK(g.has_value());
        CHECK(*g == 0.0);
        CHECK(g.value_or(5.0) == 0.0);
        CHECK_THAT(g.why(), Contains("path exists") && Contains("exactly 0"));
    }
}

TEST_CASE("reason: not watched") {
    real x = 3.0;
    gradient_tape tape{{.persistent = true}};
    real y = 2.0;
    tape.watch(y);
    real z = x * y;
    auto const g = tape.gradient(z, x);
    CHECK(g.status() == status::missing);
    CHECK(g.reason() == reason::not_watched);
    CHECK_THAT(g.why(), Contains("tape.watch(x)"));
    CHECK(*tape.gradient(z, y) == 3.0);
}

TEST_CASE("reason: a variable of a tape that watches only what it is told to") {
    variable x{3.0, "weight"}, y{2.0, "bias"};
    gradient_tape tape{{.persistent = true, .watch_accessed_variables = false}};
    tape.watch(y);
    real z = x * y;
    auto const g = tape.gradient(z, x);
    CHECK(g.reason() == reason::not_watched);
    CHECK_THAT(g.why(), Contains("tape.watch(weight)"));
    CHECK(*tape.gradient(z, y) == 3.0);
    CHECK(tape.watched_variables() == std::vector<std::string>{"bias"});
}

TEST_CASE("reason: not trainable is mended by watch") {
    variable x{3.0, "x", trainable{false}};
    CHECK_FALSE(x.is_trainable());
    gradient_tape tape;
    tape.watch(x);
    real z = x * x;
    CHECK(*tape.gradient(z, x) == 6.0);
}

TEST_CASE("reason: no path") {
    variable x{3.0, "x"}, y{2.0, "y"};
    gradient_tape tape{{.persistent = true}};
    real z = x * 2.0;
    real w = y * 2.0;
    auto const g = tape.gradient(z, y);
    CHECK(g.status() == status::missing);
    CHECK(g.reason() == reason::no_path);
    CHECK_THAT(g.why(), Contains("does not depend on " + quoted("y")));

    // A number that was taken out is a copy.
    real c = value(w) * x;
    auto const h = tape.gradient(c, y);
    CHECK(h.reason() == reason::no_path);
    CHECK_THAT(h.why(), Contains("copy of its number"));
    CHECK(*tape.gradient(c, x) == 4.0);
}

TEST_CASE("reason: discrete, by each of the functions") {
    variable x{1.5, "x"};
    gradient_tape tape{{.persistent = true}};
    auto const names = [&](real const& z, char const* name) {
        auto const g = tape.gradient(exp(z), x);
        CHECK(g.reason() == reason::discrete);
        CHECK_THAT(g.why(), Contains(name));
    };
    names(floor(x), "floor");
    names(ceil(x * 2), "ceil");
    names(round(x), "round");
    names(trunc(sin(x)), "trunc");
    names(sign(x), "sign");
}

TEST_CASE("reason: stopped") {
    variable x{1.5, "x"};
    gradient_tape tape{{.persistent = true}};
    real z = stop_gradient(x * 2.0) + 1;
    auto const g = tape.gradient(z, x);
    CHECK(value(z) == 4.0);
    CHECK(g.status() == status::missing);
    CHECK(g.reason() == reason::stopped);
    CHECK_THAT(g.why(), Contains("stop_gradient") && Contains(quoted("x")));

    // A path beside it counts, and only it.
    real w = stop_gradient(real(x)) * x;
    CHECK(*tape.gradient(w, x) == 1.5);
    // One that is 0 is still a path.
    real v = stop_gradient(real(x)) + 0 * x;
    CHECK(tape.gradient(v, x).status() == status::zero);
}

TEST_CASE("reason: a stop behind a floor, and the other way round, name the first one met") {
    variable x{1.5, "x"};
    gradient_tape tape{{.persistent = true}};
    real a = stop_gradient(floor(x) * 1.0);
    real b = floor(stop_gradient(x * 1.0));
    CHECK(tape.gradient(a, x).status() == status::missing);
    CHECK(tape.gradient(b, x).status() == status::missing);
    CHECK(tape.gradient(a, x).reason() == reason::stopped);
    CHECK(tape.gradient(b, x).reason() == reason::discrete);
}

TEST_CASE("reason: the tape was reset") {
    gradient_tape tape{{.persistent = true}};
    real x = 2.0;
    tape.watch(x);
    real y = x * x;
    real const old_x = x;
    tape.reset();
    CHECK(tape.gradient(y, old_x).reason() == reason::tape_reset);
    CHECK_THAT(tape.gradient(y, old_x).why(), Contains("reset"));

    tape.watch(x);
    real z = x * x;
    CHECK(*tape.gradient(z, x) == 4.0);
    CHECK(tape.gradient(z, old_x).reason() == reason::tape_reset);
    CHECK(tape.gradient(y, x).reason() == reason::tape_reset);
}

TEST_CASE("reason: another tape") {
    real y, x = 2.0;
    {
        gradient_tape ended;
        ended.watch(x);
        y = x * x;
    }
    gradient_tape tape{{.persistent = true}};
    real w = 3.0;
    tape.watch(w);
    real z = w * w;
    CHECK(tape.gradient(z, x).reason() == reason::other_tape);
    CHECK(tape.gradient(y, w).reason() == reason::other_tape);
    CHECK_THAT(tape.gradient(y, w).why(), Contains("another tape"));
    CHECK(tape.gradient(z, w).status() == status::value);
}

TEST_CASE("status: non_finite from an infinite partial") {
    variable x{0.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real z = sqrt(x);
    auto const g = tape.gradient(z, x);
    CHECK(g.status() == status::non_finite);
    CHECK(*g == INFINITY);
    CHECK_THAT(g.why(), Contains("infinite derivative") && Contains("sqrt(·)") && Contains("where · is 0"));
}

TEST_CASE("status: non_finite from an operand that is not a number") {
    variable x{2.0, "x"}, y{1.0, "y"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real bad = std::numeric_limits<double>::quiet_NaN();
    real z = x * bad + y;
    auto const g = tape.gradient(z, x);
    CHECK(g.status() == status::non_finite);
    CHECK_THAT(g.why(), Contains("not a number"));
    CHECK(*tape.gradient(z, y) == 1.0);
}

TEST_CASE("a result prints its sentence") {
    variable x{2.0, "x"};
    gradient_tape tape;
    real z = x * x;
    auto const g = tape.gradient(z, x);
    std::ostringstream out;
    out << g;
    CHECK(out.str() == g.why());
    CHECK_THAT(g.why(), Contains("the gradient is 4."));
}

TEST_CASE("a result that nobody gave is missing") {
    gradient_result<double> const g;
    CHECK(g.status() == status::missing);
    CHECK_THROWS_AS(*g, gradient_missing);
}
