// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The software mathematics against MPFR. The environment may set WENGERT_CMATH_POINTS (points per function and type;
// 10000 by default) and WENGERT_CMATH_REPORT (to print the worst error of each).

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <mpfr.h>

#include <wengert/core/cmath.hpp>

namespace {

namespace math = wengert::math;
namespace constant = wengert::math::constant;

class big {
public:
    big() { mpfr_init2(value_, 192); }
    template <class T>
    explicit big(T x) : big() {
        if constexpr (std::is_same_v<T, long double>) mpfr_set_ld(value_, x, MPFR_RNDN);
        else mpfr_set_d(value_, static_cast<double>(x), MPFR_RNDN);
    }
    big(big const&) = delete;
    big& operator=(big const&) = delete;
    ~big() { mpfr_clear(value_); }
    operator mpfr_ptr() { return value_; }
    operator mpfr_srcptr() const { return value_; }

private:
    mpfr_t value_;
};

struct error {
    double ulp;
    double absolute;  // in epsilons of the type
    bool subnormal = false;
};

// The distance of x from the reference in units of the last place of the reference; an infinity counts as
// 2^max_exponent.
template <class T>
error distance(T x, big& reference) {
    using limits = std::numeric_limits<T>;
    constexpr double never = std::numeric_limits<double>::infinity();
    if (std::isnan(x) || mpfr_nan_p(reference)) {
        bool const same = std::isnan(x) && mpfr_nan_p(reference) != 0;
        return same ? error{0, 0} : error{never, never};
    }
    big top;
    mpfr_set_ui_2exp(top, 1, limits::max_exponent, MPFR_RNDN);
    if (mpfr_cmpabs(reference, top) > 0) mpfr_copysign(reference, top, reference, MPFR_RNDN);
    big value(x);
    if (std::isinf(x)) mpfr_copysign(value, top, value, MPFR_RNDN);
    mpfr_exp_t exponent = limits::min_exponent - limits::digits;
    if (!mpfr_zero_p(reference)) exponent = std::max<mpfr_exp_t>(exponent, mpfr_get_exp(reference) - limits::digits);
    bool const subnormal = mpfr_zero_p(reference) != 0 || mpfr_get_exp(reference) < limits::min_exponent;
    big difference;
    mpfr_sub(difference, value, reference, MPFR_RNDN);
    mpfr_abs(difference, difference, MPFR_RNDN);
    big absolute;
    mpfr_mul_2si(absolute, difference, limits::digits - 1, MPFR_RNDN);
    mpfr_mul_2si(difference, difference, -exponent, MPFR_RNDN);
    return {mpfr_get_d(difference, MPFR_RNDU), mpfr_get_d(absolute, MPFR_RNDU), subnormal};
}

class generator {
public:
    explicit generator(std::uint64_t seed) : state_(seed) {}
    std::uint64_t bits() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    template <class T>
    T unit() {
        return std::ldexp(static_cast<T>(bits() >> (64 - std::numeric_limits<T>::digits)),
                          -std::numeric_limits<T>::digits);
    }
    template <class T>
    T between(T a, T b) {
        return a + (b - a) * unit<T>();
    }
    // Sign, digits and exponent all at random, the exponent from [low, high].
    template <class T>
    T with_exponent(int low, int high) {
        int const exponent = low + static_cast<int>(bits() % static_cast<unsigned>(high - low + 1));
        T const size = std::ldexp(1 + unit<T>(), exponent);
        return bits() % 2 == 0 ? size : -size;
    }
    template <class T>
    T any() {
        using limits = std::numeric_limits<T>;
        return with_exponent<T>(limits::min_exponent - limits::digits, limits::max_exponent - 1);
    }

private:
    std::uint64_t state_;
};

int point_count() {
    char const* wish = std::getenv("WENGERT_CMATH_POINTS");
    return wish != nullptr ? std::atoi(wish) : 10000;
}

enum class domain { all, positive, not_negative_tail };

struct limits_of_error {
    double ulp = 1;
    double absolute = 0;  // epsilons; a smaller error than this is forgiven near roots
};

struct span {
    double low;
    double high;
};

template <class T>
char const* type_name() {
    return std::is_same_v<T, float> ? "float" : std::is_same_v<T, double> ? "double" : "long double";
}

template <class T>
class worst_case {
public:
    worst_case(std::string name, limits_of_error bound) : name_(std::move(name)), bound_(bound) {}

