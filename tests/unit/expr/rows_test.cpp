// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Every rule on symbols: diff and gradient say what dual numbers say, at the samples of its row.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <wengert/dual/dual.hpp>
#include <wengert/expr/symbols.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace rows_test {

using order_one = dual<double>;
using order_two = dual<order_one>;

template <std::size_t I>
constexpr auto argument() {
    if constexpr (I == 0) return symbol<"a">;
    else if constexpr (I == 1) return symbol<"b">;
    else return symbol<"c">;
}

template <class Rule>
using parameter_type =
    std::conditional_t<std::is_same_v<Rule, rules::select_>, bool,
                       std::conditional_t<std::is_same_v<Rule, rules::polygamma_>, int, std::int64_t>>;

template <class Rule, std::size_t I, class T>
constexpr auto operand_for(T const& free, double at) {
    using P = parameter_type<Rule>;
    if constexpr (I == Rule::parameter_at) return parameter<P>{static_cast<P>(at)};
    else return free;
}

// Within rounding, relative to the larger one.
void agree(double got, double expected) {
    if (got == expected || (std::isnan(got) && std::isnan(expected))) return;
    double const scale = std::fmax(1e-3, std::fmax(std::fabs(got), std::fabs(expected)));
    CHECK(std::fabs(got - expected) <= 1e-11 * scale);
}

template <class Rule>
struct row_on_symbols {
    template <std::size_t... I>
    static auto expression_at(rules::point<Rule::arity> const& at, std::index_sequence<I...>) {
        return apply<Rule>(operand_for<Rule, I>(argument<I>(), at[I])...);
    }

    // Bound to the numbers at a point. A choice that is never taken names all symbols, so that all can be bound.
    template <class E, std::size_t... I>
    static double value_at(E const& e, rules::point<Rule::arity> const& at, std::index_sequence<I...>) {
        auto const open = select(argument<0>() == argument<0>(), e, (e + ... + argument<I>()));
        return evaluate(open, (argument<I>() = at[I])...);
    }

    template <std::size_t... I>
    static order_two dual_at(rules::point<Rule::arity> const& at, std::size_t i, std::size_t j,
                             std::index_sequence<I...>) {
        auto const lifted = [&](std::size_t k) {
            order_one inner(at[k]);
            if (k == i) inner.tangent[0] = 1;
            order_two outer(inner);
            if (k == j) outer.tangent[0] = order_one(1.0);
            return outer;
        };
        return order_two(apply<Rule>(operand_for<Rule, I>(lifted(I), at[I])...));
    }

    template <std::size_t I, std::size_t J>
    static void second(auto const& d, rules::point<Rule::arity> const& at) {
        constexpr auto all = std::make_index_sequence<Rule::arity>{};
        if constexpr (J != Rule::parameter_at)
            agree(value_at(diff(d, argument<J>()), at, all), dual_at(at, I, J, all).tangent[0].tangent[0]);
    }

    template <std::size_t I>
    static void first(auto const& e, rules::point<Rule::arity> const& at) {
        constexpr auto all = std::make_index_sequence<Rule::arity>{};
        if constexpr (I != Rule::parameter_at) {
            INFO("partial " << I << " of " << Rule::name << " at " << at[0] << ", " << at[Rule::arity - 1]);
            auto const d = diff(e, argument<I>());
            agree(value_at(d, at, all), dual_at(at, I, I, all).value.tangent[0]);
            [&]<std::size_t... J>(std::index_sequence<J...>) { (second<I, J>(d, at), ...); }(all);
        }
    }

    static void check() {
        constexpr auto all = std::make_index_sequence<Rule::arity>{};
        for (auto const& at : Rule::samples) {
            auto const e = expression_at(at, all);
            [&]<std::size_t... I>(std::index_sequence<I...>) { (first<I>(e, at), ...); }(all);
            by_reverse(e, at, all);
        }
    }

    template <std::size_t... I>
    static void by_reverse(auto const& e, rules::point<Rule::arity> const& at, std::index_sequence<I...> all) {
        INFO("gradient of " << Rule::name << " at " << at[0] << ", " << at[Rule::arity - 1]);
        auto const open = select(argument<0>() == argument<0>(), e, (e + ... + argument<I>()));
        auto const [value, g] = value_and_gradient(open, (argument<I>() = at[I])...);
        agree(value, value_at(e, at, all));
        auto const& partials = g;
        auto const compare = [&]<std::size_t J>(std::integral_constant<std::size_t, J>) {
            if constexpr (J != Rule::parameter_at)
                agree(partials[argument<J>()], dual_at(at, J, J, all).value.tangent[0]);
        };
        (compare(std::integral_constant<std::size_t, I>{}), ...);
    }
};

}  // namespace rows_test

TEST_CASE("every rule on symbols agrees with dual numbers, to the second order") {
    std::size_t count = 0;
    rules::differentiable_rows::for_each([&]<class Rule> {
        rows_test::row_on_symbols<Rule>::check();
        ++count;
    });
    CHECK(count == rules::differentiable_rows::size);
}

namespace elsewhere {

/// Its partials apply operators to the arguments themselves: these are found wherever the row stands.
struct quotient_ : wengert::rules::row<"quotient", 2> {
    static constexpr bool uses_result = true;
    static constexpr auto value(auto a, auto b) { return a / b; }
    static constexpr auto d0(auto const&, auto const&, auto const& b) { return 1 / b; }
    static constexpr auto d1(auto const& y, auto const&, auto const& b) { return -y / b; }
};
template <wengert::operand A, wengert::operand B>
constexpr auto quotient(A const& a, B const& b) {
    return wengert::apply<quotient_>(a, b);
}

}  // namespace elsewhere

TEST_CASE("a row in another namespace on symbols") {
    constexpr auto x = symbol<"x">;
    constexpr auto y = symbol<"y">;
    constexpr auto e = elsewhere::quotient(x, square(y));
    static_assert(evaluate(diff(e, x), x = 3.0, y = 2.0) == 0.25);
    static_assert(evaluate(diff(e, y), x = 3.0, y = 2.0) == -0.75);
    CHECK(to_string(diff(e, x)) == "1 / square(y)");
}
