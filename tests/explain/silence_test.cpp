// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// No false alarm: of a derivative that is a number, where every operation is smooth, there is nothing to say. And at the kinks
// of every row there is.

#include <array>
#include <string>
#include <tuple>
#include <vector>

#include <wengert/wengert.hpp>

#include "laws/support.hpp"

using namespace wengert;

namespace {

std::string all_that_is_said(report const& r) {
    std::string text;
    for (explanation const& e : r.explanations)
        for (finding const& f : e.findings) text += f.what + '\n';
    return text;
}

bool says(report const& r, clue c, std::string const& name) {
    for (explanation const& e : r.explanations)
        for (finding const& f : e.findings)
            if (f.clue == c && f.what.find(name) != std::string::npos) return true;
    return false;
}

struct row {
    laws::row_facts facts;
    laws::evaluator<real> apply;
};

template <class Law>
void each(Law&& law) {
    laws::each_row([&]<class Rule> { law(row{laws::facts_of<Rule>(), &laws::evaluate<Rule, real>}); });
}

/// What is said of the derivatives of a row at a point.
template <class Look>
void ask(row const& r, laws::point const& at, Look&& look) {
    std::array<real, 3> x{at[0], at[1], at[2]};
    gradient_tape tape{{.persistent = true, .explain = true}};
    for (std::size_t i = 0; i < 3; ++i)
        if (r.facts.differentiates(i)) tape.watch(x[i]);
    real const y = r.apply(x.data());
    for (std::size_t i = 0; i < 3; ++i) {
        if (!r.facts.differentiates(i)) continue;
        INFO(r.facts.name << " at (" << at[0] << ", " << at[1] << ", " << at[2] << "), by argument " << i);
        look(tape.gradient(y, x[i]), explain(tape, y, x[i]), i);
    }
}

struct formula {
    char const* text;
    real (*f)(real const& x, real const& y);
};

#define FORMULA(...)                                                                   \
    formula {                                                                          \
        #__VA_ARGS__, [](real const& x, real const& y) -> real { return __VA_ARGS__; } \
    }

formula const formulas[] = {
    FORMULA(x * y),
    FORMULA(x / y - y),
    FORMULA(x + y * y * y),
    FORMULA(sin(x) * cos(y)),
    FORMULA(exp(-x* x) * y),
    FORMULA(log(x) + log(y)),
    FORMULA(log(1 + exp(x + y))),
    FORMULA(sqrt(x* x + y * y)),
    FORMULA(hypot(x, y) + atan2(y, x)),
    FORMULA(pow(x, y)),
    FORMULA(pow(x, 3) * pow(y, -2)),
    FORMULA(pow(2.0, x) * y),
    FORMULA(tanh(x* y) + sigmoid(x - y)),
    FORMULA(softplus(x) * relu(y)),
    FORMULA(abs(x) + abs(-y)),
    FORMULA(max(x, -y) * y),
    FORMULA(min(x, y + 10.0) + y),
    FORMULA(clamp(x, -100.0, 100.0) * y),
    FORMULA(select(x > 0, x* y, sqrt(-x) * y)),
    FORMULA(fma(x, y, x) + cbrt(y)),
    FORMULA(erf(x) * erfc(y)),
    FORMULA(lgamma(x + 1) + digamma(y + 1)),
    FORMULA(sinh(x) / cosh(y)),
    FORMULA(asinh(x) + atan(y)),
    FORMULA(expm1(x) * log1p(y)),
    FORMULA(fmod(x + 10.0, 3.0) * y),
    FORMULA(copysign(x, 1.0) * y),
    FORMULA(square(x - 2 * y) / (x + y)),
    FORMULA(x* stop_gradient(x) + y),
    FORMULA(floor(x + 1) * x + y),
    FORMULA(x * 1e-250 + y),
    FORMULA(1e-5 * x * y + 1e300 * y),
    FORMULA(x* value(y) + y * value(x)),
    FORMULA(cond(
        x > 0, [&] { return x * y; }, [&] { return x + y; })),
    FORMULA(for_loop(3, x, [&](auto const& s) { return s * y + 0.1; })),
    FORMULA(checkpoint([](auto const& a, auto const& b) { return exp(a) * b; }, x, y)),
};

}  // namespace

TEST_CASE("nothing is said of a row where it is smooth") {
    each([](row const& r) {
        for (laws::point const& at : r.facts.samples)
            ask(r, at, [](auto const& g, report const& said, std::size_t) {
                REQUIRE(said.explanations.size() == 1);
                explanation const& e = said.explanations.front();
                CHECK(e.what == g.status());
                if (g.status() == status::value) CHECK(all_that_is_said(said).empty());
                // Of a derivative that is 0 at a sample it is known why.
                if (g.status() == status::zero) CHECK((e.findings.size() == 1 && e.findings[0].clue != clue::none));
            });
    });
}

TEST_CASE("at a kink the convention is named") {
    each([](row const& r) {
        for (laws::kink const& k : r.facts.kinks)
            ask(r, k.at, [&](auto const& g, report const& said, std::size_t) {
                INFO(all_that_is_said(said));
                bool named = false;
                for (clue const c : {clue::kink, clue::infinite_partial, clue::saturated, clue::masked})
                    named = named || says(said, c, r.facts.name);
                // pow(x, 1) at 0 is smooth; the row lists it because others of its forms are not.
                if (std::string(r.facts.name) != "pow" || g.status() != status::value) CHECK(named);
            });
    });
}

TEST_CASE("nothing is said of smooth formulas") {
    for (formula const& f : formulas) {
        for (auto const& at : {std::array{0.7, 1.3}, std::array{2.5, 0.4}, std::array{1.1, 3.2}}) {
            variable x{at[0], "x"}, y{at[1], "y"};
            gradient_tape tape{{.persistent = true, .explain = true}};
            real const z = f.f(x.read(), y.read());
            for (variable const* v : {&x, &y}) {
                INFO(f.text << " at " << at[0] << ", " << at[1] << " by " << v->name());
                report const said = explain(tape, z, *v);
                REQUIRE(said.explanations.size() == 1);
                CHECK(said.explanations.front().what == status::value);
                CHECK(all_that_is_said(said).empty());
                CHECK(said.explanations.front().gradient == *tape.gradient(z, *v));
            }
        }
    }
}

TEST_CASE("there is an explanation for each number of the source, in its order") {
    variable a{1.0, "a"}, b{2.0, "b"}, c{3.0, "c"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const z = a * c;
    report const said = explain(tape, z, std::tie(a, b, c));
    REQUIRE(said.explanations.size() == 3);
    CHECK(said.explanations[0].source == "a");
    CHECK(said.explanations[1].source == "b");
    CHECK(said.explanations[2].source == "c");
    CHECK(said.explanations[0].gradient == 3.0);
    CHECK(said.explanations[1].what == status::missing);
    CHECK(said.explanations[2].gradient == 1.0);
}

TEST_CASE("a tape is asked before and after its gradients, and uses nothing up") {
    variable x{2.0, "x"};
    gradient_tape tape{{.explain = true}};
    real const y = x * x;
    CHECK(explain(tape, y, x).explanations.at(0).gradient == 4.0);
    real const z = y * x;
    CHECK(explain(tape, z, x).explanations.at(0).gradient == 12.0);
    CHECK(*tape.gradient(z, x) == 12.0);
    CHECK(explain(tape, z, x).explanations.at(0).gradient == 12.0);
}
