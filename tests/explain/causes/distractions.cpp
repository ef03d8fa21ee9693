// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// One mistake, and beside it what would be another: the answer must be the mistake.

#include <vector>

#include "explain/cause.hpp"

using namespace wengert;
using namespace causes;

CAUSE("a forgotten bias, and logging of everything") {
    variable weight{0.5, "weight"}, bias{0.25, "bias"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    double logged = value(bias) + weight.value();
    real const out = tanh(weight * 2.0);
    {
        auto const pause = tape.stop_recording();
        logged += value(out + bias);
    }
    real const loss = square(out - 1.0);
    static_cast<void>(logged);
    asked{explain(tape, loss, bias), tape.gradient(loss, bias)}.is_missing(
        {clue::never_used, clue::number_taken, clue::computed_while_paused}, {"'bias'"});
}

CAUSE("a forgotten bias, and data that are assigned to a variable") {
    std::vector<double> const data{1.0, 2.0, 4.0};
    variable input{0.0, "input"}, weight{0.5, "weight"}, bias{0.25, "bias"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real loss = 0.0;
    for (double const d : data) {
        input.assign(d);
        loss += square(weight * input - 1.0);
    }
    asked{explain(tape, loss, bias), tape.gradient(loss, bias)}.is_missing(clue::never_used, {"'bias'"});
    asked{explain(tape, loss, weight), tape.gradient(loss, weight)}.is(2.0 * (-0.5 * 1.0 + 0.0 * 2.0 + 1.0 * 4.0));
}

CAUSE("a forgotten bias, and a loop without a step that does not matter") {
    variable x{2.0, "x"}, bias{0.25, "bias"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const aside = for_loop(0, real(2.0), [](auto const& s) { return s * 2.0; });
    real const loss = square(x - 1.0);
    static_cast<void>(aside);
    asked{explain(tape, loss, bias), tape.gradient(loss, bias)}.is_missing(clue::never_used, {"'bias'"});
}

CAUSE("a forgotten bias, and a cond that does not lead to the target") {
    variable x{2.0, "x"}, bias{0.25, "bias"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const aside = cond(value(x) > 1.0, [&] { return x * 2.0; }, [&] { return bias * 2.0; });
    real const loss = square(x - 1.0);
    static_cast<void>(aside);
    asked{explain(tape, loss, bias), tape.gradient(loss, bias)}.is_missing(clue::never_used, {"'bias'"});
}

CAUSE("a number that happens to be the gradient of before") {
    variable x{3.0, "x"}, scale{7.0, "scale"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const first = x * 2.0;
    asked{explain(tape, first, x), tape.gradient(first, x)}.is(2.0);
    real const second = x * x * 2.0;  // should read scale
    asked{explain(tape, second, scale), tape.gradient(second, scale)}.is_missing(clue::never_used, {"'scale'"});
}

CAUSE("an infinite derivative, and a value that is not a number elsewhere") {
    variable x{0.0, "x"}, y{-1.0, "y"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const aside = log(y);
    real const side = sqrt(x);  // HERE
    static_cast<void>(aside);
    asked{explain(tape, side, x), tape.gradient(side, x)}.is_non_finite(clue::infinite_partial, {"sqrt"});
}

CAUSE("the logarithm of another variable is not a number") {
    variable x{2.0, "x"}, y{-1.0, "y"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const factor = log(y);  // HERE
    real const z = x * factor;
    asked{explain(tape, z, x), tape.gradient(z, x)}.is_non_finite(clue::value_not_finite, {"log", "-1"});
}

CAUSE("stop_gradient on the only path, and a floor beside it") {
    variable x{1.5, "x"}, y{2.5, "y"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const baseline = stop_gradient(x * x);  // HERE
    real const steps = floor(y);
    real const z = baseline * y + steps;
    asked{explain(tape, z, x), tape.gradient(z, x)}.is_missing(clue::stopped, {"'x'"});
    asked{explain(tape, z, y), tape.gradient(z, y)}.is(2.25);
}

CAUSE("a dead relu behind one that lives") {
    variable a{2.0, "a"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const living = relu(a - 1.0);
    real const dead = relu(living - 3.0);  // HERE
    real const loss = square(dead - 1.0) + abs(dead - 2.0);
    asked{explain(tape, loss, a), tape.gradient(loss, a)}.is_zero(clue::saturated, {"relu", "-2"});
}
