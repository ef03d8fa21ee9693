// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include "laws/forms.hpp"
#include "laws/oracle.hpp"

#ifndef WENGERT_LAW_SCALAR
#define WENGERT_LAW_SCALAR double
#endif

namespace {

using namespace laws;
using T = WENGERT_LAW_SCALAR;
using matrix = std::array<std::array<T, 3>, 3>;

struct row {
    row_facts facts;
    function reference;
    evaluator<dual<dual<T, 3>, 3>> dual_of_dual;
    evaluator<active<dual<T, 3>>> active_of_dual;
    evaluator<active<active<T>>> active_of_active;
    evaluator<dual<active<T>, 3>> dual_of_active;
    evaluator<active<T>> tracked;
};

matrix by_dual_of_dual(row const& r, std::array<T, 3> const& at) {
    auto const y = r.dual_of_dual(in_lanes(in_lanes(at)).data());
    return {y.tangent[0].tangent, y.tangent[1].tangent, y.tangent[2].tangent};
}

matrix by_active_of_dual(row const& r, std::array<T, 3> const& at) {
    auto const g = gradient_by_tape(r.active_of_dual, in_lanes(at));
    return {g[0].tangent, g[1].tangent, g[2].tangent};
}

matrix by_active_of_active(row const& r, std::array<T, 3> const& at) {
    return hessian_by_tapes(r.active_of_active, at);
}

matrix rows_of_sweeps(tape<T> const& list, std::array<active<T>, 3> const& x,
                      std::array<active<T>, 3> const& gradient) {
    matrix hessian{};
    for (std::size_t i = 0; i < 3; ++i) {
        if (!list.owns(gradient[i])) continue;
        adjoints<T> sweep(list);
        sweep.seed(gradient[i]) = T(1);
        sweep.reverse(list);
        for (std::size_t j = 0; j < 3; ++j) hessian[i][j] = sweep[x[j]];
    }
    return hessian;
}

matrix by_dual_of_active(row const& r, std::array<T, 3> const& at) {
    tape<T> list;
    std::array<active<T>, 3> const x{list.input(at[0]), list.input(at[1]), list.input(at[2])};
    recording<T> const open(list);
    auto const y = r.dual_of_active(in_lanes(x).data());
    return rows_of_sweeps(list, x, y.tangent);
}

/// The tape keeps its operands, and its sweep is recorded on itself: what a gradient_tape inside another does.
matrix by_annotation(row const& r, std::array<T, 3> const& at) {
    recorded<T> on_tape(r.tracked, at, true);
    auto const kept = on_tape.list.annotation_of(on_tape.y.identity().index);
    REQUIRE(kept);
    auto const kind = *kept.kind;
    std::array<active<T>, 3> operands, gradient;
    for (std::size_t i = 0; i < kind.leaves; ++i) operands[i] = kept.operand(i);
    recording<T> const open(on_tape.list);
    wengert::detail::reverse_recorded(kind, on_tape.y, operands.data(), active<T>(1), gradient.data());
    return rows_of_sweeps(on_tape.list, on_tape.x, gradient);
}

template <class Law>
void each(Law&& law) {
    each_row([&]<class Rule> {
        row r{facts_of<Rule>(), &reference<Rule>, &evaluate<Rule, dual<dual<T, 3>, 3>>, {}, {}, {}, {}};
        // On the other scalars the forms differ in nothing that a double does not show.
        if constexpr (std::is_same_v<T, double>) {
            r.active_of_dual = &evaluate<Rule, active<dual<T, 3>>>;
            r.active_of_active = &evaluate<Rule, active<active<T>>>;
            r.dual_of_active = &evaluate<Rule, dual<active<T>, 3>>;
            r.tracked = &evaluate<Rule, active<T>>;
        }
        law(r);
    });
}

}  // namespace

TEST_CASE("second derivatives of every nesting are what MPFR says") {
    each([](row const& r) {
        for (auto const& sample : r.facts.samples) {
            auto const x = round_to<T>(sample);
            place const p = place_of(r.facts, x);
            auto const expected = all_derivatives(r.reference, p.at, r.facts, 2);
            long double const scale = scale_of(r.reference, p.at, r.facts, 2);
            auto const compare = [&](char const* form, matrix const& hessian) {
                for (std::size_t i = 0; i < 3; ++i)
                    for (std::size_t j = 0; j < 3; ++j) near(p, form, hessian[i][j], expected.at(i, j), 8, scale);
            };
            compare("dual of dual", by_dual_of_dual(r, x));
            if (r.tracked == nullptr) continue;
            compare("active of dual", by_active_of_dual(r, x));
            compare("active of active", by_active_of_active(r, x));
            compare("dual of active", by_dual_of_active(r, x));
            compare("annotated tape", by_annotation(r, x));
        }
    });
}
