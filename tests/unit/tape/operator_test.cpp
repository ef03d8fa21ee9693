// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Records that run code in the sweeps: written by hand, and custom_gradient.

#include <array>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

namespace {

// y0 = a * b, y1 = a + b
struct product_and_sum final : operator_record<double> {
    std::vector<std::uint32_t> in, out;
    double a, b;

    product_and_sum(real const& x, real const& y, std::vector<std::uint32_t> results)
        : in{x.identity().index, y.identity().index}, out(std::move(results)), a(value(x)), b(value(y)) {}

    void reverse(adjoint_view<double> const& v) const override {
        v[in[0]] += b * v[out[0]] + v[out[1]];
        v[in[1]] += a * v[out[0]] + v[out[1]];
    }
    void forward(adjoint_view<double> const& v) const override {
        v[out[0]] = b * v[in[0]] + a * v[in[1]];
        v[out[1]] = v[in[0]] + v[in[1]];
    }
    std::vector<std::uint32_t> const& arguments() const override { return in; }
    std::vector<std::uint32_t> const& results() const override { return out; }
    char const* name() const override { return "product_and_sum"; }
    std::size_t bytes() const override { return sizeof(*this); }
};

struct one_way final : operator_record<double> {
    std::vector<std::uint32_t> none;

    void reverse(adjoint_view<double> const&) const override {}
    std::vector<std::uint32_t> const& arguments() const override { return none; }
    std::vector<std::uint32_t> const& results() const override { return none; }
    char const* name() const override { return "one_way"; }
    std::size_t bytes() const override { return sizeof(*this); }
};

std::pair<real, real> apply_record(tape<double>& list, real const& a, real const& b) {
    real const p = list.input(value(a) * value(b)), s = list.input(value(a) + value(b));
    list.append(detail::make_owner<product_and_sum>(a, b, std::vector{p.identity().index, s.identity().index}));
    return {p, s};
}

template <class T>
struct pair_of {
    BOOST_HANA_DEFINE_STRUCT(pair_of, (T, p), (T, q));
};

constexpr auto cube = [](auto const& v) { return v * v * v; };

}  // namespace

TEST_CASE("a record by hand, between statements, in both sweeps and with several seeds") {
    tape<double> list;
    recording<double> const open(list);
    real const x = list.input(2.0), y = list.input(3.0);
    real const u = x * x;
    auto const [p, s] = apply_record(list, u, y);
    auto const [p2, s2] = apply_record(list, p, s);
    real const z = p2 * x + s2;
    // u = x², p = u y, s = u + y, z = p s x + p + s
    auto const expected = gradient(
        [](auto a, auto b) {
            auto const q = a * a * b;
            auto const r = a * a + b;
            return q * r * a + q + r;
        },
        2.0, 3.0);
    adjoints<double> sweep(list);
    sweep.seed(z) = 1;
    sweep.reverse(list);
    CHECK(sweep[x] == Approx(std::get<0>(expected)));
    CHECK(sweep[y] == Approx(std::get<1>(expected)));

    adjoints<double, lanes<double, 2>> both(list);
    both.seed(z).lane[1] = 1;
    both.seed(s2).lane[0] = 1;
    both.reverse(list);
    CHECK(both[x].lane[1] == sweep[x]);
    CHECK(both[x].lane[0] == Approx(4 * 3.0 + 4));

    adjoints<double, lanes<double, 2>> tangents(list);
    tangents.seed(x).lane[0] = 1;
    tangents.seed(y).lane[1] = 1;
    tangents.forward(list);
    CHECK(tangents[z].lane[0] == Approx(std::get<0>(expected)));
    CHECK(tangents[z].lane[1] == Approx(std::get<1>(expected)));
    CHECK(list.statistics().operators == 2);
}

TEST_CASE("a record at the very end, and at a block's end") {
    tape<double> list;
    recording<double> const open(list);
    real const x = list.input(2.0);
    for (int fill = 0; fill < 1030; ++fill) static_cast<void>(list.input(0.0));
    real sum = 0.0;
    for (int i = 0; i < 100; ++i) {
        auto const [p, s] = apply_record(list, x, x);
        sum += p;
        for (int fill = 0; fill < 60; ++fill) sum += s;
    }
    auto const [p, s] = apply_record(list, sum, x);
    adjoints<double> sweep(list);
    sweep.seed(s) = 1;
    sweep.reverse(list);
    CHECK(sweep[x] == 100 * (4.0 + 60 * 2.0) + 1);
}

