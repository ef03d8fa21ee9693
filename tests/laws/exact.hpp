// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>

#include <mpfr.h>

#include <wengert/rules/table.hpp>

// What every primitive and its partials are, by MPFR. The partials are written down from a table of derivatives, not from
// the rows; tests/laws/partials_test.cpp holds them against differences of the values.
namespace laws {

/// A number of 640 bits: what a sixth difference with steps of 2^-80 leaves of it is still twice a long double.
class number {
public:
    static constexpr mpfr_prec_t bits = 640;

    number(long double x = 0) {
        mpfr_init2(value_, bits);
        mpfr_set_ld(value_, x, MPFR_RNDN);
    }
    number(number const& other) : number() { mpfr_set(value_, other.value_, MPFR_RNDN); }
    number& operator=(number const& other) {
        mpfr_set(value_, other.value_, MPFR_RNDN);
        return *this;
    }
    ~number() { mpfr_clear(value_); }

    mpfr_ptr get() { return value_; }
    mpfr_srcptr get() const { return value_; }

    explicit operator long double() const { return mpfr_get_ld(value_, MPFR_RNDN); }
    explicit operator int() const { return static_cast<int>(mpfr_get_si(value_, MPFR_RNDN)); }

    template <class F, class... A>
    static number by(F f, A const&... a) {
        number y;
        f(y.value_, a.value_..., MPFR_RNDN);
        return y;
    }

    friend number operator+(number const& a, number const& b) { return by(mpfr_add, a, b); }
    friend number operator-(number const& a, number const& b) { return by(mpfr_sub, a, b); }
    friend number operator*(number const& a, number const& b) { return by(mpfr_mul, a, b); }
    friend number operator/(number const& a, number const& b) { return by(mpfr_div, a, b); }
    friend bool operator<(number const& a, number const& b) { return mpfr_less_p(a.value_, b.value_) != 0; }

    friend number square(number const& x) { return by(mpfr_sqr, x); }
    friend number root(number const& x) { return by(mpfr_sqrt, x); }
    friend number scaled(number a, long exponent) {
        mpfr_mul_2si(a.value_, a.value_, exponent, MPFR_RNDN);
        return a;
    }

private:
    mpfr_t value_;
};

inline number larger(number const& a, number const& b) { return a < b ? b : a; }
inline number smaller(number const& a, number const& b) { return b < a ? b : a; }

/// The nth derivative of digamma, by its differences around x. Steps are small beside the distance from the next pole; for
/// ordinary distances they are all the same, so that this has differences too.
inline number polygamma(int n, number const& x) {
    if (n == 0) return number::by(mpfr_digamma, x);
    number const pole = number() < x ? number() : number::by(mpfr_rint, x);
    number const distance = x - pole;
    if (mpfr_regular_p(distance.get()) == 0) return number::by(mpfr_digamma, pole);
    long const size = mpfr_get_exp(distance.get());
    long const step = (-20 < size && size < 20 ? 0 : size) - 80;
    // All n + 1 points of the nth difference; the weights are binomial.
    number sum, weight(1);
    for (int k = 0; k <= n; ++k) {
        number const term = weight * number::by(mpfr_digamma, x + scaled(number(n - 2 * k), step));
        sum = k % 2 == 0 ? sum + term : sum - term;
        weight = weight * number(n - k) / number(k + 1);
    }
    return scaled(sum, -(step + 1) * n);
}

/// e^-|x|, which never overflows.
inline number decay(number const& x) { return number::by(mpfr_exp, smaller(x, number() - x)); }

using function = number (*)(number const*);

/// The function that a rule claims to be.
template <class Rule>
number reference(number const*) {
    static_assert(wengert::never<Rule>, "tests/laws/exact.hpp: say what this rule is in MPFR's functions.");
    return {};
}

#define WENGERT_REFERENCE(name, ...)                                                     \
    template <>                                                                          \
    inline number reference<wengert::rules::name##_>([[maybe_unused]] number const* x) { \
        return __VA_ARGS__;                                                              \
    }

