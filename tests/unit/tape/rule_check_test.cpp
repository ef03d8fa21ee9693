// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// custom_gradient compared with finite differences: wrong rules are told, right ones never.

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

namespace {

constexpr gradient_tape_options checked{.check_custom_rules = true};

/// Whether a rule y = f(x), xbar = slope * ybar is taken for wrong.
template <class T, class F>
bool is_wrong(T x, F f, T slope) {
    basic_gradient_tape<T> tape{checked};
    active<T> a = x;
    tape.watch(a);
    try {
        static_cast<void>(custom_gradient(a, f, [slope](T const& ybar) { return T(slope * ybar); }));
    } catch (wrong_rule const&) {
        return true;
    }
    return false;
}

/// The slope is right, and so is nothing that is clearly another one.
template <class T, class F>
void right_only(T x, F f, T slope) {
    CAPTURE(x, slope);
    CHECK_FALSE(is_wrong(x, f, slope));
    CHECK(is_wrong(x, f, T(-slope)));
    CHECK(is_wrong(x, f, T(2 * slope)));
    CHECK(is_wrong(x, f, T(0)));
}

template <class F>
std::string complaint(F&& record) {
    try {
        record();
    } catch (wrong_rule const& e) {
        return e.what();
    }
    return "none";
}

template <class T>
struct five {
    T a;
    std::array<T, 3> b;
    T c;
    int n = 2;
};

}  // namespace

BOOST_HANA_ADAPT_STRUCT(five<double>, a, b, c, n);

TEST_CASE("a right rule, and each way to get it wrong") {
    auto const cube = [](auto const& v) { return v * v * v; };
    right_only(2.0, cube, 12.0);
    right_only(2.0f, cube, 12.0f);
    right_only(2.0L, cube, 12.0L);
    CHECK(is_wrong(2.0, cube, 12.03));
    CHECK_FALSE(is_wrong(2.0, cube, 12.00001));
    CHECK_FALSE(is_wrong(0.0, cube, 0.0));
    CHECK(is_wrong(0.0, cube, 3.0));
    right_only(-0.3, [](double v) { return std::exp(v) / v; }, std::exp(-0.3) / -0.3 - std::exp(-0.3) / 0.09);
}

TEST_CASE("the sentence: what, where, both numbers, and what to do") {
    gradient_tape tape{checked};
    variable const x{2.0, "x"};
    unsigned const line = __LINE__ + 2;
    std::string const text = complaint([&] {
        static_cast<void>(custom_gradient(
            x.read(), [](double v) { return v * v * v; }, [](double v, double ybar) { return 2.0 * v * v * ybar; }));
    });
    CHECK_THAT(text,
               Contains("the pullback of custom_gradient at " + std::string(__FILE__) + ':' + std::to_string(line)));
    CHECK_THAT(text, Contains("gives 8 for its argument, which is 2, where finite differences of the primal give 12 "));
    CHECK_THAT(text, Contains("correct the pullback"));
    try {
        static_cast<void>(custom_gradient(x.read(), [](double v) { return v * v; }, [](double ybar) { return ybar; }));
        FAIL("nothing was thrown");
    } catch (wrong_rule const& e) {
        CHECK(e.where().line() == __LINE__ - 3);
    }
}

TEST_CASE("a pullback that forgets the adjoint") {
    gradient_tape tape{checked};
    variable const x{3.0, "x"};
    CHECK_THAT(complaint([&] {
                   static_cast<void>(custom_gradient(
                       x.read(), [](double v) { return v * v; }, [](double v, double) { return 2 * v; }));
               }),
               Contains("gives 6 for its argument"));
}

TEST_CASE("one wrong argument of five in a structure") {
    auto const primal = [](auto const& p) { return p.a * p.b[0] + p.b[1] * p.b[1] * p.c + p.b[2] / p.c; };
    for (int wrong = -1; wrong < 5; ++wrong) {
        gradient_tape tape{checked};
        five<real> p{1.5, {2.0, -3.0, 0.25}, 4.0};
        tape.watch(p);
        std::string const text = complaint([&] {
            static_cast<void>(custom_gradient(p, primal, [wrong](auto const& v, double ybar) {
                auto to = v;
                to.a = v.b[0] * ybar;
                to.b = {v.a * ybar, 2 * v.b[1] * v.c * ybar, ybar / v.c};
                to.c = (v.b[1] * v.b[1] - v.b[2] / (v.c * v.c)) * ybar;
                int i = 0;
                for_each_leaf(to, [&](double& t) { t = i++ == wrong ? 1.25 * t : t; });
                return to;
            }));
        });
        if (wrong < 0) CHECK(text == "none");
        else CHECK_THAT(text, Contains("for number " + std::to_string(wrong) + " of its argument"));
    }
}

