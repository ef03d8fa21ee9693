// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What a user meets by mistake: an answer or an exception, never a wrong number in silence.

#include <array>
#include <limits>
#include <utility>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

TEST_CASE("adjoints made before the tape grew fit themselves to it") {
    tape<double> list;
    recording<double> const open(list);
    real const x = list.input(2.0);
    real y = x * x;
    adjoints<double> sweep(list);
    for (int i = 0; i < 5000; ++i) y = y + x;
    sweep.reverse(list);
    sweep.seed(y) = 1.0;
    sweep.reverse(list);
    CHECK(sweep[x] == 5004.0);

    tape<double> other;
    CHECK_THROWS_AS(sweep.reverse(other), wrong_recording);
    CHECK_THROWS_AS(sweep.forward(other), wrong_recording);
}

TEST_CASE("a variable that was moved from names the same variable") {
    variable x{2.0, "x"};
    gradient_tape tape{{.persistent = true}};
    real const y = x * x;
    variable const moved = std::move(x);
    CHECK(*tape.gradient(y, moved) == 4.0);
    CHECK(*tape.gradient(y, x) == 4.0);
    CHECK(x.name() == "x");
    CHECK(value(x * 3.0) == 6.0);
}

TEST_CASE("a pullback and a tape that were moved from say so") {
    auto [y, pull] = vjp([](auto v) { return v * v; }, 3.0);
    auto const moved = std::move(pull);
    CHECK(moved(1.0) == 6.0);
    CHECK_THROWS_AS(pull(1.0), invalid_argument);

    gradient_tape tape{{.persistent = true}};
    gradient_tape const other = std::move(tape);
    CHECK_THROWS_WITH(tape.statistics(), Contains("moved from"));
}

TEST_CASE("integer exponents of any size") {
    CHECK(gradient([](auto x) { return pow(x, 4294967298LL); }, 1.0) == 4294967298.0);
    CHECK(gradient([](auto x) { return pow(x, 3000000000U); }, 1.0) == 3000000000.0);
    CHECK(derivative([](auto x) { return pow(x, std::numeric_limits<int>::min()); }, 1.0) == -2147483648.0);
    CHECK(derivative([](auto x) { return pow(x, 0U); }, 0.0) == 0.0);
}

TEST_CASE("a NaN is not lost in a choice") {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    auto const check = [&](auto f) {
        variable x{nan, "x"};
        gradient_tape tape;
        CHECK(tape.gradient(real(f(x.read())), x).status() == status::non_finite);
        double const slope = derivative(f, nan);
        CHECK(slope != slope);
    };
    check([](auto x) { return relu(x); });
    check([](auto x) { return abs(x); });
    check([](auto x) { return max(x, 1.0); });
    check([](auto x) { return min(1.0, x); });
    check([](auto x) { return clamp(x, 0.0, 1.0); });
    check([](auto x) { return fdim(x, 1.0); });
}
