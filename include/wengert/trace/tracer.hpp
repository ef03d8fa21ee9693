// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <limits>
#include <source_location>

#include <wengert/rules/custom_gradient.hpp>
#include <wengert/trace/condition.hpp>

namespace wengert {

/// The number that a function is run with at compile time, to write the list of what it does: a number that is known, or the
/// result of an instruction. Behaves like any other scalar; what asks for its value ends the trace.
template <plain_scalar B>
class tracer {
public:
    constexpr tracer() = default;
    template <class U>
        requires std::is_arithmetic_v<U>
    constexpr tracer(U x) : known_(static_cast<B>(x)) {}
    constexpr tracer(detail::list_builder<B>* list, B const& known) : list_(list), known_(known) {}
    constexpr tracer(detail::list_builder<B>& list, detail::operand_number number) : list_(&list) {
        if (detail::names_constant(number)) known_ = list.constant_at(number);
        else number_ = number;
    }
    /// 1 or 0, as of a bool.
    constexpr tracer(detail::traced_condition<B> const& c) {
        if (c.is_known()) known_ = static_cast<B>(static_cast<bool>(c));
        else
            *this = tracer(*c.list(), detail::simplifier<B>(*c.list()).chosen(c.number(), c.list()->constant(1),
                                                                              c.list()->constant(0)));
    }

    /// Whether the number is known.
    [[nodiscard]] constexpr bool is_known() const { return number_ == detail::no_operand; }

    /// The number; what has none yet cannot be traced any further.
    [[nodiscard]] constexpr B value() const {
        if (!is_known()) throw detail::untraceable{};
        return known_;
    }

    /// Where it is written; a number that is known may be of no list.
    [[nodiscard]] constexpr detail::list_builder<B>* list() const { return list_; }
    [[nodiscard]] constexpr detail::operand_number number() const { return number_; }

    // To be refused by the forms that come next, which know the sentence: here it only ends the trace.
    template <class U>
        requires std::is_arithmetic_v<U>
    explicit constexpr operator U() const {
        return static_cast<U>(value());
    }
    template <class U>
        requires(std::is_arithmetic_v<U> &&
                 detail::refused<U, "wengert: read it with value(x), or cut with stop_gradient(x)">)
    constexpr operator U() const;

private:
    detail::list_builder<B>* list_ = nullptr;
    detail::operand_number number_ = detail::no_operand;
    B known_{};
};

template <class B>
inline constexpr bool is_condition<detail::traced_condition<B>> = true;

template <plain_scalar B>
struct form<tracer<B>> {
    using scalar_type = tracer<B>;
    using value_type = B;
    using condition = detail::traced_condition<B>;

    static constexpr B value(tracer<B> const& x) { return x.value(); }

    /// Without its derivative.
    static constexpr tracer<B> primal(tracer<B> const& x) {
        return x.is_known() ? x : tracer<B>(*x.list(), x.list()->append(detail::code_of<rules::stop_>, x.number()));
    }

    static constexpr bool is_zero(tracer<B> const& x) { return x.is_known() && x.value() == 0; }

    template <class Rule, class... A>
    static constexpr tracer<B> lift(A const&... a) {
        return write<Rule, tracer<B>>(std::index_sequence_for<A...>{}, a...);
    }
    template <class Rule, class... A>
    static constexpr condition compare(A const&... a) {
        return write<Rule, condition>(std::index_sequence_for<A...>{}, a...);
    }

private:
    template <class Rule, class Result, std::size_t... I, class... A>
    static constexpr Result write(std::index_sequence<I...>, A const&... a) {
        return written<Rule, Result>(operand_of<Rule, I>(a)...);
    }

    // An operand as the rule wants it: a tracer, a condition or a parameter.
    template <class Rule, std::size_t I, class A>
    static constexpr auto operand_of(A const& a) {
        constexpr bool is_flag = detail::kind_of_operand<Rule, I> == detail::operand_kind::flag;
        if constexpr (is_parameter<A>) return a;
        else if constexpr (is_flag) return condition(a);
        else return tracer<B>(a);
    }

