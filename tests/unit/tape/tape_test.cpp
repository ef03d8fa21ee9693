// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The list itself: growing, rewinding, its limit, and its sweeps.

#include <array>
#include <cmath>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

static_assert(sizeof(real) == 16);
static_assert(sizeof(active<float>) == 12);
static_assert(std::is_trivially_copyable_v<real>);
static_assert(!std::is_copy_constructible_v<tape<double>> && !std::is_move_constructible_v<tape<double>>);

namespace {

double gradient_on(tape<double>& list, real const& y, real const& x) {
    adjoints<double> sweep(list);
    sweep.seed(y) = 1;
    sweep.reverse(list);
    return sweep[x];
}

// x + y + x + ..., N terms, as a balanced tree: compilers allow templates less depth than statements have operands.
template <std::size_t N, std::size_t First = 0>
auto sum_of(real const& x, real const& y) {
    if constexpr (N == 1) return First % 2 == 0 ? x : y;
    else return sum_of<N / 2, First>(x, y) + sum_of<N - N / 2, First + N / 2>(x, y);
}

// A random straight-line program on one scalar type.
template <class T>
std::vector<T> recorded_program_of(std::vector<T> v, unsigned seed, int length) {
    std::mt19937 random(seed);
    for (int i = 0; i < length; ++i) {
        auto const pick = [&] { return v[random() % v.size()]; };
        T const a = pick(), b = pick(), c = pick();
        switch (random() % 6) {
            case 0:
                v.push_back(a + 0.5 * b);
                break;
            case 1:
                v.push_back(sin(a) * b);
                break;
            case 2:
                v.push_back(a / (2.0 + square(b)));
                break;
            case 3:
                v.push_back(fma(a, b, c) * 0.25);
                break;
            case 4:
                v.push_back(tanh(a - b) + c * 0.125);
                break;
            case 5:
                v.push_back(max(a, b) * 0.5 - c);
                break;
        }
    }
    return v;
}

}  // namespace

TEST_CASE("nothing is recorded without a recording") {
    real const x = 2.0;
    real const y = x * x + 1;
    CHECK(value(y) == 5.0);
    CHECK(y.identity().tag == passive_tag);
    tape<double> list;
    real const in = list.input(2.0);
    CHECK(list.owns(in));
    CHECK_FALSE(list.is_recording());
    real const z = in * in;
    CHECK(z.identity().tag == passive_tag);
    CHECK_FALSE(list.owns(z));
}

TEST_CASE("statements of passive operands are not recorded") {
    tape<double> list;
    recording<double> const open(list);
    CHECK(list.is_recording());
    real const c = 3.0;
    real const d = c * c + 2.0;
    CHECK(value(d) == 11.0);
    CHECK(list.statistics().statements == 0);
    real const x = list.input(2.0);
    real const y = x * c + d * x + c;
    CHECK(list.statistics().statements == 2);
    CHECK(list.statistics().arguments == 2);
    CHECK(gradient_on(list, y, x) == 14.0);
}

TEST_CASE("mixed passive and active operands, in every position") {
    tape<double> list;
    recording<double> const open(list);
    for (unsigned mask = 0; mask < 8; ++mask) {
        std::array<real, 3> a{2.0, 3.0, 5.0};
        for (unsigned i = 0; i < 3; ++i)
            if ((mask >> i & 1u) != 0) a[i] = list.input(value(a[i]));
        real const y = fma(a[0], a[1], a[2]) * a[0];
        CHECK(value(y) == 22.0);
        std::array<double, 3> const expected{17.0, 4.0, 2.0};
        if (mask == 0) {
            CHECK_FALSE(list.owns(y));
            continue;
        }
        for (unsigned i = 0; i < 3; ++i)
            CHECK(gradient_on(list, y, a[i]) == ((mask >> i & 1u) != 0 ? expected[i] : 0.0));
    }
}

