// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Symbolic expressions: values, gradients, substitution, and derivatives of derivatives.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <wengert/expr/symbols.hpp>
#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace symbols_test {

constexpr auto x = symbol<"x">;
constexpr auto y = symbol<"y">;
constexpr auto z = symbol<"z">;

template <class A>
std::string text(A const& e) {
    return std::string(std::string_view(to_string(e)));
}

TEST_CASE("an expression is a function for every driver") {
    constexpr auto e = x * y + sin(x) * square(y);
    constexpr auto f = [](auto a, auto b) { return a * b + sin(a) * square(b); };
    CHECK(gradient(e, 2.0, 3.0) == gradient(f, 2.0, 3.0));
    CHECK(value_and_gradient(e, 2.0, 3.0).first == f(2.0, 3.0));
    CHECK(hessian(e, 2.0, 3.0)(0, 1) == hessian(f, 2.0, 3.0)(0, 1));
    CHECK(jvp(x * x, 3.0, 1.0) == 6.0);
    CHECK(derivatives<3>(diff(pow(x, 3), x), 2.0) == std::array{12.0, 12.0, 6.0, 0.0});
    CHECK(check_gradient(e, 2.0, 3.0).ok());
    static_assert(check_gradient(e, 2.0, 3.0).ok());
}

TEST_CASE("numbers of every scalar") {
    constexpr auto e = 2 * x * y + pow(x, 3) - sin(x) / y;
    auto const f = [](auto a, auto b) { return 2 * a * b + pow(a, 3) - sin(a) / b; };

    CHECK(e(0.5f, 2.0f) == f(0.5f, 2.0f));
    CHECK(e(0.5L, 2.0L) == f(0.5L, 2.0L));
    static_assert(std::is_same_v<decltype(e(0.5f, 2.0f)), float>);
    static_assert(std::is_same_v<decltype((2.5 * x)(0.5f)), float>);
    static_assert(std::is_same_v<decltype(evaluate(e, x = 1.0f, y = 2.0)), double>);
    static_assert(std::is_same_v<decltype(evaluate(x * y, x = 1, y = 2)), double>);
    CHECK((x / y)(1, 2) == 0.5);

    using D = dual<dual<double>>;
    D const seeded = D::seeded(dual<double>::seeded(0.5));
    CHECK(e(seeded, 2.0).tangent[0].tangent[0] == f(seeded, D(2.0)).tangent[0].tangent[0]);

    real a = 0.5, b = 2.0;
    gradient_tape tape({.persistent = true});
    tape.watch(a);
    tape.watch(b);
    real const by_symbols = e(a, b), by_hand = f(a, b);
    real const bound = evaluate(e, y = b * 1.0, x = a);
    CHECK(by_symbols.value() == by_hand.value());
    CHECK(*tape.gradient(by_symbols, a) == *tape.gradient(by_hand, a));
    CHECK(*tape.gradient(bound, b) == *tape.gradient(by_hand, b));
}

TEST_CASE("stop_gradient of symbols cuts the numbers too") {
    constexpr auto e = stop_gradient(x * x) * x;
    static_assert(to_string(e) == "stop_gradient(x * x) * x");
    static_assert(to_string(diff(e, x)) == "stop_gradient(x * x)");
    CHECK(gradient(e, 3.0) == 9.0);
    CHECK(gradient(e, x = 3.0)[x] == 9.0);
    real a = 3.0;
    gradient_tape tape;
    tape.watch(a);
    real const r = e(a);
    CHECK(*tape.gradient(r, a) == 9.0);
}

TEST_CASE("gradients of expressions") {
    constexpr auto e = x * y + sin(x);
    constexpr auto g = gradient(e, y = 3.0, x = 2.0);
    static_assert(g[y] == 2.0);
    CHECK(g[x] == Approx(3.0 + std::cos(2.0)));

    constexpr auto both = value_and_gradient(x * y, x = 2.0, y = 3.0);
    static_assert(both.first == 6.0 && both.second[x] == 3.0 && both.second[y] == 2.0);
    static_assert(gradient(x, x = 2.0)[x] == 1.0);
    static_assert(gradient(floor(x) + y, x = 2.5, y = 1.0)[x] == 0.0);
    static_assert(gradient(floor(x), x = 2.5)[x] == 0.0);
    static_assert(gradient(copysign(x, y), x = 2.5, y = -1.0)[x] == -1.0);
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(gradient(e, x = 2.0f, y = 3.0f)[x])>, float>);
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(gradient(e, x = 2, y = 3)[x])>, double>);

    // Nested: the derivative of a derivative, by dual numbers and by a tape.
    auto const slope = [=](auto const& t) { return gradient(e, x = t, y = t * t)[x]; };  // t² + cos t
    CHECK(derivative(slope, 2.0) == Approx(4.0 - std::sin(2.0)));
    CHECK(gradient(slope, 2.0) == Approx(4.0 - std::sin(2.0)));
    CHECK(derivatives<2>(slope, 2.0)[2] == Approx(2.0 - std::cos(2.0)));

    // A path that ends in a choice not taken does not meet an infinity.
    CHECK(gradient(select(x > 0, sqrt(x), y), x = 0.0, y = 1.0)[x] == 0.0);
    CHECK(evaluate(diff(select(x > 0, sqrt(x), y), x), x = 0.0) == 0.0);
    CHECK(evaluate(diff(max(sqrt(x), 1 + x * y), x), x = 0.0, y = 4.0) == 4.0);
}

