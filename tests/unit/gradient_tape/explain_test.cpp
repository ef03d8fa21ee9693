// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <array>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <wengert/wengert.hpp>

using namespace wengert;
using Catch::Matchers::Contains;

namespace {

// The gradient of a program that depends on the seed.
std::array<double, 3> gradient_of_random_program(unsigned seed, bool explained) {
    std::mt19937 random(seed);
    auto const pick = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
    variable a{0.3, "a"}, b{-0.7, "b"}, c{1.9, "c"};
    gradient_tape tape{{.explain = explained}};
    std::vector<real> values{a, b, c, real(0.25)};
    for (int i = 0; i < 60; ++i) {
        real const x = values[pick(values.size())], y = values[pick(values.size())];
        switch (pick(8)) {
            case 0:
                values.push_back(x * y + 0.5 * sin(x));
                break;
            case 1:
                values.push_back(tanh(x - y));
                break;
            case 2:
                values.push_back(x / (1.0 + square(y)));
                break;
            case 3:
                values.push_back(select(x > y, exp(-square(x)), y));
                break;
            case 4:
                values.push_back(max(x, 0.1 * y));
                break;
            case 5:
                values.push_back(for_loop(3, x, [&](auto const& s) { return 0.5 * s + sin(y); }));
                break;
            case 6:
                values.push_back(cond(value(x) > 0, [&] { return x * 2.0; }, [&] { return y - x; }));
                break;
            default:
                values.push_back(log(1.0 + abs(x)));
                break;
        }
    }
    real sum = 0.0;
    for (real const& v : values) sum += v;
    auto const [ga, gb, gc] = tape.gradient(sum, a, b, c);
    return {ga.value_or(-99), gb.value_or(-99), gc.value_or(-99)};
}

}  // namespace

TEST_CASE("a tape that explains computes the same to the last bit") {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        INFO("seed " << seed);
        CHECK(gradient_of_random_program(seed, true) == gradient_of_random_program(seed, false));
    }
}

TEST_CASE("explain uses nothing up, and answers before and after the gradient") {
    variable x{2.0, "x"};
    gradient_tape tape{{.explain = true}};
    real const y = label(x * x, "y");
    auto const before = explain(tape, y, x);
    CHECK(tape.is_recording());
    CHECK(*tape.gradient(y, x) == 4.0);
    auto const after = explain(tape, y, x);
    CHECK_THROWS_AS(tape.gradient(y, x), tape_consumed);
    for (report const& r : {before, after}) {
        REQUIRE(r.explanations.size() == 1);
        CHECK(r.explanations[0].what == status::value);
        CHECK(r.explanations[0].gradient == 4.0);
        CHECK(r.explanations[0].target == "y");
        CHECK(r.explanations[0].source == "x");
        CHECK(r.explanations[0].findings.empty());
        CHECK(r.explanations[0].graph.nodes.size() == 3);
    }
}

TEST_CASE("a tape that does not explain is explained as far as it goes") {
    variable x{2.0, "x"}, y{1.0, "y"};
    gradient_tape tape;
    real const z = x * 3.0;
    auto const r = explain(tape, z, y);
    CHECK(r.explanations[0].what == status::missing);
    CHECK(r.explanations[0].why == reason::no_path);
    CHECK_FALSE(r.explanations[0].findings[0].cure.empty());
    CHECK_NOTHROW(to_string(r));
    CHECK_NOTHROW(to_dot(r.explanations[0]));
}

TEST_CASE("a watch that came too late is to be moved from where it is") {
    real x = 2.0;
    gradient_tape tape{{.explain = true}};
    real const y = x * x;
    unsigned const line = __LINE__ + 1;
    tape.watch(x);
    CHECK_THAT(tape.gradient(y, x).why(),
               Contains("move tape.watch(x) at " + std::string(__FILE__) + ':' + std::to_string(line) + " before"));
}

TEST_CASE("a structure of sources has an explanation each, in its order") {
    std::array<variable, 2> w{variable{1.0, "w0"}, variable{2.0, "w1"}};
    gradient_tape tape{{.explain = true}};
    real const y = w[0] * 2.0;
    auto const r = explain(tape, std::array{y, y}, w);
    REQUIRE(r.explanations.size() == 2);
    CHECK(r.explanations[0].gradient == 4.0);
    CHECK(r.explanations[0].findings[0].clue == clue::summed);
    CHECK(r.explanations[1].findings[0].clue == clue::never_used);
    CHECK_THAT(to_string(r), Contains("w0") && Contains("w1"));
}

