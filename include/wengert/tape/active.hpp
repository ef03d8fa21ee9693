// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <type_traits>

#include <wengert/expr/node.hpp>
#include <wengert/tape/recorder.hpp>

namespace wengert {

template <scalar T>
class active;

/// A double that a tape can follow.
using real = active<double>;

namespace detail {

template <class S>
inline constexpr bool is_active = false;
template <class T>
inline constexpr bool is_active<active<T>> = true;

template <class T, class E>
handle record_with_care(E const& expression);

template <class T>
active<T> record_cut(active<T> const& from, T const& value, cause why, char const* name);

template <class T, class A>
void note_decision(A const& operand, char const* name, bool left);

template <class T, class A>
void note_number_read(A const& x);

/// Appends the statement of an expression to the tape of this thread.
template <class T, class E>
[[gnu::always_inline]] inline std::uint64_t record(E const& expression) {
    constexpr auto count = static_cast<std::uint32_t>(E::leaves);
    static_assert(E::leaves <= most_arguments,
                  "wengert: this one expression has more than 255 active operands; split it into several statements.");
    recorder<T>& tape = *current<T>;
    std::uint64_t const tag = packed({0, tape.tag});
    std::uint32_t const used = tape.used;
    bool quick = tape.fits(count);
    if (quick) [[likely]] {
        // Nobody reads what is written here until the end of the tape moves behind it.
        std::uint64_t mismatch = 0;
        std::uint32_t* indices = tape.indices + used;
        expression.for_each_leaf([&](active<T> const& leaf) __attribute__((always_inline)) {
            mismatch |= leaf.name() ^ tag;
            *indices++ = unpacked(leaf.name()).index;
        });
        T* partials = tape.partials + used;
        base_t<T> products = 0;  // NaN if one of them is
        expression.template reverse<false>(
            one, [&](active<T> const&, auto const& adjoint) __attribute__((always_inline)) {
                if constexpr (std::is_same_v<std::remove_cvref_t<decltype(adjoint)>, unguarded<T>>) {
                    *partials++ = adjoint.value;
                    products += adjoint.value;
                } else {
                    *partials++ = to_number<T>(adjoint);
                }
            });
        quick = unpacked(mismatch).tag == 0 && products == products;
    }
    if (!quick) [[unlikely]] {
        if (tape.silent) return packed(passive(cause::inside_loop));
        E const in_memory = expression;  // a copy, so that the expression itself stays in registers
        handle const made = record_with_care<T>(in_memory);
        asm volatile("");  // so that the call is no jump, and returns to the line that it stands in
        return packed(made);
    }

    std::uint32_t const index = tape.next;
    tape.counts[index - tape.first] = static_cast<argument_count>(count);
    tape.used = used + count;
    tape.next = index + 1;
    return index | tag;
}

}  // namespace detail

/// A number that tapes follow: a value and the name of the statement that made it. 16 bytes for double, trivially copyable.
///
/// It converts from numbers, never to them: `value(x)` reads, `stop_gradient(x)` cuts. A copy names the same statement;
/// assigning an expression makes the name a new statement's.
template <scalar T>
class active {
public:
    /// 0, which no tape follows.
    constexpr active() = default;
    /// A constant.
    constexpr active(T const& v) : value_(v) {}
    /// For the library: the value of a statement.
    constexpr active(T const& v, handle h) : value_(v), name_(detail::packed(h)) {}

    /// A constant: any number that is no deeper than `T`.
    template <operand U>
        requires(!std::same_as<U, T> && !detail::is_node<U> && !is_parameter<U> &&
                 (std::is_arithmetic_v<U> || std::convertible_to<U, T>))
    constexpr active(U const& v) : value_(static_cast<T>(v)) {}

    /// Records the expression as one statement.
    template <class Rule, class... Args>
        requires std::same_as<typename node<Rule, Args...>::scalar_type, active>
    [[gnu::always_inline]] constexpr active(node<Rule, Args...> const& e) : value_(e.value()) {
        if (!std::is_constant_evaluated()) name_ = detail::record<T>(e);
    }

    /// The number; value(x) is the same, and a tape that explains notes it.
    [[nodiscard]] constexpr T const& value() const noexcept { return value_; }