    void see(error e, T x, T y = 0) {
        bool const forgiven = e.absolute <= bound_.absolute && e.ulp > bound_.ulp;
        if (forgiven) return;
        // A subnormal result is rounded twice, which may cost a quarter of an ulp.
        if (e.subnormal && bound_.ulp > 0.5 && e.ulp <= 0.76) return;
        if (e.ulp > ulp_ || std::isnan(e.ulp)) {
            ulp_ = e.ulp;
            x_ = x;
            y_ = y;
        }
    }
    void judge() const {
        if (std::getenv("WENGERT_CMATH_REPORT") != nullptr)
            std::printf("%-10s %-12s %.4f ulp at %.21Lg %.21Lg\n", name_.c_str(), type_name<T>(), ulp_,
                        static_cast<long double>(x_), static_cast<long double>(y_));
        INFO(name_ << " of " << type_name<T>() << ", worst at " << static_cast<double>(x_) << ", "
                   << static_cast<double>(y_));
        CHECK(ulp_ <= bound_.ulp);
    }

private:
    std::string name_;
    limits_of_error bound_;
    double ulp_ = 0;
    T x_ = 0;
    T y_ = 0;
};

template <class T>
std::vector<T> edges() {
    using limits = std::numeric_limits<T>;
    std::vector<T> to;
    for (T x : {T(0), limits::denorm_min(), limits::min(), limits::max(), limits::epsilon(), T(0.25), T(0.5), T(0.75),
                T(1), T(1.5), T(2), T(3), T(4), T(8), T(10), T(100), T(1000), limits::infinity()})
        for (T s : {x, -x}) {
            to.push_back(s);
            to.push_back(std::nextafter(s, limits::infinity()));
            to.push_back(std::nextafter(s, -limits::infinity()));
        }
    to.push_back(limits::quiet_NaN());
    for (int k = 1; k < 200; ++k) {
        to.push_back(static_cast<T>(k * 0x1.921fb54442d18p0L + k * 0x1.1a62633145c07p-54L));
        to.push_back(static_cast<T>(k) / 8);
        to.push_back(static_cast<T>(k) * T(0.6931471805599453L));
    }
    return to;
}

using unary_reference = std::function<void(mpfr_ptr, mpfr_srcptr)>;

template <class T>
void check_unary(char const* name, T (*function)(T), unary_reference const& reference, std::vector<span> spans,
                 domain where, limits_of_error bound) {
    worst_case<T> worst(name, bound);
    generator random(42);
    auto const one = [&](T x) {
        if (where == domain::positive && x < 0) x = -x;
        if (where == domain::not_negative_tail && x < -200) x = -x;
        big exact;
        reference(exact, big(x));
        worst.see(distance(function(x), exact), x);
    };
    for (T x : edges<T>()) one(x);
    int const count = point_count();
    int const parts = static_cast<int>(spans.size()) + 1;
    for (int i = 0; i < count; ++i) {
        int const part = i % parts;
        if (part == 0) {
            one(random.any<T>());
        } else {
            span const s = spans[static_cast<std::size_t>(part - 1)];
            one(random.between(static_cast<T>(s.low), static_cast<T>(s.high)));
        }
    }
    worst.judge();
}

template <class T>
void check_binary(char const* name, T (*function)(T, T),
                  std::function<void(mpfr_ptr, mpfr_srcptr, mpfr_srcptr)> const& reference,
                  std::function<void(generator&, int, T&, T&)> const& draw, limits_of_error bound) {
    worst_case<T> worst(name, bound);
    generator random(7);
    for (int i = 0, count = point_count(); i < count; ++i) {
        T x = 0;
        T y = 0;
        draw(random, i, x, y);
        big exact;
        reference(exact, big(x), big(y));
        worst.see(distance(function(x, y), exact), x, y);
    }
    worst.judge();
}

// MPFR's functions take the direction of rounding last, and some are macros.
#define REFERENCE(name) [](mpfr_ptr to, mpfr_srcptr x) { mpfr_##name(to, x, MPFR_RNDN); }
#define CHECK_UNARY(name, mpfr_name, spans, where, ...)                                         \
    check_unary<TestType>(#name, &constant::name<TestType>, REFERENCE(mpfr_name), spans, where, \
                          limits_of_error{__VA_ARGS__})

std::vector<span> spans(std::initializer_list<span> list) { return list; }

}  // namespace

