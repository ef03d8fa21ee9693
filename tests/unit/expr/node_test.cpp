// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Expressions: what they hold, their value, their reverse accumulation.

#include <cmath>
#include <utility>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace {

// (leaf, adjoint) of an expression, from left to right.
template <class E>
std::vector<std::pair<double, double>> partials(E const& e) {
    std::vector<std::pair<double, double>> found;
    e.reverse(one, [&](real const& leaf, auto const& adjoint) {
        found.emplace_back(value(leaf), static_cast<double>(adjoint));
    });
    return found;
}

using list = std::vector<std::pair<double, double>>;

}  // namespace

TEST_CASE("an expression owns its leaves") {
    auto const make = [] {
        real const x = 2.0, y = 3.0;
        return x * y + sin(real(0.0));
    };
    auto const e = make();
    CHECK(value(e) == 6.0);
    CHECK(partials(e) == list{{2.0, 3.0}, {3.0, 2.0}, {0.0, 1.0}});
    static_assert(decltype(e)::leaves == 3);
}

TEST_CASE("an expression kept in auto stays what it was when its variable changes") {
    tape<double> t;
    recording<double> const open(t);
    real x = t.input(2.0);
    real const x0 = x;
    auto const e = x * x;
    x = 100.0;
    real const y = e;
    adjoints<double> sweep(t);
    sweep.seed(y) = 1;
    sweep.reverse(t);
    CHECK(value(y) == 4.0);
    CHECK(sweep[x0] == 4.0);
}

TEST_CASE("partials of a nested expression") {
    real const x = 2.0, y = 3.0;
    CHECK(partials(x - y) == list{{2.0, 1.0}, {3.0, -1.0}});
    CHECK(partials(-(x - y)) == list{{2.0, -1.0}, {3.0, 1.0}});
    CHECK(partials(-(-x)) == list{{2.0, 1.0}});
    CHECK(partials((x * y) * (x + 1)) == list{{2.0, 9.0}, {3.0, 6.0}, {2.0, 6.0}});
    CHECK(partials(2 * x) == list{{2.0, 2.0}});
    CHECK(partials(1 / x) == list{{2.0, -0.25}});
    CHECK(partials(fma(x, y, x)) == list{{2.0, 3.0}, {3.0, 2.0}, {2.0, 1.0}});
    CHECK(partials(exp(2 * x)) == list{{2.0, 2 * std::exp(4.0)}});
    CHECK(partials(pow(x, 3)) == list{{2.0, 12.0}});
    CHECK(partials(max(x, 2 * y)) == list{{2.0, 0.0}, {3.0, 2.0}});
    CHECK(partials(select(true, x * x, y)) == list{{2.0, 2.0}, {2.0, 2.0}, {3.0, 0.0}});
}

TEST_CASE("a constant leaves no trace, and an activity does not depend on a value") {
    real const x = 0.0;
    CHECK(partials(x * 0.0) == list{{0.0, 0.0}});
    CHECK(partials(x * 3.0 + 5.0 - 2) == list{{0.0, 3.0}});
    CHECK(partials(copysign(real(2.0), x)) == list{{2.0, 1.0}, {0.0, 0.0}});
}

TEST_CASE("a path that ends at a zero does not meet an infinite partial") {
    real const x = 0.0;
    CHECK(partials(select(false, sqrt(x), x)) == list{{0.0, 0.0}, {0.0, 1.0}});
    CHECK(partials(0.0 * log(x)) == list{{0.0, 0.0}});
    CHECK(partials(sqrt(x))[0].second == INFINITY);
    CHECK(std::isnan(partials(log(abs(x)))[0].second));
}

TEST_CASE("integers, floats and long doubles beside a real") {
    real const x = 2.0;
    CHECK(value(1 + x) == 3.0);
    CHECK(value(x - 1u) == 1.0);
    CHECK(value(x * 1.5f) == 3.0);
    CHECK(value(x / 4L) == 0.5);
    CHECK(value(x * true) == 2.0);
    CHECK(value(max(x, 3)) == 3.0);
    CHECK(value(atan2(1, x)) == std::atan2(1.0, 2.0));
    CHECK(value(pow(2, x)) == 4.0);
}

TEST_CASE("expressions compare, and find isnan") {
    real const x = 2.0, y = 3.0;
    CHECK(x * y > 5);
    CHECK(x + y == 5.0);
    CHECK(2 * x != y);
    CHECK(isnan(x - sqrt(real(-1.0))));
    CHECK(isinf(log(x - 2.0)));
    CHECK(signbit(x - y));
}

TEST_CASE("compound assignment records") {
    tape<double> t;
    recording<double> const open(t);
    real x = t.input(2.0), y = x;
    y += x * x;
    y *= y;
    y -= 1;
    y /= 2.0 * x;
    // ((x + x²)² - 1) / 2x
    adjoints<double> sweep(t);
    sweep.seed(y) = 1;
    sweep.reverse(t);
    CHECK(value(y) == 35.0 / 4);
    CHECK(sweep[x] == Approx((2 * 6 * 5 * 4 - 35 * 2) / 16.0));
    CHECK(t.owns(y));
}