WENGERT_REFERENCE(add, x[0] + x[1])
WENGERT_REFERENCE(sub, x[0] - x[1])
WENGERT_REFERENCE(mul, x[0] * x[1])
WENGERT_REFERENCE(div, x[0] / x[1])
WENGERT_REFERENCE(neg, number() - x[0])
WENGERT_REFERENCE(fma, x[0] * x[1] + x[2])
WENGERT_REFERENCE(square, number::by(mpfr_sqr, x[0]))
WENGERT_REFERENCE(sqrt, number::by(mpfr_sqrt, x[0]))
WENGERT_REFERENCE(cbrt, number::by(mpfr_cbrt, x[0]))
WENGERT_REFERENCE(hypot, number::by(mpfr_hypot, x[0], x[1]))
WENGERT_REFERENCE(pow, number::by(mpfr_pow, x[0], x[1]))
WENGERT_REFERENCE(powi, number::by(mpfr_pow, x[0], x[1]))
WENGERT_REFERENCE(exp, number::by(mpfr_exp, x[0]))
WENGERT_REFERENCE(exp2, number::by(mpfr_exp2, x[0]))
WENGERT_REFERENCE(expm1, number::by(mpfr_expm1, x[0]))
WENGERT_REFERENCE(log, number::by(mpfr_log, x[0]))
WENGERT_REFERENCE(log2, number::by(mpfr_log2, x[0]))
WENGERT_REFERENCE(log10, number::by(mpfr_log10, x[0]))
WENGERT_REFERENCE(log1p, number::by(mpfr_log1p, x[0]))
WENGERT_REFERENCE(sigmoid, number(1) / (number(1) + number::by(mpfr_exp, number() - x[0])))
WENGERT_REFERENCE(softplus, larger(x[0], number()) + number::by(mpfr_log1p, decay(x[0])))
WENGERT_REFERENCE(sin, number::by(mpfr_sin, x[0]))
WENGERT_REFERENCE(cos, number::by(mpfr_cos, x[0]))
WENGERT_REFERENCE(tan, number::by(mpfr_tan, x[0]))
WENGERT_REFERENCE(asin, number::by(mpfr_asin, x[0]))
WENGERT_REFERENCE(acos, number::by(mpfr_acos, x[0]))
WENGERT_REFERENCE(atan, number::by(mpfr_atan, x[0]))
WENGERT_REFERENCE(atan2, number::by(mpfr_atan2, x[0], x[1]))
WENGERT_REFERENCE(sinh, number::by(mpfr_sinh, x[0]))
WENGERT_REFERENCE(cosh, number::by(mpfr_cosh, x[0]))
WENGERT_REFERENCE(tanh, number::by(mpfr_tanh, x[0]))
WENGERT_REFERENCE(asinh, number::by(mpfr_asinh, x[0]))
WENGERT_REFERENCE(acosh, number::by(mpfr_acosh, x[0]))
WENGERT_REFERENCE(atanh, number::by(mpfr_atanh, x[0]))
WENGERT_REFERENCE(erf, number::by(mpfr_erf, x[0]))
WENGERT_REFERENCE(erfc, number::by(mpfr_erfc, x[0]))
WENGERT_REFERENCE(lgamma, number::by(
                              [](mpfr_ptr y, mpfr_srcptr a, mpfr_rnd_t round) {
                                  int sign = 0;
                                  return mpfr_lgamma(y, &sign, a, round);
                              },
                              x[0]))