TEMPLATE_TEST_CASE("the software exponentials and logarithms agree with MPFR", "[cmath]", float, double, long double) {
    double const top = 0.6932 * std::numeric_limits<TestType>::max_exponent;
    auto const exponents = spans({{-1, 1}, {-50, 50}, {-1.1 * top, top}});
    CHECK_UNARY(exp, exp, exponents, domain::all, 0.51);
    CHECK_UNARY(exp2, exp2, (spans({{-1, 1}, {-1.7 * top, 1.5 * top}})), domain::all, 0.51);
    CHECK_UNARY(expm1, expm1, exponents, domain::all, 0.51);
    auto const near_one = spans({{0.5, 2}, {0.99, 1.01}, {0, 100}});
    CHECK_UNARY(log, log, near_one, domain::positive, 0.51);
    CHECK_UNARY(log2, log2, near_one, domain::positive, 0.51);
    CHECK_UNARY(log10, log10, near_one, domain::positive, 0.51);
    CHECK_UNARY(log1p, log1p, (spans({{-1, 1}, {-0.01, 0.01}, {-1, 100}})), domain::all, 0.51);
    CHECK_UNARY(log, log, near_one, domain::all, 0.51);
}

TEMPLATE_TEST_CASE("the software roots and roundings agree with MPFR", "[cmath]", float, double, long double) {
    auto const unit = spans({{0, 4}, {-10, 10}});
    CHECK_UNARY(sqrt, sqrt, unit, domain::all, 0.5);
    CHECK_UNARY(cbrt, cbrt, unit, domain::all, 0.51);
    auto const halves = spans({{-3, 3}, {-1e6, 1e6}});
    auto const exactly = [&](char const* name, TestType (*f)(TestType), int (*reference)(mpfr_ptr, mpfr_srcptr)) {
        check_unary<TestType>(name, f, reference, halves, domain::all, {0, 0});
    };
    exactly("floor", &constant::floor<TestType>, [](mpfr_ptr to, mpfr_srcptr x) { return mpfr_floor(to, x); });
    exactly("ceil", &constant::ceil<TestType>, [](mpfr_ptr to, mpfr_srcptr x) { return mpfr_ceil(to, x); });
    exactly("round", &constant::round<TestType>, [](mpfr_ptr to, mpfr_srcptr x) { return mpfr_round(to, x); });
    exactly("trunc", &constant::trunc<TestType>, [](mpfr_ptr to, mpfr_srcptr x) { return mpfr_trunc(to, x); });
}

TEMPLATE_TEST_CASE("the software trigonometric functions agree with MPFR", "[cmath]", float, double, long double) {
    auto const turns = spans({{-0.8, 0.8}, {-7, 7}, {-1e5, 1e5}});
    CHECK_UNARY(sin, sin, turns, domain::all, 0.51);
    CHECK_UNARY(cos, cos, turns, domain::all, 0.51);
    CHECK_UNARY(tan, tan, turns, domain::all, 0.51);
    auto const unit = spans({{-1, 1}, {-0.01, 0.01}, {0.999, 1}});
    CHECK_UNARY(asin, asin, unit, domain::all, 0.51);
    CHECK_UNARY(acos, acos, unit, domain::all, 0.51);
    CHECK_UNARY(atan, atan, (spans({{-1, 1}, {-10, 10}, {-1e9, 1e9}})), domain::all, 0.51);
}

