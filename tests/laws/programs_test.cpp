// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Every row in a program: traced at compile time, differentiated there, run as straight-line code and instruction by
// instruction.

#include <cmath>
#include <string_view>
#include <vector>

#include <wengert/trace/program.hpp>

#include "laws/forms.hpp"
#include "laws/oracle.hpp"

#ifndef WENGERT_LAW_SCALAR
#define WENGERT_LAW_SCALAR double
#endif

namespace {

using namespace laws;
using T = WENGERT_LAW_SCALAR;
using matrix = std::array<std::array<T, 3>, 3>;
using vector = std::array<T, 3>;

/// A row as a function of all its arguments. A parameter must be known to the compiler: it is that of one of the samples.
template <class Rule, std::size_t Sample>
struct row_function {
    template <std::size_t I, class S>
    static constexpr auto argument(S const& x) {
        if constexpr (I != Rule::parameter_at) return x[I];
        else if constexpr (std::is_same_v<Rule, rules::select_>) return x[I] > T(0.5);
        else return wengert::parameter<int>{static_cast<int>(Rule::samples[Sample][I])};
    }

    template <class S>
    constexpr S operator()(std::array<S, Rule::arity> const& x) const {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            if constexpr (std::is_same_v<Rule, rules::select_>) return wengert::select(argument<I>(x)...);
            else return S(wengert::apply<Rule>(argument<I>(x)...));
        }(std::make_index_sequence<Rule::arity>{});
    }
};

/// What a program says of a row at a point.
struct outcome {
    T value;
    vector partials;
};

/// The programs of a row, behind function pointers.
struct row {
    row_facts facts;
    function reference;
    evaluator<T> plain;
    evaluator<dual<T, 3>> lanes;
    evaluator<active<T>> tracked;
    T (*value)(vector const&);
    outcome (*straight)(vector const&);
    outcome (*careful)(vector const&);
    outcome (*forward)(vector const&);
    vector (*pulled)(vector const&, T adjoint);
    matrix (*hessian)(vector const&);
};

template <class F, std::size_t N>
struct programs {
    using input = std::array<T, N>;
    using program = wengert::program_of<F, input>;
    using primal = wengert::detail::recipe_for<F, input>;

    static input cut(vector const& x) {
        input to{};
        for (std::size_t i = 0; i < N; ++i) to[i] = x[i];
        return to;
    }
    static vector padded(auto const& x, std::size_t first = 0) {
        vector to{};
        for (std::size_t i = 0; i < N; ++i) to[i] = x[first + i];
        return to;
    }

    static T value(vector const& x) { return program::value(cut(x)); }
    static outcome straight(vector const& x) {
        auto const [y, g] = program::value_and_gradient(cut(x));
        return {y, padded(g)};
    }
    static outcome careful(vector const& x) {
        using recipe = wengert::detail::gradient_recipe<primal, wengert::detail::put_out::results_and_derivatives>;
        auto const all = wengert::detail::evaluator<recipe, T>::run_carefully(cut(x));
        return {all[0], padded(all, 1)};
    }
    static outcome forward(vector const& x) {
        outcome out{};
        for (std::size_t i = 0; i < N; ++i) {
            input tangent{};
            tangent[i] = T(1);
            auto const [y, d] = program::jvp(cut(x), tangent);
            out.value = y;
            out.partials[i] = d;
        }
        return out;
    }
    static vector pulled(vector const& x, T adjoint) { return padded(program::vjp(cut(x), adjoint)); }
    static matrix hessian(vector const& x) {
        auto const H = program::hessian(cut(x));
        matrix to{};
        for (std::size_t i = 0; i < N; ++i)
            for (std::size_t j = 0; j < N; ++j) to[i][j] = H(i, j);
        return to;
    }
};

template <class Rule, std::size_t Sample>
row row_with() {
    using P = programs<row_function<Rule, Sample>, Rule::arity>;
    return {facts_of<Rule>(),
            &reference<Rule>,
            &evaluate<Rule, T>,
            &evaluate<Rule, dual<T, 3>>,
            &evaluate<Rule, active<T>>,
            &P::value,
            &P::straight,
            &P::careful,
            &P::forward,
            &P::pulled,
            &P::hessian};
}

template <class Rule>
constexpr bool has_parameter = Rule::parameter_at < Rule::arity && !std::is_same_v<Rule, rules::select_>;