    template <class P>
    static constexpr bool known(parameter<P> const&) {
        return true;
    }
    template <class A>
    static constexpr bool known(A const& a) {
        return a.is_known();
    }

    template <class P>
    static constexpr P content(parameter<P> const& p) {
        return p.value;
    }
    static constexpr bool content(condition const& c) { return c; }
    static constexpr B content(tracer<B> const& x) { return x.value(); }

    template <class P>
    static constexpr void find_list(detail::list_builder<B>*&, parameter<P> const&) {}
    template <class A>
    static constexpr void find_list(detail::list_builder<B>*& list, A const& a) {
        if (a.list() != nullptr) list = a.list();
    }

    template <class P>
    static constexpr detail::operand_number number(detail::list_builder<B>& list, parameter<P> const& p) {
        auto const narrow = static_cast<std::int32_t>(p.value);
        if (narrow != static_cast<std::int64_t>(p.value) || static_cast<std::int32_t>(static_cast<B>(narrow)) != narrow)
            throw detail::untraceable{};
        return list.constant(static_cast<B>(narrow));
    }
    static constexpr detail::operand_number number(detail::list_builder<B>&, condition const& c) {
        if (c.is_known()) throw detail::untraceable{};  // beside one that is not: nobody needs that written
        return c.number();
    }
    static constexpr detail::operand_number number(detail::list_builder<B>& list, tracer<B> const& x) {
        return x.is_known() ? list.constant(x.value()) : x.number();
    }

    template <class Rule, class Result, class... A>
    static constexpr Result written(A const&... a) {
        detail::list_builder<B>* list = nullptr;
        (find_list(list, a), ...);
        if ((known(a) && ...) && detail::folds<Rule, B>(content(a)...)) {
            if constexpr (Rule::predicate) return Result(Rule::value(content(a)...));
            else return Result(list, Rule::value(content(a)...));
        }
        if constexpr (std::is_same_v<Rule, rules::select_>) {
            if (auto const known_choice = choice(a...)) return *known_choice.taken;
        }
        if constexpr (detail::listed_row<Rule>) {
            if (list == nullptr) throw detail::untraceable{};
            return Result(*list, detail::simplifier<B>(*list)(detail::code_of<Rule>, number(*list, a)...));
        } else {
            throw detail::untraceable{};
        }
    }

    struct taken_operand {
        tracer<B> const* taken;
        constexpr explicit operator bool() const { return taken != nullptr; }
    };
    template <class C>
    static constexpr taken_operand choice(C const& c, tracer<B> const& a, tracer<B> const& b) {
        if (!known(c)) return {nullptr};
        return {content(c) ? &a : &b};
    }
};

/// The number of a tracer: ends the trace, unless it is known.
template <plain_scalar B>
constexpr B value(tracer<B> const& x) {
    return x.value();
}

/// The same number, through which no gradient flows.
template <plain_scalar B>
constexpr tracer<B> stop_gradient(tracer<B> const& x) {
    return form<tracer<B>>::primal(x);
}

namespace detail {

/// Only the author of a block knows its rule, and lists have rows alone: what it does is left to the other forms.
template <class B>
struct custom_rule<tracer<B>> {
    template <class X, class Primal, class Pullback>
    static constexpr auto apply(X const& x, Primal& primal, Pullback const&, std::source_location const&) {
        auto const numbers = map_leaves<B>(x, [](auto const& leaf) { return tracer<B>(leaf).value(); });
        return map_leaves<tracer<B>>(primal(numbers), [](auto const&) -> tracer<B> { throw untraceable{}; });
    }
};

}  // namespace detail

}  // namespace wengert

template <wengert::plain_scalar B>
struct std::numeric_limits<wengert::tracer<B>> : std::numeric_limits<B> {};
