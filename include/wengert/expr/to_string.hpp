// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string_view>
#include <type_traits>

#include <wengert/core/text.hpp>
#include <wengert/expr/expression.hpp>

namespace wengert {

namespace detail::symbols {

// ---- what there is to write: a number that is only known at run time may leave nothing of its surroundings -----------------

template <class E>
constexpr bool shows_number(E const& e, double n) {
    if constexpr (is_literal<E> || is_number<E>) {
        return static_cast<double>(e.value) == n;
    } else if constexpr (is_of<rules::powi_, E>) {
        auto const exponent = e.template get<1>();
        return n == 1 && exponent.value == 0;
    } else if constexpr (is_of<rules::mul_, E>) {
        auto const a = e.template get<0>();
        auto const b = e.template get<1>();
        return n == 0 ? shows_number(a, 0) || shows_number(b, 0) : shows_number(a, n) && shows_number(b, 1);
    } else {
        return false;
    }
}

/// Whether a condition is true or false at sight.
enum class verdict { unknown, yes, no };

template <class C>
constexpr verdict verdict_on(C const& c) {
    if constexpr (is_number<C>) {
        return C::value ? verdict::yes : verdict::no;
    } else if constexpr (is_of<and_, C> || is_of<or_, C>) {
        verdict const l = verdict_on(c.template get<0>()), r = verdict_on(c.template get<1>());
        verdict const decisive = is_of<and_, C> ? verdict::no : verdict::yes;
        if (l == decisive || r == decisive) return decisive;
        return l == r ? l : verdict::unknown;
    } else if constexpr (is_expression<C>) {
        return c.unpack([]<class... A>(A const&... operand) {
            if constexpr (((is_literal<A> || is_number<A>) && ...) && !is_of<not_, C>)
                return C::rule::value(static_cast<double>(operand.value)...) ? verdict::yes : verdict::no;
            else return verdict::unknown;
        });
    } else {
        return verdict::unknown;
    }
}

/// show(what is left of e to be written).
template <class E, class Show>
constexpr auto shown(E const& e, Show&& show) {
    if constexpr (is_of<rules::mul_, E>) {
        auto const a = e.template get<0>();
        auto const b = e.template get<1>();
        if (shows_number(e, 0)) return show(number<0>);
        if (shows_number(a, 1)) return shown(b, show);
        if (shows_number(b, 1)) return shown(a, show);
        if (shows_number(a, -1)) return show(written<rules::neg_>(b));
    } else if constexpr (is_of<rules::add_, E>) {
        auto const a = e.template get<0>();
        auto const b = e.template get<1>();
        if (shows_number(a, 0)) return shown(b, show);
        if (shows_number(b, 0)) return shown(a, show);
    } else if constexpr (is_of<rules::powi_, E>) {
        if (shows_number(e, 1)) return show(number<1>);
        if (e.template get<1>().value == 1) return shown(e.template get<0>(), show);
    } else if constexpr (is_of<rules::select_, E>) {
        if constexpr (is_expression<std::remove_cvref_t<decltype(e.template get<0>())>>) {
            verdict const known = verdict_on(e.template get<0>());
            if (known == verdict::yes) return shown(e.template get<1>(), show);
            if (known == verdict::no) return shown(e.template get<2>(), show);
        }
    }
    return show(e);
}

// ---- parentheses -------------------------------------------------------------------------------------------------------

constexpr int binding_strength(std::string_view sign) {
    if (sign == "||") return 1;
    if (sign == "&&") return 2;
    if (sign == "+" || sign == "-") return 4;
    if (sign == "*" || sign == "/") return 5;
    if (sign == "!") return 6;
    return 3;
}

inline constexpr int tightest = 7;

template <class E>
constexpr int strength_as_is(E const&) {
    if constexpr (is_of<rules::neg_, E>) return 5;
    else if constexpr (is_expression<E>) return has_sign<typename E::rule> ? binding_strength(E::rule::name) : tightest;
    else return tightest;
}
template <class E>
constexpr int strength(E const& e) {
    return shown(e, [](auto const& left) { return strength_as_is(left); });
}

template <class E>
constexpr bool starts_with_minus(E const& e);

template <class E>
constexpr bool starts_with_minus_as_is(E const& e) {
    if constexpr (is_of<rules::neg_, E>) {
        return true;
    } else if constexpr (is_literal<E> || is_number<E>) {
        return e.value < 0;
    } else if constexpr (is_expression<E>) {
        if constexpr (has_sign<typename E::rule> && E::arity == 2) {
            auto const first = e.template get<0>();
            return strength(first) >= strength_as_is(e) && starts_with_minus(first);
        } else {
            return false;
        }
    } else {
        return false;
    }
}
template <class E>
constexpr bool starts_with_minus(E const& e) {
    return shown(e, [](auto const& left) { return starts_with_minus_as_is(left); });
}

// No text of an expression is longer.
template <class E>
inline constexpr std::size_t most_characters = longest_number;
template <fixed_string Name>
inline constexpr std::size_t most_characters<symbol_t<Name>> = sizeof(Name.text);
template <class Rule, class... A>
inline constexpr std::size_t most_characters<expression<Rule, A...>> =
    (std::string_view(Rule::name).size() + ... + (most_characters<A> + 4));

// ---- writing -----------------------------------------------------------------------------------------------------------

template <class Out, class E>
constexpr void write(Out& out, E const& e);

template <class Out, class E>
constexpr void write_operand(Out& out, E const& e, bool parentheses) {
    if (parentheses) out.append("(");
    write(out, e);
    if (parentheses) out.append(")");
}

template <class Out, class E>
constexpr void write_as_is(Out& out, E const& e) {
    if constexpr (is_symbol<E>) {
        out.append(E::name);
    } else if constexpr (!is_expression<E>) {
        out.append(digits_of(e.value));
    } else if constexpr (!has_sign<typename E::rule>) {
        out.append(E::rule::name);
        char const* separator = "(";
        e.unpack(
            [&](auto const&... operand) { ((out.append(separator), write(out, operand), separator = ", "), ...); });
        out.append(")");
    } else if constexpr (E::arity == 1) {
        auto const inner = e.template get<0>();
        out.append(E::rule::name);
        write_operand(out, inner, strength(inner) < strength_as_is(e) || starts_with_minus(inner));
    } else {
        auto const first = e.template get<0>();
        auto const second = e.template get<1>();
        std::string_view const sign = E::rule::name;
        int const outer = strength_as_is(e);
        // a + (b - c) is a + b - c, and a * (b / c) is a * b / c; a - (b + c) is neither.
        bool const associative = sign == "+" || sign == "*" || sign == "&&" || sign == "||";
        write_operand(out, first, strength(first) < outer || (outer == 3 && strength(first) == 3));
        if (sign == "+" && starts_with_minus(second)) {
            fixed_text<most_characters<std::remove_cv_t<decltype(second)>>> negative;
            write(negative, second);
            out.append(" - ");
            out.append(std::string_view(negative).substr(1));
            return;
        }
        out.append(" ");
        out.append(sign);
        out.append(" ");
        write_operand(out, second,
                      strength(second) < outer || (!associative && strength(second) == outer) ||
                          (outer > 3 && starts_with_minus(second)));
    }
}

template <class Out, class E>
constexpr void write(Out& out, E const& e) {
    shown(e, [&](auto const& left) { write_as_is(out, left); });
}

}  // namespace detail::symbols

/// An expression as a person would write it in C++, with no more parentheses than algebra needs: a sum or a product of several is
/// written as one. Compares with string literals, in a constant expression too, and converts to std::string_view.
template <class E>
    requires(symbolic_expression<E> || is_condition<E>)
constexpr auto to_string(E const& e) {
    fixed_text<detail::symbols::most_characters<E>> out;
    detail::symbols::write(out, e);
    return out;
}

/// Writes the expression, as to_string does.
template <class Traits, class E>
    requires(symbolic_expression<E> || is_condition<E>)
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, E const& e) {
    return out << to_string(e);
}

}  // namespace wengert