/// The row, and only the points where it has the parameter that was compiled.
template <class Rule, std::size_t Sample>
row row_at_parameter_of_sample() {
    row r = row_with<Rule, Sample>();
    auto const other = [](point const& p) {
        return p[Rule::parameter_at] != Rule::samples[Sample][Rule::parameter_at];
    };
    std::erase_if(r.facts.samples, other);
    std::erase_if(r.facts.outside, other);
    std::erase_if(r.facts.kinks, [&](kink const& k) { return other(k.at); });
    return r;
}

template <class Law>
void each(Law&& law) {
    each_row([&]<class Rule> {
        if constexpr (has_parameter<Rule>) {
            [&]<std::size_t... Sample>(std::index_sequence<Sample...>) {
                (law(row_at_parameter_of_sample<Rule, Sample>()), ...);
            }(std::make_index_sequence<Rule::samples.size()>{});
        } else {
            law(row_with<Rule, 0>());
        }
    });
}

/// A program writes a small power as products, which round otherwise than the row; all else is the same arithmetic.
bool is_same_arithmetic(row_facts const& facts) { return std::string_view(facts.name) != "pow"; }

void agree_within(place const& p, char const* what, T got, T expected, bool exact) {
    if (exact || !(expected - expected == 0)) agree(p, what, got, expected);
    else near(p, what, got, expected, 4);
}

constexpr T unbounded = std::numeric_limits<T>::infinity();
constexpr T not_a_number = std::numeric_limits<T>::quiet_NaN();

/// Points that no sample is at: both zeros, both infinities, NaN, what is equal in two arguments, and a number whose cube is
/// still in range and whose fourth power is not.
std::vector<vector> strange_points(row const& r) {
    T const tiny = std::exp2(T(0.3) * std::numeric_limits<T>::min_exponent);
    std::vector<T> const grid{not_a_number, unbounded, -unbounded, 0, -T(0), 1, -1, T(0.25), tiny, 1 / tiny};
    std::vector<T> const only{0};
    std::vector<T> parameters;
    for (auto const& sample : r.facts.samples)
        if (r.facts.parameter_at < r.facts.arity) parameters = {static_cast<T>(sample[r.facts.parameter_at])};
    auto const choices = [&](std::size_t i) -> std::vector<T> const& {
        return r.facts.differentiates(i) ? grid : i < r.facts.arity ? parameters : only;
    };
    std::vector<vector> all;
    for (T const a : choices(0))
        for (T const b : choices(1))
            for (T const c : choices(2)) all.push_back({a, b, c});
    return all;
}

}  // namespace

TEST_CASE("a program has the value and the partials of the other forms, and of MPFR") {
    each([](row const& r) {
        CHECK(r.facts.samples.size() > 0);
        bool const exact = is_same_arithmetic(r.facts);
        for (auto const& sample : r.facts.samples) {
            auto const x = round_to<T>(sample);
            place const p = place_of(r.facts, x);
            auto const expected = all_derivatives(r.reference, p.at, r.facts, 1);
            dual<T, 3> const by_dual = r.lanes(in_lanes(x).data());
            auto const by_tape = recorded<T>(r.tracked, x).reversed();
            T const y = r.plain(x.data());
            auto const check = [&](char const* form, outcome const& out, bool same) {
                agree_within(p, form, out.value, y, exact);
                for (std::size_t i = 0; i < 3; ++i) {
                    near(p, form, out.partials[i], expected.at(i), 8);
                    agree_within(p, form, out.partials[i], by_dual.tangent[i], same);
                    agree_within(p, form, out.partials[i], by_tape[i], same);
                }
            };
            agree_within(p, "program", r.value(x), y, exact);
            check("straight-line code", r.straight(x), exact);
            check("instructions", r.careful(x), exact);
            check("forward", r.forward(x), exact);
            // Where the value is not asked for, a quotient is a product with the reciprocal that its partials need.
            check("pulled back", {y, r.pulled(x, 1)}, false);
        }
    });
}

TEST_CASE("an adjoint of a program's result scales all partials, and one of 0 ends every path") {
    each([](row const& r) {
        for (auto const& sample : r.facts.samples) {
            auto const x = round_to<T>(sample);
            auto const partials = r.straight(x).partials;
            auto const halved = r.pulled(x, T(-0.5));
            for (std::size_t i = 0; i < 3; ++i)
                agree_within(place_of(r.facts, x), "pulled back", halved[i], T(-0.5) * partials[i], false);
        }
        for (auto const& chosen : r.facts.kinks) {
            auto const x = round_to<T>(chosen.at);
            for (T const none : r.pulled(x, 0)) agree(place_of(r.facts, x), "adjoint of 0", none, 0);
        }
    });
}