TEST_CASE("a symbol that has vanished may have a value") {
    static_assert(evaluate(diff(x * y, x), x = 2.0, y = 3.0) == 3.0);
    static_assert(diff(x * y, x)(x = 2.0, y = 3.0) == 3.0);
    static_assert(evaluate(diff(x, x), x = 2.0) == 1.0);
    static_assert(diff(x, x)(x = 2.0) == 1.0);
    static_assert(to_string(diff(x * y * z, x)(x = 2.0, y = 3.0)) == "3 * z");
    static_assert(std::is_same_v<decltype(evaluate(diff(x * y, x), x = 2.0, y = 3.0f)), double>);
    constexpr auto e = x * y + sin(x);
    auto const slope = [=](auto const& t) { return evaluate(diff<2>(e, x), x = t, y = t); };  // -sin t
    CHECK(gradient(slope, 2.0) == Approx(-std::cos(2.0)));
}

TEST_CASE("substitution is simultaneous") {
    constexpr auto e = x - 2 * y;
    static_assert(to_string(e(x = y, y = x)) == "y - 2 * x");
    static_assert(to_string(e(y, x)) == "y - 2 * x");
    static_assert(to_string(e(x = y * y)) == "y * y - 2 * y");
    static_assert(to_string(e(y = x + z)) == "x - 2 * (x + z)");
    static_assert(e(x = y * y)(3.0) == 3.0);
    static_assert(e(x = 7.0)(3.0) == 1.0);
    static_assert(e(x = 7.0, y = 3.0) == 1.0);
    static_assert(e(number<7>, y)(3.0) == 1.0);
    static_assert(e(x = y, y = 3.0)(5.0) == -1.0);
    static_assert(to_string((x < y)(y = 2 * z)) == "x < 2 * z");
    CHECK(text(select(x < y, x, y)(x = y, y = x)) == "select(y < x, y, x)");
}

TEST_CASE("conditions of symbols") {
    constexpr auto e = select((x < y && !(x == 0)) || isnan(y), x / y, select(x >= y || x != 1, y, -x));
    auto const f = [](double a, double b) {
        return (a < b && !(a == 0)) || std::isnan(b) ? a / b : a >= b || a != 1 ? b : -a;
    };
    for (double const a : {-1.0, 0.0, 1.0, 2.0})
        for (double const b : {-1.0, 0.5, 1.0, 3.0}) CHECK(e(a, b) == f(a, b));
    CHECK(select(true, x, y)(1.0, 2.0) == 1.0);
    CHECK(text(diff(select(false, x, y * y), y)) == "2 * y");
}

struct cube_ : rules::row<"cube", 1> {
    static constexpr auto value(auto a) { return a * a * a; }
    static constexpr auto d0(auto const&, auto const& a) { return 3 * square(a); }
};

TEST_CASE("a rule of one's own works on symbols") {
    auto const e = apply<cube_>(2 * x);
    CHECK(e(1.0) == 8.0);
    CHECK(text(diff(e, x)) == "6 * square(2 * x)");
    CHECK(gradient(e, x = 1.0)[x] == 24.0);
}

TEST_CASE("expressions go to streams") {
    std::ostringstream out;
    out << x * y + sin(x) << "; " << number<2> << "; " << x << "; " << to_string(x < y);
    CHECK(out.str() == "x * y + sin(x); 2; x; x < y");
}

TEST_CASE("numbers are written by the fewest digits that are read back") {
    auto const written = [](auto v) { return text(x + v).substr(4); };
    CHECK(written(1e22) == "1e+22");
    CHECK(written(5e-324) == "5e-324");
    CHECK(written(1.7976931348623157e308) == "1.7976931348623157e+308");
    CHECK(written(123456.75) == "123456.75");
    CHECK(written(0.00012) == "0.00012");
    CHECK(written(16777217.0f) == "16777216");
    CHECK(written(3.4028235e38f) == "3.4028235e+38");
    CHECK(written(INFINITY) == "inf");
    CHECK(written(std::nan("")) == "nan");
    CHECK(written(18446744073709551615u) == "18446744073709551615");
    std::uint64_t bits = 88172645463325252u;
    int wrong = 0, longer = 0;
    for (int i = 0; i < 2000; ++i) {
        bits ^= bits << 13, bits ^= bits >> 7, bits ^= bits << 17;
        double v = 0;
        std::memcpy(&v, &bits, sizeof v);
        v = std::fabs(v);
        if (!(v < INFINITY)) continue;
        char shortest[40];
        int digits = 0;
        do std::snprintf(shortest, sizeof shortest, "%.*g", ++digits, v);
        while (std::strtod(shortest, nullptr) != v);
        std::string const got = written(v);
        std::string const mantissa = got.substr(0, got.find('e'));
        auto const count = std::count_if(mantissa.begin(), mantissa.end(), [](char c) { return c != '.'; });
        if (std::strtod(got.c_str(), nullptr) != v) ++wrong;
        if (count > digits) ++longer;
    }
    CHECK(wrong == 0);
    CHECK(longer < 300);
}

TEST_CASE("a graph has shared subexpressions once") {
    std::string const dot = to_dot(sin(x * y) + x * y);
    CHECK(dot ==
          "digraph expression {\n"
          "  ordering=out;\n"
          "  n0 [label=\"x\", shape=box];\n"
          "  n1 [label=\"y\", shape=box];\n"
          "  n2 [label=\"*\", shape=ellipse];\n"
          "  n2 -> n0;\n"
          "  n2 -> n1;\n"
          "  n3 [label=\"sin\", shape=ellipse];\n"
          "  n3 -> n2;\n"
          "  n4 [label=\"+\", shape=ellipse];\n"
          "  n4 -> n3;\n"
          "  n4 -> n2;\n"
          "}\n");
    CHECK(to_dot(symbol<"a\"b\\">).find("label=\"a\\\"b\\\\\"") != std::string::npos);
    CHECK(to_dot(2.0 * x + 2.0 * y) != to_dot(2.0 * x + 3.0 * y));
}

}  // namespace symbols_test