TEST_CASE("several results, and the numbers of a vector") {
    auto const primal = [](auto const& v) {
        auto y = v;
        for (std::size_t i = 0; i < v.size(); ++i) y[i] = sin(v[i]) * v[0];
        return y;
    };
    auto const pullback = [](bool right) {
        return [right](auto const& v, auto const& ybar) {
            auto to = v;
            for (std::size_t i = 0; i < v.size(); ++i) to[i] = cos(v[i]) * v[0] * ybar[i];
            for (std::size_t i = right ? 0 : 1; i < v.size(); ++i) to[0] += sin(v[i]) * ybar[i];
            return to;
        };
    };
    gradient_tape tape{checked};
    std::vector<real> x{0.5, 1.0, 2.0, 7.0};
    tape.watch(x);
    CHECK(complaint([&] { static_cast<void>(custom_gradient(x, primal, pullback(true))); }) == "none");
    std::string const text = complaint([&] { static_cast<void>(custom_gradient(x, primal, pullback(false))); });
    CHECK_THAT(text, Contains("number 0 of its argument, which is 0.5"));
    CHECK(detail::some_of({1, 2, 3, 4}) == "1, 2, 3, 4");
    CHECK(detail::some_of({1, 2, 3, 4, 5}) == "1, 2, 3, 4, ...");
}

TEST_CASE("kinks, jumps and the edge of a domain raise no alarm") {
    for (double const slope : {-1.0, -0.3, 0.0, 0.5, 1.0}) {
        CHECK_FALSE(is_wrong(0.0, [](double v) { return std::abs(v); }, slope));
        CHECK_FALSE(is_wrong(2.0, [](double v) { return std::abs(v - 2); }, slope));
    }
    auto const relu = [](double v) { return v > 0 ? v : 0.0; };
    for (double const slope : {0.0, 0.5, 1.0}) CHECK_FALSE(is_wrong(0.0, relu, slope));
    CHECK_FALSE(is_wrong(1e-9, relu, 1.0));
    CHECK_FALSE(is_wrong(-1e-9, relu, 0.0));
    right_only(0.1, relu, 1.0);
    CHECK(is_wrong(-0.1, relu, 1.0));
    CHECK(is_wrong(-3.0, relu, 1.0));
    // Flat on both sides, within the first steps.
    for (double const a : {1e-3, 1e-6, 1e-9})
        CHECK_FALSE(is_wrong(0.0, [a](double v) { return v < -a ? -a : v > a ? a : v; }, 1.0));
    // Right on one side alone, down to where it is seen by the last two steps.
    for (double const a : {1e-3, 1e-6, 1e-9, 2e-13})
        CHECK_FALSE(is_wrong(0.0, [a](double v) { return v > -a && v < 0 ? v : 3 * v; }, 1.0));
    for (double const at : {0.0, 1.0, 1.0 + 1e-9, 1.0 - 1e-9, 2.5, -3.0, 1e6}) {
        CHECK_FALSE(is_wrong(at, [](double v) { return std::floor(v); }, 0.0));
        CHECK_FALSE(is_wrong(at, [](double v) { return v - std::floor(v); }, 1.0));
        CHECK_FALSE(is_wrong(at, [](double v) { return 5 * std::round(1000 * v); }, 0.0));
    }
    double const inf = std::numeric_limits<double>::infinity();
    CHECK_FALSE(is_wrong(0.0, [](double v) { return std::sqrt(v); }, inf));
    CHECK_FALSE(is_wrong(0.0, [](double v) { return std::cbrt(v); }, inf));
    CHECK_FALSE(is_wrong(0.0, [](double v) { return v * std::sqrt(v); }, 0.0));
    right_only(1e-3, [](double v) { return std::log(v); }, 1e3);
}

