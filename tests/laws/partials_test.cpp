// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The rows by themselves, on plain numbers: quick to compile for a few of them, as tests/mutate.sh does for each of its
// mutants.

#include <cmath>

#include "laws/oracle.hpp"
#include "laws/support.hpp"

namespace {

using namespace laws;

template <class T>
struct plain_row {
    row_facts facts;
    function reference;
    evaluator<T> value;
    /// The partials given the result, a known constant as the number that it is.
    void (*partials)(T const& y, T const* x, T* partials);
};

template <class T>
struct at_point {
    std::array<T, 3> x, partials{};
    T y;
    place p;

    at_point(plain_row<T> const& row, point const& where)
        : x(round_to<T>(where)), y(row.value(x.data())), p(place_of(row.facts, x)) {
        row.partials(y, x.data(), partials.data());
    }
};

template <class T>
void check_samples(plain_row<T> const& row) {
    for (auto const& sample : row.facts.samples) {
        at_point<T> const a(row, sample);
        near(a.p, "value", a.y, value_of(row.reference, a.p.at), 4);
        auto const expected = all_derivatives(row.reference, a.p.at, row.facts, 1);
        for (std::size_t i = 0; i < 3; ++i) near(a.p, "partial", a.partials[i], expected.at(i), 8);
    }
}

// What docs/accuracy.md is measured by.
void check_exact_partials(row_facts const& facts, function value, gradient (*exact)(number const*)) {
    for (auto const& sample : facts.samples) {
        place const p = place_of(facts, sample);
        std::array<number, 3> const x{number(p.at[0]), number(p.at[1]), number(p.at[2])};
        auto const partials = exact(x.data());
        auto const expected = all_derivatives(value, p.at, facts, 1);
        for (std::size_t i = 0; i < facts.arity; ++i)
            if (facts.differentiates(i))
                near(p, "exact partial", static_cast<long double>(partials[i]), expected.at(i), 0x1p-8L);
    }
}

template <class T>
void check_kinks(plain_row<T> const& row) {
    for (auto const& chosen : row.facts.kinks) {
        at_point<T> const a(row, chosen.at);
        for (std::size_t i = 0; i < 3; ++i) agree(a.p, "partial at the kink", a.partials[i], chosen.partials[i]);
    }
}

template <class T>
void check_uses_result(plain_row<T> const& row) {
    bool reads = false;
    for (auto const& sample : row.facts.samples) {
        at_point<T> const a(row, sample);
        std::array<T, 3> blind{};
        row.partials(std::numeric_limits<T>::quiet_NaN(), a.x.data(), blind.data());
        for (std::size_t i = 0; i < 3; ++i) {
            reads = reads || !same(a.partials[i], blind[i]);
            if (!row.facts.uses_result) agree(a.p, "partial without the result", blind[i], a.partials[i]);
        }
    }
    INFO(row.facts.name);
    CHECK(reads == row.facts.uses_result);
}

// Where sizes are as different as the scalar allows, and just before and behind where exp and its like overflow.
template <class T>
void check_finite_partials(plain_row<T> const& row) {
    if (!row.facts.finite_partials) return;
    using limits = std::numeric_limits<T>;
    T const overflow = std::log(limits::max());
    std::vector<T> grid{0, 1, 3};
    for (T const x : {limits::denorm_min(), limits::min(), limits::epsilon(), 1 / limits::epsilon(), limits::max(),
                      std::sqrt(limits::max()), overflow, overflow * (1 - limits::epsilon()), overflow + 1})
        grid.push_back(x);
    for (std::size_t i = 0, positive = grid.size(); i < positive; ++i) grid.push_back(-grid[i]);
    auto const finite = [](T x) { return x - x == 0; };
    std::vector<T> const only{0}, parameters{0, 1};
    auto const choices = [&](std::size_t i) -> std::vector<T> const& {
        return row.facts.differentiates(i) ? grid : i < row.facts.arity ? parameters : only;
    };
    for (T const a : choices(0))
        for (T const b : choices(1))
            for (T const c : choices(2)) {
                std::array<T, 3> const x{a, b, c};
                std::array<T, 3> partials{};
                T const y = row.value(x.data());
                if (!finite(y)) continue;
                row.partials(y, x.data(), partials.data());
                for (T const p : partials) {
                    if (finite(p)) continue;
                    INFO(text(place_of(row.facts, x), "partial"));
                    CHECK(finite(p));
                }
            }
}

template <class Law>
void on_every_scalar(Law&& law) {
    each_row([&]<class Rule> {
        auto const on = [&]<class T>(T) {
            law(plain_row<T>{facts_of<Rule>(), &reference<Rule>, &evaluate<Rule, T>, &partials_of<Rule, T>});
        };
        on(float{});
        on(double{});
        on(0.0L);
    });
}

}  // namespace

TEST_CASE("values and partials are what MPFR says") {
    on_every_scalar([](auto const& row) { check_samples(row); });
}

TEST_CASE("the partials written down in MPFR's functions are the differences of the values") {
    each_row([]<class Rule> { check_exact_partials(facts_of<Rule>(), &reference<Rule>, &exact_partials<Rule>); });
}

TEST_CASE("partials at kinks are the stated ones") {
    on_every_scalar([](auto const& row) { check_kinks(row); });
}

TEST_CASE("a row that does not declare uses_result does not read it, and one that does, does") {
    on_every_scalar([](auto const& row) { check_uses_result(row); });
}

TEST_CASE("a row that declares finite partials has finite ones wherever its value is finite") {
    on_every_scalar([](auto const& row) { check_finite_partials(row); });
}
