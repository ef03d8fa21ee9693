// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

#include <wengert/rules/table.hpp>

// A row as a value, and as functions of plain numbers.
namespace laws {

namespace rules = wengert::rules;

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

/// The partials of a row given the result, a known constant as the number that it is.
template <class Rule, class T>
void partials_of(T const& y, T const* x, T* to) {
    auto const visit = [&]<std::size_t I, std::size_t... J>(std::integral_constant<std::size_t, I>,
                                                            std::index_sequence<J...>) {
        if constexpr (I != Rule::parameter_at) {
            auto const p = wengert::partial<Rule, I>(y, wengert::unwrap(operand<Rule, J>(x))...);
            if constexpr (!std::is_same_v<std::remove_cvref_t<decltype(p)>, wengert::no_partial_t>)
                to[I] = static_cast<T>(p);
        }
    };
    constexpr auto all = std::make_index_sequence<Rule::arity>{};
    visit(std::integral_constant<std::size_t, 0>{}, all);
    if constexpr (Rule::arity > 1) visit(std::integral_constant<std::size_t, 1>{}, all);
    if constexpr (Rule::arity > 2) visit(std::integral_constant<std::size_t, 2>{}, all);
}

}  // namespace laws