TEST_CASE("statements of 1 to 255 operands") {
    tape<double> list;
    recording<double> const open(list);
    real const x = list.input(2.0), y = list.input(3.0);
    auto const check = [&]<std::size_t N>(std::integral_constant<std::size_t, N>) {
        real const s = sum_of<N>(x, y);
        CHECK(value(s) == 2.0 * ((N + 1) / 2) + 3.0 * (N / 2));
        CHECK(gradient_on(list, s, x) == (N + 1) / 2);
        CHECK(gradient_on(list, s, y) == N / 2);
    };
    check(std::integral_constant<std::size_t, 1>{});
    check(std::integral_constant<std::size_t, 2>{});
    check(std::integral_constant<std::size_t, 3>{});
    check(std::integral_constant<std::size_t, 17>{});
    check(std::integral_constant<std::size_t, 127>{});
    check(std::integral_constant<std::size_t, 128>{});
    check(std::integral_constant<std::size_t, 254>{});
    check(std::integral_constant<std::size_t, 255>{});
}

TEST_CASE("growth does not move what is recorded") {
    struct first_statement {
        double const** partials;
        void statement(std::uint32_t, std::uint32_t count, double const* p, std::uint32_t const*) const {
            if (count > 0) *partials = p;
        }
        void operation(tape_record<double> const&) const {}
    };
    tape<double> list;
    recording<double> const open(list);
    real const x = list.input(1.5);
    real y = sin(x);
    auto const end_of_first = list.mark();
    double const *before = nullptr, *after = nullptr;
    list.walk_backward(end_of_first, {}, first_statement{&before});
    for (int i = 0; i < 3'000'000; ++i) y = y * 1.0;
    list.walk_backward(end_of_first, {}, first_statement{&after});
    CHECK(before != nullptr);
    CHECK(before == after);
    CHECK(*after == std::cos(1.5));
    CHECK(gradient_on(list, y, x) == std::cos(1.5));
}