TEST_CASE("at kinks a program has the stated partials") {
    each([](row const& r) {
        for (auto const& chosen : r.facts.kinks) {
            auto const x = round_to<T>(chosen.at);
            for (auto const& out : {r.straight(x), r.careful(x), r.forward(x)})
                for (std::size_t i = 0; i < r.facts.arity; ++i)
                    agree(place_of(r.facts, x), "partial at the kink", out.partials[i], chosen.partials[i]);
        }
    });
}

TEST_CASE("outside the domain a program is NaN") {
    each([](row const& r) {
        for (auto const& where : r.facts.outside) {
            auto const x = round_to<T>(where);
            agree(place_of(r.facts, x), "program", r.value(x), not_a_number);
            for (auto const& out : {r.straight(x), r.careful(x), r.forward(x)})
                agree(place_of(r.facts, x), "outside", out.value, not_a_number);
        }
    });
}

TEST_CASE("at zeros, infinities and NaN a program says what the tape says") {
    each([](row const& r) {
        bool const exact = is_same_arithmetic(r.facts);
        for (auto const& x : strange_points(r)) {
            place const p = place_of(r.facts, x);
            recorded<T> const on_tape(r.tracked, x);
            auto const partials = on_tape.reversed();
            for (auto const& out : {r.straight(x), r.careful(x)}) {
                agree_within(p, "value", out.value, on_tape.y.value(), exact);
                for (std::size_t i = 0; i < 3; ++i)
                    if (r.facts.differentiates(i)) agree_within(p, "partial", out.partials[i], partials[i], exact);
            }
        }
    });
}

TEST_CASE("second derivatives of a program are what MPFR says") {
    each([](row const& r) {
        for (auto const& sample : r.facts.samples) {
            auto const x = round_to<T>(sample);
            place const p = place_of(r.facts, x);
            auto const expected = all_derivatives(r.reference, p.at, r.facts, 2);
            long double const scale = scale_of(r.reference, p.at, r.facts, 2);
            matrix const H = r.hessian(x);
            for (std::size_t i = 0; i < 3; ++i)
                for (std::size_t j = 0; j < 3; ++j) {
                    near(p, "hessian", H[i][j], expected.at(i, j), 8, scale);
                    CHECK(H[i][j] == H[j][i]);
                }
        }
    });
}

namespace {

template <class Rule>
struct discrete_function {
    template <class S>
    constexpr S operator()(S const& x) const {
        return wengert::apply<Rule>(x) * T(3) + x;
    }
};

}  // namespace

TEST_CASE("no derivative of a program flows through a discrete row") {
    rules::discrete_rows::for_each([]<class Rule> {
        using P = wengert::program_of<discrete_function<Rule>, T>;
        row_facts const facts = facts_of<Rule>();
        CHECK(facts.samples.size() > 0);
        for (T const x : {T(-4), T(-2.75), T(-0.5), -T(0), T(0), T(0.25), T(2.5), T(3.5), unbounded, not_a_number}) {
            place const p = place_of<T>(facts, {x, 0, 0});
            T const step = x - x == 0 ? static_cast<T>(value_of(&reference<Rule>, p.at)) : Rule::value(x);
            agree(p, "value", P::value(x), step * 3 + x);
            agree(p, "gradient", P::gradient(x), 1);
            agree(p, "jacobian", P::jacobian(x)(0, 0), 1);
            agree(p, "hessian", P::hessian(x)(0, 0), 0);
            agree(p, "tangent", P::jvp(x, T(2)).second, 2);
        }
    });
}

namespace {

constexpr T moderate[] = {T(0),   T(-0.0), T(0.5), T(-0.5), T(1),     T(-1),
                          T(2.5), T(-2.5), T(1e3), T(-1e3), T(1e-30), T(-1e-30)};

template <class Rule>
void check_bounded() {
    for (T const a : moderate)
        for (T const b : moderate)
            for (T const c : moderate) {
                std::array<T, 3> const x{a, b, c};
                T const y = evaluate<Rule, T>(x.data());
                if (y - y == 0) continue;
                INFO(Rule::name << " at " << a << ", " << b << ", " << c);
                CHECK(y - y == 0);
            }
}

}  // namespace

TEST_CASE("a row that is not unbounded has a number wherever its arguments are numbers and not huge") {
    each_row([]<class Rule> {
        if constexpr (!Rule::unbounded) check_bounded<Rule>();
    });
}
