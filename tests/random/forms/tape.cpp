// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <optional>

#include "random/forms.hpp"

using namespace wengert;

namespace random_programs {

first_order<double> by_tape(program const& p, setting& how) {
    auto const [y, g] = value_and_gradient<with::tape>(function{&p, &how}, p.at);
    return {y, g};
}

first_order<double> by_forward_sweep(program const& p, setting how) {
    how.by_value = true;
    tape<double> list;
    vector_of<real> x;
    for (std::size_t i = 0; i < inputs; ++i) x[i] = list.input(p.at[i]);
    real const y = [&] {
        recording<double> const open(list);
        return machine<real>(how, x).run(p);
    }();
    first_order<double> result{.value = y.value(), .gradient = {}};
    for (std::size_t i = 0; i < inputs; ++i) {
        adjoints<double> sweep(list);
        sweep.seed(x[i]) = 1;
        sweep.forward(list);
        result.gradient[i] = sweep[y];
    }
    return result;
}

double by_own_tapes(program const& p, setting& how) {
    vector_of<real> x;
    for (std::size_t i = 0; i < inputs; ++i) x[i] = p.at[i];
    gradient_tape around;  // so that they are on one list
    auto const paused = around.stop_recording();
    return machine<real>(how, x).run(p).value();
}

static std::optional<gradient_tape> beside(setting const& how) {
    std::optional<gradient_tape> another;
    if (how.beside_another) another.emplace();
    return another;
}

with_status by_gradient_tape(program const& p, setting& how, gradient_tape_options const& options) {
    how.by_value = true;
    vector_of<real> x;
    for (std::size_t i = 0; i < inputs; ++i) x[i] = p.at[i];
    gradient_tape tape{options};
    tape.watch(x);
    how.around = {&tape};
    real const y = machine<real>(how, x).run(p);
    auto const another = beside(how);
    return {y.value(), tape.gradient(y, x)};
}

with_status by_variables(program const& p, setting& how, gradient_tape_options const& options) {
    how.by_value = true;
    variables x{variable{p.at[0]}, variable{p.at[1]}, variable{p.at[2]}, variable{p.at[3]}};
    gradient_tape tape{options};
    how.around = {&tape};
    real const y = machine<real>(how, x).run(p);
    auto const another = beside(how);
    auto const [a, b, c, d] = tape.gradient(y, x[0], x[1], x[2], x[3]);
    return {y.value(), {a, b, c, d}};
}

matrix_of<double> by_nested_tapes(program const& p, setting how) {
    how.by_value = true;
    matrix_of<double> H{};
    vector_of<real> x;
    for (std::size_t i = 0; i < inputs; ++i) x[i] = p.at[i];
    gradient_tape outer{{.persistent = true}};
    outer.watch(x);
    auto const slopes = [&] {
        gradient_tape inner;
        inner.watch(x);
        how.around = {&outer, &inner};
        real const y = machine<real>(how, x).run(p);
        return inner.gradient(y, x);
    }();
    for (std::size_t i = 0; i < inputs; ++i) {
        if (!slopes[i].has_value()) continue;
        auto const row = outer.gradient(slopes[i].recorded(), x);
        for (std::size_t j = 0; j < inputs; ++j) H[i][j] = row[j].value_or(0.0);
    }
    return H;
}

}  // namespace random_programs