WENGERT_REFERENCE(digamma, number::by(mpfr_digamma, x[0]))
WENGERT_REFERENCE(polygamma, polygamma(static_cast<int>(x[0]), x[1]))
WENGERT_REFERENCE(abs, larger(x[0], number() - x[0]))
WENGERT_REFERENCE(relu, larger(x[0], number()))
WENGERT_REFERENCE(max, larger(x[0], x[1]))
WENGERT_REFERENCE(min, smaller(x[0], x[1]))
WENGERT_REFERENCE(clamp, smaller(larger(x[0], x[1]), x[2]))
WENGERT_REFERENCE(select, static_cast<int>(x[0]) != 0 ? x[1] : x[2])
WENGERT_REFERENCE(copysign, number::by(mpfr_copysign, x[0], x[1]))
WENGERT_REFERENCE(fdim, number::by(mpfr_dim, x[0], x[1]))
WENGERT_REFERENCE(fmod, number::by(mpfr_fmod, x[0], x[1]))
WENGERT_REFERENCE(remainder, number::by(mpfr_remainder, x[0], x[1]))

WENGERT_REFERENCE(floor, number::by([](mpfr_ptr y, mpfr_srcptr a, mpfr_rnd_t) { return mpfr_floor(y, a); }, x[0]))
WENGERT_REFERENCE(ceil, number::by([](mpfr_ptr y, mpfr_srcptr a, mpfr_rnd_t) { return mpfr_ceil(y, a); }, x[0]))
WENGERT_REFERENCE(round, number::by([](mpfr_ptr y, mpfr_srcptr a, mpfr_rnd_t) { return mpfr_round(y, a); }, x[0]))
WENGERT_REFERENCE(trunc, number::by([](mpfr_ptr y, mpfr_srcptr a, mpfr_rnd_t) { return mpfr_trunc(y, a); }, x[0]))
WENGERT_REFERENCE(sign, number(mpfr_sgn(x[0].get())))

#undef WENGERT_REFERENCE

using gradient = std::array<number, 3>;

/// The partials of the same function; where it has none, at kinks and at singular points, NaN or infinity.
template <class Rule>
gradient exact_partials(number const*) {
    static_assert(wengert::never<Rule>, "tests/laws/exact.hpp: say what the partials of this rule are.");
    return {};
}

inline number log_of(long double x) { return number::by(mpfr_log, number(x)); }
/// 1 right of 0, 0 left of it.
inline number step(number const& x) { return (x / larger(x, number() - x) + number(1)) / number(2); }
/// d erf(x) / dx.
inline number bell(number const& x) {
    number pi;
    mpfr_const_pi(pi.get(), MPFR_RNDN);
    return number(2) / root(pi) / number::by(mpfr_exp, square(x));
}

#define WENGERT_PARTIALS(name, ...)                                                             \
    template <>                                                                                 \
    inline gradient exact_partials<wengert::rules::name##_>([[maybe_unused]] number const* x) { \
        return {__VA_ARGS__};                                                                   \
    }

WENGERT_PARTIALS(add, 1, 1)
WENGERT_PARTIALS(sub, 1, -1)
WENGERT_PARTIALS(mul, x[1], x[0])
WENGERT_PARTIALS(div, number(1) / x[1], number() - x[0] / square(x[1]))
WENGERT_PARTIALS(neg, -1)
WENGERT_PARTIALS(fma, x[1], x[0], 1)
WENGERT_PARTIALS(square, x[0] + x[0])
WENGERT_PARTIALS(sqrt, number(0.5L) / root(x[0]))
WENGERT_PARTIALS(cbrt, number::by(mpfr_cbrt, x[0]) / (number(3) * x[0]))
WENGERT_PARTIALS(hypot, x[0] / root(square(x[0]) + square(x[1])), x[1] / root(square(x[0]) + square(x[1])))
WENGERT_PARTIALS(pow, x[1] * number::by(mpfr_pow, x[0], x[1]) / x[0],
                 number::by(mpfr_log, x[0]) * number::by(mpfr_pow, x[0], x[1]))
