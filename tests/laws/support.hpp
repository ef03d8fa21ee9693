// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <wengert/rules/table.hpp>

#include "support/catch.hpp"

// Laws hold for every row at every sample point. A law is a template over a row and a base scalar that only computes;
// it hands its numbers to functions that are no templates, as long doubles, which hold every base scalar exactly.
namespace laws {

namespace rules = wengert::rules;

// ---- which rows ----------------------------------------------------------------------------------------------------

// A file may be compiled in parts, each with every nth row, so that none takes long; and for some rows alone.
#ifndef WENGERT_LAW_PART
#define WENGERT_LAW_PART 0
#define WENGERT_LAW_PARTS 1
#endif
#ifdef WENGERT_LAW_ROWS
namespace detail {
using namespace wengert::rules;
using chosen_rows = table<WENGERT_LAW_ROWS>;
}  // namespace detail
using all_rows = detail::chosen_rows;
#else
using all_rows = rules::differentiable_rows;
#endif

template <class Table>
struct rows_of;
template <class... Rule>
struct rows_of<rules::table<Rule...>> {
    template <class F>
    static void for_each(F&& f) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (visit<Rule, I>(f), ...);
        }(std::index_sequence_for<Rule...>{});
    }

private:
    template <class Rule_, std::size_t I, class F>
    static void visit(F& f) {
        if constexpr (I % WENGERT_LAW_PARTS == WENGERT_LAW_PART) f.template operator()<Rule_>();
    }
};

/// Calls `f.operator()<Rule>()` for every differentiable row of this part.
template <class F>
void each_row(F&& f) {
    std::size_t rows = 0;
    rows_of<all_rows>::for_each([&]<class Rule> {
        f.template operator()<Rule>();
        ++rows;
    });
    // A check counts only when it fails; so that the test says something when it passes:
    CHECK(rows > 0);
}

// ---- a row as a value ----------------------------------------------------------------------------------------------

/// A point of any row: the arguments beyond its arity are 0.
using point = std::array<double, 3>;

struct kink {
    point at;
    point partials;
};

/// What a row says of itself.
struct row_facts {
    char const* name;
    std::size_t arity;
    std::size_t parameter_at;
    bool uses_result;
    bool finite_partials;
    long double looseness;
    bool cancels;
    std::vector<point> samples, outside;
    std::vector<kink> kinks;

    /// Whether argument i is a number to differentiate.
    bool differentiates(std::size_t i) const { return i < arity && i != parameter_at; }
};

/// How many times the usual tolerance a row needs, for a reason.
template <class Rule>
inline constexpr long double looseness = 1;
// 1 - y has the absolute error of y, and at x = 3 a magnitude of 0.005.
template <>
inline constexpr long double looseness<rules::tanh_> = 32;

/// Odd derivatives of these are about 1 at 0 and even ones 0, as differences of terms about 1 from (1 - x)(1 + x): what
/// is left of them near 0 has the error of those terms. The form is right for the first derivative, at the other end.
template <class Rule>
inline constexpr bool cancels = false;
template <>
inline constexpr bool cancels<rules::sigmoid_> = true;
template <>
inline constexpr bool cancels<rules::softplus_> = true;
template <>
inline constexpr bool cancels<rules::asin_> = true;
template <>
inline constexpr bool cancels<rules::acos_> = true;
template <>
inline constexpr bool cancels<rules::tanh_> = true;
template <>
inline constexpr bool cancels<rules::atanh_> = true;

template <std::size_t N>
point padded(rules::point<N> const& from) {
    point to{};
    for (std::size_t i = 0; i < N; ++i) to[i] = from[i];
    return to;
}

