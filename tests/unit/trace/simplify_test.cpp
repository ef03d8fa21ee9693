// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What a list leaves out, and what it must not leave out.

#include <array>
#include <cmath>
#include <limits>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

bool same(double a, double b) { return a == b || (a != a && b != b); }

/// A function of one number: the size of its list, and its value at every kind of number, but for the sign of a zero.
template <class F>
void check(std::size_t size, F f) {
    using P = program<F, 1>;
    CHECK(P::size() == size);
    for (double const x : {3.0, -0.625, 0.0, -0.0, 1e-310, 1e200, -infinity, infinity, not_a_number}) {
        INFO(x);
        CHECK(same(P::value(x), static_cast<double>(f(x))));
        CHECK(same(P::value_and_gradient(x).first, static_cast<double>(f(x))));
    }
}

/// The same of two numbers.
template <class F>
void check2(std::size_t size, F f) {
    using P = program<F, 2>;
    CHECK(P::size() == size);
    for (double const x : {3.0, -0.625, 0.0, -0.0, 1e-310, 1e200, -infinity, infinity, not_a_number})
        for (double const y : {3.0, 7.0, -0.0, 1e200, -infinity, infinity, not_a_number}) {
            INFO(x << ' ' << y);
            CHECK(same(P::value(x, y), static_cast<double>(f(x, y))));
        }
}

}  // namespace

TEST_CASE("what changes nothing is left out") {
    check(0, [](auto x) { return x * 1; });
    check(0, [](auto x) { return 1.0 * x * 1.0f; });
    check(0, [](auto x) { return x + 0; });
    check(0, [](auto x) { return 0 + x; });
    check(0, [](auto x) { return x - 0.0; });
    check(0, [](auto x) { return x / 1; });
    check(0, [](auto x) { return -(-x); });
    check(0, [](auto x) { return -(0 - x); });
    check(0, [](auto x) { return -1 * (x / -1); });
}

TEST_CASE("what is not the same at every number stays") {
    check(1, [](auto x) { return x * 0; });
    check(1, [](auto x) { return x - x; });
    check(1, [](auto x) { return x / x; });
    check(1, [](auto x) { return 0 / x; });
    check(2, [](auto x) { return x * x / x; });
    check(2, [](auto x) { return sqrt(x * x); });
    check(2, [](auto x) { return log(exp(x)); });
    check(2, [](auto x) { return x * 3 / 3; });
    check(2, [](auto x) { return x * 2 * 3; });
    check(2, [](auto x) { return x + 0.1 + 0.2; });
    check(2, [](auto x) { return x / 3 / 3; });
    check(2, [](auto x) { return x + 1e16 - 1e16; });
    check2(2, [](auto x, auto y) { return x + y - y; });
    check2(2, [](auto x, auto y) { return x * y / y; });
    check2(2, [](auto x, auto y) { return (x + y) * 0.1; });
    check2(4, [](auto x, auto y) { return (x + y) + (x * 2 + y); });
}

TEST_CASE("a division is a product only by a power of 2") {
    check(1, [](auto x) { return x / 2; });
    check(1, [](auto x) { return x / 3; });
    check(1, [](auto x) { return x / -0.25; });
    check(1, [](auto x) { return x / 0x1p1000; });
    check(1, [](auto x) { return 1 / x; });
    CHECK(program<decltype([](auto x) { return x / 3; }), 1>::value(0.1) == 0.1 / 3);
    CHECK(program<decltype([](auto x) { return x / 49; }), 1>::value(49 * 0.1) == 49 * 0.1 / 49);
    auto const f = [](auto x) { return x / 0.1f; };
    CHECK(program<decltype(f), 1, float>::value(0.7f) == 0.7f / 0.1f);
}

TEST_CASE("signs go where they cost nothing") {
    check(1, [](auto x) { return 0 - x; });
    check(1, [](auto x) { return x * -1; });
    check2(1, [](auto x, auto y) { return -x * -y; });
    check2(1, [](auto x, auto y) { return -x / -y; });
    check2(1, [](auto x, auto y) { return x - (-y); });
    check2(1, [](auto x, auto y) { return -x + y; });
    check2(1, [](auto x, auto y) { return -(x - y); });
    check2(2, [](auto x, auto y) { return -x - y; });
    check2(2, [](auto x, auto y) { return -x * y; });
    check2(2, [](auto x, auto y) { return x / -y; });
    check(1, [](auto x) { return -x * -3; });
    check(1, [](auto x) { return -x * 3; });
    check2(3, [](auto x, auto y) { return sin(-x * y); });
    check2(1, [](auto x, auto y) { return x + -1 * y; });
}

TEST_CASE("what is computed twice is computed once") {
    check(2, [](auto x) { return x * x + x * x; });
    check(2, [](auto x) { return sin(x) + sin(x); });
    check2(2, [](auto x, auto y) { return x * y + y * x; });
    check2(2, [](auto x, auto y) { return (x + y) - (y + x); });
    check2(2, [](auto x, auto y) { return (x - y) * (x - y); });
    check2(3, [](auto x, auto y) { return (x - y) * (y - x); });
    check2(5, [](auto x, auto y) { return x / y - y / x + x / y * 0; });
    check2(2, [](auto x, auto y) { return pow(x * y, 2); });
    check2(3, [](auto x, auto y) { return pow(x * y, 4); });
    check2(4, [](auto x, auto y) { return select(x < y, x, 2) * select(x < y, x, 2) * select(x < y, x, 2); });
}

