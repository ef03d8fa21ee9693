// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// check_gradient finds what is wrong.

#include <array>
#include <limits>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

TEST_CASE("check_gradient finds what is wrong, and says so") {
    auto const good =
        check_gradient([](auto x, auto const& y) { return x * sin(y[0]) / y[1]; }, 2.0, std::array{0.5, 3.0});
    CHECK(good.ok());
    CHECK(good.partials == 3);
    CHECK_THAT(to_string(good), Catch::Matchers::StartsWith("ok: 3 partials agree"));

    auto const wrong = [](auto const& x) {
        return x[0] * x[0] +
               custom_gradient(x[1], [](auto const& v) { return v * v; }, [](auto const& b) { return b; });
    };
    auto const bad = check_gradient(wrong, std::array{1.0, 2.0});
    CHECK_FALSE(bad.ok());
    CHECK(bad.worst == 1);
    CHECK(bad.by_dual == 1.0);
    CHECK(bad.by_tape == 1.0);
    CHECK(bad.by_program == 1.0);
    CHECK(bad.by_differences == Approx(4.0));
    CHECK(bad.excess > 1000);
    CHECK_THAT(to_string(bad), Catch::Matchers::Contains("disagree") && Catch::Matchers::Contains("partial 1"));

    auto const first =
        check_gradient([&](auto const& x) { return wrong(std::array{x[1], x[0]}); }, std::array{2.0, 1.0});
    CHECK(first.worst == 0);
    CHECK(first.by_dual == 1.0);
    CHECK(first.excess == bad.excess);

    // What is not a number agrees with nothing else.
    double const nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(check_gradient([=](auto const& x) { return x * nan; }, 2.0).ok());
    CHECK_FALSE(check_gradient(
                    [=](auto const& x) {
                        return custom_gradient(
                            x, [](auto const& v) { return v * v; }, [=](auto const& b) { return b * nan; });
                    },
                    2.0)
                    .ok());

    // A value that was taken out is a gradient that is lost.
    CHECK_FALSE(check_gradient([](auto const& x) { return x * value(x) * 1.0; }, 2.0).ok());
    CHECK(check_gradient([](auto x) { return x * x; }, 2.0f).ok());
    CHECK(check_gradient([](auto x) { return x * x; }, 2.0L).ok());
    CHECK(check_gradient([](auto const&) { return 1.0; }, std::vector<double>()).ok());
    CHECK(check_gradient([](auto x) { return exp(x); }, 1e-200).ok());
    CHECK(check_gradient([](auto x) { return x * x; }, 1e150).ok());
}

// A function that does something else where it is traced: what the program alone gets wrong.
struct another_in_programs {
    template <class T>
    constexpr T operator()(T const& x) const {
        return x * x;
    }
    constexpr tracer<double> operator()(tracer<double> const& x) const { return x * x * x; }
};

// The same for the tape.
struct another_on_tapes {
    template <class T>
    constexpr T operator()(T const& x) const {
        return x * x;
    }
    real operator()(real const& x) const { return x * x * x; }
};

TEST_CASE("check_gradient compares programs and tapes, each by itself") {
    auto const program = check_gradient(another_in_programs(), 2.0);
    CHECK_FALSE(program.ok());
    CHECK(program.by_program == 12.0);
    CHECK(program.by_dual == 4.0);
    CHECK(program.by_tape == 4.0);
    CHECK_THAT(to_string(program), Catch::Matchers::Contains("tape 4, program 12, finite differences"));
    static_assert(!check_gradient(another_in_programs(), 2.0).ok());
    static_assert(check_gradient(another_in_programs(), 2.0).by_program == 12.0);

    auto const tape = check_gradient(another_on_tapes(), 2.0);
    CHECK_FALSE(tape.ok());
    CHECK(tape.by_tape == 12.0);
    CHECK(tape.by_dual == 4.0);
    CHECK(tape.by_program == 4.0);
    static_assert(check_gradient(another_on_tapes(), 2.0).ok());

    // With a capture there is no program.
    double const factor = 3.0;
    auto const captured = check_gradient([=](auto const& x) { return factor * x * x; }, 2.0);
    CHECK(captured.ok());
    CHECK(captured.by_program == captured.by_dual);
    CHECK(!captured.has_program);
    CHECK_THAT(to_string(captured), Catch::Matchers::Contains("(dual 12, tape 12, finite differences"));

    // In a constant expression there is no tape.
    constexpr auto constant = check_gradient([](auto const& x) { return x * x; }, 2.0);
    static_assert(constant.has_program && !constant.has_tape);
    CHECK_THAT(to_string(constant), Catch::Matchers::Contains("(dual 4, program 4, finite differences"));
}
