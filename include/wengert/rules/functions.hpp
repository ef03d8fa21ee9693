// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <wengert/core/cmath.hpp>
#include <wengert/rules/apply.hpp>

// The functions that users call, emitted from the names of the rows. They stand before the rows, because the partials of a
// row call them: on dual numbers, active numbers, ... and, at the bottom, on plain ones.
namespace wengert {

namespace detail {

template <class... A>
concept some_differentiable = (operand<A> && ...) && (differentiable<A> || ...);

// Plain integers are left to <cmath>: 2 is not a number to differentiate.
template <class... A>
concept some_number = (operand<A> && ...) && ((differentiable<A> || plain_scalar<A>) || ...);

}  // namespace detail

#define WENGERT_UNARY(name)                                  \
    namespace rules {                                        \
    struct name##_;                                          \
    }                                                        \
    template <class A>                                       \
        requires detail::some_number<A>                      \
    [[gnu::always_inline]] constexpr auto name(A const& a) { \
        return apply<rules::name##_>(a);                     \
    }

#define WENGERT_BINARY(name)                                             \
    namespace rules {                                                    \
    struct name##_;                                                      \
    }                                                                    \
    template <class A, class B>                                          \
        requires detail::some_number<A, B>                               \
    [[gnu::always_inline]] constexpr auto name(A const& a, B const& b) { \
        return apply<rules::name##_>(a, b);                              \
    }

#define WENGERT_TERNARY(name)                                                        \
    namespace rules {                                                                \
    struct name##_;                                                                  \
    }                                                                                \
    template <class A, class B, class C>                                             \
        requires detail::some_number<A, B, C>                                        \
    [[gnu::always_inline]] constexpr auto name(A const& a, B const& b, C const& c) { \
        return apply<rules::name##_>(a, b, c);                                       \
    }

// An operator is for differentiable operands alone; the language has it for the others.
#define WENGERT_OPERATOR(name, symbol)                                              \
    namespace rules {                                                               \
    struct name##_;                                                                 \
    }                                                                               \
    template <class A, class B>                                                     \
        requires detail::some_differentiable<A, B>                                  \
    [[gnu::always_inline]] constexpr auto operator symbol(A const& a, B const& b) { \
        return apply<rules::name##_>(a, b);                                         \
    }

#define WENGERT_ASSIGNMENT(symbol)                                              \
    template <active_scalar A, operand B>                                       \
    [[gnu::always_inline]] constexpr A& operator symbol##=(A & a, B const& b) { \
        return a = a symbol b;                                                  \
    }

/// @name Arithmetic
/// @{

/// As for numbers; a statement of an expression. A division by 0 gives what floating point gives.
WENGERT_OPERATOR(add, +)
WENGERT_OPERATOR(sub, -)
WENGERT_OPERATOR(mul, *)
WENGERT_OPERATOR(div, /)
WENGERT_ASSIGNMENT(+)
WENGERT_ASSIGNMENT(-)
WENGERT_ASSIGNMENT(*)
WENGERT_ASSIGNMENT(/)
/// @}

/// @name Comparisons
/// @{

/// Of numbers on a tape, at their values: a branch on the result is followed where it goes. Of symbols, a condition for select.
WENGERT_OPERATOR(less, <)
WENGERT_OPERATOR(less_equal, <=)
WENGERT_OPERATOR(greater, >)
WENGERT_OPERATOR(greater_equal, >=)
WENGERT_OPERATOR(equal, ==)
WENGERT_OPERATOR(not_equal, !=)

/// @}

/// @name Functions of one number
/// @{

/// Those of `<cmath>`, and neg(x) = -x, square(x) = x * x, digamma, the derivative of lgamma, sigmoid(x) = 1 / (1 + exp(-x)),
/// softplus(x) = log(1 + exp(x)), relu(x) = max(x, 0), sign(x), one of -1, 0 and 1. Of any number, in constant expressions too.
/// Out of the domain they give NaN or infinity, as `<cmath>` does. floor, ceil, round, trunc and sign have no derivative: what
/// goes through them is discrete. At their kinks abs and relu have the derivative 0.
WENGERT_UNARY(neg)
WENGERT_UNARY(square)
WENGERT_UNARY(sqrt)
WENGERT_UNARY(cbrt)
WENGERT_UNARY(exp)
WENGERT_UNARY(exp2)
WENGERT_UNARY(expm1)
WENGERT_UNARY(log)
WENGERT_UNARY(log2)
WENGERT_UNARY(log10)
WENGERT_UNARY(log1p)
WENGERT_UNARY(sin)
WENGERT_UNARY(cos)
WENGERT_UNARY(tan)
WENGERT_UNARY(asin)
WENGERT_UNARY(acos)
WENGERT_UNARY(atan)
WENGERT_UNARY(sinh)
WENGERT_UNARY(cosh)
WENGERT_UNARY(tanh)
WENGERT_UNARY(asinh)
WENGERT_UNARY(acosh)
WENGERT_UNARY(atanh)
WENGERT_UNARY(erf)
WENGERT_UNARY(erfc)
WENGERT_UNARY(lgamma)
WENGERT_UNARY(digamma)
WENGERT_UNARY(sigmoid)
WENGERT_UNARY(softplus)
WENGERT_UNARY(abs)
WENGERT_UNARY(relu)
WENGERT_UNARY(floor)
WENGERT_UNARY(ceil)
WENGERT_UNARY(round)
WENGERT_UNARY(trunc)
WENGERT_UNARY(sign)
WENGERT_UNARY(isnan)
WENGERT_UNARY(isinf)
WENGERT_UNARY(isfinite)
WENGERT_UNARY(signbit)

