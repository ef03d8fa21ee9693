// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <utility>

#include <wengert/rules/table.hpp>

namespace wengert {

/// A number inside an expression that carries no derivative there.
template <class T>
struct constant {
    T value;
};

namespace detail {

template <class T>
inline constexpr bool is_constant = false;
template <class T>
inline constexpr bool is_constant<constant<T>> = true;

// A tuple that the optimiser sees through at once and that costs the compiler little.
template <std::size_t I, class T>
struct element {
    T content;
};
template <class Indices, class... T>
struct elements;
template <std::size_t... I, class... T>
struct elements<std::index_sequence<I...>, T...> : element<I, T>... {};

template <std::size_t I, class T>
[[gnu::always_inline]] constexpr T const& get(element<I, T> const& e) {
    return e.content;
}

template <class... Args>
struct scalar_of_operands;
template <class A, class... Rest>
struct scalar_of_operands<A, Rest...> : scalar_of_operands<Rest...> {};
template <differentiable A, class... Rest>
struct scalar_of_operands<A, Rest...> {
    using type = typename form<A>::scalar_type;
};

template <class T>
consteval auto type_name() {
    return __PRETTY_FUNCTION__;
}

// Any order of types will do; this one needs no list of them.
template <class A, class B>
consteval bool named_before() {
    char const* a = type_name<A>();
    char const* b = type_name<B>();
    while (*a != '\0' && *a == *b) ++a, ++b;
    return *a < *b;
}

}  // namespace detail

template <class Rule, class... Args>
class node;

namespace detail {
template <class T>
inline constexpr bool is_node = false;
template <class Rule, class... Args>
inline constexpr bool is_node<node<Rule, Args...>> = true;

/// An expression that turns into the scalar `S`.
template <class T, class S>
inline constexpr bool is_node_of = false;
template <class Rule, class... Args, class S>
inline constexpr bool is_node_of<node<Rule, Args...>, S> = std::is_same_v<typename node<Rule, Args...>::scalar_type, S>;
}  // namespace detail

/// An expression as a type: a rule and its operands, held by value, with the value that they give.
///
/// An operand is an active number (a leaf), another node, a `constant` or a `parameter`.
template <class Rule, class... Args>
class node {
public:
    using scalar_type = typename detail::scalar_of_operands<Args...>::type;
    using value_type = typename form<scalar_type>::value_type;

    [[gnu::always_inline]] constexpr explicit node(Args const&... args)
        : args_{{args}...}, value_(static_cast<value_type>(apply<Rule>(argument(args)...))) {}

    [[gnu::always_inline]] constexpr value_type const& value() const { return value_; }

    /// The operands that are active numbers, with repetitions.
    static constexpr std::size_t leaves = (std::size_t{0} + ... + [] {
        if constexpr (detail::is_node<Args>) return Args::leaves;
        else return std::size_t{differentiable<Args>};
    }());

    /// Calls `visit(leaf)` for every leaf, from left to right.
    template <class Visit>
    [[gnu::always_inline]] constexpr void for_each_leaf(Visit&& visit) const {
        each([&]<std::size_t I, class A>(A const& a) __attribute__((always_inline)) {
            if constexpr (detail::is_node<A>) a.for_each_leaf(visit);
            else if constexpr (differentiable<A>) visit(a);
        });
    }

    /// Reverse accumulation within the expression: calls `sink(leaf, adjoint)` for every leaf, from left to right.
    template <bool Guarded = true, class Adjoint, class Sink>
    [[gnu::always_inline]] constexpr void reverse(Adjoint const& adjoint, Sink&& sink) const {
        each([&]<std::size_t I, class A>(A const& a) __attribute__((always_inline)) {
            if constexpr (differentiable<A>) {
                auto const p = partial_in<I>();
                if constexpr (std::is_same_v<std::remove_cvref_t<decltype(p)>, no_partial_t>) {
                    if constexpr (detail::is_node<A>)
                        a.for_each_leaf([&](auto const& leaf) { sink(leaf, value_type(0)); });
                    else sink(a, value_type(0));
                } else if constexpr (detail::is_node<A>) {
                    a.template reverse<Guarded>(chain<value_type, Guarded>(adjoint, p), sink);
                } else {
                    sink(a, chain<value_type, Guarded>(adjoint, p));
                }
            }
        });
    }

    /// Calls `visit.operator()<I>(operand)` for every operand.
    template <class Visit>
    [[gnu::always_inline]] constexpr void each(Visit&& visit) const {
        [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
            (visit.template operator()<I>(detail::get<I>(args_)), ...);
        }(std::index_sequence_for<Args...>{});
    }

    // Only there to be refused in a sentence: `c ? x * y : x + y` has two unrelated types.
    template <class Other>
        requires(detail::is_node<Other> && !std::is_same_v<Other, node> && detail::named_before<node, Other>())
    constexpr operator Other() const {
        static_assert(
            never<Other>,
            "wengert: the two branches of ?: are different expressions. Make both numbers, c ? real(a) : real(b), "
            "or choose with select(c, a, b).");
    }

    // The same for `auto s = x * y; s = s + x;`.
    template <operand Other>
        requires(!std::is_same_v<Other, node>)
    constexpr node& operator=(Other const&) {
        static_assert(never<Other>,
                      "wengert: what was declared auto here is an expression, and nothing else can be assigned to it. "
                      "Give it the type of a number: real s = x * y, or T s = x * y.");
        return *this;
    }

    // No way out of an expression either; active.hpp says why there are two.
    template <class U, fixed_string Sentence = detail::no_way_out>
        requires std::is_arithmetic_v<U>
    explicit constexpr operator U() const = delete;
    template <class U>
        requires(std::is_arithmetic_v<U> &&
                 detail::refused<U, "wengert: read it with value(x), or cut with stop_gradient(x)">)
    constexpr operator U() const;

private:
    template <class A>
    [[gnu::always_inline]] static constexpr auto const& argument(A const& a) {
        if constexpr (differentiable<A>) return form<A>::value(a);
        else if constexpr (detail::is_constant<A>) return a.value;
        else return a;
    }

    template <std::size_t I>
    [[gnu::always_inline]] constexpr auto partial_in() const {
        return [&]<std::size_t... J>(std::index_sequence<J...>) __attribute__((always_inline)) {
            return partial<Rule, I>(value_, unwrap(argument(detail::get<J>(args_)))...);
        }(std::index_sequence_for<Args...>{});
    }

    [[no_unique_address]] detail::elements<std::index_sequence_for<Args...>, Args...> args_;
    value_type value_;
};

template <class Rule, class... Args>
struct form<node<Rule, Args...>> {
    using scalar_type = typename node<Rule, Args...>::scalar_type;
    using value_type = typename node<Rule, Args...>::value_type;

    [[gnu::always_inline]] static constexpr value_type const& value(node<Rule, Args...> const& e) { return e.value(); }
};

/// The number that an expression has.
template <class Rule, class... Args>
constexpr auto value(node<Rule, Args...> const& e) {
    return e.value();
}

}  // namespace wengert
