// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <concepts>
#include <string_view>

#include "laws/forms.hpp"
#include "laws/oracle.hpp"

namespace {

using namespace laws;

// 4 and -4 too: integers are where these functions jump.
constexpr double points[]{-4.0, -2.75, -0.5, -0.0, 0.0, 0.25, 2.5, 3.5, 4.0};

template <class T, class Law>
void each_discrete(Law&& law) {
    rules::discrete_rows::for_each([&]<class Rule> {
        row_facts const facts = facts_of<Rule>();
        CHECK(facts.samples.size() > 0);
        auto const at = [&](double where) {
            std::array<T, 3> const x{static_cast<T>(where), 0, 0};
            place const p = place_of(facts, x);
            law.template operator()<Rule>(p, x[0], value_of(&reference<Rule>, p.at));
        };
        for (auto const& sample : facts.samples) at(sample[0]);
        for (double const where : points) at(where);
    });
}

template <class Law>
void on_every_scalar(Law&& law) {
    each_discrete<float>(law);
    each_discrete<double>(law);
    each_discrete<long double>(law);
}

}  // namespace

TEST_CASE("a discrete row has its value, and no tangent, in dual numbers and series") {
    on_every_scalar([]<class Rule, class T>(place const& p, T x, long double expected) {
        using wengert::apply;
        agree(p, "plain", apply<Rule>(x), expected);
        auto const d = apply<Rule>(dual<T, 2>(x, {T(1), T(2)}));
        agree(p, "dual", d.value, expected);
        agree(p, "tangent", d.tangent[0], 0);
        agree(p, "tangent", d.tangent[1], 0);
        auto const s = apply<Rule>(taylor<T, 2>::variable(x));
        agree(p, "series", s.coefficient[0], expected);
        agree(p, "first coefficient", s.coefficient[1], 0);
        agree(p, "second coefficient", s.coefficient[2], 0);
    });
}

TEST_CASE("a discrete row ends the path on a tape, which keeps the cut and its name") {
    on_every_scalar([]<class Rule, class T>(place const& p, T at, long double expected) {
        tape<T> list;
        active<T> const x = list.input(at);
        recording<T> const open(list);
        active<T> const step = wengert::apply<Rule>(x);
        active<T> const y = step * T(3) + x;
        agree(p, "active", step.value(), expected);
        CHECK(list.owns(step));

        REQUIRE(list.cuts().size() == 1);
        wengert::tape_cut const cut = list.cuts()[0];
        CHECK(cut.result == step.identity().index);
        CHECK(cut.source == x.identity().index);
        CHECK(cut.why == wengert::cause::discrete);
        CHECK(std::string_view(cut.name) == Rule::name);

        adjoints<T> sweep(list);
        sweep.seed(y) = T(1);
        sweep.reverse(list);
        agree(p, "adjoint of the step", sweep[step], 3);
        agree(p, "adjoint past the step", sweep[x], 1);
        sweep.reset(list);
        sweep.seed(x) = T(1);
        sweep.forward(list);
        agree(p, "tangent of the step", sweep[step], 0);
        agree(p, "tangent past the step", sweep[y], 1);
    });
}

TEST_CASE("a discrete row of a number that no tape follows is not followed either, and cuts nothing") {
    rules::discrete_rows::for_each([]<class Rule> {
        tape<double> list;
        recording<double> const open(list);
        active<double> const y = wengert::apply<Rule>(active<double>(2.5));
        CHECK(!list.owns(y));
        CHECK(list.cuts().empty());
    });
}

namespace {

// The values of a and b are 2 and 3, and so are those of the expressions.
template <class A, class B>
void check_comparisons(A const& a, B const& b) {
    static_assert(std::same_as<decltype(a < b), bool> && std::same_as<decltype(a <= b), bool> &&
                  std::same_as<decltype(a > b), bool> && std::same_as<decltype(a >= b), bool> &&
                  std::same_as<decltype(a == b), bool> && std::same_as<decltype(a != b), bool>);
    CHECK(a < b);
    CHECK(a <= b);
    CHECK(!(a > b));
    CHECK(!(a >= b));
    CHECK(!(a == b));
    CHECK(a != b);
    CHECK(!(b < a));
    CHECK(!(b <= a));
    CHECK(b > a);
    CHECK(b >= a);
    CHECK(!(a < a));
    CHECK(a <= a);
    CHECK(a >= a);
    CHECK(a == a);
}

template <class S>
void check_predicates() {
    using T = wengert::base_t<S>;
    S const two(T(2)), three(T(3));
    check_comparisons(two, three);
    check_comparisons(two, 3);
    check_comparisons(2, three);
    check_comparisons(two, T(3));
    check_comparisons(T(2), three);
    check_comparisons(two, 3.0);
    check_comparisons(2.0, three);
    check_comparisons(two * 1, three + 0);
    check_comparisons(two * 1, 3);
    check_comparisons(2, three * 1);

    S const nan(std::numeric_limits<T>::quiet_NaN()), infinity(std::numeric_limits<T>::infinity()), minus(T(-0.0));
    static_assert(std::same_as<decltype(isnan(nan)), bool> && std::same_as<decltype(isinf(nan)), bool> &&
                  std::same_as<decltype(isfinite(nan * 2)), bool> && std::same_as<decltype(signbit(nan)), bool>);
    CHECK(isnan(nan));
    CHECK(isnan(nan + two));
    CHECK(!isnan(two));
    CHECK(isinf(infinity));
    CHECK(isinf(-infinity));
    CHECK(!isinf(nan));
    CHECK(!isinf(two * 2));
    CHECK(isfinite(two));
    CHECK(!isfinite(nan));
    CHECK(!isfinite(-infinity));
    CHECK(signbit(minus));
    CHECK(signbit(-two));
    CHECK(!signbit(two));
    CHECK(!(nan == nan));
    CHECK(nan != nan);
    CHECK(!(nan < two));
    CHECK(!(nan >= two));
}

}  // namespace

TEST_CASE("predicates are bool, of every form") {
    check_predicates<dual<float>>();
    check_predicates<dual<double, 3>>();
    check_predicates<dual<dual<long double>>>();
    check_predicates<taylor<double, 3>>();
    check_predicates<active<float>>();
    check_predicates<active<double>>();
    check_predicates<active<active<double>>>();
    check_predicates<active<dual<double>>>();
}

TEST_CASE("a predicate records nothing") {
    tape<double> list;
    active<double> const x = list.input(2);
    recording<double> const open(list);
    CHECK(x < 3);
    CHECK(!isnan(x));
    CHECK(list.size() == x.identity().index + 1);
    CHECK(list.cuts().empty());
}
