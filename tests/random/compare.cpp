// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include "random/compare.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <exception>
#include <limits>
#include <sstream>

#include "random/forms.hpp"
#include "support/loops.hpp"

using namespace wengert;

namespace random_programs {

namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

// The functions of the C library, and those that the library brings for long double, are right to a few units.
constexpr double function_error = 64;

struct disagreement {
    std::string what;
};

bool same(double a, double b) { return a == b || (a != a && b != b); }

std::string in_full(double x) {
    std::ostringstream out;
    out.precision(17);
    out << x;
    return out.str();
}

void require(bool holds, std::string const& what, double a, double b) {
    if (!holds) throw disagreement{what + ": " + in_full(a) + " and " + in_full(b)};
}

void same_value(char const* form, double value, double expected) {
    require(same(value, expected), std::string("value by ") + form + " and by double", value, expected);
}

std::string partial_of(std::size_t i) { return "partial " + std::to_string(i) + " by "; }

std::vector<loop_policy> const& all_policies() {
    static loops::directory const files;
    static std::vector<loop_policy> const all = [] {
        std::vector<loop_policy> list;
        auto const several = [&](loop_policy const& p, int times) {
            for (int i = 0; i < times; ++i) list.push_back(p);
        };
        several(save_all(), 8);
        several(checkpoints(1), 10);
        several(checkpoints(2), 12);
        several(checkpoints(3), 12);
        several(checkpoints(1000), 5);
        several(checkpoints(2).verify(), 5);
        several(memory(400'000), 4);
        several(memory(1u << 20), 4);
        several(disk(files.path, 1), 1);
        several(disk(files.path, 2), 2);
        several(disk(files.path, 2).io_cost({.write = 1, .read = 1}), 1);
        return list;
    }();
    return all;
}

setting by_policies() { return {.policies = all_policies()}; }
setting by_saving_all() { return {.policies = {save_all()}}; }

/// One program, in every way.
class comparison {
public:
    comparison(program const& p, tally& count) : p_(p), count_(count) {}

    void run() {
        ++count_.programs;
        plain();
        forward();
        tapes();
        gradient_tapes();
        if (bounded_.moderate) {
            against_long_double();
            if (operations_ < 300) second_order();
        } else {
            ++count_.not_finite;
        }
    }

private:
    void plain() {
        setting how;
        value_ = run_plain(p_, how);
        operations_ = how.operations;
        choices_ = how.choices;
        count_.operations += operations_;
        setting library = by_policies();
        same_value("double, with the library's loops", run_plain(p_, library), value_);
    }

    void forward() {
        setting how = by_saving_all();
        bounded_ = by_bounded_dual(p_, how);
        same_value("bounded dual", bounded_.numbers.value, value_);
        setting of_dual;
        auto const dual = by_dual(p_, of_dual);
        same_value("dual", dual.value, value_);
        auto const tangent = by_jvp(p_, by_saving_all());
        for (std::size_t i = 0; i < inputs; ++i) {
            require(same(tangent.gradient[i], dual.gradient[i]), partial_of(i) + "jvp and by dual", tangent.gradient[i],
                    dual.gradient[i]);
            if (bounded_.finite)
                require(same(bounded_.numbers.gradient[i], dual.gradient[i]),
                        partial_of(i) + "dual of estimate and by dual", bounded_.numbers.gradient[i], dual.gradient[i]);
        }
    }

    // Sums of the same products in another order. Every path of the program is rounded once for an operation, a product and
    // a sum, and the sum of all paths is at most the error that an operation makes at every input.
    void within_bounds(char const* form, vector_of<double> const& g) {
        if (!bounded_.moderate) return;
        ++count_.within_bounds;
        double const roundings = 8 + 4 * static_cast<double>(operations_);
        for (std::size_t i = 0; i < inputs; ++i)
            require(std::abs(g[i] - bounded_.numbers.gradient[i]) <= roundings * epsilon * bounded_.error[i],
                    partial_of(i) + form + " and by dual, further apart than rounding allows", g[i],
                    bounded_.numbers.gradient[i]);
    }

    void same_gradient(char const* form, vector_of<double> const& g, bool alias) {
        if (alias) {
            ++count_.aliases;
            return within_bounds(form, g);
        }
        ++count_.bit_for_bit;
        for (std::size_t i = 0; i < inputs; ++i)
            require(same(g[i], tape_.gradient[i]), partial_of(i) + form + " and by tape", g[i], tape_.gradient[i]);
    }

    void tapes() {
        setting how;
        tape_ = by_tape(p_, how);
        alias_ = how.alias;
        same_value("tape", tape_.value, value_);
        within_bounds("tape", tape_.gradient);
        for (auto const& [form, kept] :
             {std::pair{"tape that saves all", by_saving_all()}, std::pair{"tape under policies", by_policies()}}) {
            setting of_loops = kept;
            auto const g = by_tape(p_, of_loops);
            same_value(form, g.value, value_);
            same_gradient(form, g.gradient, alias_);
        }
        auto const swept = by_forward_sweep(p_, by_policies());
        same_value("tape swept forward", swept.value, value_);
        within_bounds("tape swept forward", swept.gradient);
    }

    // Tapes that the code opens for itself change nothing for the others. What they answer themselves may differ by rounding
    // where another tape records their sweep; in steps that are run again it is the same.
    void gradient_tapes() {
        constexpr gradient_tape_options once{}, explains{.persistent = true, .explain = true};
        setting alone{.own_tapes = true}, recorded = alone, read = alone;
        same_value("tapes of the code's own", by_own_tapes(p_, alone), value_);
        answer("gradient_tape with loops of the language", by_gradient_tape(p_, recorded, once), alias_);
        auto right = alone.answers;
        right.merge(recorded.answers);
        count_.own_tapes += right.size();
        // A variable has a name for each place where it is read.
        answer("variables with loops of the language", by_variables(p_, read, once), true);
        right.merge(read.answers);

        setting policies = by_policies();
        policies.own_tapes = true;
        auto const by = [&](auto form, char const* name, gradient_tape_options const& options, bool alias) {
            setting how = policies;
            how.beside_another = operations_ % 2 == 0;
            answer(name, form(p_, how, options), alias);
            if (how.answers.empty() != right.empty() || !std::ranges::includes(right, how.answers))
                throw disagreement{std::string("other answers of tapes of the code's own, under ") + name};
        };
        by(by_gradient_tape, "gradient_tape", once, alias_);
        by(by_gradient_tape, "gradient_tape that explains", explains, alias_);
        by(by_variables, "gradient_tape of variables", p_.result % 2 == 0 ? once : explains, true);
    }

    void answer(char const* form, with_status const& told, bool alias) {
        same_value(form, told.value, value_);
        vector_of<double> g;
        for (std::size_t i = 0; i < inputs; ++i) g[i] = told.gradient[i].value_or(0.0);
        same_gradient(form, g, alias);
        for (std::size_t i = 0; i < inputs; ++i) {
            bool const path = (bounded_.inputs >> i & 1U) != 0;
            status const expected = !path                  ? status::missing
                                    : !std::isfinite(g[i]) ? status::non_finite
                                    : g[i] == 0            ? status::zero
                                                           : status::value;
            ++count_.statuses;
            if (told.gradient[i].status() != expected)
                throw disagreement{"status of " + partial_of(i) + form + ": " +
                                   std::string(to_string(told.gradient[i].status())) + ", where " +
                                   std::string(to_string(expected)) + " is expected"};
        }
    }

    void against_long_double() {
        vector_of<long double> at;
        for (std::size_t i = 0; i < inputs; ++i) at[i] = p_.at[i];
        setting how;
        how.cuts = setting::memory::writes;
        run_long(p_, at, how);
        if (how.choices != choices_) return;
        auto const dual = by_long_dual(p_, by_saving_all());
        auto const tape = by_long_tape(p_, by_policies());
        for (std::size_t i = 0; i < inputs; ++i) {
            auto const exact = static_cast<double>(dual.gradient[i]), g = bounded_.numbers.gradient[i];
            // What is 0 for a double may be something for a long double.
            double const error = function_error * epsilon * bounded_.error[i] + std::numeric_limits<double>::min();
            if (!(error <= 1e-5 * (1 + std::abs(g)))) continue;
            require(std::abs(g - exact) <= error, partial_of(i) + "double and by long double", g, exact);
            require(std::abs(static_cast<double>(tape.gradient[i] - dual.gradient[i])) <=
                        std::ldexp(8 + 4 * static_cast<double>(operations_), -63) * bounded_.error[i],
                    partial_of(i) + "tape and by dual of long double", static_cast<double>(tape.gradient[i]), exact);
            ++count_.long_doubles;
            if (tape_.gradient[i] != 0 || bounded_.error[i] != 0) differences(i, at, how, exact);
        }
    }

    struct difference {
        long double value = 0, uncertainty = std::numeric_limits<long double>::infinity();
    };

    // Central differences, extrapolated to a step of 0 (Ridders): none where a choice changes on the way.
    difference ridders(std::size_t i, vector_of<long double> const& at, setting const& base, long double step) const {
        constexpr std::size_t rows = 7;
        std::array<std::array<long double, rows>, rows> a{};
        difference best;
        for (std::size_t k = 0; k < rows; ++k, step /= 2) {
            auto const f = [&](long double by) {
                auto x = at;
                x[i] += by;
                setting how;
                how.cuts = setting::memory::reads;
                how.kept = base.kept;
                long double const y = run_long(p_, x, how);
                return how.choices == base.choices ? y : std::numeric_limits<long double>::quiet_NaN();
            };
            a[0][k] = (f(step) - f(-step)) / (2 * step);
            if (!std::isfinite(a[0][k])) return k == 0 ? difference{} : best;
            long double power = 1;
            for (std::size_t j = 1; j <= k; ++j) {
                power *= 4;
                a[j][k] = (a[j - 1][k] * power - a[j - 1][k - 1]) / (power - 1);
                long double const apart =
                    std::max(std::abs(a[j][k] - a[j - 1][k]), std::abs(a[j][k] - a[j - 1][k - 1]));
                if (k > 1 && apart < best.uncertainty) best = {a[j][k], apart};
            }
        }
        return best;
    }

    // Two sizes of step must agree with each other before they say anything of a derivative.
    void differences(std::size_t i, vector_of<long double> const& at, setting const& base, double exact) {
        // Sines would turn many times in a step, and what is steep may be stepped over.
        for (long double x : at)
            if (std::abs(x) > 100) return;
        long double const size = std::max(1e-3L, std::abs(at[i]));
        long double const scale = 1e-7L * (1 + std::abs(static_cast<long double>(exact)));
        if (!(bounded_.error[i] * size < 1024)) return;
        // Rounding of the values must not be seen even with the smallest step.
        long double const smallest = size / 1024 / 64;
        if (!(function_error * std::numeric_limits<long double>::epsilon() * bounded_.value_error < scale * smallest))
            return;
        difference const wide = ridders(i, at, base, size / 64), narrow = ridders(i, at, base, size / 1024);
        if (!(wide.uncertainty < scale && narrow.uncertainty < scale)) return;
        if (!(std::abs(wide.value - narrow.value) < 4 * scale)) return;
        ++count_.differences;
        require(std::abs(narrow.value - exact) <= 16 * scale, partial_of(i) + "finite differences",
                static_cast<double>(narrow.value), exact);
    }

    void second_order() {
        auto const bound = by_bounded_dual_of_dual(p_, by_saving_all());
        if (!bound.moderate) return;
        ++count_.second_order;
        double const roundings = 8 + 4 * static_cast<double>(operations_);
        auto const compare = [&](char const* form, matrix_of<double> const& H) {
            for (std::size_t i = 0; i < inputs; ++i)
                for (std::size_t j = 0; j < inputs; ++j)
                    require(std::abs(H[i][j] - bound.number[i][j]) <= roundings * epsilon * bound.error[i][j],
                            "second " + partial_of(i * inputs + j) + form + " and by dual of dual", H[i][j],
                            bound.number[i][j]);
        };
        compare("tape of duals", hessian_by_tape(p_, by_policies()));
        setting nested = by_policies();
        nested.own_tapes = true;
        compare("nested tapes", by_nested_tapes(p_, nested));
    }

    program const& p_;
    tally& count_;
    double value_ = 0;
    std::uint64_t operations_ = 0, choices_ = 0;
    bounded bounded_;
    first_order<double> tape_;
    bool alias_ = false;
};

}  // namespace

std::string tally::text() const {
    std::ostringstream out;
    out << programs << " programs (" << not_finite << " with numbers that are not moderate), " << operations
        << " operations; compared: " << bit_for_bit << " gradients bit for bit, " << aliases
        << " not, because of copies, " << within_bounds << " within error bounds, " << statuses << " statuses, "
        << own_tapes << " answers of tapes of the code's own, " << long_doubles << " partials with long double, "
        << differences << " with differences, " << second_order << " Hessians";
    return out.str();
}

std::string mismatch(program const& p, tally& count) {
    try {
        comparison(p, count).run();
        return {};
    } catch (disagreement const& d) {
        return d.what;
    } catch (std::exception const& e) {
        return std::string("thrown: ") + e.what();
    }
}

}  // namespace random_programs