/// @}

/// @name Functions of several numbers
/// @{

/// Those of `<cmath>`. At a tie of max or min half of the derivative goes to each side; hypot(0, 0) has the derivatives 0.
WENGERT_BINARY(atan2)
WENGERT_BINARY(hypot)
WENGERT_BINARY(max)
WENGERT_BINARY(min)
WENGERT_BINARY(copysign)
WENGERT_BINARY(fdim)
WENGERT_BINARY(fmod)
WENGERT_BINARY(remainder)

WENGERT_TERNARY(fma)
WENGERT_TERNARY(clamp)
/// @}

#undef WENGERT_UNARY
#undef WENGERT_BINARY
#undef WENGERT_TERNARY
#undef WENGERT_OPERATOR
#undef WENGERT_ASSIGNMENT

namespace rules {
struct pow_;
struct powi_;
struct polygamma_;
struct select_;
}  // namespace rules

/// -x.
template <differentiable A>
[[gnu::always_inline]] constexpr auto operator-(A const& a) {
    return neg(a);
}

/// x.
template <differentiable A>
constexpr A const& operator+(A const& a) {
    return a;
}

/// x += 1.
template <active_scalar A>
[[gnu::always_inline]] constexpr A& operator++(A& a) {
    return a = a + 1;
}
/// x -= 1.
template <active_scalar A>
[[gnu::always_inline]] constexpr A& operator--(A& a) {
    return a = a - 1;
}
/// x += 1; the number before.
template <active_scalar A>
[[gnu::always_inline]] constexpr A operator++(A& a, int) {
    A const before = a;
    a = a + 1;
    return before;
}
/// x -= 1; the number before.
template <active_scalar A>
[[gnu::always_inline]] constexpr A operator--(A& a, int) {
    A const before = a;
    a = a - 1;
    return before;
}

// After `using std::max`, std's templates would fit two arguments of one type better than those above, and take one of them
// as it is, at a tie too. Of equally good templates the constrained one is chosen.
/// The larger of two of one type.
template <differentiable A>
[[gnu::always_inline]] constexpr auto max(A const& a, A const& b) {
    return apply<rules::max_>(a, b);
}
/// The smaller of two of one type.
template <differentiable A>
[[gnu::always_inline]] constexpr auto min(A const& a, A const& b) {
    return apply<rules::min_>(a, b);
}
/// x, but no less than low and no more than high, all of one type.
template <differentiable A>
[[gnu::always_inline]] constexpr auto clamp(A const& x, A const& low, A const& high) {
    return apply<rules::clamp_>(x, low, high);
}

/// |x|; the same as abs, as in `<cmath>`.
template <class A>
    requires detail::some_number<A>
constexpr auto fabs(A const& a) {
    return abs(a);
}

/// x to the power y. An exponent that is an integer or a plain number is a constant: nothing goes through log.
template <class A, class B>
    requires detail::some_number<A, B>
[[gnu::always_inline]] constexpr auto pow(A const& a, B const& b) {
    if constexpr (std::is_integral_v<B>) {
        constexpr std::int64_t largest = 0x7FFFFFFFFFFFFFFF;
        bool const fits = std::is_signed_v<B> || static_cast<std::uint64_t>(b) <= static_cast<std::uint64_t>(largest);
        return apply<rules::powi_>(a, parameter<std::int64_t>{fits ? static_cast<std::int64_t>(b) : largest});
    } else {
        return apply<rules::pow_>(a, b);
    }
}

/// The nth derivative of digamma.
template <class A>
    requires detail::some_number<A>
constexpr auto polygamma(int n, A const& a) {
    return apply<rules::polygamma_>(parameter<int>{n}, a);
}

/// `a` where the condition holds, else `b`. Both are evaluated; the one not taken gets the derivative 0, however singular it is.
template <operand A, operand B>
[[gnu::always_inline]] constexpr auto select(bool condition, A const& a, B const& b) {
    if constexpr (differentiable<host_t<A, B>>) return apply<rules::select_>(parameter<bool>{condition}, a, b);
    else return condition ? static_cast<host_t<A, B>>(a) : static_cast<host_t<A, B>>(b);
}

/// The same for a condition that is not known yet.
template <class C, operand A, operand B>
    requires is_condition<C>
constexpr auto select(C const& condition, A const& a, B const& b) {
    return apply<rules::select_>(condition, a, b);
}

}  // namespace wengert
