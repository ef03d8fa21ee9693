// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The tape does not follow what it is asked for.

#include <array>

#include "explain/cause.hpp"

using namespace wengert;
using namespace causes;

CAUSE("a rate that nobody told the tape to watch") {
    std::array<double, 3> const times{0.0, 1.0, 2.0}, counts{1.0, 1.6, 2.7};
    variable start{1.0, "start"};
    real const rate = 0.4;
    gradient_tape tape{{.persistent = true, .explain = true}};
    real loss = 0.0;
    for (std::size_t i = 0; i < times.size(); ++i) {
        real const predicted = start * exp(rate * times[i]);
        loss += square(predicted - counts[i]);
    }
    asked{explain(tape, loss, rate), tape.gradient(loss, rate)}.is_missing(clue::never_watched, {"watch"});
}

namespace {

template <class T>
struct line {
    T slope, offset;

    T operator()(double x) const { return slope * x + offset; }
};

}  // namespace

CAUSE("one of two parameters is watched") {
    line<real> model{2.0, 1.0};
    gradient_tape tape{{.persistent = true, .explain = true}};
    tape.watch(model.slope);
    real const loss = square(model(3.0) - 7.5);
    asked{explain(tape, loss, model.slope), tape.gradient(loss, model.slope)}.is(-3.0);
    asked{explain(tape, loss, model.offset), tape.gradient(loss, model.offset)}.is_missing(clue::never_watched,
                                                                                           {"watch"});
}

CAUSE("watched after it was used, and nothing else is on the tape") {
    real x = 3.0;
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const energy = 0.5 * x * x;  // HERE
    tape.watch(x);                    // HERE
    asked{explain(tape, energy, x), tape.gradient(energy, x)}.is_missing(clue::watched_late, {"watch"});
}

CAUSE("watched after it was used beside a parameter that was watched in time") {
    real mass = 2.0, speed = 3.0;
    gradient_tape tape{{.persistent = true, .explain = true}};
    tape.watch(mass);
    real const energy = 0.5 * mass * square(speed);  // HERE
    tape.watch(speed);                               // HERE
    asked{explain(tape, energy, speed), tape.gradient(energy, speed)}.is_missing(clue::watched_late, {"watch"});
}

CAUSE("a variable that is not trainable") {
    variable x{0.0, "x", trainable{false}}, y{1.0, "y"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const z = x * y;  // HERE
    asked{explain(tape, z, x), tape.gradient(z, x)}.is_missing(clue::not_trainable,
                                                               {"'x'", "trainable{true}", "tape.watch(x)"});
}

namespace {

class dense {
public:
    dense(double w, double b) : weight_(w, "weight"), bias_(b, "bias", trainable{false}) {}

    real operator()(real const& x) const {
        return tanh(weight_ * x + bias_);  // HERE
    }
    [[nodiscard]] variable const& bias() const { return bias_; }

private:
    variable weight_, bias_;
};

}  // namespace

CAUSE("a layer whose bias is frozen") {
    dense const layer(0.7, 0.1);
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const loss = square(layer(1.5) - 0.3);
    asked{explain(tape, loss, layer.bias()), tape.gradient(loss, layer.bias())}.is_missing(clue::not_trainable,
                                                                                           {"'bias'"});
}

CAUSE("a tape that watches only what it is told to") {
    variable a{1.5, "a"}, b{-0.5, "b"};
    gradient_tape tape{{.persistent = true, .watch_accessed_variables = false, .explain = true}};
    tape.watch(a);
    real fit = a * 2.0;
    fit += b;  // HERE
    real const loss = square(fit - 1.0);
    asked{explain(tape, loss, a), tape.gradient(loss, a)}.is(6.0);
    asked{explain(tape, loss, b), tape.gradient(loss, b)}.is_missing(
        clue::watching_off, {"'b'", "tape.watch(b)", "watch_accessed_variables"});
}