TEST_CASE("NaN and infinity on either side are no contradiction") {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    CHECK_FALSE(is_wrong(2.0, [](double v) { return v * v; }, nan));
    CHECK_FALSE(is_wrong(2.0, [nan](double) { return nan; }, 4.0));
    CHECK_FALSE(is_wrong(2.0, [nan](double v) { return v == 2.0 ? 4.0 : nan; }, 7.0));
    CHECK_FALSE(is_wrong(nan, [](double v) { return v * v; }, 4.0));
    CHECK_FALSE(is_wrong(0.0, [](double v) { return 1 / v; }, 1.0));
}

TEST_CASE("a primal that throws beside its argument") {
    auto const only = [](double within) {
        return [within](double v) {
            if (std::abs(v - 2.0) > within) throw std::domain_error("too far");
            return v * v;
        };
    };
    CHECK_FALSE(is_wrong(2.0, only(0.0), 4.0));
    CHECK_FALSE(is_wrong(2.0, only(0.0), 5.0));
    right_only(2.0, only(1e-3), 4.0);
    right_only(2.0, only(1e-6), 4.0);
    // At the argument itself it is the program's affair.
    gradient_tape tape{checked};
    variable const x{9.0, "x"};
    CHECK_THROWS_AS(custom_gradient(x.read(), only(1.0), [](double ybar) { return ybar; }), std::domain_error);
}

TEST_CASE("magnitudes from 1e-8 to 1e8") {
    for (double const scale : {1e-8, 1e-4, 1.0, 1e4, 1e8}) {
        for (double const width : {1e-8, 1e-4, 1.0, 1e4, 1e8}) {
            for (double const u : {-2.0, 0.0, 1e-3, 0.7, 30.0}) {
                CAPTURE(scale, width, u);
                auto const wave = [&](double v) { return scale * (2 + std::sin(v / width)); };
                right_only(width * u, wave, scale / width * std::cos(u));
                auto const power = [&](double v) { return scale * (v / width) * (v / width) * (v / width); };
                if (u != 0) right_only(width * u, power, 3 * scale / width * u * u);
                else CHECK_FALSE(is_wrong(0.0, power, 0.0));
            }
        }
    }
    right_only(1e-8, [](double v) { return std::exp(v); }, std::exp(1e-8));
    right_only(1e7, [](double v) { return std::sin(v); }, std::cos(1e7));
    right_only(1.0, [](double v) { return 1e5 + v; }, 1.0);
    CHECK_FALSE(is_wrong(1.0, [](double v) { return (v + 1e8) - 1e8; }, 1.0));
    CHECK_FALSE(is_wrong(1.0, [](double v) { return (v + 1e15) - 1e15; }, 1.0));
}

TEST_CASE("a primal that is only so exact") {
    // As a solver with a tolerance: right to 1e-9, in no smooth way.
    auto const solved = [](double v) { return std::sqrt(v) + 1e-9 * std::sin(1e12 * v); };
    CHECK_FALSE(is_wrong(2.0, solved, 0.5 / std::sqrt(2.0)));
    CHECK(is_wrong(2.0, solved, -0.5 / std::sqrt(2.0)));
}

TEST_CASE("what rounding hides is no contradiction") {
    // Cancellation leaves multiples of 1e-16 of numbers that are smaller.
    for (double const b : {1e-9, 2e-8, 2.9e-8, 1e-7, 3.6e-7, 1e-6}) {
        auto const flat = [b](double v) { return 1 - std::cos(b * v); };
        for (double const v : {1.1, -1.25, 2.0}) CHECK_FALSE(is_wrong(v, flat, b * std::sin(b * v)));
        for (double const a : {1.0, 4e4, 1e8})
            CHECK_FALSE(is_wrong(0.0, [a, b](double v) { return a * ((b * v + 1e5) - 1e5); }, a * b));
    }
    auto const round = [](double v) { return 1 - std::cos(v); };
    for (int turns = 1; turns < 20; ++turns) {
        double const v = turns * 6.283185307179586;
        CHECK_FALSE(is_wrong(v, round, std::sin(v)));
        CHECK_FALSE(is_wrong(v / 3, [](double w) { return 1 - std::cos(3 * w); }, 3 * std::sin(3 * (v / 3))));
    }
    // So close to a pole that every step goes beyond it.
    double const epsilon = std::numeric_limits<double>::epsilon();
    for (double const d : {epsilon, -epsilon, 4 * epsilon})
        CHECK_FALSE(is_wrong(1 + d, [](double v) { return 1 / (v - 1); }, -1 / (d * d)));
    for (double const pole : {1e-3, 1e-6, 1e-9}) {
        double const d = std::nextafter(pole, 1.0) - pole;
        CHECK_FALSE(is_wrong(pole + d, [pole](double v) { return 1 / (v - pole); }, -1 / (d * d)));
    }
}

