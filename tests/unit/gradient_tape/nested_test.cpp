// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Several tapes open at once: overlapping, and inside each other for higher derivatives.

#include <array>
#include <optional>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

TEST_CASE("x cubed at 3: 27, 18, 6 with a variable") {
    variable x{3.0, "x"};
    gradient_tape first{{.persistent = true}}, second{{.persistent = true}}, third{{.persistent = true}};
    real y = x * x * x;
    auto const d1 = third.gradient(y, x);
    CHECK(*d1 == 27.0);
    auto const d2 = second.gradient(d1.recorded(), x);
    CHECK(*d2 == 18.0);
    auto const d3 = first.gradient(d2.recorded(), x);
    CHECK(*d3 == 6.0);
    // Each of the tapes saw y.
    CHECK(*first.gradient(y, x) == 27.0);
    CHECK(*second.gradient(y, x) == 27.0);
}

TEST_CASE("x cubed at 3 with a real and inner scopes") {
    real x = 3.0;
    gradient_tape outer;
    outer.watch(x);
    real d;
    {
        gradient_tape inner;
        inner.watch(x);
        real y = x * x * x;
        d = inner.gradient(y, x).recorded();
    }
    CHECK(value(d) == 27.0);
    CHECK(*outer.gradient(d, x) == 18.0);
}

TEST_CASE("four tapes: the fourth derivative of exp(x) sin(x) / x") {
    auto const f = [](auto const& q) { return exp(q) * sin(q) / q; };
    auto const expected = derivatives<4>(f, 1.5);
    variable x{1.5, "x"};
    gradient_tape a, b, c, d;
    real y = f(real(x));
    auto const d1 = d.gradient(y, x);
    auto const d2 = c.gradient(d1.recorded(), x);
    auto const d3 = b.gradient(d2.recorded(), x);
    auto const d4 = a.gradient(d3.recorded(), x);
    CHECK(*d1 == Approx(expected[1]));
    CHECK(*d2 == Approx(expected[2]));
    CHECK(*d3 == Approx(expected[3]));
    CHECK(*d4 == Approx(expected[4]));
}

TEST_CASE("a Hessian by nested tapes equals the driver's") {
    auto const f = [](auto const& p) {
        using std::get;
        auto const& x = get<0>(p);
        auto const& y = get<1>(p);
        auto const& z = get<2>(p);
        return x * x * y + exp(y * z) / x + fma(x, y, z) * atan2(x, z) + pow(x, 3) * pow(z, 1.5) + pow(2.0, y) +
               hypot(x, y);
    };
    std::array<double, 3> const at{1.25, 0.5, 2.0};
    auto const H = hessian(f, at);

    std::array<real, 3> x{at[0], at[1], at[2]};
    gradient_tape outer{{.persistent = true}};
    outer.watch(x);
    std::array<real, 3> g;
    {
        gradient_tape inner;
        inner.watch(x);
        auto const found = inner.gradient(f(x), x);
        for (std::size_t i = 0; i < 3; ++i) g[i] = found[i].recorded();
    }
    auto const J = outer.jacobian(g, x);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) CHECK(J(i, j) == Approx(H(i, j)).epsilon(1e-12).margin(1e-13));
}

TEST_CASE("a gradient penalty: the norm of a gradient is differentiated") {
    // d/dw of |d(w x^2)/dx|^2 = 8 w x^2
    variable w{1.5, "w"};
    real x = 2.0;
    gradient_tape outer;
    real penalty;
    {
        gradient_tape inner;
        inner.watch(x);
        real y = w * x * x;
        real const slope = inner.gradient(y, x).recorded();
        penalty = slope * slope;
    }
    CHECK(value(penalty) == 36.0);
    CHECK(*outer.gradient(penalty, w) == 8 * 1.5 * 4.0);
}