template <class Rule>
row_facts facts_of() {
    row_facts facts{.name = Rule::name,
                    .arity = Rule::arity,
                    .parameter_at = Rule::parameter_at,
                    .uses_result = Rule::uses_result,
                    .finite_partials = Rule::finite_partials,
                    .looseness = looseness<Rule>,
                    .cancels = cancels<Rule>,
                    .samples = {},
                    .outside = {},
                    .kinks = {}};
    for (auto const& sample : Rule::samples) facts.samples.push_back(padded(sample));
    for (auto const& where : Rule::outside) facts.outside.push_back(padded(where));
    for (auto const& chosen : Rule::kinks) facts.kinks.push_back({padded(chosen.at), padded(chosen.partials)});
    return facts;
}

template <class Rule>
struct parameter_of : std::type_identity<int> {};
template <>
struct parameter_of<rules::select_> : std::type_identity<bool> {};

/// Operand number I of a rule: x[I], which goes as a parameter where the rule has one.
template <class Rule, std::size_t I, class S>
auto operand(S const* x) {
    using type = typename parameter_of<Rule>::type;
    if constexpr (I != Rule::parameter_at) return x[I];
    else return wengert::parameter<type>{static_cast<type>(wengert::primal(x[I]))};
}

/// A row on the scalar S. Nothing else depends on both.
template <class S>
using evaluator = S (*)(S const* x);

template <class Rule, class S>
S evaluate(S const* x) {
    if constexpr (Rule::arity == 1) return S(wengert::apply<Rule>(x[0]));
    else if constexpr (Rule::arity == 2) return S(wengert::apply<Rule>(operand<Rule, 0>(x), operand<Rule, 1>(x)));
    else return S(wengert::apply<Rule>(operand<Rule, 0>(x), operand<Rule, 1>(x), operand<Rule, 2>(x)));
}

/// A point in `T`: the oracle gets what rounding to float has made of it.
template <class T>
std::array<T, 3> round_to(point const& from) {
    return {static_cast<T>(from[0]), static_cast<T>(from[1]), static_cast<T>(from[2])};
}

template <class T>
std::array<long double, 3> widened(std::array<T, 3> const& x) {
    return {x[0], x[1], x[2]};
}

// ---- what is checked -----------------------------------------------------------------------------------------------

/// A row at a point, for messages, and what its scalar can hold.
struct place {
    row_facts const& row;
    char const* scalar;
    std::array<long double, 3> at;
    long double epsilon;
};

template <class T>
place place_of(row_facts const& row, std::array<T, 3> const& x) {
    char const* const scalar = std::is_same_v<T, float>    ? "float"
                               : std::is_same_v<T, double> ? "double"
                                                           : "long double";
    return {row, scalar, widened(x), std::numeric_limits<T>::epsilon()};
}

inline std::string text(place const& p, std::string_view what) {
    std::ostringstream out;
    out.precision(21);
    out << what << " of " << p.row.name << " on " << p.scalar << " at (";
    for (std::size_t i = 0; i < p.row.arity; ++i) out << (i == 0 ? "" : ", ") << p.at[i];
    out << ")";
    return out.str();
}

inline bool same(long double a, long double b) { return a == b || (a != a && b != b); }

/// The same number; a NaN is the same as a NaN, and 0 as -0.
inline void agree(place const& p, std::string_view what, long double got, long double expected) {
    if (same(got, expected)) return;
    INFO(text(p, what));
    CHECK(got == expected);
}

/// Within `tolerance` epsilons of `scale`.
inline void near(place const& p, std::string_view what, long double got, long double expected, long double tolerance,
                 long double scale) {
    long double const error = got < expected ? expected - got : got - expected;
    long double const allowed = tolerance * p.row.looseness * p.epsilon * scale;
    if (error <= allowed) return;
    INFO(text(p, what) << ": error of " << error / (p.epsilon * (scale == 0 ? 1 : scale)) << " epsilon");
    CHECK(got == expected);
}
inline void near(place const& p, std::string_view what, long double got, long double expected, long double tolerance) {
    near(p, what, got, expected, tolerance, expected < 0 ? -expected : expected);
}

}  // namespace laws
