// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <cmath>

#include "laws/forms.hpp"
#include "laws/oracle.hpp"

#ifndef WENGERT_LAW_SCALAR
#define WENGERT_LAW_SCALAR double
#endif

namespace {

using namespace laws;
using T = WENGERT_LAW_SCALAR;

struct row {
    row_facts facts;
    function reference;
    evaluator<T> plain;
    evaluator<dual<T>> dual_number;
    evaluator<dual<T, 3>> lanes;
    evaluator<taylor<T, 1>> series;
    evaluator<active<T>> tracked;
};

template <class Law>
void each(Law&& law) {
    each_row([&]<class Rule> {
        law(row{facts_of<Rule>(), &reference<Rule>, &evaluate<Rule, T>, &evaluate<Rule, dual<T>>,
                &evaluate<Rule, dual<T, 3>>, &evaluate<Rule, taylor<T, 1>>, &evaluate<Rule, active<T>>});
    });
}

/// What one form says.
struct outcome {
    char const* form;
    T value;
    std::array<T, 3> partials;
};

outcome by_dual(row const& r, std::array<T, 3> const& at) {
    outcome out{"dual", {}, {}};
    for (std::size_t i = 0; i < 3; ++i) {
        auto const y = r.dual_number(moving(at, i, dual<T>::seeded(at[i])).data());
        out.value = y.value;
        out.partials[i] = y.tangent[0];
    }
    return out;
}

outcome by_taylor(row const& r, std::array<T, 3> const& at) {
    outcome out{"taylor", {}, {}};
    for (std::size_t i = 0; i < 3; ++i) {
        auto const y = r.series(moving(at, i, taylor<T, 1>::variable(at[i])).data());
        out.value = y.coefficient[0];
        out.partials[i] = y.coefficient[1];
    }
    return out;
}

std::array<outcome, 6> by_all_forms(row const& r, std::array<T, 3> const& at) {
    dual<T, 3> const lanes = r.lanes(in_lanes(at).data());
    recorded<T> const on_tape(r.tracked, at);
    recorded<T> const annotated(r.tracked, at, true);
    return {by_dual(r, at),
            {"dual in lanes", lanes.value, lanes.tangent},
            by_taylor(r, at),
            {"reversed tape", on_tape.y.value(), on_tape.reversed()},
            {"tape swept forward", on_tape.y.value(), on_tape.swept_forward()},
            {"annotated tape", annotated.y.value(), annotated.reversed()}};
}

}  // namespace

// All forms evaluate the same partials by the same arithmetic: not one bit may differ, but for the sign of a zero.
TEST_CASE("every form has the value of the plain function and the partials of MPFR, bit by bit the same") {
    each([](row const& r) {
        for (auto const& sample : r.facts.samples) {
            auto const x = round_to<T>(sample);
            place const p = place_of(r.facts, x);
            T const y = r.plain(x.data());
            auto const expected = all_derivatives(r.reference, p.at, r.facts, 1);
            auto const forms = by_all_forms(r, x);
            for (auto const& out : forms) {
                agree(p, out.form, out.value, y);
                agree(p, "sign", std::signbit(out.value), std::signbit(y));
                for (std::size_t i = 0; i < 3; ++i) {
                    near(p, out.form, out.partials[i], expected.at(i), 8);
                    agree(p, out.form, out.partials[i], forms[0].partials[i]);
                }
            }
        }
    });
}

TEST_CASE("at kinks every form has the stated partials") {
    each([](row const& r) {
        for (auto const& chosen : r.facts.kinks) {
            auto const x = round_to<T>(chosen.at);
            for (auto const& out : by_all_forms(r, x))
                for (std::size_t i = 0; i < r.facts.arity; ++i)
                    agree(place_of(r.facts, x), out.form, out.partials[i], chosen.partials[i]);
        }
    });
}

TEST_CASE("outside the domain every form is NaN") {
    each([](row const& r) {
        for (auto const& where : r.facts.outside) {
            auto const x = round_to<T>(where);
            for (auto const& out : by_all_forms(r, x))
                agree(place_of(r.facts, x), out.form, out.value, std::numeric_limits<T>::quiet_NaN());
        }
    });
}
