// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// How a sentence writes the formula that it speaks of.

#include <string>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

namespace {

/// What is said of the gradient of a formula of three variables.
template <class F>
std::string why(F formula, double at_x, double at_y, double at_z) {
    variable x{at_x, "x"}, y{at_y, "y"}, z{at_z, "z"};
    gradient_tape tape{{.explain = true}};
    real const result = formula(x, y, z);
    return tape.gradient(result, x).why();
}

}  // namespace

TEST_CASE("a formula has the parentheses that it needs, and no more") {
    auto const root = [](auto const& of) { return [of](auto&... v) { return real(sqrt(of(v...))); }; };
    CHECK_THAT(why(root([](auto& x, auto& y, auto& z) { return x - (y - z); }), 1.0, 3.0, 2.0),
               Contains("in sqrt(x - (y - z))"));
    CHECK_THAT(why(root([](auto& x, auto& y, auto& z) { return x - y - z; }), 3.0, 1.0, 2.0),
               Contains("in sqrt(x - y - z)"));
    CHECK_THAT(why(root([](auto& x, auto& y, auto& z) { return 0.0 / (x / (y * z)); }), 3.0, 1.0, 2.0),
               Contains("in sqrt(0 / (x / (y * z)))"));
    CHECK_THAT(why(root([](auto& x, auto& y, auto& z) { return (x + y) * z; }), 3.0, -3.0, 2.0),
               Contains("in sqrt((x + y) * z)"));
    CHECK_THAT(why(root([](auto& x, auto& y, auto& z) { return x * y + z - -2.0; }), 2.0, -2.0, 2.0),
               Contains("in sqrt(x * y + z - (-2))"));
    CHECK_THAT(why(root([](auto& x, auto&, auto&) { return min(x, -2.0); }), -3.0, 0.0, 0.0),
               Contains("in sqrt(min(x, -2))"));
}

TEST_CASE("so has an operation around another") {
    auto const both = [](auto inner) {
        return why([inner](auto& x, auto& y, auto&) { return real(inner(x, y)); }, 0.0, 0.0, 0.0);
    };
    CHECK_THAT(both([](auto& x, auto&) { return 1.0 / (x * x); }), Contains("· / (· * ·)"));
    CHECK_THAT(both([](auto& x, auto&) { return 1.0 / square(x); }), Contains("· / square(·)"));
    auto const in_two = [](auto& x, auto&) {
        real const product = x * x;
        return real(1.0 / product);
    };
    CHECK_THAT(both(in_two), Contains("· / (· * ·)"));
}

TEST_CASE("the condition of a choice is a truth value") {
    auto const chosen = [](bool c) {
        return why([c](auto& x, auto& y, auto&) { return real(sqrt(select(c, x, y))); }, -1.0, -1.0, 0.0);
    };
    CHECK_THAT(chosen(true), Contains("in sqrt(select(true, x, y))"));
    CHECK_THAT(chosen(false), Contains("in sqrt(select(false, x, y))"));
}

TEST_CASE("0·∞ is said of both operations, of one statement or of two") {
    CHECK_THAT(why([](auto& x, auto&, auto&) { return real(log(abs(1.0 - x))); }, 1.0, 0.0, 0.0),
               Contains("0·∞ at log(abs(·)), where · is 0, in log(abs(1 - x))"));
    auto const in_two = [](auto& x, auto&, auto&) {
        real const squares = square(1.0 - x);
        return real(sqrt(squares));
    };
    CHECK_THAT(why(in_two, 1.0, 0.0, 0.0),
               Contains("0·∞ at sqrt(square(·)), where · is 0, in square(1 - x); the ∞ comes from sqrt(·)"));
    auto const in_one_line = [](auto& x, auto&, auto&) {
        real const squares = square(1.0 - x), root = sqrt(squares);
        return root;
    };
    std::string const said = why(in_one_line, 1.0, 0.0, 0.0);
    std::size_t const place = said.find("statement_test.cpp:");
    CHECK(place != std::string::npos);
    CHECK(place == said.rfind("statement_test.cpp:"));
}

TEST_CASE("of what was recorded before any tape explained it is known that, but not which operation") {
    variable x{1000.0, "x"};
    gradient_tape outer{{.persistent = true}};
    real const flat = tanh(x);
    real const small = 1e-200 * x;
    real const smaller = 1e-200 * small;
    gradient_tape const inner{{.explain = true}};
    CHECK_THAT(outer.gradient(flat, x).why(), Contains("one of its operations has the derivative 0"));
    CHECK_THAT(outer.gradient(smaller, x).why(), Contains("too small for a number at one of its operations"));
}

TEST_CASE("a number that was taken out is that of its formula, or of the source itself") {
    auto const of_formula = [](auto& x, auto& y, auto&) {
        real const twice = x * 2.0;
        return real(value(twice) * y);
    };
    CHECK_THAT(why(of_formula, 3.0, 4.0, 0.0), Contains("the number of x * 2 was taken out of the tape"));
    CHECK_THAT(why([](auto& x, auto& y, auto&) { return real(value(x.read()) * y); }, 3.0, 4.0, 0.0),
               Contains("the number of x was taken out of the tape"));
}
