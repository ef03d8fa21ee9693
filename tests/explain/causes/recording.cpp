// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The tape did not record then, or it was another tape.

#include <future>
#include <thread>
#include <vector>

#include "explain/cause.hpp"

using namespace wengert;
using namespace causes;

CAUSE("the loss is computed, then the tape is opened") {
    variable w{0.5, "w"};
    real const loss = square(w * 3.0 - 1.0);  // HERE
    gradient_tape tape{{.persistent = true, .explain = true}};
    asked{explain(tape, loss, w), tape.gradient(loss, w)}.is_missing(clue::computed_before, {"tape"});
}

CAUSE("a norm that was computed before the tape") {
    variable x{3.0, "x"}, y{4.0, "y"};
    real const norm = hypot(x, y);  // HERE
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const z = y / norm;
    asked{explain(tape, z, x), tape.gradient(z, x)}.is_missing(clue::computed_before, {"'x'"});
}

CAUSE("computed in a pause") {
    variable x{1.5, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real y = x * x;
    {
        auto const pause = tape.stop_recording();
        y = y + sin(x);  // HERE
    }
    asked{explain(tape, y, x), tape.gradient(y, x)}.is_missing(clue::computed_while_paused, {"stop_recording"});
}

CAUSE("a pause for logging that lasts to the end of the function") {
    variable x{1.5, "x"}, y{0.5, "y"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    auto const pause = tape.stop_recording();
    double const logged = x.value();
    real const loss = square(x - logged + y);  // HERE
    asked{explain(tape, loss, x), tape.gradient(loss, x)}.is_missing(clue::computed_while_paused, {"stop_recording"});
}

CAUSE("a part is computed in a pause and used after it") {
    variable x{2.0, "x"}, y{5.0, "y"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real scale;
    {
        auto const pause = tape.stop_recording();
        scale = sqrt(x);  // HERE
    }
    real const z = y * scale;
    asked{explain(tape, z, y), tape.gradient(z, y)}.is(1.4142135623730951);
    asked{explain(tape, z, x), tape.gradient(z, x)}.is_missing(clue::computed_while_paused, {"'x'"});
}

CAUSE("a second loss after gradient() has ended the recording") {
    variable x{2.0, "x"};
    gradient_tape tape{{.explain = true}};
    real const first = x * x;
    double const slope = *tape.gradient(first, x);
    real const second = x * x * x - slope;  // HERE
    asked{explain(tape, second, x)}.is_missing(clue::computed_after, {"persistent"});
}

CAUSE("a penalty that is a plain number") {
    variable x{2.0, "x"};
    std::vector<double> const weights{1.0, -2.0};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real penalty = 0.0;
    for (double const w : weights) penalty += 0.01 * square(w);  // HERE
    asked{explain(tape, penalty, x), tape.gradient(penalty, x)}.is_missing({clue::target_constant, clue::never_used},
                                                                           {"number"});
}

CAUSE("two gradients from a tape that gives one") {
    variable x{2.0, "x"}, y{3.0, "y"};
    gradient_tape tape{{.explain = true}};
    real const z = x * y;
    double const dx = *tape.gradient(z, x);  // HERE
    throws<tape_consumed>(
        [&] {
            double const dy = *tape.gradient(z, y) + dx;  // HERE
            y.assign(dy);
        },
        {"persistent = true"});
}

CAUSE("the loss is from before reset()") {
    real x = 2.0;
    gradient_tape tape{{.persistent = true, .explain = true}};
    tape.watch(x);
    real const loss = x * x;  // HERE
    tape.reset();             // HERE
    asked{explain(tape, loss, x), tape.gradient(loss, x)}.is_missing(clue::tape_reset, {"reset"});
}

CAUSE("a parameter is watched once, and the tape is reset every epoch") {
    real w = 0.5;
    gradient_tape tape{{.persistent = true, .explain = true}};
    tape.watch(w);
    throws<wrong_recording>(
        [&] {
            for (int epoch = 0; epoch < 3; ++epoch) {
                real const loss = square(w * 2.0 - 3.0);  // HERE
                static_cast<void>(tape.gradient(loss, w));
                tape.reset();
            }
        },
        {"reset", "watch"});
}

namespace {

real shared_factor(double at) {
    gradient_tape tape;
    variable k{at, "k"};
    return exp(k) * 2.0;
}

}  // namespace

CAUSE("a value of a tape that has ended") {
    real const factor = shared_factor(0.5);
    variable x{1.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const y = x * 2.0;
    asked{explain(tape, factor, x), tape.gradient(factor, x)}.is_missing(clue::outlived, {"ended"});
    asked{explain(tape, y, factor), tape.gradient(y, factor)}.is_missing(clue::outlived, {"ended"});
}

CAUSE("a value of a tape that has ended, in a computation") {
    real const factor = shared_factor(0.5);
    variable x{1.0, "x"};
    gradient_tape tape{{.explain = true}};
    throws<wrong_recording>(
        [&] {
            real const y = x * factor;  // HERE
            static_cast<void>(tape.gradient(y, x));
        },
        {"ended", "value("});
}

CAUSE("a value that escaped from a driver") {
    real kept;
    auto const [y, pull] = vjp(
        [&](auto const& v) {
            kept = v * v;
            return sin(v);
        },
        1.0);
    variable x{y, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const z = x * x;
    asked{explain(tape, z, kept), tape.gradient(z, kept)}.is_missing({clue::other_tape, clue::outlived}, {"tape"});
}

CAUSE("a value of another tape that is still open") {
    tape<double> list;
    real other;
    {
        recording<double> const open(list);
        other = list.input(2.0) * 3.0;
    }
    variable x{1.0, "x"};
    gradient_tape mine{{.persistent = true, .explain = true}};
    real const y = x * x;
    asked{explain(mine, other, x), mine.gradient(other, x)}.is_missing(clue::other_tape, {"another tape"});
    asked{explain(mine, y, other), mine.gradient(y, other)}.is_missing(clue::other_tape, {"another tape"});
}

CAUSE("the loss was computed by a worker thread") {
    real loss;
    std::promise<void> computed, asked_for;
    std::thread worker([&] {
        variable x{2.0, "x"};
        gradient_tape tape{{.explain = true}};
        loss = x * x;
        computed.set_value();
        asked_for.get_future().wait();  // the tape is there as long as this thread
    });
    computed.get_future().wait();
    variable x{2.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const own = x + 1.0;
    report const r = explain(tape, loss, x);
    auto const g = tape.gradient(loss, x);
    asked_for.set_value();
    worker.join();
    asked{r, g}.is_missing(clue::other_thread, {"thread"});
    asked{explain(tape, own, x), tape.gradient(own, x)}.is(1.0);
}

CAUSE("a step along the slope of an inner tape") {
    variable x{3.0, "x"}, y{2.0, "y"};
    gradient_tape outer{{.persistent = true, .explain = true}};
    real const start = y * 1.0;
    double slope = 0.0;
    {
        gradient_tape inner;
        real const energy = x * x * x;
        slope = *inner.gradient(energy, x);  // HERE
    }
    real const end = start - slope;
    asked{explain(outer, end, y), outer.gradient(end, y)}.is(1.0);
    asked{explain(outer, end, x), outer.gradient(end, x)}.is_missing(clue::inner_tape, {"recorded()"});
}

CAUSE("a penalty on the slope, by the number of an inner gradient") {
    variable x{3.0, "x"};
    gradient_tape outer{{.persistent = true, .explain = true}};
    real slope;
    {
        gradient_tape inner;
        real const y = x * x * x;
        slope = *inner.gradient(y, x);  // HERE
    }
    real const penalty = square(slope);  // HERE
    asked{explain(outer, penalty, x), outer.gradient(penalty, x)}.is_missing({clue::inner_tape, clue::target_constant},
                                                                             {"number"});
}
