// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Three tapes, each recording the sweep of the next. One row of each kind of partial is enough here, for what the rows
// are is settled by second_order_test and third_order_test: one that reads its arguments, its result, both, and a
// constant parameter.

#include "laws/forms.hpp"
#include "laws/oracle.hpp"

namespace {

using namespace laws;
using T = double;
using rows = rules::table<rules::mul_, rules::div_, rules::exp_, rules::sqrt_, rules::sin_, rules::powi_, rules::max_>;

struct row {
    row_facts facts;
    function reference;
    evaluator<active<active<active<T>>>> tapes;
};

}  // namespace

TEST_CASE("third derivatives by three tapes are what MPFR says") {
    rows::for_each([]<class Rule> {
        row const r{facts_of<Rule>(), &reference<Rule>, &evaluate<Rule, active<active<active<T>>>>};
        for (auto const& sample : r.facts.samples) {
            auto const at = round_to<T>(sample);
            place const p = place_of(r.facts, at);
            auto const expected = all_derivatives(r.reference, p.at, r.facts, 3);
            long double const scale = scale_of(r.reference, p.at, r.facts, 3);

            tape<T> outer;
            std::array<active<T>, 3> const x{outer.input(at[0]), outer.input(at[1]), outer.input(at[2])};
            recording<T> const open(outer);
            auto const hessian = hessian_by_tapes<active<T>>(r.tapes, x);
            for (std::size_t i = 0; i < 3; ++i)
                for (std::size_t j = 0; j < 3; ++j) {
                    adjoints<T> sweep(outer);
                    if (outer.owns(hessian[i][j])) {
                        sweep.seed(hessian[i][j]) = T(1);
                        sweep.reverse(outer);
                    }
                    for (std::size_t k = 0; k < 3; ++k)
                        near(p, "active of active of active", sweep[x[k]], expected.at(i, j, k), 16, scale);
                }
        }
    });
    CHECK(rows::size == 7);
}