WENGERT_PARTIALS(powi, static_cast<int>(x[1]) == 0 ? number(0) : x[1] * number::by(mpfr_pow, x[0], x[1] - number(1)))
WENGERT_PARTIALS(exp, number::by(mpfr_exp, x[0]))
WENGERT_PARTIALS(exp2, number::by(mpfr_exp2, x[0]) * log_of(2))
WENGERT_PARTIALS(expm1, number::by(mpfr_exp, x[0]))
WENGERT_PARTIALS(log, number(1) / x[0])
WENGERT_PARTIALS(log2, number(1) / x[0] / log_of(2))
WENGERT_PARTIALS(log10, number(1) / x[0] / log_of(10))
WENGERT_PARTIALS(log1p, number(1) / (x[0] + number(1)))
WENGERT_PARTIALS(sigmoid, decay(x[0]) / square(decay(x[0]) + number(1)))
WENGERT_PARTIALS(softplus, number(1) / (number::by(mpfr_exp, number() - x[0]) + number(1)))
WENGERT_PARTIALS(sin, number::by(mpfr_cos, x[0]))
WENGERT_PARTIALS(cos, number() - number::by(mpfr_sin, x[0]))
WENGERT_PARTIALS(tan, square(number::by(mpfr_sec, x[0])))
WENGERT_PARTIALS(asin, number(1) / root(number(1) - square(x[0])))
WENGERT_PARTIALS(acos, number(-1) / root(number(1) - square(x[0])))
WENGERT_PARTIALS(atan, number(1) / (square(x[0]) + number(1)))
WENGERT_PARTIALS(atan2, x[1] / (square(x[0]) + square(x[1])), number() - x[0] / (square(x[0]) + square(x[1])))
WENGERT_PARTIALS(sinh, number::by(mpfr_cosh, x[0]))
WENGERT_PARTIALS(cosh, number::by(mpfr_sinh, x[0]))
WENGERT_PARTIALS(tanh, square(number::by(mpfr_sech, x[0])))
WENGERT_PARTIALS(asinh, number(1) / root(square(x[0]) + number(1)))
WENGERT_PARTIALS(acosh, number(1) / root(square(x[0]) - number(1)))
WENGERT_PARTIALS(atanh, number(1) / (number(1) - square(x[0])))
WENGERT_PARTIALS(erf, bell(x[0]))
WENGERT_PARTIALS(erfc, number() - bell(x[0]))
WENGERT_PARTIALS(lgamma, number::by(mpfr_digamma, x[0]))
WENGERT_PARTIALS(digamma, polygamma(1, x[0]))
WENGERT_PARTIALS(polygamma, 0, polygamma(static_cast<int>(x[0]) + 1, x[1]))
WENGERT_PARTIALS(abs, x[0] / larger(x[0], number() - x[0]))
WENGERT_PARTIALS(relu, step(x[0]))
WENGERT_PARTIALS(max, step(x[0] - x[1]), step(x[1] - x[0]))
WENGERT_PARTIALS(min, step(x[1] - x[0]), step(x[0] - x[1]))
WENGERT_PARTIALS(clamp, step(x[0] - x[1]) * step(x[2] - x[0]), step(x[1] - x[0]) * step(x[2] - x[1]),
                 step(x[0] - x[2]) * step(x[2] - x[1]))
WENGERT_PARTIALS(select, 0, static_cast<int>(x[0]) != 0 ? 1 : 0, static_cast<int>(x[0]) != 0 ? 0 : 1)
WENGERT_PARTIALS(copysign, mpfr_signbit(x[0].get()) == mpfr_signbit(x[1].get()) ? 1 : -1)
WENGERT_PARTIALS(fdim, step(x[0] - x[1]), number() - step(x[0] - x[1]))
WENGERT_PARTIALS(fmod, 1, number() - number::by(mpfr_rint_trunc, x[0] / x[1]))
WENGERT_PARTIALS(remainder, 1, number() - number::by(mpfr_rint_roundeven, x[0] / x[1]))

#undef WENGERT_PARTIALS

}  // namespace laws