TEST_CASE("what a record does not offer says so") {
    tape<double> list;
    static_cast<void>(list.input(1.0));
    list.append(detail::make_owner<one_way>());
    adjoints<double> sweep(list);
    sweep.reverse(list);
    CHECK_THROWS_AS(sweep.forward(list), no_such_rule);
    CHECK_THROWS_WITH(sweep.forward(list), Contains("one_way has no rule for a forward sweep"));
}

TEST_CASE("custom_gradient of a scalar: the three kinds of pullback") {
    gradient_tape tape{{.persistent = true}};
    real x = 2.0;
    tape.watch(x);
    // Deliberately not the derivative of the primal, to see that it is the pullback which counts.
    auto const by_y = custom_gradient(x, cube, [](auto const& ybar) { return 7.0 * ybar; });
    auto const by_x = custom_gradient(x, cube, [](auto const& v, auto const& ybar) { return v * ybar; });
    auto const by_all =
        custom_gradient(x, cube, [](auto const& v, auto const& y, auto const& ybar) { return (v + y) * ybar; });
    static_assert(std::is_same_v<decltype(by_y), real const>);
    CHECK(value(by_y) == 8.0);
    CHECK(*tape.gradient(by_y, x) == 7.0);
    CHECK(*tape.gradient(by_x, x) == 2.0);
    CHECK(*tape.gradient(by_all, x) == 10.0);
    CHECK(*tape.gradient(3.0 * by_all, x) == 30.0);
    CHECK(tape.gradient(0.0 * by_all, x).status() == status::zero);
}

TEST_CASE("custom_gradient of plain and dual numbers") {
    auto const rule = [](auto const& x) {
        return custom_gradient(x, cube, [](auto const& v, auto const& ybar) { return 3 * v * v * ybar; });
    };
    CHECK(rule(2.0) == 8.0);
    CHECK(derivative(rule, 2.0) == 12.0);
    CHECK(gradient(rule, 2.0) == 12.0);
    CHECK(derivative([&](auto x) { return derivative(rule, x); }, 2.0) == 12.0);
    CHECK(hessian(rule, 2.0)(0, 0) == 12.0);
    CHECK(check_gradient(rule, 2.0).ok());
    auto const wrong = [](auto const& x) {
        return custom_gradient(x, cube, [](auto const& v, auto const& ybar) { return 3 * v * ybar; });
    };
    CHECK_FALSE(check_gradient(wrong, 2.0).ok());
}

TEST_CASE("custom_gradient of an array, forward and reverse") {
    auto const rotate = [](auto const& x) {
        return custom_gradient(
            x, [](auto const& v) { return std::array{v[0] * v[1], v[1] + 0.0, v[0] * v[0]}; },
            []<class T>(std::array<T, 2> const& v, auto const& ybar) {
                return std::array<T, 2>{v[1] * ybar[0] + 2 * v[0] * ybar[2], v[0] * ybar[0] + ybar[1]};
            });
    };
    std::array<double, 2> const at{2.0, 5.0};
    auto const [y, pull] = vjp(rotate, at);
    CHECK(y == std::array{10.0, 5.0, 4.0});
    CHECK(pull(std::array{1.0, 0.0, 0.0}) == std::array{5.0, 2.0});
    CHECK(pull(std::array{0.0, 1.0, 0.5}) == std::array{2.0, 1.0});
    CHECK(jvp(rotate, at, std::array{1.0, 0.0}) == std::array{5.0, 0.0, 4.0});
    auto const J = jacobian(rotate, at);
    CHECK(J(0, 1) == 2.0);
    CHECK(J(2, 0) == 4.0);
}

TEST_CASE("custom_gradient of a structure, with a passive member of the argument") {
    tape<double> list;
    recording<double> const open(list);
    pair_of<real> x;
    x.p = list.input(2.0);
    x.q = 3.0;
    real const y = custom_gradient(
        x, [](pair_of<double> const& v) { return v.p * v.q; },
        [](pair_of<double> const& v, double ybar) {
            pair_of<double> r;
            r.p = v.q * ybar;
            r.q = v.p * ybar;
            return r;
        });
    adjoints<double> sweep(list);
    sweep.seed(y) = 1;
    sweep.reverse(list);
    CHECK(sweep[x.p] == 3.0);
    CHECK(sweep[x.q] == 0.0);
    adjoints<double> tangents(list);
    tangents.seed(x.p) = 2;
    tangents.forward(list);
    CHECK(tangents[y] == 6.0);
}

TEST_CASE("custom_gradient of constants records nothing, and without a tape is the primal") {
    real const c = 2.0;
    auto const pull = [](auto const& b) { return b; };
    CHECK(value(custom_gradient(c, cube, pull)) == 8.0);
    tape<double> list;
    recording<double> const open(list);
    CHECK(value(custom_gradient(c, cube, pull)) == 8.0);
    CHECK(list.statistics().statements == 0);
    CHECK(list.statistics().operators == 0);
}