TEST_CASE("numbers that are on no tape do not count") {
    gradient_tape tape{checked};
    variable const x{2.0, "x"};
    std::array<real, 2> const p{x.read(), real(3.0)};
    auto const product = [](auto const& v) { return v[0] * v[1]; };
    auto const for_the_first = [](auto const& v, double ybar) { return std::array<double, 2>{v[1] * ybar, 0.0}; };
    CHECK(complaint([&] { static_cast<void>(custom_gradient(p, product, for_the_first)); }) == "none");
    std::array<real, 2> const both{x.read(), x.read()};
    CHECK_THAT(complaint([&] { static_cast<void>(custom_gradient(both, product, for_the_first)); }),
               Contains("number 1 "));
}

TEST_CASE("nothing is checked unless it was asked for") {
    int calls = 0;
    auto const primal = [&](double v) { return ++calls, v * v; };
    auto const pullback = [](double ybar) { return ybar; };
    gradient_tape tape;
    variable const x{2.0, "x"};
    CHECK_NOTHROW(custom_gradient(x.read(), primal, pullback));
    CHECK(calls == 1);
    {
        gradient_tape inner{checked};
        CHECK_THROWS_AS(custom_gradient(x.read(), primal, pullback), wrong_rule);
    }
    calls = 0;
    CHECK_NOTHROW(custom_gradient(x.read(), primal, pullback));
    CHECK(calls == 1);
}

TEST_CASE("the check leaves no trace") {
    tape<double> list;
    list.check_custom_rules(true);
    list.annotate(true);
    list.explain(true);
    recording<double> const open(list);
    real const x = list.input(2.0), factor = list.input(3.0);
    auto const primal = [&](double v) { return v * v * value(factor); };
    auto const count = [&] {
        auto const s = list.statistics();
        return std::array{std::uint64_t{list.next_statement()}, s.statements, s.arguments, s.operators, s.bytes};
    };
    auto const before = count();
    auto const events = list.notes().events().size();
    CHECK_THROWS_AS(custom_gradient(x, primal, [](double ybar) { return ybar; }), wrong_rule);
    CHECK(list.next_statement() == before[0]);
    CHECK(list.statistics().operators == before[3]);
    CHECK(detail::explaining<double> == &list);
    CHECK(list.is_recording());
    // What value() read is noted once, by the run that is the program's own.
    CHECK(list.notes().events().size() == events + 1);
    real const y = custom_gradient(x, primal, [](double v, double ybar) { return 6 * v * ybar; });
    CHECK(list.notes().events().size() == events + 2);
    CHECK(list.statistics().operators == before[3] + 1);
    adjoints<double> sweep(list);
    sweep.seed(y) = 1;
    sweep.reverse(list);
    CHECK(sweep[x] == 12.0);
}

TEST_CASE("a pullback of another shape is told as such") {
    gradient_tape tape{checked};
    std::vector<real> x{1.0, 2.0};
    tape.watch(x);
    CHECK_THROWS_AS(
        custom_gradient(
            x, [](auto const& v) { return v[0] * v[1]; }, [](double ybar) { return std::vector<double>(3, ybar); }),
        shape_mismatch);
}

TEST_CASE("numbers that are not plain are not checked") {
    tape<dual<double>> list;
    list.check_custom_rules(true);
    recording<dual<double>> const open(list);
    active<dual<double>> const x = list.input(dual<double>(2.0));
    CHECK_NOTHROW(custom_gradient(x, [](auto const& v) { return v * v; }, [](auto const& ybar) { return ybar; }));
}