TEST_CASE("mixed derivatives: a source of the inner tape, another of the outer") {
    variable x{2.0, "x"}, y{5.0, "y"};
    gradient_tape outer{{.persistent = true}}, inner;
    real z = x * x * y * y * y;
    real const dx = inner.gradient(z, x).recorded();
    CHECK(value(dx) == 2 * 2.0 * 125.0);
    CHECK(*outer.gradient(dx, y) == 2 * 2.0 * 75.0);
    CHECK(*outer.gradient(dx, x) == 2 * 125.0);
}

TEST_CASE("a second derivative that is 0, and one without a path") {
    variable x{2.0, "x"}, y{3.0, "y"};
    gradient_tape outer{{.persistent = true}}, inner;
    real const z = x * y;
    real const dx = inner.gradient(z, x).recorded();
    CHECK(value(dx) == 3.0);
    CHECK(*outer.gradient(dx, y) == 1.0);
    CHECK(outer.gradient(dx, x).value_or(0.0) == 0.0);
}

TEST_CASE("overlapping tapes: neither inside the other") {
    variable x{3.0, "x"};
    std::optional<gradient_tape> first(std::in_place), second;
    real a = x * x;
    second.emplace();
    real b = a * x;
    CHECK(*first->gradient(b, x) == 27.0);
    first.reset();
    real c = b + x * x;
    // The second tape has not seen a.
    CHECK(*second->gradient(c, x) == 9.0 + 6.0);
}

TEST_CASE("each tape sees what was recorded while it recorded") {
    variable x{3.0, "x"};
    gradient_tape first{{.persistent = true}};
    real a = x * x;
    gradient_tape second{{.persistent = true}};
    real b;
    {
        auto const pause = first.stop_recording();
        b = x * x * x;
    }
    CHECK(second.is_recording());
    CHECK(first.gradient(b, x).reason() == reason::not_recorded);
    CHECK(*second.gradient(b, x) == 27.0);
    CHECK(*first.gradient(a, x) == 6.0);
    CHECK(second.gradient(a, x).reason() == reason::not_recorded);
}

TEST_CASE("the inner tape may end, and its values live on under the outer one") {
    variable x{3.0, "x"};
    gradient_tape outer;
    real y;
    {
        gradient_tape inner;
        y = x * x;
    }
    CHECK(*outer.gradient(y * y, x) == 4 * 27.0);
}

TEST_CASE("the outer tape may end first") {
    variable x{3.0, "x"};
    std::optional<gradient_tape> outer(std::in_place);
    gradient_tape inner;
    real y = x * x;
    outer.reset();
    CHECK(*inner.gradient(y * y, x) == 4 * 27.0);
}

TEST_CASE("a recorded gradient without an outer tape is a number") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true}};
    real const d = tape.gradient(x * x, x).recorded();
    CHECK(value(d) == 6.0);
    CHECK(d.identity().tag == 0);
    CHECK(tape.gradient(d, x).reason() == reason::not_recorded);
}

TEST_CASE("a sum of reads that an outer tape records is no part of what is explained") {
    variable v{0.0, "v"}, w{1.0, "w"};
    gradient_tape const outer{{.explain = true}};
    gradient_tape own;
    real const y = sqrt(v) * w + v;
    auto const [by_w, by_v] = own.gradient(y, w, v);
    CHECK(by_w.status() == status::zero);
    CHECK(by_v.status() == status::non_finite);
    CHECK(by_v.why().find("sqrt(v)") != std::string::npos);
}

TEST_CASE("a tape inside a driver, and a driver inside a tape") {
    auto const f = [](auto x) { return x * x * x; };
    // The driver has a tape of its own, which does not see the variable.
    variable x{3.0, "x"};
    gradient_tape tape;
    real y = x * gradient(f, x.value());
    CHECK(value(y) == 81.0);
    CHECK(*tape.gradient(y, x) == 27.0);

    double inside = 0;
    double const outside = gradient(
        [&](auto const& q) {
            variable v{2.0, "v"};
            gradient_tape t;
            real const w = v * v;
            inside = *t.gradient(w, v);
            return q * q * inside;
        },
        5.0);
    CHECK(inside == 4.0);
    CHECK(outside == 40.0);
}

