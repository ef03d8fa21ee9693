// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include <mpfr.h>

#include <wengert/rules/table.hpp>

#include "laws/support.hpp"

// What every primitive and its derivatives are, by MPFR and by differences alone: nothing here knows a derivative's
// formula.
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

    friend number scaled(number a, long exponent) {
        mpfr_mul_2si(a.value_, a.value_, exponent, MPFR_RNDN);
        return a;
    }

private:
    mpfr_t value_;
};

inline number larger(number const& a, number const& b) { return a < b ? b : a; }
inline number smaller(number const& a, number const& b) { return b < a ? b : a; }

/// The nth derivative of digamma, by its differences around x.
inline number polygamma(int n, number const& x) {
    if (n == 0) return number::by(mpfr_digamma, x);
    // All n + 1 points of the nth difference; the weights are binomial.
    constexpr long step = -80;
    number sum, weight(1);
    for (int k = 0; k <= n; ++k) {
        number const term = weight * number::by(mpfr_digamma, x + scaled(number(n - 2 * k), step));
        sum = k % 2 == 0 ? sum + term : sum - term;
        weight = weight * number(n - k) / number(k + 1);
    }
    return scaled(sum, -(step + 1) * n);
}

using function = number (*)(number const*);

/// The function that a rule claims to be.
template <class Rule>
number reference(number const*) {
    static_assert(wengert::never<Rule>, "tests/laws/oracle.hpp: say what this rule is in MPFR's functions.");
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
WENGERT_REFERENCE(softplus, number::by(mpfr_log1p, number::by(mpfr_exp, x[0])))
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

/// All partials of one order at one point: `at(i, j, k)` is the derivative in arguments i, j and k; less for lower
/// orders.
struct derivatives {
    std::array<long double, 27> value{};

    long double& at(std::size_t i, std::size_t j = 0, std::size_t k = 0) { return value[i + 3 * j + 9 * k]; }
    long double at(std::size_t i, std::size_t j = 0, std::size_t k = 0) const { return value[i + 3 * j + 9 * k]; }

    /// The largest magnitude among them.
    long double size() const {
        long double most = 0;
        for (long double const v : value) most = std::max(most, v < 0 ? -v : v);
        return most;
    }
};

namespace detail {

// A central difference in each of the directions.
inline number difference(function f, std::array<number, 3>& x, std::size_t const* direction, std::size_t order) {
    if (order == 0) return f(x.data());
    constexpr long step = -80;
    number& moved = x[*direction];
    number const before = moved;
    moved = before + scaled(number(1), step);
    number const up = difference(f, x, direction + 1, order - 1);
    moved = before - scaled(number(1), step);
    number const down = difference(f, x, direction + 1, order - 1);
    moved = before;
    return scaled(up - down, -step - 1);
}

}  // namespace detail

/// The derivative in the given directions. What is below 2^-100 is the error of a difference that should be 0.
inline long double derivative(function f, std::array<long double, 3> const& at, std::size_t const* direction,
                              std::size_t order) {
    std::array<number, 3> x{number(at[0]), number(at[1]), number(at[2])};
    auto const d = static_cast<long double>(detail::difference(f, x, direction, order));
    return order > 0 && d < 0x1p-100L && d > -0x1p-100L ? 0 : d;
}

/// The value.
inline long double value_of(function f, std::array<long double, 3> const& at) { return derivative(f, at, nullptr, 0); }

/// All derivatives of an order, 1 to 3, in all arguments but the parameter.
inline derivatives all_derivatives(function f, std::array<long double, 3> const& at, row_facts const& row,
                                   std::size_t order) {
    derivatives all;
    for (std::size_t i = 0; i < row.arity; ++i)
        for (std::size_t j = 0; j <= (order > 1 ? i : 0); ++j)
            for (std::size_t k = 0; k <= (order > 2 ? j : 0); ++k) {
                bool const numbers = row.differentiates(i) && (order < 2 || row.differentiates(j)) &&
                                     (order < 3 || row.differentiates(k));
                if (!numbers) continue;
                std::array<std::size_t, 3> const direction{i, j, k};
                long double const d = derivative(f, at, direction.data(), order);
                if (order == 1) all.at(i) = d;
                else if (order == 2) all.at(i, j) = all.at(j, i) = d;
                else
                    all.at(i, j, k) = all.at(i, k, j) = all.at(j, i, k) = all.at(j, k, i) = all.at(k, i, j) =
                        all.at(k, j, i) = d;
            }
    return all;
}

/// What errors of the derivatives of an order are measured by: the largest of these. The small ones beside it are
/// differences of terms as large as it, as in hypot far from the diagonal.
inline long double scale_of(function f, std::array<long double, 3> const& at, row_facts const& row, std::size_t order) {
    long double scale = 0;
    for (std::size_t k = row.cancels ? 1 : order; k <= order; ++k)
        scale = std::max(scale, all_derivatives(f, at, row, k).size());
    return scale;
}

}  // namespace laws