TEST_CASE("many dead parameters cost no diagnosis each") {
    std::vector<variable> w;
    for (int i = 0; i < 200; ++i) w.emplace_back(1.0, "w" + std::to_string(i));
    gradient_tape tape{{.persistent = true, .explain = true}};
    real loss = 0.0;
    for (variable const& v : w) loss += relu(v - 5.0);
    auto const g = tape.gradient(loss, w);
    for (auto const& each : g) CHECK(each.status() == status::zero);
    CHECK_THAT(g.front().why(), Contains("relu(·)"));
    CHECK_THAT(g.back().why(), Contains("explain(tape, target, source)"));
    CHECK_THAT(to_string(explain(tape, loss, w.back())), Contains("relu(·)"));
}

TEST_CASE("a trapped operation is not on the tape, and the tape goes on") {
    variable x{1.0, "x"};
    gradient_tape tape{{.trap_non_finite = true}};
    auto const before = tape.statistics().statements;
    CHECK_THROWS_AS(real(log(0.0 * real(x))), non_finite);
    real const y = x * 2.0;
    CHECK(tape.statistics().statements <= before + 3);
    CHECK(*tape.gradient(y, x) == 2.0);
}

TEST_CASE("a trapped adjoint names the operation") {
    variable x{0.0, "x"};
    gradient_tape tape{{.trap_non_finite = true}};
    real const y = sqrt(x);
    CHECK_THROWS_WITH(tape.gradient(y, x), Contains("an adjoint is inf") && Contains("sqrt(·)"));
}

TEST_CASE("a custom rule that gives no finite number is trapped") {
    variable x{0.0, "x"};
    gradient_tape tape{{.trap_non_finite = true}};
    CHECK_THROWS_WITH(
        custom_gradient(
            real(x), [](double v) { return std::log(v); }, [](double v, double ybar) { return ybar / v; }),
        Contains("custom_gradient gave -inf") && Contains("explain_test.cpp:"));
    real const y = x * 2.0;
    CHECK(*tape.gradient(y, x) == 2.0);
}

TEST_CASE("a pullback that gives infinity is told from one that gives no number") {
    auto const said = [](variable& x, auto pullback) {
        gradient_tape tape{{.explain = true}};
        real const y = custom_gradient(real(x), [](double v) { return v; }, pullback);
        return tape.gradient(y, x).why();
    };
    variable x{0.0, "x"};
    auto const infinite = [](double v, double ybar) { return ybar / v; };
    CHECK_THAT(said(x, infinite), Contains("is inf: an infinite derivative at custom_gradient at "));
    CHECK_THAT(said(x, [](double v, double ybar) { return v * ybar / v; }),
               Contains("is nan: a derivative that is not a number at custom_gradient at "));

    gradient_tape tape{{.trap_non_finite = true}};
    real const y = custom_gradient(real(x), [](double v) { return v; }, infinite);
    CHECK_THROWS_WITH(tape.gradient(y, x), Contains("an adjoint is inf: an infinite derivative at custom_gradient"));
}

TEST_CASE("a pullback that passes an infinity on is not to blame") {
    variable x{0.0, "x"};
    gradient_tape tape{{.explain = true}};
    real const y = custom_gradient(real(x), [](double v) { return v; }, [](double, double ybar) { return ybar; });
    real const z = sqrt(y);
    CHECK_THAT(tape.gradient(z, x).why(), Contains("an infinite derivative at sqrt(·)"));
}

TEST_CASE("why there is no path takes one look at the tape, however often something happened") {
    // A look for each would not end.
    constexpr int often = 200'000;
    real x = 2.0, y = 3.0;
    variable v{1.0, "v"};
    gradient_tape tape{{.explain = true}};
    tape.watch(x);
    tape.watch(y);
    real const unused = x * 0.25;
    real sum = 0.0;
    for (int i = 0; i < often; ++i) {
        sum += y * 0.25 + v;
        v.assign_add(2.0);
        static_cast<void>(for_loop(0, real(7.0), [](real const& s) { return s * s; }));
    }
    for (int i = 0; i < often; ++i) static_cast<void>(value(unused));
    CHECK_THAT(tape.gradient(sum, x).why(), Contains("taken out of the tape by value()"));
}

TEST_CASE("a derivative of 0 of what is no finite number") {
    for (bool const explains : {false, true}) {
        variable x{710.0, "x"};
        gradient_tape tape{{.explain = explains}};
        real const y = log(exp(x) + 1.0);
        auto const g = tape.gradient(y, x);
        CHECK(g.status() == status::zero);
        CHECK_THAT(g.why(),
                   Contains(explains ? "exp(x) gave inf, where x is 710" : "no finite number: the target is inf"));
    }
}

TEST_CASE("status and reason have names") {
    static_assert(to_string(status::non_finite) == "non_finite" &&
                  to_string(reason::branch_not_taken) == "branch_not_taken");
    CHECK(to_string(status::missing) == "missing");
    CHECK(to_string(reason::no_path) == "no_path");
}
