// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What the table of rules offers besides its laws: plain numbers, parameters, choices, edges of the domain.

#include <cmath>
#include <limits>
#include <set>
#include <string>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("every row has a name, an arity and a domain, and no row comes twice") {
    std::set<std::string> seen;
    std::size_t rows = 0;
    rules::differentiable_rows::for_each([&]<class Rule>() {
        ++rows;
        CHECK(Rule::arity >= 1);
        CHECK(Rule::arity <= 3);
        CHECK(std::string(Rule::name).size() >= 1);
        CHECK(std::string(Rule::domain).size() >= 1);
        CHECK(Rule::samples.size() >= 1);
        CHECK_FALSE(Rule::discrete);
        // pow and pow with an integer, minus of one and of two, share their names.
        seen.insert(std::string(Rule::name) + std::to_string(Rule::arity) +
                    (Rule::parameter_at < Rule::arity ? "p" : ""));
    });
    CHECK(rows == rules::differentiable_rows::size);
    CHECK(seen.size() == rows);
    rules::discrete_rows::for_each([&]<class Rule>() { CHECK(Rule::discrete); });
    rules::predicate_rows::for_each([&]<class Rule>() { CHECK(Rule::predicate); });
}

TEST_CASE("functions of plain numbers keep their type") {
    CHECK(wengert::sin(0.5) == std::sin(0.5));
    CHECK(wengert::sin(0.5f) == std::sin(0.5f));
    CHECK(wengert::exp(0.5L) == std::exp(0.5L));
    CHECK(wengert::pow(2.0, 10) == 1024.0);
    CHECK(wengert::pow(2.0, -2) == 0.25);
    CHECK(wengert::square(-3.0) == 9.0);
    CHECK(wengert::relu(-3.0) == 0.0);
    CHECK(wengert::sigmoid(0.0) == 0.5);
    CHECK(wengert::select(true, 1, 2.5) == 1.0);
    CHECK(wengert::sign(-2.0) == -1.0);
    CHECK(wengert::clamp(5.0, 0.0, 1.0) == 1.0);
    CHECK(wengert::polygamma(1, 1.0) == Approx(1.6449340668482264));
    CHECK(value(2.0) == 2.0);
    CHECK(stop_gradient(2.0f) == 2.0f);
}

TEST_CASE("stable far out") {
    CHECK(gradient([](auto x) { return sigmoid(x); }, -800.0) == 0.0);
    CHECK(gradient([](auto x) { return sigmoid(x); }, 800.0) == 0.0);
    CHECK(gradient([](auto x) { return sigmoid(x); }, -40.0) == Approx(std::exp(-40.0)).epsilon(1e-12));
    CHECK(gradient([](auto x) { return softplus(x); }, 800.0) == 1.0);
    CHECK(wengert::softplus(800.0) == 800.0);
    CHECK(wengert::softplus(-50.0) == Approx(std::exp(-50.0)).epsilon(1e-12));
    CHECK(gradient([](auto x) { return hypot(x, 1e200); }, 1e200) == Approx(std::sqrt(0.5)));
    CHECK(gradient([](auto x) { return log1p(x); }, 1e-18) == 1.0);
    CHECK(gradient([](auto x) { return expm1(x); }, 1e-18) == 1.0);
    CHECK(gradient([](auto x) { return atan2(x, 1.0); }, 1e300) == 0.0);
    CHECK(gradient([](auto x) { return tanh(x); }, 20.0) >= 0.0);
}

TEST_CASE("at the kinks, by the tape and by duals") {
    auto const both = [](auto f, double x, double expected) {
        CHECK(gradient(f, x) == expected);
        CHECK(derivative(f, x) == expected);
    };
    both([](auto x) { return abs(x); }, 0.0, 0.0);
    both([](auto x) { return relu(x); }, 0.0, 0.0);
    both([](auto x) { return hypot(x, 0.0 * x); }, 0.0, 0.0);
    both([](auto x) { return sqrt(x); }, 0.0, infinity);
    both([](auto x) { return cbrt(x); }, 0.0, infinity);
    both([](auto x) { return max(x, 1.0); }, 1.0, 0.5);
    both([](auto x) { return max(1.0, x); }, 1.0, 0.5);
    both([](auto x) { return min(x, x); }, 1.0, 1.0);
    both([](auto x) { return clamp(x, 0.0, 1.0); }, 0.0, 0.5);
    both([](auto x) { return fdim(x, 1.0); }, 1.0, 0.0);
    both([](auto x) { return pow(x, 0); }, 0.0, 0.0);
    both([](auto x) { return pow(x, 1); }, 0.0, 1.0);
    both([](auto x) { return pow(x, 2); }, 0.0, 0.0);
    both([](auto x) { return pow(x, 2.0); }, 0.0, 0.0);
    both([](auto x) { return pow(x, 3.0); }, -2.0, 12.0);
}

TEST_CASE("fmod and remainder have a partial in each argument") {
    auto const [a, b] = gradient([](auto x, auto y) { return fmod(x, y); }, 5.5, 2.0);
    CHECK(a == 1.0);
    CHECK(b == -2.0);
    auto const [c, d] = gradient([](auto x, auto y) { return remainder(x, y); }, 5.5, 2.0);
    CHECK(c == 1.0);
    CHECK(d == -3.0);
}

TEST_CASE("an argument that is not a number stays so") {
    double const nan_ = std::numeric_limits<double>::quiet_NaN();
    CHECK(std::isnan(wengert::max(nan_, 1.0)));
    CHECK(std::isnan(wengert::max(1.0, nan_)));
    CHECK(std::isnan(wengert::min(nan_, 1.0)));
    CHECK(std::isnan(wengert::clamp(nan_, 0.0, 1.0)));
    CHECK(std::isnan(wengert::relu(nan_)));
    CHECK(std::isnan(wengert::sign(nan_)));
    CHECK(std::isnan(wengert::abs(nan_)));
    CHECK(std::isnan(wengert::fdim(nan_, 1.0)));
}

TEST_CASE("a rule of one's own works in every mode") {
    auto const f = [](auto const& x) { return apply<rules::square_>(x) + select(value(x) > 0, x, -x); };
    CHECK(f(3.0) == 12.0);
    CHECK(gradient(f, 3.0) == 7.0);
    CHECK(derivative(f, -3.0) == -7.0);
    CHECK(hessian(f, 3.0)(0, 0) == 2.0);
}
