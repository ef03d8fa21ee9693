// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// check_gradient finds what is wrong.

#include <array>
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
    CHECK(bad.by_differences == Approx(4.0));
    CHECK(bad.excess > 1000);
    CHECK_THAT(to_string(bad), Catch::Matchers::Contains("disagree") && Catch::Matchers::Contains("partial 1"));

    // A value that was taken out is a gradient that is lost.
    CHECK_FALSE(check_gradient([](auto const& x) { return x * value(x) * 1.0; }, 2.0).ok());
    CHECK(check_gradient([](auto x) { return x * x; }, 2.0f).ok());
    CHECK(check_gradient([](auto x) { return x * x; }, 2.0L).ok());
    CHECK(check_gradient([](auto const&) { return 1.0; }, std::vector<double>()).ok());
    CHECK(check_gradient([](auto x) { return exp(x); }, 1e-200).ok());
    CHECK(check_gradient([](auto x) { return x * x; }, 1e150).ok());
}
