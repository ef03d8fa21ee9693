// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// With an argument, prints docs/accuracy.md: the largest errors of every row beside MPFR, at many points. Else reads the
// page, and sees at fewer points that no error is larger than it says.

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>

#if __has_include(<gnu/libc-version.h>)
#include <gnu/libc-version.h>
#endif

#include "docs/accuracy_arguments.hpp"
#include "laws/exact.hpp"
#include "laws/rows.hpp"

namespace rules = wengert::rules;
using namespace accuracy;
using laws::number;

namespace {

using limits = std::numeric_limits<double>;

constexpr int points_to_write = 50'000;
constexpr int points_to_check = 500;
// For another C library, and another processor.
constexpr double slack = 1.25;

// ---- errors ------------------------------------------------------------------------------------------------------------

number size_of(number const& x) { return larger(x, number() - x); }

double ulps(double x, number const& exact) {
    if (x != x) return limits::infinity();
    static number const top = scaled(number(1), limits::max_exponent), bottom = number() - top;
    number const got = smaller(larger(number(x), bottom), top), wanted = smaller(larger(exact, bottom), top);
    mpfr_exp_t exponent = limits::min_exponent;
    if (mpfr_zero_p(wanted.get()) == 0) exponent = std::max(exponent, mpfr_get_exp(wanted.get()));
    return mpfr_get_d(scaled(size_of(got - wanted), limits::digits - exponent).get(), MPFR_RNDU);
}

bool is_finite(number const& x) { return mpfr_number_p(x.get()) != 0; }

bool is_ordinary(number const& x) {
    static number const low(1e-100L), high(1e100L);
    return mpfr_zero_p(x.get()) != 0 || (low < size_of(x) && size_of(x) < high);
}

struct worst {
    double error = 0;
    laws::point at{};

    void see(double e, laws::point const& x) {
        if (e > error) *this = {e, x};
    }
};

/// Of a value, or of a partial.
struct errors {
    worst ordinary, anywhere;
};

/// A row on doubles, and what it should be.
struct plain_row {
    laws::row_facts facts;
    laws::evaluator<double> value;
    void (*partials)(double const& y, double const* x, double* partials);
    laws::function exact;
    laws::gradient (*exact_partials)(number const*);
    source from;

    /// The value, then the partials.
    using results = std::array<errors, 4>;

