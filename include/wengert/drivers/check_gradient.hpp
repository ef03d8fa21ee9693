// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <iosfwd>
#include <limits>
#include <string>
#include <vector>

#include <wengert/drivers/gradient.hpp>

namespace wengert {

/// What check_gradient found: the partial on which the forms agree least, and whether they agree.
struct gradient_report {
    std::size_t partials = 0;   ///< how many were compared
    std::size_t worst = 0;      ///< the position of the worst, counting the numbers of the arguments
    double by_dual = 0;         ///< the worst partial by dual numbers,
    double by_tape = 0;         ///< by the tape (the same as by_dual if there is none),
    double by_program = 0;      ///< by the program (the same as by_dual if there is none),
    double by_differences = 0;  ///< and by finite differences,
    double uncertainty = 0;     ///< which are this far off by their own estimate
    double excess = 0;          ///< the largest disagreement as a multiple of what is tolerated
    bool has_tape = false;      ///< whether there was a tape: not in a constant expression
    bool has_program = false;   ///< whether there was a program: if `gradient` would use one by itself

    /// Whether all forms agree on all partials.
    [[nodiscard]] constexpr bool ok() const { return excess <= 1; }
};

/// The report in a sentence.
inline std::string to_string(gradient_report const& r) {
    std::string const found = "partial " + std::to_string(r.worst) + " (dual " + number_text(r.by_dual) +
                              (r.has_tape ? ", tape " + number_text(r.by_tape) : "") +
                              (r.has_program ? ", program " + number_text(r.by_program) : "") +
                              ", finite differences " + number_text(r.by_differences) + " +- " +
                              number_text(r.uncertainty) + "), by " + number_text(r.excess) + " of what is tolerated";
    if (r.ok()) return "ok: " + std::to_string(r.partials) + " partials agree, least in " + found + ".";
    return "the forms disagree, most in " + found +
           ": look for a branch on a value, a kink, or a custom rule that is wrong.";
}

/// Writes the sentence.
template <class C, class Traits>
std::basic_ostream<C, Traits>& operator<<(std::basic_ostream<C, Traits>& out, gradient_report const& r) {
    return out << to_string(r).c_str();
}

namespace detail {

struct difference {
    double value = 0;
    double uncertainty = std::numeric_limits<double>::infinity();
};

/// The derivative of g at x by central differences, extrapolated to step 0, with the step at which the extrapolations agree
/// best (Ridders 1982, Adv. Eng. Software 4(2), 75-76). `g(x)` returns double.
template <std::size_t Steps, class G>
constexpr difference central_difference(G const& g, double x) {
    constexpr double shrink = 2.0;
    double const size = x < 0 ? -x : x;
    double step = 0.125 * (size > 1e-3 ? size : 1e-3);
    auto const slope = [&](double h) {
        // The step that is really taken.
        double const up = x + h, down = x - h;
        return (g(up) - g(down)) / (up - down);
    };
    double first = slope(step);
    // Away from where the function is not defined.
    for (int tries = 0; tries < 30 && !math::isfinite(first); ++tries) first = slope(step /= 4);
    double table[Steps][Steps]{};
    table[0][0] = first;
    difference best{first, std::numeric_limits<double>::infinity()};
    for (std::size_t i = 1; i < Steps; ++i) {
        step /= shrink;
        table[0][i] = slope(step);
        double factor = shrink * shrink;
        for (std::size_t j = 1; j <= i; ++j) {
            table[j][i] = (factor * table[j - 1][i] - table[j - 1][i - 1]) / (factor - 1);
            factor *= shrink * shrink;
            double const error =
                larger(math::abs(table[j][i] - table[j - 1][i]), math::abs(table[j][i] - table[j - 1][i - 1]));
            if (error <= best.uncertainty) best = {table[j][i], error};
        }
        // Once rounding dominates, smaller steps only get worse.
        if (math::abs(table[i][i] - table[i - 1][i - 1]) >= 4 * best.uncertainty && i > 3) break;
    }
    return best;
}

/// Finite differences of f by argument number `position`, in the precision of its arguments or double.
template <class Plain, std::size_t Steps, class F, class... A>
constexpr difference difference_by(F& f, std::size_t position, double x, A const&... args) {
    // A dual number without tangents is a plain number that finds the library's functions, also in constant expressions.
    using D = dual<Plain, 0, tag_of<F>>;
    return central_difference<Steps>(
        [&](double moved) {
            std::size_t i = 0;
            auto const arguments = map_leaves<D>(arguments_t<A...>(args...), [&](auto const& leaf) {
                return D(i++ == position ? static_cast<Plain>(moved) : static_cast<Plain>(primal(leaf)));
            });
            return static_cast<double>(call<D>(f, arguments).value);
        },
        x);
}

template <class Gradient>
constexpr std::vector<double> flat(Gradient const& g) {
    std::vector<double> numbers;
    for_each_leaf(g, [&](auto const& leaf) { numbers.push_back(static_cast<double>(primal(leaf))); });
    return numbers;
}

// 0 if both are the same non-finite number, which is agreement too.
constexpr double disagreement(double a, double b, double tolerated) {
    if (a == b || (math::isnan(a) && math::isnan(b))) return 0;
    double const apart = math::abs(a - b) / tolerated;
    return math::isnan(apart) ? std::numeric_limits<double>::infinity() : apart;
}

}  // namespace detail

/// Compares the gradient of f by every form there is, and with finite differences whose step is chosen by their own error
/// estimate. The report says whether they agree, and is a constant expression if the function is.
template <class F, class... A>
constexpr gradient_report check_gradient(F&& f, A const&... args) {
    using T = detail::argument_scalar_t<A...>;
    static_assert(plain_scalar<T>, "wengert: check_gradient compares plain numbers.");
    detail::assert_differentiable_call<active<T>, F, A...>();
    detail::assert_scalar_result<active<T>, F, A...>();
    using G = std::remove_reference_t<F>;
    gradient_report report;
    report.has_tape = !std::is_constant_evaluated();
    report.has_program = detail::by_program<with::automatic, G, A...>;
    auto const by_dual = detail::flat(detail::value_and_gradient_by_duals(f, args...).second);
    auto by_tape = by_dual, by_program = by_dual;
    if (report.has_tape) by_tape = detail::flat(value_and_gradient<with::tape>(f, args...).second);
    if constexpr (detail::by_program<with::automatic, G, A...>)
        by_program = detail::flat(detail::program_for<G, A...>::gradient(args...));
    auto const at = detail::flat(detail::arguments_t<A...>(args...));
    report.partials = at.size();
    double const epsilon = static_cast<double>(std::numeric_limits<T>::epsilon());
    for (std::size_t i = 0; i < at.size(); ++i) {
        // In constant expressions every step costs the compiler; at run time long double buys digits.
        detail::difference d;
        if (std::is_constant_evaluated()) d = detail::difference_by<double, 4>(f, i, at[i], args...);
        else d = detail::difference_by<long double, 8>(f, i, at[i], args...);
        double const scale = 1 + math::abs(by_dual[i]);
        double const rounding = 256 * epsilon * scale;
        double const forms = detail::larger(detail::disagreement(by_dual[i], by_tape[i], rounding),
                                            detail::disagreement(by_dual[i], by_program[i], rounding));
        double const numbers = detail::disagreement(by_dual[i], d.value, 8 * d.uncertainty + 1e-8 * scale + rounding);
        double const excess = detail::larger(forms, numbers);
        if (i == 0 || excess > report.excess) {
            report.worst = i;
            report.by_dual = by_dual[i];
            report.by_tape = by_tape[i];
            report.by_program = by_program[i];
            report.by_differences = d.value;
            report.uncertainty = d.uncertainty;
            report.excess = excess;
        }
    }
    return report;
}

}  // namespace wengert
