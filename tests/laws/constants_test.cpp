// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// An argument has the partial that it has among variables when the others are plain numbers: of the same type, of
// another floating point type, or integers.

#include <cmath>

#include "laws/forms.hpp"

namespace {

using namespace laws;
using T = double;

/// The row with argument I differentiable and the others as constants of type C.
template <class Rule, std::size_t I, class C, class S>
S evaluate_alone(S const& mover, std::array<T, 3> const& at) {
    auto const choose = [&]<std::size_t J>(std::integral_constant<std::size_t, J>) {
        if constexpr (J == I) return mover;
        else if constexpr (J == Rule::parameter_at) return operand<Rule, J>(at.data());
        else return static_cast<C>(at[J]);
    };
    return [&]<std::size_t... J>(std::index_sequence<J...>) {
        return S(wengert::apply<Rule>(choose(std::integral_constant<std::size_t, J>{})...));
    }(std::make_index_sequence<Rule::arity>{});
}

/// Argument i alone, in every form.
struct alone {
    std::size_t i;
    dual<T> (*by_dual)(dual<T> const&, std::array<T, 3> const&);
    taylor<T, 1> (*by_taylor)(taylor<T, 1> const&, std::array<T, 3> const&);
    active<T> (*by_tape)(active<T> const&, std::array<T, 3> const&);
};

void check(row_facts const& facts, evaluator<dual<T, 3>> together, alone const& form, bool (*fits)(T),
           char const* constant) {
    for (auto const& at : facts.samples) {
        bool others_fit = true;
        for (std::size_t j = 0; j < facts.arity; ++j) others_fit = others_fit && (j == form.i || fits(at[j]));
        if (!others_fit) continue;
        auto const expected = together(in_lanes(at).data());
        place const p = place_of(facts, at);
        auto const compare = [&](char const* name, T value, T partial) {
            agree(p, std::string(name) + " beside " + constant, value, expected.value);
            agree(p, std::string("partial of ") + name + " beside " + constant, partial, expected.tangent[form.i]);
        };
        auto const d = form.by_dual(dual<T>::seeded(at[form.i]), at);
        compare("dual", d.value, d.tangent[0]);
        auto const s = form.by_taylor(taylor<T, 1>::variable(at[form.i]), at);
        compare("taylor", s.coefficient[0], s.coefficient[1]);
        tape<T> list;
        active<T> const x = list.input(at[form.i]);
        recording<T> const open(list);
        active<T> const y = form.by_tape(x, at);
        adjoints<T> sweep(list);
        sweep.seed(y) = 1;
        sweep.reverse(list);
        compare("active", y.value(), sweep[x]);
    }
}

template <class Rule, class C>
void check_beside(bool (*fits)(T), char const* constant) {
    auto const facts = facts_of<Rule>();
    auto const visit = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
        if constexpr (I != Rule::parameter_at) {
            alone const form{I, &evaluate_alone<Rule, I, C, dual<T>>, &evaluate_alone<Rule, I, C, taylor<T, 1>>,
                             &evaluate_alone<Rule, I, C, active<T>>};
            check(facts, &evaluate<Rule, dual<T, 3>>, form, fits, constant);
        }
    };
    visit(std::integral_constant<std::size_t, 0>{});
    visit(std::integral_constant<std::size_t, 1>{});
    if constexpr (Rule::arity == 3) visit(std::integral_constant<std::size_t, 2>{});
}

// -0 is no int.
bool is_integer(T x) { return x == std::floor(x) && std::abs(x) < 1e9 && !(x == 0 && std::signbit(x)); }
bool is_float(T x) { return x == static_cast<T>(static_cast<float>(x)); }
bool is_double(T) { return true; }

}  // namespace

TEST_CASE("an argument beside constants has the partial that it has beside variables") {
    each_row([]<class Rule> {
        if constexpr (Rule::arity > 1) {
            check_beside<Rule, double>(is_double, "double");
            check_beside<Rule, float>(is_float, "float");
            check_beside<Rule, int>(is_integer, "int");
        }
    });
}