    results measured(int points) const {
        results to;
        random_bits random{1};
        for (int i = 0; i < points; ++i) look(from.draw(facts, random), to);
        return to;
    }

private:
    void look(laws::point const& x, results& to) const {
        std::array<number, 3> const at{number(x[0]), number(x[1]), number(x[2])};
        number const y = exact(at.data());
        if (!is_finite(y) || !std::ranges::all_of(at, is_finite)) return;
        bool ordinary = is_ordinary(y);
        for (std::size_t i = 0; i < 3; ++i) ordinary = ordinary && (!facts.differentiates(i) || is_ordinary(at[i]));

        auto const compare = [&](errors& of, double got, number const& wanted) {
            if (!is_finite(wanted)) return;
            double const error = ulps(got, wanted);
            of.anywhere.see(error, x);
            if (ordinary && is_ordinary(wanted)) of.ordinary.see(error, x);
        };
        double const result = value(x.data());
        compare(to[0], result, y);
        laws::point got{};
        partials(result, x.data(), got.data());
        auto const wanted = exact_partials(at.data());
        for (std::size_t i = 0; i < 3; ++i)
            if (facts.differentiates(i)) compare(to[i + 1], got[i], wanted[i]);
    }
};

template <class F>
void each_row(F&& f) {
    rules::differentiable_rows::for_each([&]<class Rule> {
        f(plain_row{laws::facts_of<Rule>(), &laws::evaluate<Rule, double>, &laws::partials_of<Rule, double>,
                    &laws::reference<Rule>, &laws::exact_partials<Rule>, source_of<Rule>()});
    });
}

// ---- as text -----------------------------------------------------------------------------------------------------------

std::string text(double x) {
    std::array<char, 32> to{};
    return {to.data(), std::to_chars(to.data(), to.data() + to.size(), x).ptr};
}

std::string measured_with() {
    std::string text = __VERSION__;
#if !defined(__clang__)
    text = "g++ " + text;
#endif
#if defined(__GLIBC__)
    text += std::string(" and glibc ") + gnu_get_libc_version();
#endif
    return text;
}

std::string argument_name(laws::row_facts const& row, std::size_t i) {
    if (i == row.parameter_at) return "n";
    return row.arity == 1 ? "x" : std::string(1, "abc"[i]);
}

std::string call(laws::row_facts const& row) {
    std::string const name = row.name;
    auto const argument = [&](std::size_t i) { return argument_name(row, i); };
    if (name.find_first_of("+-*/") == 0)
        return row.arity == 1 ? name + argument(0) : argument(0) + ' ' + name + ' ' + argument(1);
    std::string list = argument(0);
    for (std::size_t i = 1; i < row.arity; ++i) list += ", " + argument(i);
    return name + '(' + list + ')';
}

/// Up to 0, 0.5, or 1, 2 or 5 times a power of 10.
std::string rounded_up(double error) {
    for (double const step : {0.0, 0.5})
        if (error <= step) return text(step);
    for (int power = 0; power <= limits::max_exponent10; ++power)
        for (char const digit : {'1', '2', '5'}) {
            double const step = std::strtod((digit + ("e" + std::to_string(power))).c_str(), nullptr);
            if (error <= step) return text(step);
        }
    return "inf";
}

/// Calls `f(start, errors)` for the value and each partial; a line of the page starts so.
template <class F>
void each_result(plain_row const& row, int points, F&& f) {
    auto const results = row.measured(points);
    std::string const start = "| `" + call(row.facts) + "` | ";
    f(start + "value | ", results[0]);
    for (std::size_t i = 0; i < 3; ++i)
        if (row.facts.differentiates(i)) f(start + "d" + argument_name(row.facts, i) + " | ", results[i + 1]);
}

// ---- the page ------------------------------------------------------------------------------------------------------------

constexpr std::string_view top = R"(# How exact the rules are

The largest errors found of every [rule](rules.md) and of its partials, for `double` at run time, beside the true results by MPFR with 640
bits. `tests/docs/accuracy.sh build/dev/tests/docs/docs_accuracy_table --write` measures and writes this page anew, in minutes. A test
looks at fewer points, and fails if an error is larger than here by more than a quarter, which is for other C libraries and processors.

- **An ulp** is the distance between the doubles at the true result; below the smallest normal number, 2^-1022, that of the subnormal ones,
  2^-1074. Rounding the true result has an error of up to 0.5. Errors are rounded up, to 0.5, or 1, 2 or 5 times a power of 10; from 5e15 on
  no digit is right.
- **`dx`, `da`, `db`, `dc`** are the partials in these arguments, from the row's own result, as the tape and dual numbers get them.
- **Ordinary** are points at which the arguments, the value and the partial are each 0 or of a size between 1e-100 and 1e100.
- **Any double**: all points at which the true result is a number. Infinity counts as 2^1024, and so does a true result beyond it: where a
  result has to overflow it is no error. NaN is an infinite error, `inf`.
- An argument counts as exact, so nothing is forgiven for being ill conditioned. At kinks and poles nothing is compared:
  the law tests do that.
- The points are random, so the worst of all doubles may be somewhat worse. The places are where an error above 0.5 was largest; that of
  any double only if it is another one.

)";

constexpr std::string_view table = R"(
| rule | of | ulps, ordinary | at | ulps, any double | at |
|---|---|---|---|---|---|
)";

constexpr std::string_view below = R"(
## Whose errors these are

- `+`, `-`, `*`, `/`, `sqrt` and `fma` are rounded by the processor. The values of the other functions of `<cmath>` are those of the C
  library, and partials that are such functions inherit them: that of `cbrt` has twice the error of glibc's `cbrt`. `sigmoid`, `softplus`,
  `digamma` and `polygamma` are Wengert's own, and so are partials with more than one operation.
- `tanh`: the partial is made of the result, at the price of two products. Its absolute error is below 3e-16 everywhere, its relative one
  grows as cosh(x)^2: 10 ulps at x = 2, 5000 at 5, and beyond 19 no digit is right. From another hyperbolic function all digits would be, at
  the price of that.
- `erf` and `erfc`: the rounding of x^2 in exp(-x^2) costs the partial up to about x^2 ulps: 8 at x = 3, 30 at 6, 600 at 23.
- `pow`: the partial in a has the rounding of b - 1 in the exponent, times log a. It is large if a is far from 1 and b is no short
  fraction, or if b is beyond 2^53. The result divided by a would be within 2 ulps, but wrong for powers of 0 and where the result
  underflows.