TEST_CASE("powers that are products are products") {
    check(0, [](auto x) { return pow(x, 0); });
    check(0, [](auto x) { return pow(x, 0.0); });
    check(0, [](auto x) { return pow(x, 1); });
    check(1, [](auto x) { return pow(x, 2); });
    check(1, [](auto x) { return pow(x, 2.0); });
    check(1, [](auto x) { return square(x); });
    check(2, [](auto x) { return pow(x, 3); });
    check(1, [](auto x) { return pow(x, -1); });
    check(1, [](auto x) { return pow(x, 7); });
    check(1, [](auto x) { return pow(x, 0.5); });
    CHECK(program<decltype([](auto x) { return pow(x, 4); }), 1>::value(1e77) == Approx(1e308));
    CHECK(program<decltype([](auto x) { return pow(x, -2); }), 1>::value(-4.0) == 0.0625);
}

TEST_CASE("the derivative of a power keeps its range") {
    auto const minus_two = [](auto x) { return pow(x, -2); };
    using P = program<decltype(minus_two), 1>;
    CHECK(P::gradient(1e-80) == Approx(-2e240));
    CHECK(P::gradient(-1e-80) == Approx(2e240));
    CHECK(P::gradient(0.0) == -infinity);
    CHECK(P::gradient(infinity) == 0.0);
    CHECK(P::hessian(1e-70)(0, 0) == Approx(6e280));
    auto const inverted = [](auto x) { return pow(x, -1); };
    CHECK(program<decltype(inverted), 1>::gradient(1e-150) == Approx(-1e300));
    CHECK(program<decltype(inverted), 1>::gradient(0.0) == -infinity);
    auto const four = [](auto x) { return pow(x, 4); };
    CHECK(program<decltype(four), 1>::gradient(1e102) == Approx(4e306));
    CHECK(program<decltype(four), 1>::gradient(infinity) == infinity);
    CHECK(program<decltype(four), 1>::gradient(0.0) == 0.0);
}

TEST_CASE("choices that are known are made") {
    check2(0, [](auto x, auto y) { return select(true, x, y); });
    check2(0, [](auto x, auto) { return select(decltype(x)(2) > 3, 7, x); });
    check2(0, [](auto x, auto y) { return select(x < y, x, x); });
    check2(2, [](auto x, auto y) { return select(!(x < y), x, y); });
    check2(2, [](auto x, auto y) { return select(x < y && true, x, y); });
    check2(0, [](auto x, auto y) { return select(x < y && false, x, y); });
    check2(0, [](auto x, auto y) { return select(x < y || true, x, y); });
    check2(2, [](auto x, auto y) { return select((x < y) == true, x, y); });
}

TEST_CASE("constants are folded, and dead code is gone") {
    check(1, [](auto x) { return x * (decltype(x)(2) * 3 + sin(decltype(x)(1)) - pow(decltype(x)(2), 3)); });
    check(1, [](auto x) {
        [[maybe_unused]] auto const unused = exp(sin(x) * 3);
        return x * x;
    });
    check(0, [](auto x) {
        decltype(x) sum = 0;
        for (int i = 0; i < 100; ++i) sum = sum + 0.5 * i;
        return sum;
    });
    using constant = program<decltype([](auto, auto) { return 7; }), 2>;
    CHECK(constant::size() == 0);
    CHECK(constant::inputs() == 2);
    CHECK(constant::outputs() == 1);
    CHECK(constant::value(1.0, 2.0) == 7);
    CHECK(constant::gradient(1.0, 2.0) == std::tuple(0.0, 0.0));
    CHECK(constant::hessian(1.0, 2.0)(1, 0) == 0.0);
}

TEST_CASE("a function that is written twice is one list, and outputs may be the same number") {
    auto const f = [](auto x) { return std::array<decltype(x), 4>{x * x, x, x * x, 3}; };
    using P = program<decltype(f), 1>;
    CHECK(P::size() == 1);
    CHECK(P::outputs() == 4);
    CHECK(P::value(3.0) == std::array{9.0, 3.0, 9.0, 3.0});
    auto const J = P::jacobian(3.0);
    CHECK(J(0, 0) == 6.0);
    CHECK(J(1, 0) == 1.0);
    CHECK(J(2, 0) == 6.0);
    CHECK(J(3, 0) == 0.0);
    CHECK(P::jvp(3.0, 2.0).second == std::array{12.0, 2.0, 12.0, 0.0});
    CHECK(P::vjp(3.0, std::array{1.0, 10.0, 100.0, 1000.0}) == 6.0 + 10 + 600);
}

TEST_CASE("the list of a gradient holds no product with 1, and no sum with 0") {
    using detail::gradient_recipe;
    using detail::list_of;
    using detail::recipe_for;
    auto const size = []<class F>(F) { return list_of<gradient_recipe<recipe_for<F, double, double>>>.size(); };
    CHECK(size([](auto x, auto y) { return x + y; }) == 0);
    CHECK(size([](auto x, auto y) { return x * y; }) == 0);
    CHECK(size([](auto x, auto y) { return x * y + sin(x); }) == 2);  // y + cos(x)
    CHECK(size([](auto x, auto y) { return x - y; }) == 0);
    CHECK(size([](auto x, auto y) { return 3 * x * y; }) == 2);
    CHECK(size([](auto x, auto) { return exp(x); }) == 1);
    CHECK(size([](auto x, auto y) { return floor(x) + stop_gradient(y); }) == 0);
}