TEMPLATE_TEST_CASE("the software hyperbolic functions agree with MPFR", "[cmath]", float, double, long double) {
    double const top = 0.6932 * std::numeric_limits<TestType>::max_exponent + 1;
    auto const wide = spans({{-1, 1}, {-50, 50}, {-top, top}});
    CHECK_UNARY(sinh, sinh, wide, domain::all, 0.51);
    CHECK_UNARY(cosh, cosh, wide, domain::all, 0.51);
    CHECK_UNARY(tanh, tanh, wide, domain::all, 0.51);
    CHECK_UNARY(asinh, asinh, wide, domain::all, 0.51);
    CHECK_UNARY(acosh, acosh, (spans({{1, 2}, {1, 1.001}, {1, 1e6}})), domain::all, 0.51);
    CHECK_UNARY(atanh, atanh, (spans({{-1, 1}, {-0.2, 0.2}, {0.99, 1}})), domain::all, 0.51);
}

TEMPLATE_TEST_CASE("the software error, gamma and logistic functions agree with MPFR", "[cmath]", float, double,
                   long double) {
    CHECK_UNARY(erf, erf, (spans({{-1, 1}, {-7, 7}})), domain::all, 0.52);
    CHECK_UNARY(erfc, erfc, (spans({{-1, 1}, {-7, 7}, {0, 110}})), domain::all, 0.6);
    unary_reference const lgamma = [](mpfr_ptr to, mpfr_srcptr x) {
        int sign = 0;
        mpfr_lgamma(to, &sign, x, MPFR_RNDN);
    };
    auto const middle = spans({{0, 3}, {0.99, 1.01}, {1.99, 2.01}, {2, 12}, {0, 1000}, {-0.6, 0}});
    check_unary<TestType>("lgamma", &constant::lgamma<TestType>, lgamma, middle, domain::positive, {0.52, 0});
    // On the negative axis there are roots between the poles: absolutely small errors are forgiven.
    check_unary<TestType>("lgamma < 0", &constant::lgamma<TestType>, lgamma, spans({{-3, 0}, {-30, 0}, {-200, 0}}),
                          domain::not_negative_tail, {0.6, 0.01});
    check_unary<TestType>("digamma", &math::digamma<TestType>, REFERENCE(digamma),
                          spans({{0, 3}, {1.4, 1.5}, {0, 30}, {-20, 0}}), domain::not_negative_tail, {0.6, 0.01});
    unary_reference const sigmoid = [](mpfr_ptr to, mpfr_srcptr x) {
        mpfr_neg(to, x, MPFR_RNDN);
        mpfr_exp(to, to, MPFR_RNDN);
        mpfr_add_ui(to, to, 1, MPFR_RNDN);
        mpfr_ui_div(to, 1, to, MPFR_RNDN);
    };
    unary_reference const softplus = [](mpfr_ptr to, mpfr_srcptr x) {
        if (mpfr_cmp_ui(x, 1000000) > 0) {
            mpfr_set(to, x, MPFR_RNDN);
            return;
        }
        mpfr_exp(to, x, MPFR_RNDN);
        mpfr_log1p(to, to, MPFR_RNDN);
    };
    auto const wide = spans({{-1, 1}, {-60, 60}, {-12000, 12000}});
    check_unary<TestType>("sigmoid", &constant::sigmoid<TestType>, sigmoid, wide, domain::all, {0.6, 0});
    check_unary<TestType>("softplus", &constant::softplus<TestType>, softplus, wide, domain::all, {0.6, 0});
    // What runs at run time stands on the C library's functions.
    check_unary<TestType>("sigmoid rt", &math::sigmoid<TestType>, sigmoid, wide, domain::all, {3, 0});
    check_unary<TestType>("softplus rt", &math::softplus<TestType>, softplus, wide, domain::all, {3, 0});
}