TEST_CASE("a gradient across many blocks, with leaves among the statements") {
    for (int length : {1, 255, 1023, 1024, 1025, 4096, 5119, 5120, 5121, 100'000}) {
        tape<double> list;
        recording<double> const open(list);
        real const x = list.input(1.0);
        real y = x;
        double expected = 1;
        for (int i = 0; i < length; ++i) {
            if (i % 3 == 0) y = y + list.input(0.0) * x;
            y = y + x;
            expected += 1;
        }
        CHECK(gradient_on(list, y, x) == expected);
    }
}

TEST_CASE("inputs alone fill blocks too") {
    tape<double> list;
    std::vector<real> x;
    for (int i = 0; i < 10'000; ++i) x.push_back(list.input(i));
    recording<double> const open(list);
    real s = 0.0;
    for (real const& v : x) s += v * v;
    adjoints<double> sweep(list);
    sweep.seed(s) = 1;
    sweep.reverse(list);
    for (std::size_t i = 0; i < x.size(); i += 997) CHECK(sweep[x[i]] == 2.0 * static_cast<double>(i));
}

TEST_CASE("rewind to a mark forgets what follows") {
    tape<double> list;
    recording<double> const open(list);
    real const x = list.input(2.0);
    real const y = x * x;
    auto const mark = list.mark();
    auto const statements = list.statistics().statements;
    for (int round = 0; round < 4; ++round) {
        real z = y;
        for (int i = 0; i < 3000; ++i) z = z * 1.0 + stop_gradient(y) * 0;
        z = custom_gradient(z, [](double v) { return 3 * v; }, [](double b) { return 3 * b; });
        CHECK(gradient_on(list, z, x) == 12.0);
        list.rewind(mark);
        CHECK(list.statistics().statements == statements);
        CHECK(list.statistics().operators == 0);
        CHECK(list.cuts().empty());
    }
    CHECK(gradient_on(list, y, x) == 4.0);
    real const w = y * y;
    CHECK(gradient_on(list, w, x) == 32.0);
}

TEST_CASE("a sweep between two marks stays between them") {
    tape<double> list;
    recording<double> const open(list);
    real const x = list.input(2.0);
    real const y = x * x;
    auto const mark = list.mark();
    real const z = y * y;
    adjoints<double> sweep(list);
    sweep.seed(z) = 1;
    sweep.reverse(list, list.mark(), mark);
    CHECK(sweep[y] == 8.0);
    CHECK(sweep[x] == 0.0);
    sweep.reverse(list, mark);
    CHECK(sweep[x] == 32.0);
}

TEST_CASE("a value of before a clear is refused") {
    tape<double> list;
    recording<double> const open(list);
    real const x = list.input(2.0);
    list.clear();
    CHECK_FALSE(list.owns(x));
    real y;
    CHECK_THROWS_AS(y = x * x, wrong_recording);
    adjoints<double> sweep(list);
    CHECK_THROWS_AS(sweep[x], wrong_recording);
    CHECK_THROWS_AS(sweep.seed(x), wrong_recording);
}

TEST_CASE("adjoints of what is not on the tape") {
    tape<double> list, other;
    real const x = list.input(2.0);
    adjoints<double> sweep(list);
    CHECK_THROWS_AS(sweep[other.input(1.0)], wrong_recording);
    CHECK_THROWS_AS(sweep.seed(other.input(1.0)), wrong_recording);
    // Made after the adjoints were laid out.
    real const late = list.input(3.0);
    CHECK_THROWS_AS(sweep[late], wrong_recording);
    CHECK(sweep[x] == 0.0);
    // A constant has the adjoint 0, and cannot be seeded.
    CHECK(sweep[real(5.0)] == 0.0);
    CHECK_THROWS_AS(sweep.seed(real(5.0)), wrong_recording);
}

TEST_CASE("an empty tape reversed") {
    tape<double> list;
    adjoints<double> sweep(list);
    sweep.reverse(list);
    sweep.forward(list);
    CHECK(sweep.size() == 1);
    list.clear();
    list.release();
    list.rewind(list.mark());
    sweep.reset(list);
    sweep.reverse(list);
    real const x = list.input(1.0);
    sweep.reset(list);
    sweep.reverse(list);
    CHECK(sweep[x] == 0.0);
}

TEST_CASE("a limit: tape_full at exactly n statements, and the tape still works") {
    for (std::uint32_t n : {1u, 2u, 5u, 1024u, 1025u, 5000u}) {
        tape<double> list;
        list.limit(n);
        recording<double> const open(list);
        real const x = list.input(2.0);
        real y = x;
        for (std::uint32_t i = 1; i < n; ++i) y = y + x;
        CHECK(list.statistics().statements == n);
        real kept = y;
        CHECK_THROWS_AS(kept = y * x, tape_full);
        CHECK_THROWS_AS(list.input(1.0), tape_full);
        CHECK_THROWS_WITH(kept = sin(y), Contains("allowed " + std::to_string(n) + " statements"));
        // Nothing has changed.
        CHECK(kept.identity() == y.identity());
        CHECK(list.statistics().statements == n);
        CHECK(gradient_on(list, y, x) == n);
        // With more room it goes on.
        list.limit(n + 1);
        kept = y * x;
        CHECK(list.statistics().statements == n + 1);
        CHECK(gradient_on(list, kept, x) == 2.0 * n + 2.0 * n);
        CHECK_THROWS_AS(kept = y * x, tape_full);
        list.clear();
        CHECK(list.owns(list.input(1.0)));
    }
}

TEST_CASE("inputs and statements in turn fill blocks and limits to the end") {
    for (std::uint32_t const inputs : {0u, 1u, 3u, 1000u}) {
        for (std::uint32_t const limit : {7u, 1024u, 1030u, 20'000u}) {
            tape<double> list;
            list.limit(limit);
            recording<double> const open(list);
            real const x = list.input(1.0);
            real y = x;
            std::uint32_t recorded = 1;
            std::uint32_t terms = 1;
            CHECK_THROWS_AS(
                [&] {
                    for (;;) {
                        for (std::uint32_t i = 0; i != inputs; ++i, ++recorded) static_cast<void>(list.input(0.0));
                        y = y + x;
                        ++recorded;
                        ++terms;
                        // One with an operand that is on no tape, which takes another way in.
                        y = y + x + real(0.0);
                        ++recorded;
                        ++terms;
                    }
                }(),
                tape_full);
            CAPTURE(inputs, limit);
            CHECK(recorded == limit);
            CHECK(list.statistics().statements == limit);
            CHECK(gradient_on(list, y, x) == terms);
        }
    }
}

TEST_CASE("a tape that explains holds half as many") {
    tape<double> list;
    list.annotate(true);
    recording<double> const open(list);
    list.skip_to(0x7FFFFFFE);
    real const x = list.input(2.0);
    real y = x * x;
    CHECK(y.identity().index == 0x7FFFFFFF);
    CHECK_THROWS_AS(y = y * x, tape_full);
    CHECK_THROWS_AS(list.input(1.0), tape_full);
    CHECK(list.annotation_of(y.identity().index).operand(0).identity() == x.identity());
    list.annotate(false);
    y = y * x;
    CHECK(y.identity().index == 0x80000000);
}

TEST_CASE("a limit of nothing") {
    tape<double> list;
    list.limit(0);
    CHECK_THROWS_AS(list.input(1.0), tape_full);
    list.limit(0xFFFFFFFF);
    CHECK(list.owns(list.input(1.0)));
}

TEST_CASE("a limit below what is there") {
    tape<double> list;
    recording<double> const open(list);
    real const x = list.input(2.0);
    real y = x * x;
    list.limit(1);
    CHECK_THROWS_AS(y = y * x, tape_full);
    CHECK(gradient_on(list, y, x) == 4.0);
}

TEST_CASE("several seeds in one sweep equal a sweep for each") {
    for (unsigned seed = 1; seed < 20; ++seed) {
        tape<double> list;
        recording<double> const open(list);
        std::vector<real> inputs;
        for (int i = 0; i < 4; ++i) inputs.push_back(list.input(0.3 * i - 0.4));
        auto const all = recorded_program_of(inputs, seed, 60);
        adjoints<double, lanes<double, 3>> together(list);
        for (std::size_t k = 0; k < 3; ++k) together.seed(all[all.size() - 1 - k]).lane[k] = 1;
        together.reverse(list);
        for (std::size_t k = 0; k < 3; ++k) {
            adjoints<double> alone(list);
            alone.seed(all[all.size() - 1 - k]) = 1;
            alone.reverse(list);
            for (real const& x : inputs) CHECK(together[x].lane[k] == alone[x]);
        }
    }
}

TEST_CASE("a forward sweep equals dual numbers, and transposes the reverse sweep") {
    for (unsigned seed = 1; seed < 20; ++seed) {
        tape<double> list;
        recording<double> const open(list);
        std::vector<real> inputs;
        std::vector<dual<double>> duals;
        for (int i = 0; i < 4; ++i) {
            double const v = 0.3 * i - 0.4;
            inputs.push_back(list.input(v));
            duals.emplace_back(v, std::array{0.5 - i});
        }
        auto const all = recorded_program_of(inputs, seed, 60);
        auto const by_dual = recorded_program_of(duals, seed, 60);
        adjoints<double> tangents(list);
        for (std::size_t i = 0; i < 4; ++i) tangents.seed(inputs[i]) = 0.5 - static_cast<double>(i);
        tangents.forward(list);
        for (std::size_t i = 0; i < all.size(); ++i) {
            CHECK(value(all[i]) == by_dual[i].value);
            CHECK(tangents[all[i]] == Approx(by_dual[i].tangent[0]).epsilon(1e-13).margin(1e-14));
        }
        adjoints<double> sweep(list);
        sweep.seed(all.back()) = 1;
        sweep.reverse(list);
        double dot = 0;
        for (std::size_t i = 0; i < 4; ++i) dot += sweep[inputs[i]] * (0.5 - static_cast<double>(i));
        CHECK(dot == Approx(tangents[all.back()]).epsilon(1e-12).margin(1e-13));
    }
}

TEST_CASE("a zero adjoint ends its path at an infinite partial") {
    tape<double> list;
    recording<double> const open(list);
    real const x = list.input(0.0);
    real const singular = sqrt(x);
    real const y = select(false, singular, 2 * x);
    CHECK(gradient_on(list, y, x) == 2.0);
    // And the same as tangents.
    adjoints<double> tangents(list);
    tangents.seed(x) = 1;
    tangents.forward(list);
    CHECK(tangents[singular] == INFINITY);
    CHECK(tangents[y] == 2.0);
    adjoints<double, lanes<double, 2>> both(list);
    both.seed(x).lane[1] = 1;
    both.forward(list);
    CHECK(both[y].lane[0] == 0.0);
    CHECK(both[y].lane[1] == 2.0);
}

TEST_CASE("recordings nest and come back") {
    tape<double> a, b;
    recording<double> const outer(a);
    {
        recording<double> const inner(b);
        CHECK(b.is_recording());
        CHECK_FALSE(a.is_recording());
        not_recording<double> const quiet;
        CHECK_FALSE(b.is_recording());
    }
    CHECK(a.is_recording());
}

TEST_CASE("a tape that ends while it is recorded to") {
    {
        tape<double>* list = new tape<double>;
        recording<double>* const open = new recording<double>(*list);
        real const x = list->input(2.0);
        delete list;
        real const y = x * x;
        CHECK(y.identity().tag == passive_tag);
        delete open;
    }
    real const x = 3.0;
    CHECK(value(real(x * x)) == 9.0);
}

TEST_CASE("recordings end in any order, and a tape may end below another") {
    tape<double> a, b;
    auto to_a = std::make_unique<recording<double>>(a);
    auto to_b = std::make_unique<recording<double>>(b);
    to_a.reset();
    CHECK(b.is_recording());
    to_b.reset();
    CHECK_FALSE(a.is_recording());
    CHECK_FALSE(b.is_recording());

    auto gone = std::make_unique<tape<double>>();
    recording<double> const to_gone(*gone);
    {
        recording<double> const inside(b);
        gone.reset();
        CHECK(b.is_recording());
    }
    real const x = b.input(2.0);
    CHECK(cause_of(real(x * x).identity()) == cause::not_recorded);
}

TEST_CASE("values of a tape that is no more") {
    real x;
    {
        tape<double> gone;
        x = gone.input(2.0);
    }
    real y = x * x;
    CHECK(value(y) == 4.0);
    tape<double> list;
    recording<double> const open(list);
    CHECK_THROWS_AS(y = x * x, wrong_recording);
    CHECK_THROWS_AS(y = x * list.input(1.0), wrong_recording);
    CHECK(list.statistics().arguments == 0);
}

TEST_CASE("an annotating tape records the same") {
    for (unsigned seed = 1; seed < 8; ++seed) {
        double found[2];
        for (bool annotated : {false, true}) {
            tape<double> list;
            list.annotate(annotated);
            CHECK(list.annotates() == annotated);
            recording<double> const open(list);
            std::vector<real> inputs;
            for (int i = 0; i < 4; ++i) inputs.push_back(list.input(0.3 * i - 0.4));
            auto const all = recorded_program_of(inputs, seed, 60);
            found[annotated] = gradient_on(list, all.back(), inputs[1]);
            CHECK(static_cast<bool>(list.annotation_of(all.back().identity().index)) == annotated);
        }
        CHECK(found[0] == Approx(found[1]).epsilon(1e-12).margin(1e-14));
    }
}

TEST_CASE("an annotating tape notes the comparisons of active values, and forgets them when it is rewound") {
    tape<double> list;
    recording<double> const open(list);
    real const x = list.input(2.0), y = list.input(3.0);
    CHECK(x < y);
    CHECK(list.decisions().empty());
    list.annotate(true);
    tape_mark const before = list.mark();
    CHECK(x < y * 2.0);
    CHECK(x > 1.0);
    CHECK(1.0 != y);
    real const c = 5.0;
    CHECK(c > 1.0);
    REQUIRE(list.decisions().size() == 4);
    CHECK(list.decisions()[0].operand == x.identity().index);
    CHECK(list.decisions()[1].operand == y.identity().index);
    CHECK(std::string(list.decisions()[2].name) == ">");
    CHECK(std::string(list.decisions()[3].name) == "!=");
    list.rewind(before);
    CHECK(list.decisions().empty());
}

TEST_CASE("the size of blocks to come is put back when the loop that asked for it is done") {
    tape<double> list;
    recording<double> const open(list);
    real const x = list.input(1.0);
    detail::growing_by<double> const outer(list, 300);
    {
        detail::growing_by<double> const inner(list, 5000);
    }
    auto const before = list.statistics().bytes_reserved;
    while (list.statistics().bytes_reserved == before) static_cast<void>(real(x * x));
    CHECK(list.statistics().bytes_reserved - before == 300 * detail::streams<double>::bytes_of(1));
}

TEST_CASE("one more and one less") {
    auto const f = [](auto x) {
        auto y = x;
        auto const before = y++ * x;
        auto const same = &++y;
        auto const after = before * y-- + *same;
        return after * --y;
    };
    CHECK(f(3.0) == (9.0 * 5 + 4) * 3);
    CHECK(check_gradient(f, 3.0).ok());
    static_assert(derivative([](auto x) { return square(++x); }, 3.0) == 8.0);
}
