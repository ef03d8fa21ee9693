// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// A statement of several rows is differentiated when it is recorded, as one row of partials. It must say what the same
// rows say as statements of their own, on tapes that keep the operands, and on dual numbers.

#include "laws/forms.hpp"

namespace {

using namespace laws;

// After using-declarations as in code that also runs on plain numbers; ties are among the samples.
using std::clamp, std::cos, std::exp, std::log, std::max, std::min, std::pow, std::sin, std::sqrt, std::tanh;
using wengert::clamp, wengert::fma, wengert::hypot, wengert::select, wengert::sigmoid, wengert::square;

// A name and two ways to write a function: in one statement, and with every rule in its own.
#define WENGERT_STATEMENT(name, joined, ...)                                                         \
    struct name {                                                                                    \
        template <class S>                                                                           \
        static S one([[maybe_unused]] S x, [[maybe_unused]] S y, [[maybe_unused]] S z) {             \
            return joined;                                                                           \
        }                                                                                            \
        template <class S>                                                                           \
        static S split([[maybe_unused]] S x, [[maybe_unused]] S y, [[maybe_unused]] S z) __VA_ARGS__ \
    };

WENGERT_STATEMENT(sum_of_products, x* y + y * z + z * x, {
    S const a = x * y, b = y * z, c = z * x;
    S const d = a + b;
    return d + c;
})
WENGERT_STATEMENT(repeated_operand, x* x* x - x / x, {
    S const a = x * x;
    S const b = a * x, c = x / x;
    return b - c;
})
WENGERT_STATEMENT(constant_left, 2 * x - 3.0 * y + 0.5f * z, {
    S const a = 2 * x, b = 3.0 * y, c = 0.5f * z;
    S const d = a - b;
    return d + c;
})
WENGERT_STATEMENT(constant_right, x * 2 + (y + 1.0f) / 4 - z * 1.5, {
    S const a = x * 2, b = y + 1.0f;
    S const c = b / 4, d = z * 1.5;
    S const e = a + c;
    return e - d;
})
WENGERT_STATEMENT(constant_numerator, 1 / x + 2.0 / (3 - y), {
    S const a = 1 / x, b = 3 - y;
    S const c = 2.0 / b;
    return a + c;
})
WENGERT_STATEMENT(signs, -x - -(y - z) - (-1 * z), {
    S const a = -x, b = y - z, c = -1 * z;
    S const d = -b;
    S const e = a - d;
    return e - c;
})
WENGERT_STATEMENT(choice, max(x, y* z) + min(y, x* z) * max(z, x), {
    S const a = y * z, b = x * z;
    S const c = max(x, a), d = min(y, b), e = max(z, x);
    S const f = d * e;
    return c + f;
})
WENGERT_STATEMENT(choice_by_constant, max(x, S(1)) * clamp(y, -2, 2) + min(z * z, 0.25) / clamp(x, S(0.5), S(2)), {
    S const a = max(x, S(1)), b = clamp(y, -2, 2), c = z * z;
    S const d = a * b, e = min(c, 0.25), f = clamp(x, S(0.5), S(2));
    S const g = e / f;
    return d + g;
})
WENGERT_STATEMENT(nested, exp(-square(sin(x* y))) * tanh(z), {
    S const a = x * y;
    S const b = sin(a);
    S const c = square(b);
    S const d = -c;
    S const e = exp(d), f = tanh(z);
    return e * f;
})
WENGERT_STATEMENT(ratio, (x - y) / sqrt(x * x + y * y + z * z), {
    S const a = x - y, b = x * x, c = y * y, d = z * z;
    S const e = b + c;
    S const f = e + d;
    S const g = sqrt(f);
    return a / g;
})
WENGERT_STATEMENT(powers, pow(x, 3) + pow(y, 0.5) * pow(2.0, z) - pow(x, y), {
    S const a = pow(x, 3), b = pow(y, 0.5), c = pow(2.0, z), d = pow(x, y);
    S const e = b * c;
    S const f = a + e;
    return f - d;
})
WENGERT_STATEMENT(ternary, fma(x, y * 2, hypot(z, 3)) + select(x < y, cos(x), log(y)), {
    S const a = y * 2, b = hypot(z, 3);
    S const c = fma(x, a, b), d = cos(x), e = log(y);
    S const f = select(x < y, d, e);
    return c + f;
})
WENGERT_STATEMENT(one_argument_only, sigmoid(y) * y, {
    S const a = sigmoid(y);
    return a * y;
})
// The fast path of the recorder, with as many operands as a statement of this size gets.
WENGERT_STATEMENT(many_operands, ((x + y) * (y + z)) * ((z + x) * (x - y)) + ((x * y) * z + (y / x)) * ((z / y) - x), {
    S const a = x + y, b = y + z, c = z + x, d = x - y;
    S const e = a * b, f = c * d;
    S const g = e * f, h = x * y;
    S const i = h * z, j = y / x, k = z / y;
    S const l = i + j, m = k - x;
    S const n = l * m;
    return g + n;
})

#undef WENGERT_STATEMENT

using statements =
    rules::table<sum_of_products, repeated_operand, constant_left, constant_right, constant_numerator, signs, choice,
                 choice_by_constant, nested, ratio, powers, ternary, one_argument_only, many_operands>;

template <class S, class Statement>
S joined(S const* x) {
    return Statement::template one<S>(x[0], x[1], x[2]);
}
template <class S, class Statement>
S separate(S const* x) {
    return Statement::template split<S>(x[0], x[1], x[2]);
}

template <class T>
struct forms {
    evaluator<T> plain;
    evaluator<active<T>> one, split;
    evaluator<dual<T, 3>> one_of_duals, split_of_duals;
};

constexpr std::array<point, 4> samples{{{1.25, 0.75, -0.5}, {0.3, 2.5, 1.75}, {2.0, 2.0, 1.0}, {2.0, 0.125, 4.0}}};

template <class T>
void check(forms<T> const& f) {
    for (auto const& sample : samples) {
        auto const x = round_to<T>(sample);
        row_facts const facts{"a statement", 3, 3, false, false, 1, false, {}, {}, {}};
        place const p = place_of(facts, x);
        T const y = f.plain(x.data());

        // The reference: every rule a statement, as the laws of the rows know it.
        recorded<T> const split(f.split, x);
        auto const expected = split.reversed();
        agree(p, "value, split", split.y.value(), y);
        long double scale = 0;
        for (T const g : expected) scale = std::max<long double>(scale, g < 0 ? -g : g);

        auto const compare = [&](char const* form, T value, std::array<T, 3> const& gradient) {
            agree(p, form, value, y);
            // Sums over a repeated operand, and the products of a path in forward mode, associate in another way.
            for (std::size_t i = 0; i < 3; ++i) near(p, form, gradient[i], expected[i], 8, scale);
        };
        compare("split, forward", split.y.value(), split.swept_forward());
        recorded<T> const one(f.one, x);
        compare("one statement", one.y.value(), one.reversed());
        compare("one statement, forward", one.y.value(), one.swept_forward());
        auto const d = f.one_of_duals(in_lanes(x).data());
        compare("duals", d.value, d.tangent);
        auto const e = f.split_of_duals(in_lanes(x).data());
        for (std::size_t i = 0; i < 3; ++i) agree(p, "duals, split", e.tangent[i], d.tangent[i]);

        // A tape that keeps its statements records the same.
        recorded<T> const annotated(f.one, x, true);
        agree(p, "annotated", annotated.y.value(), one.y.value());
        for (std::size_t i = 0; i < 3; ++i) agree(p, "annotated", annotated.reversed()[i], one.reversed()[i]);
        CHECK(annotated.list.size() == one.list.size());
        CHECK(one.list.size() < split.list.size());
        CHECK(one.list.size() == 5);  // nobody's, three inputs and the statement
    }
}

template <class T>
void check_all() {
    statements::for_each([]<class Statement> {
        check(forms<T>{[](T const* x) { return Statement::template split<T>(x[0], x[1], x[2]); },
                       &joined<active<T>, Statement>, &separate<active<T>, Statement>, &joined<dual<T, 3>, Statement>,
                       &separate<dual<T, 3>, Statement>});
    });
}

}  // namespace

