// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <wengert/tape/active.hpp>

// A rule for code that does not know its type: what a tape that keeps its statements knows of each operation in them.
namespace wengert::detail {

/// A rule applied to operands in text: `a * b`, `-a`, `log(a)`, `select(true, a, b)`.
template <class Rule>
std::string print_rule(std::string* operands) {
    // A condition is kept as a number.
    if constexpr (std::is_same_v<Rule, rules::select_>)
        if (operands[0] == "0" || operands[0] == "1") operands[0] = operands[0] == "0" ? "false" : "true";
    char const first = Rule::name[0];
    bool const symbol = first < '0' || (first > '9' && first < 'A');
    if (symbol && Rule::arity == 2) return operands[0] + ' ' + Rule::name + ' ' + operands[1];
    if (symbol) return Rule::name + operands[0];
    std::string text = Rule::name;
    for (std::size_t i = 0; i < Rule::arity; ++i) text += (i == 0 ? "(" : ", ") + operands[i];
    return text + ')';
}

template <class T>
struct operation_kind {
    char const* name;
    std::size_t arity;
    /// What the rule chooses where the function has no derivative, in words.
    char const* at_kinks;
    /// The result is one of the operands.
    bool chooses;
    /// Whether it chooses there.
    bool (*kinked)(T const* operands);
    /// A sign that stands between or before operands, and how tightly: 0 for a function.
    int precedence;
    /// The result, given the operands.
    T (*value)(T const* operands);
    /// Sets the partials, given the result and the operands; 0 where there is none.
    void (*partials)(T const& result, T const* operands, T* partials);
    /// The result in active arithmetic: recorded like any other code.
    active<T> (*apply)(active<T> const* operands);
    /// Sets `adjoints[i]` of operand i to `adjoint` times the partial, recorded too. `all` holds the result and then the operands.
    void (*reverse)(active<T> const* all, active<T> const& adjoint, active<T>* adjoints);
    std::string (*print)(std::string* operands);
};

// An operand as the rule saw it, from the number that was kept of it.
template <class A, class T>
auto restore(active<T> const& kept) {
    if constexpr (is_parameter<A>) return A{static_cast<decltype(A::value)>(primal(kept))};
    else if constexpr (!is_constant<A>) return kept;
    else if constexpr (plain_scalar<decltype(A::value)>) return static_cast<decltype(A::value)>(primal(kept));
    else return kept.value();
}
template <class A, class T>
auto restore_number(T const& kept) {
    if constexpr (is_parameter<A>) return A{static_cast<decltype(A::value)>(primal(kept))};
    else return kept;
}

template <class T, class Rule, class... Args>
struct kind_of_operation {
    static T value(T const* x) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return T(wengert::apply<Rule>(restore_number<Args>(x[I])...));
        }(std::index_sequence_for<Args...>{});
    }

    static void partials(T const& y, T const* x, T* to) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            auto const set = [&]<std::size_t J, class A>(std::type_identity<A>) {
                to[J] = T(0);
                if constexpr (differentiable<A>) {
                    auto const p = partial<Rule, J>(y, unwrap(restore_number<Args>(x[I]))...);
                    if constexpr (!std::is_same_v<std::remove_cvref_t<decltype(p)>, no_partial_t>)
                        to[J] = to_number<T>(p);
                }
            };
            (set.template operator()<I>(std::type_identity<Args>{}), ...);
        }(std::index_sequence_for<Args...>{});
    }

    static bool kinked(T const* x) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return Rule::kinked(primal(x[I])...);
        }(std::index_sequence_for<Args...>{});
    }

    static active<T> apply(active<T> const* x) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return active<T>(wengert::apply<Rule>(restore<Args>(x[I])...));
        }(std::index_sequence_for<Args...>{});
    }

    static void reverse(active<T> const* all, active<T> const& adjoint, active<T>* adjoints) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            auto const pass = [&]<std::size_t J, class A>(std::type_identity<A>) {
                if constexpr (differentiable<A>) {
                    auto const p = partial<Rule, J>(all[0], unwrap(restore<Args>(all[1 + I]))...);
                    if constexpr (!std::is_same_v<std::remove_cvref_t<decltype(p)>, no_partial_t>)
                        adjoints[J] = active<T>(chain<active<T>>(adjoint, p));
                }
            };
            (pass.template operator()<I>(std::type_identity<Args>{}), ...);
        }(std::index_sequence_for<Args...>{});
    }

    static constexpr int precedence = [] {
        char const c = Rule::name[0];
        if (Rule::arity == 1 && c == '-') return 3;
        return c == '+' || c == '-' ? 1 : c == '*' || c == '/' ? 2 : 0;
    }();

    static constexpr operation_kind<T> kind{Rule::name, Rule::arity, Rule::at_kinks,   Rule::chooses,
                                            &kinked,    precedence,  &value,           &partials,
                                            &apply,     &reverse,    &print_rule<Rule>};
};

/// An operation of a statement. An operand that is not negative is a leaf, else ~it is an operation before this one.
template <class T>
struct operation_row {
    operation_kind<T> const* kind = nullptr;
    std::array<std::int16_t, 3> operand{};
};

/// A statement for code that does not know its expression: the expression as a list, its result last.
template <class T>
struct statement_kind {
    std::size_t leaves;  ///< operands that are kept: active numbers, constants and parameters
    std::size_t operations;
    operation_row<T> const* rows;
};

template <class E>
inline constexpr std::size_t leaves_of = 1;
template <class Rule, class... Args>
inline constexpr std::size_t leaves_of<node<Rule, Args...>> = (std::size_t{0} + ... + leaves_of<Args>);
template <class E>
inline constexpr std::size_t operations_of = 0;
template <class Rule, class... Args>
inline constexpr std::size_t operations_of<node<Rule, Args...>> = (std::size_t{1} + ... + operations_of<Args>);

/// The rows of E, with their leaves and operations counted from these numbers on.
template <class T, class E>
struct rows_of;
template <class T, class Rule, class... Args>
struct rows_of<T, node<Rule, Args...>> {
    template <class A>
    using seen_as = std::conditional_t<is_node<A>, active<T>, A>;

    static constexpr std::int16_t write(operation_row<T>*& to, std::int16_t& leaf, std::int16_t& operation) {
        operation_row<T> row{&kind_of_operation<T, Rule, seen_as<Args>...>::kind, {}};
        std::size_t i = 0;
        auto const operand = [&]<class A>(std::type_identity<A>) {
            if constexpr (is_node<A>) row.operand[i++] = rows_of<T, A>::write(to, leaf, operation);
            else row.operand[i++] = leaf++;
        };
        (operand(std::type_identity<Args>{}), ...);
        *to++ = row;
        return static_cast<std::int16_t>(~operation++);
    }
};

template <class T, class E>
struct kind_of_statement {
    static constexpr auto rows = [] {
        std::array<operation_row<T>, operations_of<E>> all{};
        operation_row<T>* to = all.data();
        std::int16_t leaf = 0, operation = 0;
        rows_of<T, E>::write(to, leaf, operation);
        return all;
    }();
    static constexpr statement_kind<T> kind{leaves_of<E>, operations_of<E>, rows.data()};
};

}  // namespace wengert::detail
