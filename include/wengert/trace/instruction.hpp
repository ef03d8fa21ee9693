// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <wengert/trace/rows.hpp>

// What a compile-time list is made of: rules by number, operands by number.
namespace wengert::detail {

using opcode = std::uint16_t;

template <std::size_t I, class Rule>
struct numbered_row {};

template <class Indices, class... Rows>
struct numbered_rows;
template <std::size_t... I, class... Rows>
struct numbered_rows<std::index_sequence<I...>, Rows...> : numbered_row<I, Rows>... {};

template <std::size_t I, class Rule>
std::type_identity<Rule> row_at(numbered_row<I, Rule> const&);
template <class Rule, std::size_t I>
std::integral_constant<std::size_t, I> number_of(numbered_row<I, Rule> const&);

template <class... A, class... B, class... C, class... D, class... E>
auto join(rules::table<A...>, rules::table<B...>, rules::table<C...>, rules::table<D...>, rules::table<E...>)
    -> numbered_rows<std::index_sequence_for<A..., B..., C..., D..., E...>, A..., B..., C..., D..., E...>;

// Those that give numbers first.
using all_rows = decltype(join(rules::differentiable_rows{}, rules::discrete_rows{}, rules::list_rows{},
                               rules::predicate_rows{}, rules::logical_rows{}));
inline constexpr std::size_t all_numeric_rows =
    rules::differentiable_rows::size + rules::discrete_rows::size + rules::list_rows::size;
inline constexpr std::size_t row_count = all_numeric_rows + rules::predicate_rows::size + rules::logical_rows::size;

/// Rows of the library can be written to a list; those of a user stay with the other forms.
template <class Rule>
concept listed_row = requires(all_rows const& all) { number_of<Rule>(all); };

template <listed_row Rule>
inline constexpr opcode code_of =
    static_cast<opcode>(decltype(number_of<Rule>(std::declval<all_rows const&>()))::value);

template <opcode Code>
using row_of = typename decltype(row_at<Code>(std::declval<all_rows const&>()))::type;

template <class Rule>
inline constexpr bool is_logical = requires { Rule::logical; };

/// Whether a row gives a truth value.
constexpr bool is_predicate(opcode code) { return code >= all_numeric_rows; }

/// What an operand of a rule is: a number, a truth value, or a parameter that selects the function, kept as a constant.
enum class operand_kind : std::uint8_t { number, flag, parameter };

template <class Rule, std::size_t I>
inline constexpr operand_kind kind_of_operand = is_logical<Rule>                       ? operand_kind::flag
                                                : Rule::parameter_at != I              ? operand_kind::number
                                                : std::is_same_v<Rule, rules::select_> ? operand_kind::flag
                                                                                       : operand_kind::parameter;

/// What the code of a rule says about it, where the rule is known only as a number.
struct row_facts {
    std::size_t arity = 0;
    operand_kind kinds[3]{};
    bool passes[3]{};                         // whether a derivative may flow through the operand
    bool chooses = false, unbounded = false;  // as the row says it
};

template <class Rule>
constexpr row_facts facts_of() {
    row_facts facts{Rule::arity, {}, {}, Rule::chooses, Rule::unbounded};
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        ((facts.kinds[I] = kind_of_operand<Rule, I>), ...);
        ((facts.passes[I] = !Rule::discrete && kind_of_operand<Rule, I> == operand_kind::number), ...);
    }(std::make_index_sequence<Rule::arity>{});
    return facts;
}

template <std::size_t... I, class... Rows>
constexpr auto facts_of_all(numbered_rows<std::index_sequence<I...>, Rows...> const*) {
    return std::array<row_facts, sizeof...(Rows)>{facts_of<Rows>()...};
}

inline constexpr auto facts = facts_of_all(static_cast<all_rows const*>(nullptr));

/// An operand: the instruction that makes it or, with this bit, a constant.
using operand_number = std::uint32_t;
inline constexpr operand_number constant_bit = 0x80000000;
inline constexpr operand_number no_operand = 0xFFFFFFFF;

constexpr bool names_constant(operand_number a) { return (a & constant_bit) != 0; }
constexpr operand_number constant_index(operand_number a) { return a & ~constant_bit; }

/// A rule applied to operands. In a finished list `to` is the place of its result, among the numbers or among the truth values,
/// and operands are places. Operands that a rule does not have are `no_operand`.
struct instruction {
    opcode code;
    operand_number to;
    operand_number from[3];
};

/// A finished list, of exactly its size: its inputs are the first numbers.
template <class B, std::size_t Code, std::size_t Constants, std::size_t Outputs>
struct list {
    using base = B;

    std::array<instruction, Code> code{};
    std::array<B, Constants> constants{};
    std::array<operand_number, Outputs> outputs{};
    std::size_t inputs = 0;
    std::size_t numbers = 0;
    std::size_t flags = 0;

    [[nodiscard]] static constexpr std::size_t size() { return Code; }
};

}  // namespace wengert::detail