TEST_CASE("a driver with a scalar on the tape: its gradient is differentiated") {
    variable x{3.0, "x"};
    gradient_tape tape;
    real const d = gradient([](auto q) { return q * q * q; }, real(x));
    CHECK(value(d) == 27.0);
    CHECK(*tape.gradient(d, x) == 18.0);
}

TEST_CASE("second order through kinks and choices") {
    variable x{-2.0, "x"};
    gradient_tape outer, inner;
    real const y = select(x.value() > 0, x * x, x * x * x) + abs(x) * x + max(x, 2 * x) * x + relu(x) * x;
    // x^3 - x^2 + x^2 + 0
    real const d = inner.gradient(y, x).recorded();
    CHECK(value(d) == 12.0);
    CHECK(*outer.gradient(d, x) == -12.0);
}

TEST_CASE("a pullback of another shape, on every way") {
    auto const wrong = [](auto const& v) {
        return custom_gradient(
            v, [](auto const& a) { return a[0] * 2.0; },
            [](auto const& a, auto const& ybar) {
                auto adjoints = a;
                adjoints.assign(300, ybar);
                return adjoints;
            });
    };
    auto const says = Catch::Matchers::Matches(
        ".*the pullback of custom_gradient at .* expects a structure of 2 numbers but was given 300.*");
    variable x{3.0, "x"};
    gradient_tape outer;
    {
        gradient_tape inner;
        real const y = wrong(std::vector<real>{real(x), real(1.0)});
        CHECK_THROWS_WITH(inner.gradient(y, x).recorded(), says);
    }
    CHECK_THROWS_WITH(jvp(wrong, std::vector{1.0, 2.0}, std::vector{1.0, 0.0}), says);
    CHECK_THROWS_WITH(gradient(wrong, std::vector{1.0, 2.0}), says);
}

TEST_CASE("what an inner tape asks for costs its own statements, not those of the tapes around") {
    // 2^33 adjoints would be set to 0.
    variable w{0.5, "w"};
    gradient_tape outer;
    real sum = w;
    for (int i = 0; i < 1 << 19; ++i) sum = sum * 0.5 + w;
    double slopes = 0;
    for (int i = 0; i < 1 << 14; ++i) {
        real q = 3.0;
        gradient_tape inner;
        inner.watch(q);
        slopes += *inner.gradient(q * q, q);
    }
    CHECK(slopes == 6.0 * (1 << 14));
    CHECK(*outer.gradient(sum, w) == 2.0);
}

TEST_CASE("what an inner tape leaves at numbers from before it does not matter to the next") {
    variable w{0.0, "w"};
    gradient_tape outer{{.persistent = true}};
    real const before = w * 2.0, watched = w + 4.0;
    {
        auto const pause = outer.stop_recording();  // else the gradients would be what it records of them
        for (int i = 0; i < 2; ++i) {
            gradient_tape inner{{.persistent = true}};
            real q = 0.0;
            inner.watch(q);
            inner.watch(watched);
            CHECK(*inner.gradient(sqrt(before) + sqrt(watched), watched) == 0.25);
            CHECK(*inner.gradient(watched, watched) == 1.0);
            real const root = sqrt(q);
            auto const sum = [](real const& x, real const& y) {
                return custom_gradient(
                    std::array<real, 2>{x, y}, [](auto const& v) { return v[0] + v[1]; },
                    [](auto const&, auto const& adjoint) { return std::array{adjoint, adjoint}; });
            };
            // Neither what is left at `before` from the first question nor the root beside it is the sum's doing.
            CHECK_THAT(inner.gradient(sum(before, root), q).why(), !Contains("at custom_gradient"));
            CHECK_THAT(inner.gradient(sum(before, q) + sqrt(q), q).why(), !Contains("at custom_gradient"));
            real const steep = custom_gradient(
                watched, [](auto const& x) { return x; },
                [](auto const&, auto const& adjoint) { return adjoint / 0.0; });
            CHECK_THAT(inner.gradient(steep, watched).why(), Contains("at custom_gradient"));
        }
    }
    CHECK(*outer.gradient(before + watched, w) == 3.0);
}