TEMPLATE_TEST_CASE("the software functions of two and three arguments agree with MPFR", "[cmath]", float, double,
                   long double) {
    using T = TestType;
    auto const anything = [](generator& random, int i, T& x, T& y) {
        x = random.any<T>();
        y = i % 2 == 0 ? random.any<T>() : x * random.with_exponent<T>(-70, 70);
        if (i % 4 == 3) x = random.with_exponent<T>(-3, 3), y = random.with_exponent<T>(-3, 3);
    };
    auto const binary = [&](char const* name, T (*f)(T, T),
                            int (*reference)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t), double ulp) {
        check_binary<T>(name, f, [=](mpfr_ptr to, mpfr_srcptr x, mpfr_srcptr y) { reference(to, x, y, MPFR_RNDN); },
                        anything, {ulp, 0});
    };
    binary("hypot", &constant::hypot<T>, mpfr_hypot, 0.51);
    binary("atan2", &constant::atan2<T>, mpfr_atan2, 0.51);
    binary("fmod", &constant::fmod<T>, mpfr_fmod, 0);
    binary("remainder", &constant::remainder<T>, mpfr_remainder, 0);

    double const top = 0.6932 * std::numeric_limits<T>::max_exponent;
    auto const power = [=](generator& random, int i, T& x, T& y) {
        x = random.any<T>();
        if (i % 2 == 0) x = std::abs(random.with_exponent<T>(-4, 4));
        if (i % 8 == 1) x = 1 + random.with_exponent<T>(-40, -1);
        // Exponents that use the whole range of results.
        y = static_cast<T>(random.between(-1.1 * top, 1.05 * top) /
                           std::abs(std::log(std::abs(static_cast<double>(std::abs(x) < 1e-300L  ? T(1e-30L)
                                                                          : std::abs(x) > 1e300L ? T(1e30L)
                                                                                                 : x))) +
                                    1e-30));
        if (i % 5 == 0) y = random.any<T>();
        if (x < 0 && i % 3 != 0) y = std::trunc(y);
    };
    check_binary<T>("pow", &constant::pow<T>,
                    [](mpfr_ptr to, mpfr_srcptr x, mpfr_srcptr y) { mpfr_pow(to, x, y, MPFR_RNDN); }, power, {0.52, 0});

    worst_case<T> powi("powi", {0.51, 0});
    worst_case<T> powi_runtime("powi rt", {4, 0});
    worst_case<T> fma("fma", {0.51, 0});
    generator random(3);
    for (int i = 0, count = point_count(); i < count; ++i) {
        T x = i % 2 == 0 ? random.any<T>() : random.with_exponent<T>(-2, 2);
        int const n = static_cast<int>(random.bits() % 2049) - 1024;
        big exact;
        mpfr_pow_si(exact, big(x), n, MPFR_RNDN);
        powi.see(distance(constant::powi(x, n), exact), x, static_cast<T>(n));
        int const small = n % 5;
        x = random.with_exponent<T>(-20, 20);
        mpfr_pow_si(exact, big(x), small, MPFR_RNDN);
        powi_runtime.see(distance(math::powi(x, small), exact), x, static_cast<T>(small));

        T const y = i % 3 == 0 ? random.any<T>() : random.with_exponent<T>(-80, 80);
        T z = i % 5 == 0 ? random.any<T>() : random.with_exponent<T>(-80, 80);
        if (i % 7 == 0) z = -x * y * (1 + random.with_exponent<T>(-70, -1));
        mpfr_fma(exact, big(x), big(y), big(z), MPFR_RNDN);
        fma.see(distance(constant::fma(x, y, z), exact), x, y);
    }
    powi.judge();
    powi_runtime.judge();
    fma.judge();
}

