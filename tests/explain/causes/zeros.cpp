// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// A path exists, and the derivative along it is exactly 0; and what is to be known beside a number.

#include <array>
#include <vector>

#include "explain/cause.hpp"

using namespace wengert;
using namespace causes;

CAUSE("a dead relu") {
    variable weight{-0.5, "weight"}, bias{0.0, "bias"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const before = weight * 2.0 + bias;
    real const after = relu(before);  // HERE
    real const loss = square(after - 1.0);
    asked{explain(tape, loss, weight), tape.gradient(loss, weight)}.is_zero(clue::saturated, {"relu", "-1"});
}

CAUSE("clamped from both sides") {
    variable gain{3.0, "gain"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const voltage = clamp(gain * 2.0, -5.0, 5.0);  // HERE
    real const power = square(voltage) / 50.0;
    asked{explain(tape, power, gain), tape.gradient(power, gain)}.is_zero(clue::saturated, {"clamp", "6"});
}

CAUSE("tanh of a thousand") {
    variable w{20.0, "w"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const out = tanh(w * 50.0);  // HERE
    real const loss = square(out - 0.5);
    asked{explain(tape, loss, w), tape.gradient(loss, w)}.is_zero(clue::saturated, {"tanh", "1000"});
}

CAUSE("a sigmoid whose score is not normalised") {
    variable score{-900.0, "score"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const p = sigmoid(score);  // HERE
    real const loss = square(p - 1.0);
    asked{explain(tape, loss, score), tape.gradient(loss, score)}.is_zero({clue::saturated, clue::underflow},
                                                                          {"sigmoid", "-900"});
}

CAUSE("a weight of zero") {
    variable x{1.5, "x"};
    double const share = 0.0;  // from a configuration
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const z = x * share;  // HERE
    asked{explain(tape, z, x), tape.gradient(z, x)}.is_zero(clue::saturated, {"*", "0"});
}

CAUSE("a residual that is zero") {
    variable x{2.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const residual = x - 2.0;
    real const loss = square(residual);  // HERE
    asked{explain(tape, loss, x), tape.gradient(loss, x)}.is_zero(clue::saturated, {"square", "0"});
}

CAUSE("the other side of a select") {
    variable x{-1.0, "x"}, y{2.0, "y"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const guarded = select(x > 0.0, y * x, y * 0.5);
    real const left = sqrt(y);
    real const right = exp(x);
    real const z = select(y > 1.0, left, right);  // HERE
    asked{explain(tape, guarded, y), tape.gradient(guarded, y)}.is(0.5);
    asked{explain(tape, z, x), tape.gradient(z, x)}.is_zero(clue::masked, {"select"});
}

CAUSE("the smaller of two in max") {
    variable a{1.0, "a"}, b{2.0, "b"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const worst = max(a, b);  // HERE
    real const loss = worst * 3.0;
    asked{explain(tape, loss, a), tape.gradient(loss, a)}.is_zero({clue::saturated, clue::masked}, {"max", "1", "2"});
}

CAUSE("the product of two small numbers") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const small = x * 1e-200;  // HERE
    real const smaller = small * 1e-200;
    asked{explain(tape, smaller, x), tape.gradient(smaller, x)}.is_zero(clue::underflow, {"1e-200"});
}

CAUSE("a likelihood that is a product over the data") {
    std::vector<double> data;
    for (int i = 0; i < 400; ++i) data.push_back(0.01 * i);
    variable mean{1.0, "mean"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real likelihood = 1.0;
    for (double const d : data) likelihood = likelihood * (0.1 * exp(-0.5 * square(d - mean)));
    asked{explain(tape, likelihood, mean), tape.gradient(likelihood, mean)}.is_zero({clue::underflow, clue::saturated},
                                                                                    {"0"});
}

CAUSE("the difference of a number and itself") {
    variable x{1.5, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const truth = x * x;
    real const model = x * x;
    real const error = model - truth;  // HERE
    asked{explain(tape, error, x), tape.gradient(error, x)}.is_zero(clue::cancelled, {"'x'"});
}

CAUSE("shares that add up to one") {
    variable a{0.0, "a"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const first = 0.5 + a;
    real const second = 0.5 - a;
    real const total = first + second;  // HERE
    asked{explain(tape, total, a), tape.gradient(total, a)}.is_zero(clue::cancelled, {"'a'"});
}

CAUSE("abs at 0, where the derivative is a convention") {
    variable x{2.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const off = x - 2.0;
    real const loss = abs(off) + 0.5 * x;  // NOTE
    asked{explain(tape, loss, x), tape.gradient(loss, x)}.is(0.5).with_note(clue::kink, {"abs", "0"});
}

CAUSE("a tie in max") {
    variable a{2.0, "a"}, b{2.0, "b"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const worst = max(a, b);  // NOTE
    asked{explain(tape, worst, a), tape.gradient(worst, a)}.is(0.5).with_note(clue::kink, {"max", "half"});
}

CAUSE("relu at 0, which is where the weights start") {
    variable w{0.0, "w"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const hidden = relu(w * 2.0);  // HERE
    real const loss = square(hidden - 1.0);
    asked{explain(tape, loss, w), tape.gradient(loss, w)}.is_zero({clue::kink, clue::saturated}, {"relu", "0"});
}

CAUSE("a target of several numbers is summed") {
    variable x{2.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    std::vector<real> const outputs{real(x * x), real(3.0 * x), real(sin(x))};
    asked{explain(tape, outputs, x), tape.gradient(outputs, x)}
        .is(7.0 - 0.4161468365471424)
        .with_note(clue::summed, {"3", "jacobian"});
}
