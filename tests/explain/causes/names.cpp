// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The computation reads something else than what is asked for.

#include <array>
#include <vector>

#include "explain/cause.hpp"

using namespace wengert;
using namespace causes;

CAUSE("a step of descent in the scope of the tape renames the parameter") {
    real w = 0.5;
    gradient_tape tape{{.persistent = true, .explain = true}};
    tape.watch(w);
    real const loss = square(w * 2.0 - 3.0);
    w = w - 0.1 * *tape.gradient(loss, w);  // HERE
    asked{explain(tape, loss, w), tape.gradient(loss, w)}.is_missing(clue::renamed, {"copy"});
}

CAUSE("x = 2 * x") {
    gradient_tape tape{{.persistent = true, .explain = true}};
    real x = 2.0;
    tape.watch(x);
    real const y = x * x;
    x = 2 * x;  // HERE
    real const z = x + 1.0;
    asked{explain(tape, y, x), tape.gradient(y, x)}.is_missing(clue::renamed, {});
    asked{explain(tape, z, x), tape.gradient(z, x)}.is(1.0);
}

CAUSE("the parameter is set to its new number before the gradient is asked for") {
    real x = 2.0;
    gradient_tape tape{{.persistent = true, .explain = true}};
    tape.watch(x);  // HERE
    real const y = x * x;
    x = 5.0;  // HERE
    asked{explain(tape, y, x), tape.gradient(y, x)}.is_missing(clue::overwritten, {"plain number"});
}

namespace {

// A particle whose state is kept in variables, as in a framework.
struct particle {
    variable position{1.0, "position"}, speed{0.0, "speed"};

    void step(real const& stiffness, double dt) {
        real const force = -stiffness * position;
        speed.assign_add(dt * value(force));            // HERE
        position.assign(value(position + dt * speed));  // HERE
    }
};

}  // namespace

CAUSE("the state of a simulation is assigned to variables") {
    particle p;
    variable stiffness{2.0, "stiffness"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    for (int i = 0; i < 3; ++i) p.step(stiffness, 0.1);
    real const loss = square(p.position - 0.5);
    asked{explain(tape, loss, stiffness), tape.gradient(loss, stiffness)}.is_missing(
        {clue::assigned, clue::number_taken}, {"'stiffness'", "assign"});
}

CAUSE("an exponential average kept in a variable") {
    variable mean{0.0, "mean"}, gain{0.5, "gain"};
    std::vector<double> const data{1.0, 2.0, 4.0};
    gradient_tape tape{{.persistent = true, .explain = true}};
    for (double const d : data) {
        real const next = mean + gain * (d - mean);
        mean.assign(next.value());  // HERE
    }
    real const loss = square(mean - 3.0);
    asked{explain(tape, loss, gain), tape.gradient(loss, gain)}.is_missing(clue::assigned, {"'gain'", "'mean'"});
}

CAUSE("value() for a norm") {
    variable x{3.0, "x"}, y{4.0, "y"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const squares = x * x + 1.0;
    double const norm = sqrt(value(squares));  // HERE
    real const z = y / norm;
    asked{explain(tape, z, x), tape.gradient(z, x)}.is_missing(clue::number_taken, {"'x'", "value"});
}

CAUSE("value() of a whole expression for a norm") {
    variable x{3.0, "x"}, y{4.0, "y"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    double const norm = value(sqrt(x * x + y * y));  // HERE
    real const z = y / norm;
    asked{explain(tape, z, x), tape.gradient(z, x)}.is_missing(clue::number_taken, {"number of x was", "value()"});
    asked{explain(tape, z, y), tape.gradient(z, y)}.is(0.2);
}

CAUSE("an average kept in a variable, by value() of an expression") {
    variable mean{0.0, "mean"}, gain{0.5, "gain"};
    std::vector<double> const data{1.0, 2.0, 4.0};
    gradient_tape tape{{.persistent = true, .explain = true}};
    for (double const d : data) mean.assign(value(mean + gain * (d - mean)));  // HERE
    real const loss = square(mean - 3.0);
    asked{explain(tape, loss, gain), tape.gradient(loss, gain)}.is_missing(clue::assigned, {"'gain'", "'mean'"});
}

CAUSE("the same beside another statement that reads the source") {
    variable x{3.0, "x"}, q{1.0, "q"}, u{0.0, "u"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const logged = x * 0.5;
    u.assign(value(x * x + q));  // HERE
    real const z = u * 2.0;
    static_cast<void>(logged);
    asked{explain(tape, z, x), tape.gradient(z, x)}.is_missing(clue::assigned, {"'x'", "'u'"});
    asked{explain(tape, z, q), tape.gradient(z, q)}.is_missing(clue::assigned, {"'q'", "'u'"});
}

CAUSE("value() of an expression is the target") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const z = value(x * x);  // HERE
    asked{explain(tape, z, x), tape.gradient(z, x)}.is_missing(clue::number_taken, {"value()"});
}

CAUSE("the number of a variable, by the function value") {
    variable length{2.5, "length"}, stiffness{3.0, "stiffness"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    double const rest = 0.8 * value(length);  // HERE
    real const energy = 0.5 * stiffness * square(1.0 - rest);
    asked{explain(tape, energy, length), tape.gradient(energy, length)}.is_missing(clue::number_taken, {"'length'"});
}

CAUSE("the number of a variable, read by its member function") {
    variable temperature{300.0, "temperature"}, rate{1.0, "rate"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    double const kT = 8.617e-5 * temperature.value();  // HERE
    real const speed = rate * exp(-0.1 / kT);
    asked{explain(tape, speed, temperature), tape.gradient(speed, temperature)}.is_missing(clue::number_taken,
                                                                                           {"'temperature'"});
}

namespace {

// Keeps the last activation, as a double.
class cell {
public:
    real operator()(real const& x, real const& weight) {
        real const out = tanh(weight * x + 0.5 * last_);
        last_ = value(out);  // HERE
        return out;
    }

private:
    double last_ = 0.0;
};

}  // namespace

CAUSE("a recurrent cell that keeps a double") {
    variable first{0.3, "first"}, second{-0.2, "second"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    cell c;
    static_cast<void>(c(1.0, first));
    real const out = c(2.0, second);
    asked{explain(tape, out, second), tape.gradient(out, second)};
    asked{explain(tape, out, first), tape.gradient(out, first)}.is_missing({clue::number_taken, clue::unused_result},
                                                                           {"'first'"});
}

CAUSE("stop_gradient on the only path") {
    variable x{1.5, "x"}, y{2.0, "y"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const target = stop_gradient(x * 2.0 + 1.0);  // HERE
    real const loss = square(y - target);
    asked{explain(tape, loss, y), tape.gradient(loss, y)}.is(-4.0);
    asked{explain(tape, loss, x), tape.gradient(loss, x)}.is_missing(clue::stopped, {"'x'", "stop_gradient"});
}