TEMPLATE_TEST_CASE("the software fma agrees with the C library where products cancel", "[cmath]", double, float) {
    using T = TestType;
    generator random(11);
    for (int i = 0; i < 20000; ++i) {
        T const x = random.with_exponent<T>(-4, 4);
        T const y = random.with_exponent<T>(-4, 4);
        T const z = std::nextafter(-(x * y), random.with_exponent<T>(3, 3)) *
                    (i % 3 == 0 ? T(1) : random.with_exponent<T>(-60, 0));
        if (constant::fma(x, y, z) != std::fma(x, y, z)) {
            INFO(x << " " << y << " " << z);
            CHECK(constant::fma(x, y, z) == std::fma(x, y, z));
        }
    }
}

namespace {

struct polygamma_value {
    int n;
    long double x;
    long double value;
};

// By mpmath with 300 bits; every argument is a double, written as its shortest decimals.
constexpr polygamma_value polygamma_values[]{
    {1, 0.001L, 1000001.64253319582734467L},
    {1, 0.3L, 12.24536454610773130116664L},
    {1, 1.0L, 1.644934066848226436472415L},
    {1, 1.5L, 0.9348022005446793094172455L},
    {1, 2.75L, 0.4375712576489307614362116L},
    {1, 7.0L, 0.1535451779593375475835263L},
    {1, 19.5L, 0.05261944121365593033994349L},
    {1, 33.25L, 0.03053197953542160430802174L},
    {1, 100000.0L, 0.00001000005000016666666666333L},
    {1, -0.25L, 18.54187964767160649839766L},
    {1, -0.75L, 18.9751069322848885170491L},
    {1, -1.5L, 9.37924664498912375386169L},
    {1, -3.3L, 14.81773952551592877987331L},
    {1, -17.125L, 67.33715201774096231553871L},
    {2, 0.001L, -2000000002.39763216483324L},
    {2, 0.3L, -75.27253658872603891730031L},
    {2, 1.0L, -2.404113806319188570799476L},
    {2, 1.5L, -0.8287966442343199955963343L},
    {2, 2.75L, -0.1887146330313012230534822L},
    {2, 7.0L, -0.02353047298585523746614299L},
    {2, 19.5L, -0.00276816785274670206155721L},
    {2, 33.25L, -0.0009321294003733812783730509L},
    {2, 100000.0L, -1.000010000049999999998333e-10L},
    {2, -0.25L, 122.6973667836623603685673L},
    {2, -0.75L, -124.5869991967961795925972L},
    {2, -1.5L, -0.2362040516417274030037417L},
    {2, -3.3L, 68.76944547748523369664541L},
    {2, -17.125L, 1022.291174316392921703124L},
    {3, 0.001L, 6000000000006.468614455575L},
    {3, 0.3L, 743.1417646550497770878481L},
    {3, 1.0L, 6.493939402266829149096022L},
    {3, 1.5L, 1.409091034002437236440333L},
    {3, 2.75L, 0.1606161274894693670537151L},
    {3, 7.0L, 0.007198198563125445392318476L},
    {3, 19.5L, 0.0002911848088359875448532734L},
    {3, 33.25L, 0.00005691067596013029917870031L},
    {3, 100000.0L, 2.00003000019999999999e-15L},
    {3, -0.25L, 1555.763312534850599760254L},
    {3, -0.75L, 1557.745106972151358985754L},
    {3, -1.5L, 194.5942762191876224216255L},
    {3, -3.3L, 768.985658255428545480018L},
    {3, -17.125L, 24591.00195985207501093776L},
    {5, 0.001L, 119999999999999985133.3468L},
    {5, 0.3L, 164634.8460992230364336655L},
    {5, 1.0L, 122.0811674381338967657422L},
    {5, 1.5L, 11.11354860243549624175555L},
    {5, 2.75L, 0.3368086815502771948918181L},
    {5, 7.0L, 0.002009493175049029116637172L},
    {5, 19.5L, 0.000009659254760587349275133915L},
    {5, 33.25L, 0.0000006362811445885070912738123L},
    {5, 100000.0L, 2.400060000599999999944e-24L},
    {5, -0.25L, 492198.7533428745797136084L},
    {5, -0.75L, 492226.7524508088640623249L},
    {5, -1.5L, 15381.64852802630380899896L},
    {5, -3.3L, 165660.1465291720866127762L},
    {5, -17.125L, 31457611.06575091184204265L},
    {10, 0.001L, -3.628799999999999169064679e+39L},
    {10, 0.3L, -2048468424178.074380674513L},
    {10, 1.0L, -3630593.311606628712990619L},
    {10, 1.5L, -42108.85876897549179677128L},
    {10, 2.75L, -55.25601098425511229037768L},
    {10, 7.0L, -0.002430965555111675084258666L},
    {10, 19.5L, -5.844497150452598573540604e-8L},
    {10, 33.25L, -2.545646104007203846587857e-10L},
    {10, 100000.0L, -3.628981443326399999135136e-45L},
    {10, -0.25L, 15220204428462.79111956135L},
    {10, -0.75L, -15220204748421.00494250252L},
    {10, -1.5L, -156.2295965932329947593888L},
    {10, -3.3L, 2048284893018.124053257035L},
    {10, -17.125L, 31171154632675905.38065002L},
    {14, 0.001L, -8.71782911999999727785589e+55L},
    {14, 0.3L, -6075605007715458254.456163L},
    {14, 1.0L, -87180957830.17206784519122L},
    {14, 1.5L, -199179648.1470833807159097L},
    {14, 2.75L, -22629.08606926132067306684L},
    {14, 7.0L, -0.02138022580392328794971041L},
    {14, 19.5L, -7.608603774145786541915831e-9L},
    {14, 33.25L, -3.782602778261123729705054e-12L},
    {14, 100000.0L, -6.227456702353286395059897e-61L},
    {14, -0.25L, 93606970882640208258.05065L},
    {14, -0.75L, -93606970885727717682.87008L},
    {14, -1.5L, -94223.3100836008720512185L},
    {14, -3.3L, 6075586644933741569.17317L},
    {14, -17.125L, 3067313435648717173807615.0L},
};

}  // namespace

