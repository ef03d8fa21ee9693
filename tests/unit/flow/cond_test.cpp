// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <array>
#include <string>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

namespace {

constexpr auto piecewise = [](auto x, auto y) { return cond(x > y, [&] { return x * y; }, [&] { return 2.0; }); };

}  // namespace

static_assert(gradient(piecewise, 3.0, 2.0) == std::tuple(2.0, 3.0));
static_assert(gradient(piecewise, 1.0, 2.0) == std::tuple(0.0, 0.0));

TEST_CASE("cond differentiates the branch that is taken", "[cond]") {
    CHECK(gradient(piecewise, 3.0, 2.0) == std::tuple(2.0, 3.0));
    CHECK(gradient(piecewise, 1.0, 2.0) == std::tuple(0.0, 0.0));
    CHECK(hessian(piecewise, 3.0, 2.0)(0, 1) == 1.0);
    CHECK(derivatives<2>([](auto x) { return cond(x > 0, [&] { return x * x; }, [&] { return -x; }); }, 3.0)[2] == 2.0);
}

TEST_CASE("cond does not evaluate the other branch", "[cond]") {
    int evaluated = 0;
    auto const other = [&] {
        ++evaluated;
        return real(0.0);
    };
    real const x = 1.0;
    CHECK(value(cond(true, [&] { return x + 1.0; }, other)) == 2.0);
    CHECK(value(cond(false, other, [&] { return x + 2.0; })) == 3.0);
    CHECK(evaluated == 0);
}

TEST_CASE("a gradient that would flow through another branch says so", "[cond]") {
    variable x{1.0, "x"};
    variable y{2.0, "y"};
    SECTION("the branch that was taken reads something else") {
        gradient_tape tape;
        real const z = cond(y > 3.0, [&] { return x * y; }, [&] { return y * y; });
        auto const [by_x, by_y] = tape.gradient(z, x, y);
        CHECK(by_x.reason() == reason::branch_not_taken);
        CHECK_THAT(by_x.why(), Contains("'x'") && Contains("cond"));
        CHECK(*by_y == 4.0);
    }
    SECTION("the branch that was taken is a constant") {
        gradient_tape tape;
        real const z = cond(value(y) > 3.0, [&] { return x * 2.0; }, [] { return 5.0; });
        CHECK(tape.gradient(z, x).reason() == reason::branch_not_taken);
    }
    SECTION("the constant is used further on") {
        gradient_tape tape;
        real const z = y * cond(value(y) > 3.0, [&] { return x * 2.0; }, [] { return 5.0; });
        auto const [by_x, by_y] = tape.gradient(z, x, y);
        CHECK(by_x.reason() == reason::branch_not_taken);
        CHECK(*by_y == 5.0);
    }
    SECTION("a cond that does not lead to the target is not blamed") {
        gradient_tape tape;
        real const aside = cond(value(y) > 3.0, [&] { return x * 2.0; }, [] { return 5.0; });
        real const z = y * y;
        CHECK(value(aside) == 5.0);
        CHECK(tape.gradient(z, x).reason() == reason::no_path);
    }
}

TEST_CASE("cond under nested tapes", "[cond]") {
    variable x{3.0, "x"};
    gradient_tape outer;
    real slope;
    {
        gradient_tape inner;
        real const y = cond(x > 0.0, [&] { return x * x * x; }, [&] { return x * 1.0; });
        slope = inner.gradient(y, x).recorded();
    }
    CHECK(*outer.gradient(slope, x) == 18.0);
}

TEST_CASE("branches may return structures, and different scalars", "[cond]") {
    auto const pair = cond(true, [] { return std::array{1.0, 2.0}; }, [] { return std::array<real, 2>{3.0, 4.0}; });
    STATIC_REQUIRE(std::is_same_v<decltype(pair), std::array<real, 2> const>);
    CHECK(value(pair[1]) == 2.0);
    CHECK(cond(false, [] { return std::string("yes"); }, [] { return "no"; }) == "no");
}

TEST_CASE("switch_case takes the branch of that number", "[cond]") {
    auto const f = [](auto x, std::size_t which) {
        return switch_case(which, [&] { return x; }, [&] { return x * x; }, [&] { return x * x * x; });
    };
    for (std::size_t which = 0; which < 3; ++which) {
        double const expected[] = {1.0, 4.0, 12.0};
        CHECK(gradient([&](auto x) { return f(x, which); }, 2.0) == expected[which]);
    }
    CHECK_THROWS_AS(f(2.0, 3), out_of_range);
}