- `digamma` and `polygamma` of even order, and so the partials of `lgamma` and `digamma`, have roots, where only the absolute error is
  small: digamma is right to 1e-18 near its root 1.46, and polygamma has the error of the terms that cancel. Away from the roots digamma is
  within 1 ulp, and polygamma of the orders 1 to 5 within 10.
- Any double: `db` of `/` multiplies by 1 / b, which is infinite for a subnormal b; `da` of `pow` at b = 0 multiplies 0 by 1 / a, and is NaN
  for a subnormal a. `hypot` and `atan2` divide by a subnormal norm, which has few digits. Powers of -1 and -2, and the partials of `atan`
  and `log10`, lose results that are subnormal themselves where a product on the way overflows.

## Where the points are from

Of each row these are )";

constexpr std::string_view sources =
    R"( points. A number is as often from each of the spans, uniformly, as around a landmark, half of these
within 8 doubles of it, and as any double, with every power of 2 as often. A second argument is now and then of almost the size of the
first, or not far from it, and the third of `fma` of that of the product. In `pow(a, n)` n is an integer from -20 to 20, in
`polygamma(n, b)` one from 1 to 4; in `pow(a, b)` b is often such that the power is neither 0 nor infinite.

| rule | spans | landmarks |
|---|---|---|
)";

void print_place(plain_row const& row, worst const& found) {
    if (found.error <= 0.5) return;
    for (std::size_t i = 0; i < row.facts.arity; ++i) std::cout << (i == 0 ? "" : ", ") << text(found.at[i]);
}

void print_errors(plain_row const& row) {
    each_result(row, points_to_write, [&](std::string const& start, errors const& found) {
        std::cout << start << rounded_up(found.ordinary.error) << " | ";
        print_place(row, found.ordinary);
        std::cout << " | " << rounded_up(found.anywhere.error) << " | ";
        if (found.anywhere.error > found.ordinary.error) print_place(row, found.anywhere);
        std::cout << " |" << std::endl;
    });
}

void print_source(std::ostream& out, plain_row const& row) {
    out << "| `" << call(row.facts) << "` | ";
    for (char const* comma = ""; auto const& [low, high] : row.from.spans) {
        out << comma << text(low) << " to " << text(high);
        comma = ", ";
    }
    out << " | " << row.from.landmarks_in_words;
    if (*row.from.landmarks_in_words == 0)
        for (char const* comma = ""; double const x : row.from.landmarks) {
            out << comma << text(x);
            comma = ", ";
        }
    out << " |\n";
}

/// What stands at the end of the page.
std::string sources_of_all() {
    std::ostringstream out;
    out << below << points_to_write << sources;
    each_row([&](plain_row const& row) { print_source(out, row); });
    return out.str();
}

void print_page() {
    std::cout << top << "Measured with " << measured_with() << ".\n" << table;
    each_row(print_errors);
    std::cout << sources_of_all();
}

/// The number at the start of a text.
double number_at(std::string_view text) {
    double x = limits::quiet_NaN();
    std::from_chars(text.data(), text.data() + text.size(), x);
    return x;
}

/// Whether the page is right.
bool check(std::string_view page) {
    bool right = true;
    auto const complain = [&](auto const&... words) {
        (std::cerr << ... << words) << '\n';
        right = false;
    };
    for (std::string const& part : {std::string(top), std::string(table), sources_of_all()})
        if (page.find(part) == page.npos) complain("the page has another text than tests/docs/accuracy.cpp");
    each_row([&](plain_row const& row) {
        each_result(row, points_to_check, [&](std::string const& start, errors const& found) {
            auto const line = page.substr(std::min(page.size(), page.find(start)));
            if (line.empty()) return complain("the page lacks the line ", start);
            auto const ordinary = line.substr(start.size());
            auto const anywhere = ordinary.substr(ordinary.find('|', ordinary.find('|') + 1) + 2);
            auto const see = [&](worst const& now, double bound) {
                if (now.error <= slack * bound) return;
                complain(start, now.error, " ulps at ", text(now.at[0]), ", ", text(now.at[1]), ", ", text(now.at[2]),
                         "; the page says ", bound);
            };
            see(found.ordinary, number_at(ordinary));
            see(found.anywhere, number_at(anywhere));
        });
    });
    return right;
}

}  // namespace

int main(int count, char**) {
    if (count > 1) {
        print_page();
        return 0;
    }
    std::string const page(std::istreambuf_iterator<char>(std::cin), {});
    return check(page) ? 0 : 1;
}
