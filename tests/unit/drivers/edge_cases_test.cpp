// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What drivers make of bodies that throw, and of numbers that are not finite.

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <tuple>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("a body that throws leaves the thread's recorder as it was") {
    auto const f = [](auto x) {
        auto y = x * x;
        if (value(y) > 0) throw std::runtime_error("the body");
        return y;
    };
    tape<double> list;
    recording<double> const open(list);
    for (int i = 0; i < 3; ++i) {
        CHECK_THROWS_AS(gradient(f, 2.0), std::runtime_error);
        CHECK_THROWS_AS(vjp(f, 2.0), std::runtime_error);
        CHECK_THROWS_AS(hessian(f, 2.0), std::runtime_error);
        CHECK_THROWS_AS(derivative(f, 2.0), std::runtime_error);
        CHECK_THROWS_AS(jacobian(f, 1.0), std::runtime_error);
        CHECK_THROWS_AS(gradient([&](auto x) { return gradient(f, x); }, 2.0), std::runtime_error);
        CHECK(list.is_recording());
        CHECK(gradient([](auto x) { return x * x * x; }, 2.0) == 12.0);
    }
    CHECK(list.statistics().statements == 0);
}

TEST_CASE("NaN, infinities and denormals go through") {
    auto const f = [](auto x, auto y) { return x * y + exp(x); };
    auto const [nx, ny] = gradient(f, not_a_number, 2.0);
    CHECK(std::isnan(nx));
    CHECK(std::isnan(ny));
    auto const [ix, iy] = gradient(f, -infinity, 2.0);
    CHECK(ix == 2.0);
    CHECK(iy == -infinity);
    double const tiny = std::numeric_limits<double>::denorm_min();
    auto const [tx, ty] = gradient([](auto x, auto y) { return x * y; }, tiny, 3 * tiny);
    CHECK(tx == 3 * tiny);
    CHECK(ty == tiny);
    CHECK(gradient([](auto x) { return sqrt(x); }, 0.0) == infinity);
    CHECK(std::isnan(gradient([](auto x) { return log(x); }, -1.0)) == false);
    CHECK(gradient([](auto x) { return 1.0 / x; }, infinity) == 0.0);
    CHECK(gradient([](auto x) { return tanh(x); }, infinity) == 0.0);
    CHECK(gradient([](auto x) { return hypot(x, 0.0); }, tiny) == 1.0);
    CHECK(std::isnan(jvp([](auto x) { return x * x; }, not_a_number, 1.0)));
    CHECK(jvp([](auto x) { return x * x; }, 2.0, infinity) == infinity);
    CHECK(std::isnan(vjp([](auto x) { return x * x; }, 2.0).second(not_a_number)));
    CHECK(vjp([](auto x) { return x * x; }, 2.0).second(tiny) == 4 * tiny);
}

TEST_CASE("the singular side of a choice adds nothing, in any mode") {
    auto const f = [](auto const& x) {
        auto const root = sqrt(x[0]) + x[1];
        std::remove_cvref_t<decltype(x[0])> const r = root;
        return select(value(x[0]) > 0, r, 2 * x[0] + x[1]);
    };
    std::array<double, 2> const at{0.0, 1.0};
    CHECK(gradient(f, at) == std::array{2.0, 1.0});
    CHECK(jvp(f, at, std::array{1.0, 0.0}) == 2.0);
    CHECK(jvp(f, at, std::array{0.0, 1.0}) == 1.0);
    // Many outputs of a vector: the tape swept forward.
    auto const wide = [&](auto const& x) { return std::vector(40, std::remove_cvref_t<decltype(x[0])>(f(x))); };
    auto const J = jacobian(wide, std::vector{0.0, 1.0});
    CHECK(J(7, 0) == 2.0);
    CHECK(J(7, 1) == 1.0);
}

TEST_CASE("functions that say what they return, through records of every kind") {
    auto const squared = []<class T>(T const& x) -> T {
        return custom_gradient(
            x, [](auto const& v) { return v * v; }, [](auto const& v, auto const& ybar) { return 2.0 * v * ybar; });
    };
    CHECK(gradient(squared, 3.0) == 6.0);
    auto const looped = []<class T>(T const& x) -> T {
        return for_loop(3, x, [](auto const& s, std::size_t) { return s * s; }, checkpoints(2));
    };
    CHECK(gradient(looped, 1.0) == 8.0);
    auto const forgotten = []<class T>(T const& x) -> T {
        return checkpoint([](auto const& s) { return s * s * s; }, x);
    };
    CHECK(gradient(forgotten, 2.0) == 12.0);
}

TEST_CASE("a custom_gradient of an infinite derivative is not asked where the tangent is zero") {
    auto const f = [](auto const& x) {  // sqrt(x0) + x1
        return custom_gradient(
            x, [](auto const& v) { return sqrt(v[0]) + v[1]; },
            [](auto const& v, auto const& ybar) {
                using T = std::remove_cvref_t<decltype(ybar)>;
                return std::vector<T>{ybar / (2.0 * sqrt(v[0])), ybar};
            });
    };
    CHECK(jvp(f, std::vector{0.0, 1.0}, std::vector{0.0, 1.0}) == 1.0);

    tape<double> list;  // and in a forward sweep
    std::vector<real> const x{list.input(0.0), list.input(1.0)};
    real y;
    {
        recording const open(list);
        y = f(x);
    }
    adjoints<double> sweep(list);
    sweep.seed(x[1]) = 1.0;
    sweep.forward(list);
    CHECK(sweep[y] == 1.0);
}
