// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>

#include <wengert/core/cmath/error_function.hpp>
#include <wengert/core/cmath/gamma.hpp>
#include <wengert/core/cmath/hyperbolic.hpp>
#include <wengert/core/cmath/inverse_trigonometric.hpp>
#include <wengert/core/cmath/logistic.hpp>
#include <wengert/core/cmath/power.hpp>
#include <wengert/core/cmath/roots.hpp>
#include <wengert/core/cmath/rounding.hpp>
#include <wengert/core/cmath/trigonometric.hpp>

/// The public functions: in constant evaluation the software version of namespace constant, at run time the function of
/// the C library by the compiler's builtin, for <cmath> alone would double the time that this header takes to compile.
namespace wengert::math {

namespace detail {

// The C library's lgamma() writes the global signgam; these do not. Clang has no builtin for them, and a name of their
// own keeps the declarations from clashing with those of <math.h>.
// Neither does clang++ make one call of a sine and a cosine of the same number, as g++ does.
#if defined(__clang__)
void sine_cosine(float x, float* sine, float* cosine) noexcept __asm__("sincosf");
void sine_cosine(double x, double* sine, double* cosine) noexcept __asm__("sincos");
void sine_cosine(long double x, long double* sine, long double* cosine) noexcept __asm__("sincosl");
float lgamma_reentrant(float x, int* sign) noexcept __asm__("lgammaf_r");
double lgamma_reentrant(double x, int* sign) noexcept __asm__("lgamma_r");
long double lgamma_reentrant(long double x, int* sign) noexcept __asm__("lgammal_r");
#else
inline float lgamma_reentrant(float x, int* sign) noexcept { return __builtin_lgammaf_r(x, sign); }
inline double lgamma_reentrant(double x, int* sign) noexcept { return __builtin_lgamma_r(x, sign); }
inline long double lgamma_reentrant(long double x, int* sign) noexcept { return __builtin_lgammal_r(x, sign); }
#endif

}  // namespace detail

// Three builtins a function, chosen by the type; only a macro can paste their names.
#define WENGERT_CALL_BUILTIN(name, ...)                                                 \
    if constexpr (std::is_same_v<T, float>) return __builtin_##name##f(__VA_ARGS__);    \
    else if constexpr (std::is_same_v<T, double>) return __builtin_##name(__VA_ARGS__); \
    else return __builtin_##name##l(__VA_ARGS__)

#define WENGERT_UNARY(name)                                         \
    template <std::floating_point T>                                \
    [[nodiscard]] constexpr T name(T x) noexcept {                  \
        if (std::is_constant_evaluated()) return constant::name(x); \
        WENGERT_CALL_BUILTIN(name, x);                              \
    }

#define WENGERT_BINARY(name)                                           \
    template <std::floating_point T>                                   \
    [[nodiscard]] constexpr T name(T x, T y) noexcept {                \
        if (std::is_constant_evaluated()) return constant::name(x, y); \
        WENGERT_CALL_BUILTIN(name, x, y);                              \
    }

/// The square root.
WENGERT_UNARY(sqrt)
/// The cube root.
WENGERT_UNARY(cbrt)
/// e^x.
WENGERT_UNARY(exp)
/// 2^x.
WENGERT_UNARY(exp2)
/// e^x - 1, without cancellation near 0.
WENGERT_UNARY(expm1)
/// The natural logarithm.
WENGERT_UNARY(log)
/// The logarithm to base 2.
WENGERT_UNARY(log2)
/// The logarithm to base 10.
WENGERT_UNARY(log10)
/// log(1 + x), without cancellation near 0.
WENGERT_UNARY(log1p)
/// The sine.
WENGERT_UNARY(sin)
/// The cosine.
WENGERT_UNARY(cos)
/// The tangent.
WENGERT_UNARY(tan)
/// The arc sine.
WENGERT_UNARY(asin)
/// The arc cosine.
WENGERT_UNARY(acos)
/// The arc tangent.
WENGERT_UNARY(atan)
/// The hyperbolic sine.
WENGERT_UNARY(sinh)
/// The hyperbolic cosine.
WENGERT_UNARY(cosh)
/// The hyperbolic tangent.
WENGERT_UNARY(tanh)
/// The inverse hyperbolic sine.
WENGERT_UNARY(asinh)
/// The inverse hyperbolic cosine.
WENGERT_UNARY(acosh)
/// The inverse hyperbolic tangent.
WENGERT_UNARY(atanh)
/// The error function.
WENGERT_UNARY(erf)
/// 1 - erf x, with full relative accuracy for large x.
WENGERT_UNARY(erfc)
/// The largest integer <= x.
WENGERT_UNARY(floor)
/// The smallest integer >= x.
WENGERT_UNARY(ceil)
/// The nearest integer, halves away from zero.
WENGERT_UNARY(round)
/// x rounded toward zero.
WENGERT_UNARY(trunc)
/// sqrt(x^2 + y^2) without overflow or underflow on the way.
WENGERT_BINARY(hypot)
/// x^y.
WENGERT_BINARY(pow)
/// atan2(y, x) is the angle of the point (x, y): here x names its first argument, the ordinate.
WENGERT_BINARY(atan2)
/// x - n y with n the quotient rounded toward zero.
WENGERT_BINARY(fmod)
/// x - n y with n the integer nearest to the quotient.
WENGERT_BINARY(remainder)

/// x y + z, rounded once.
template <std::floating_point T>
[[nodiscard]] constexpr T fma(T x, T y, T z) noexcept {
    if (std::is_constant_evaluated()) return constant::fma(x, y, z);
    WENGERT_CALL_BUILTIN(fma, x, y, z);
}

/// log |Gamma(x)|; safe in threads.
template <std::floating_point T>
[[nodiscard]] constexpr T lgamma(T x) noexcept {
    if (std::is_constant_evaluated()) return constant::lgamma(x);
    int sign = 0;
    return detail::lgamma_reentrant(x, &sign);
}

template <class T>
struct sine_cosine_pair {
    T sine, cosine;
};

/// Both by one call.
template <std::floating_point T>
[[nodiscard]] constexpr sine_cosine_pair<T> sine_cosine(T x) noexcept {
    if (std::is_constant_evaluated()) return {constant::sin(x), constant::cos(x)};
#if defined(__clang__)
    sine_cosine_pair<T> both;
    detail::sine_cosine(x, &both.sine, &both.cosine);
    return both;
#else
    return {sin(x), cos(x)};
#endif
}

/// x^n. Up to the fourth power by multiplication.
template <std::floating_point T>
[[nodiscard]] constexpr T powi(T x, int n) noexcept {
    if (std::is_constant_evaluated()) return constant::powi(x, n);
    T const square = x * x;
    switch (n) {
        case -2:
            return 1 / square;
        case -1:
            return 1 / x;
        case 0:
            return T(1);
        case 1:
            return x;
        case 2:
            return square;
        case 3:
            return square * x;
        case 4:
            return square * square;
        default:
            return math::pow(x, static_cast<T>(n));
    }
}

/// 1 / (1 + e^-x), accurate and without overflow for x of any size.
template <std::floating_point T>
[[nodiscard]] constexpr T sigmoid(T x) noexcept {
    if (std::is_constant_evaluated()) return constant::sigmoid(x);
    T const e = math::exp(-math::abs(x));
    return (x < 0 ? e : T(1)) / (1 + e);
}

/// log(1 + e^x), accurate and without overflow for x of any size.
template <std::floating_point T>
[[nodiscard]] constexpr T softplus(T x) noexcept {
    if (std::is_constant_evaluated()) return constant::softplus(x);
    T const rest = math::log1p(math::exp(-math::abs(x)));
    return x > 0 ? x + rest : rest;
}

#undef WENGERT_UNARY
#undef WENGERT_BINARY
#undef WENGERT_CALL_BUILTIN

}  // namespace wengert::math
