// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <wengert/tape/active.hpp>

// What a tape that watches every statement keeps of each. Such a tape takes expressions apart, so that a statement is one
// rule on plain operands: there are as many kinds of statements as rules, not as many as expressions.
namespace wengert::detail {

/// A rule applied to operands in text: `a * b`, `-a`, `log(a)`.
template <class Rule>
std::string print_rule(std::string const* operands) {
    char const first = Rule::name[0];
    bool const symbol = first < '0' || (first > '9' && first < 'A');
    if (symbol && Rule::arity == 2) return operands[0] + ' ' + Rule::name + ' ' + operands[1];
    if (symbol) return Rule::name + operands[0];
    std::string text = Rule::name;
    for (std::size_t i = 0; i < Rule::arity; ++i) text += (i == 0 ? "(" : ", ") + operands[i];
    return text + ')';
}

template <class T>
struct statement_kind {
    char const* name;
    std::size_t operands;
    /// Sets `adjoints[i]` of operand i to `adjoint` times the partial, in active arithmetic: recorded like any other code.
    /// `all` holds the result and then the operands.
    void (*reverse)(active<T> const* all, active<T> const& adjoint, active<T>* adjoints);
    /// The operation in text, given its operands in text.
    std::string (*print)(std::string const* operands);
};

/// A statement as it was: what kind, and where its result and operands are kept.
template <class T>
struct annotation {
    std::uint32_t statement;
    std::size_t first;
    statement_kind<T> const* kind;
};

// An operand as the rule saw it, from the active number that was kept of it.
template <class A, class T>
auto restore(active<T> const& kept) {
    if constexpr (is_parameter<A>) return static_cast<decltype(A::value)>(primal(kept));
    else if constexpr (!is_constant<A>) return kept;
    else if constexpr (plain_scalar<decltype(A::value)>) return static_cast<decltype(A::value)>(primal(kept));
    else return kept.value();
}

template <class A, class T>
active<T> keep(A const& operand) {
    if constexpr (is_parameter<A>) return active<T>(static_cast<base_t<T>>(operand.value));
    else if constexpr (is_constant<A>) return active<T>(T(operand.value));
    else return operand;
}

template <class T, class E>
struct kind_of_node;

template <class T, class Rule, class... Args>
struct kind_of_node<T, node<Rule, Args...>> {
    static void reverse(active<T> const* all, active<T> const& adjoint, active<T>* adjoints) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            auto const pass = [&]<std::size_t J, class A>(std::type_identity<A>) {
                if constexpr (differentiable<A>) {
                    auto const p = partial<Rule, J>(all[0], restore<Args>(all[1 + I])...);
                    if constexpr (!std::is_same_v<std::remove_cvref_t<decltype(p)>, no_partial_t>)
                        adjoints[J] = active<T>(chain<active<T>>(adjoint, p));
                }
            };
            (pass.template operator()<I>(std::type_identity<Args>{}), ...);
        }(std::index_sequence_for<Args...>{});
    }

    static constexpr statement_kind<T> kind{Rule::name, sizeof...(Args), &reverse, &print_rule<Rule>};
};

/// The expression with every operand that is an expression itself replaced by a value that was recorded for it.
template <class T, class Rule, class... Args>
auto flatten(node<Rule, Args...> const& e) {
    auto const leaf = []<class A>(A const& a) {
        if constexpr (is_node<A>) return active<T>(a);
        else return a;
    };
    return e.apply_operands([&](Args const&... a) {
        // Braces, so that the operands are recorded from left to right.
        return node<Rule, decltype(leaf(a))...>{leaf(a)...};
    });
}

template <class E>
inline constexpr bool is_flat = false;
template <class Rule, class... Args>
inline constexpr bool is_flat<node<Rule, Args...>> = (!is_node<Args> && ...);

}  // namespace wengert::detail