TEST_CASE("a statement of several rules is its rules one by one") { check_all<double>(); }

TEST_CASE("a statement whose leaves are partly passive records the active ones") {
    tape<double> list;
    active<double> const x = list.input(1.5), passive = 2.0;
    recording<double> const open(list);
    active<double> const y = x * passive + sin(passive) * x - passive / x;
    auto const statistics = list.statistics();
    CHECK(statistics.arguments == 3);
    adjoints<double> sweep(list);
    sweep.seed(y) = 1;
    sweep.reverse(list);
    CHECK(sweep[x] == Approx(2.0 + std::sin(2.0) + 2.0 / 2.25));
    active<double> const z = passive * sin(passive);
    CHECK(!list.owns(z));
}

TEST_CASE("an expression that is kept and used twice is two copies of its operands") {
    tape<double> list;
    active<double> const x = list.input(1.5), y = list.input(-2.0);
    recording<double> const open(list);
    auto const e = x * y;
    active<double> const z = e * e + sin(e);
    adjoints<double> sweep(list);
    sweep.seed(z) = 1;
    sweep.reverse(list);
    double const outer = 2 * -3.0 + std::cos(-3.0);
    CHECK(sweep[x] == Approx(outer * -2.0));
    CHECK(sweep[y] == Approx(outer * 1.5));
}

TEST_CASE("assignment operators are the operators") {
    tape<double> list;
    active<double> const x = list.input(1.5), y = list.input(-2.0);
    recording<double> const open(list);
    active<double> z = x;
    z += y * x;
    z *= 2;
    z -= y;
    z /= x;
    adjoints<double> sweep(list);
    sweep.seed(z) = 1;
    sweep.reverse(list);
    // z = (2 (x + x y) - y) / x
    CHECK(z.value() == Approx((2 * (1.5 - 3) + 2) / 1.5));
    CHECK(sweep[x] == Approx(-2.0 / (1.5 * 1.5)));
    CHECK(sweep[y] == Approx((2 * 1.5 - 1) / 1.5));
}