TEMPLATE_TEST_CASE("polygamma agrees with mpmath", "[cmath]", double, long double) {
    long double const tolerance = 200 * std::numeric_limits<TestType>::epsilon();
    for (auto const& [n, x, value] : polygamma_values) {
        // The decimals stand for doubles, which the values were computed at.
        auto const argument = static_cast<TestType>(static_cast<double>(x));
        // Between the poles even derivatives have roots; what counts there is the size of the terms that cancel.
        long double const pole = std::abs(x - std::round(x));
        long double const size =
            x > 0 ? 0 : std::tgamma(static_cast<long double>(n + 1)) / std::pow(pole, static_cast<long double>(n + 1));
        long double const difference = std::abs(static_cast<long double>(math::polygamma(n, argument)) - value);
        long double const error = difference / std::max(std::abs(value), size);
        INFO("n = " << n << ", x = " << static_cast<double>(x));
        CHECK(error <= tolerance);
    }
    // Where the terms right and left of -1/2 cancel.
    long double const cancelled = 0.2784684058659950834578206L;
    CHECK(std::abs(static_cast<long double>(math::polygamma(4, TestType(-0.499755859375))) - cancelled) <=
          tolerance / 4 * cancelled);
    CHECK(math::polygamma(0, TestType(3)) == math::digamma(TestType(3)));
    CHECK(math::isnan(math::polygamma(2, TestType(-4))));
    CHECK(math::isinf(math::polygamma(3, TestType(-4))));
    CHECK(math::isinf(math::polygamma(2, std::numeric_limits<TestType>::min())));
}

