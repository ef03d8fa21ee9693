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

#include <wengert/rules/table.hpp>

#include "laws/rows.hpp"
#include "support/catch.hpp"

// Laws hold for every row at every sample point. A law is a template over a row and a base scalar that only computes;
// it hands its numbers to functions that are no templates, as long doubles, which hold every base scalar exactly.
namespace laws {

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