TEST_CASE("the primal of custom_gradient records nothing") {
    variable x{2.0, "x"}, hidden{5.0, "hidden"};
    gradient_tape tape{{.persistent = true}};
    real const start = x;
    auto const before = tape.statistics().arguments;
    auto const y = custom_gradient(
        start,
        [&](double v) {
            real inside = v;
            for (int i = 0; i < 10; ++i) inside = inside * v + real(hidden);
            return value(inside) * 0 + v;
        },
        [](double b) { return b; });
    CHECK(tape.statistics().arguments == before);
    CHECK(*tape.gradient(y, x) == 1.0);
    CHECK(tape.is_recording());
}

TEST_CASE("a pullback that returns another shape") {
    std::vector<real> x;
    tape<double> list;
    for (int i = 0; i < 3; ++i) x.push_back(list.input(i));
    recording<double> const open(list);
    auto const sum = [](std::vector<double> const& v) { return v[0] + v[1] + v[2]; };
    real const y = custom_gradient(x, sum, [](double b) { return std::vector<double>(2, b); });
    adjoints<double> sweep(list);
    sweep.seed(y) = 1;
    CHECK_THROWS_AS(sweep.reverse(list), shape_mismatch);
    CHECK_THROWS_WITH(sweep.reverse(list), Contains("the pullback of custom_gradient at ") &&
                                               Contains("expects a structure of 3 numbers but was given 2"));
    CHECK_THROWS_AS(sweep.forward(list), shape_mismatch);
}

TEST_CASE("a primal or a pullback that throws leaves the thread as it was") {
    tape<double> list;
    recording<double> const open(list);
    real const x = list.input(2.0);
    auto const thrower = [](auto const&) -> double { throw std::runtime_error("inside"); };
    CHECK_THROWS_AS(custom_gradient(x, thrower, [](double b) { return b; }), std::runtime_error);
    CHECK(list.is_recording());
    CHECK(list.statistics().statements == 1);
    real const y = custom_gradient(x, cube, thrower);
    adjoints<double> sweep(list);
    sweep.seed(y) = 1;
    CHECK_THROWS_AS(sweep.reverse(list), std::runtime_error);
    CHECK(list.is_recording());
    real const z = x * x;
    sweep.reset(list);
    sweep.seed(z) = 1;
    sweep.reverse(list);
    CHECK(sweep[x] == 4.0);
}

TEST_CASE("second order through nested tapes, with a generic pullback") {
    variable x{2.0, "x"};
    gradient_tape outer, inner;
    real const y = custom_gradient(real(x), cube, [](auto const& v, auto const& b) { return 3 * v * v * b; }) * x;
    real const d = inner.gradient(y, x).recorded();
    CHECK(value(d) == 32.0);
    CHECK(*outer.gradient(d, x) == Approx(48.0));
}

TEST_CASE("second order through a pullback that is not generic says what to do") {
    variable x{2.0, "x"};
    gradient_tape outer, inner{{.persistent = true}};
    real const y = custom_gradient(real(x), cube, [](double v, double b) { return 3 * v * v * b; });
    auto const slope = inner.gradient(y, x);
    CHECK(*slope == 12.0);
    CHECK_THROWS_AS(slope.recorded(), no_such_rule);
    CHECK_THROWS_WITH(slope.recorded(),
                      Contains("custom_gradient cannot be differentiated twice") && Contains("generic"));
    CHECK(inner.is_recording());
    CHECK(outer.is_recording());
    auto const pause = inner.stop_recording();
    CHECK(*outer.gradient(y, x) == 12.0);
}

TEST_CASE("custom_gradient with a result that nobody uses") {
    variable x{2.0, "x"};
    gradient_tape tape{{.persistent = true}};
    int pulls = 0;
    auto const y = custom_gradient(real(x), cube, [&](double b) {
        ++pulls;
        return b;
    });
    real const z = x * 3.0;
    CHECK(*tape.gradient(z, x) == 3.0);
    CHECK(pulls == 0);
    CHECK(*tape.gradient(z + y, x) == 4.0);
    CHECK(pulls == 1);
    CHECK(value(y) == 8.0);
}

TEST_CASE("custom_gradient of an expression and of a variable") {
    variable x{2.0, "x"};
    gradient_tape tape{{.persistent = true}};
    auto const pull = [](auto const& v, auto const& b) { return 3 * v * v * b; };
    CHECK(*tape.gradient(custom_gradient(x * 2.0, cube, pull), x) == 96.0);
    CHECK(*tape.gradient(custom_gradient(x, cube, pull), x) == 12.0);
}