TEMPLATE_TEST_CASE("the software mathematics keeps the special cases of C99 Annex F", "[cmath]", float, double,
                   long double) {
    using T = TestType;
    T const inf = std::numeric_limits<T>::infinity();
    T const nan = std::numeric_limits<T>::quiet_NaN();
    // Every function that the C library also has, at every special argument: same class, same sign, same value where
    // exact.
    std::vector<T> const special{T(0), -T(0), T(1), T(-1), inf, -inf, nan, T(0.5), T(-0.5), T(2), T(3), T(-3), T(-2)};
    auto const same = [](T a, T b) {
        if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
        if (std::signbit(a) != std::signbit(b)) return false;
        return a == b || std::abs(a - b) <= 4 * std::numeric_limits<T>::epsilon() * std::abs(b);
    };
#define SAME_UNARY(name)                                                  \
    do                                                                    \
        for (T x : special) {                                             \
            INFO(#name << " at " << x);                                   \
            CHECK(same(constant::name(x), static_cast<T>(std::name(x)))); \
        }                                                                 \
    while (false)
    SAME_UNARY(sqrt);
    SAME_UNARY(cbrt);
    SAME_UNARY(exp);
    SAME_UNARY(exp2);
    SAME_UNARY(expm1);
    SAME_UNARY(log);
    SAME_UNARY(log2);
    SAME_UNARY(log10);
    SAME_UNARY(log1p);
    SAME_UNARY(sin);
    SAME_UNARY(cos);
    SAME_UNARY(tan);
    SAME_UNARY(asin);
    SAME_UNARY(acos);
    SAME_UNARY(atan);
    SAME_UNARY(sinh);
    SAME_UNARY(cosh);
    SAME_UNARY(tanh);
    SAME_UNARY(asinh);
    SAME_UNARY(acosh);
    SAME_UNARY(atanh);
    SAME_UNARY(erf);
    SAME_UNARY(erfc);
    SAME_UNARY(lgamma);
    SAME_UNARY(floor);
    SAME_UNARY(ceil);
    SAME_UNARY(round);
    SAME_UNARY(trunc);
    SAME_UNARY(abs);
#define SAME_BINARY(name)                                                           \
    do                                                                              \
        for (T x : special)                                                         \
            for (T y : special) {                                                   \
                INFO(#name << " at " << x << ", " << y);                            \
                CHECK(same(constant::name(x, y), static_cast<T>(std::name(x, y)))); \
            }                                                                       \
    while (false)
    SAME_BINARY(pow);
    SAME_BINARY(atan2);
    SAME_BINARY(hypot);
    SAME_BINARY(fmod);
    SAME_BINARY(remainder);
    SAME_BINARY(copysign);
    for (T x : special)
        for (T y : special)
            for (T z : special) {
                INFO("fma at " << x << ", " << y << ", " << z);
                CHECK(same(constant::fma(x, y, z), std::fma(x, y, z)));
            }
    for (T x : special)
        for (int n = -5; n <= 5; ++n) {
            INFO("powi at " << x << ", " << n);
            CHECK(same(constant::powi(x, n), std::pow(x, static_cast<T>(n))));
            CHECK(same(math::powi(x, n), std::pow(x, static_cast<T>(n))));
        }
    CHECK(same(constant::sigmoid(inf), T(1)));
    CHECK(same(constant::sigmoid(-inf), T(0)));
    CHECK(same(constant::softplus(inf), inf));
    CHECK(same(constant::softplus(-inf), T(0)));
    CHECK(same(math::sigmoid(-inf), T(0)));
    CHECK(same(math::softplus(inf), inf));
    CHECK(same(math::digamma(T(0)), -inf));
    CHECK(same(math::digamma(-T(0)), inf));
    CHECK(same(math::digamma(T(-2)), nan));
    CHECK(same(math::digamma(inf), inf));
}