    /// The statement that made this value; its tag is 0 if no tape follows it.
    [[nodiscard]] constexpr handle identity() const noexcept { return detail::unpacked(name_); }
    /// The same as one number, for the library.
    [[nodiscard]] constexpr std::uint64_t name() const noexcept { return name_; }

    // No way out of the tape; both are only there for the compiler to say so. Implicit conversions must not even be candidates,
    // or `c ? x : 0.0` would be ambiguous.
    template <class U, fixed_string Sentence = detail::no_way_out>
        requires std::is_arithmetic_v<U>
    explicit constexpr operator U() const = delete;
    /// Never: read it with value(x), or cut with stop_gradient(x).
    template <class U>
        requires(std::is_arithmetic_v<U> &&
                 detail::refused<U, "wengert: read it with value(x), or cut with stop_gradient(x)">)
    constexpr operator U() const;

private:
    T value_{};
    detail::packed_handle name_ = 0;
};

template <scalar T>
struct form<active<T>> {
    using scalar_type = active<T>;
    using value_type = T;

    [[gnu::always_inline]] static constexpr T const& value(active<T> const& x) { return x.value(); }

    static constexpr bool is_zero(active<T> const& x) {
        return x.identity().tag == passive_tag && wengert::is_zero(x.value());
    }

    template <class Rule, class... A>
    [[gnu::always_inline]] static constexpr auto lift(A const&... a) {
        if constexpr (Rule::discrete) {
            active<T> const source(a...);
            T const value(apply<Rule>(source.value()));
            active<T> const result = detail::record_cut<T>(source, value, cause::discrete, Rule::name);
            asm volatile("");
            return result;
        } else {
            return node<Rule, decltype(as_operand(a))...>{
                as_operand(a)...};  // braces: variables are read from left to right
        }
    }

    /// A comparison is about to be made, of operands that may be active: a derivative does not see what depends on it.
    template <class Rule, class... A>
    [[gnu::always_inline]] static constexpr void decide(A const&... a) {
        if (std::is_constant_evaluated() || !detail::current<T>->watching) return;
        bool left = true;
        ((detail::note_decision<T>(a, Rule::name, left), left = false), ...);
    }

private:
    template <class A>
    [[gnu::always_inline]] static constexpr auto as_operand(A const& a) {
        if constexpr (is_parameter<A> || detail::is_node_of<A, active<T>>) return a;
        else if constexpr (std::is_arithmetic_v<A>) return constant<base_t<T>>{static_cast<base_t<T>>(a)};
        else if constexpr (std::same_as<typename form<A>::scalar_type, active<T>>) return active<T>(a);
        else if constexpr (detail::is_node<A>) return constant<typename form<A>::scalar_type>{a};
        else return constant<A>{a};
    }
};

/// The number of an active value, without its history.
template <scalar T>
[[gnu::always_inline]] constexpr T value(active<T> const& x) {
    if (!std::is_constant_evaluated() && detail::explaining<T> != nullptr) detail::note_number_read<T>(x);
    return x.value();
}
/// The same of an expression, which is not recorded.
template <class Rule, class... Args>
    requires detail::is_active<typename node<Rule, Args...>::scalar_type>
[[gnu::always_inline]] constexpr auto value(node<Rule, Args...> const& e) {
    using T = typename node<Rule, Args...>::value_type;
    if (!std::is_constant_evaluated() && detail::explaining<T> != nullptr) detail::note_number_read<T>(e);
    return e.value();
}

/// The same number, through which no gradient flows; the tape remembers that it was cut here.
template <scalar T>
[[gnu::always_inline]] inline active<T> stop_gradient(active<T> const& x) {
    active<T> const result = detail::record_cut<T>(x, stop_gradient(x.value()), cause::stopped, "stop_gradient");
    asm volatile("");
    return result;
}
/// The same of an expression, which is recorded first.
template <class Rule, class... Args>
[[gnu::always_inline]] inline auto stop_gradient(node<Rule, Args...> const& e) {
    return stop_gradient(typename node<Rule, Args...>::scalar_type(e));
}

}  // namespace wengert

template <wengert::scalar T>
struct std::numeric_limits<wengert::active<T>> : std::numeric_limits<wengert::base_t<T>> {};
