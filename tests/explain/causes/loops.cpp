// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The same in the control flow that the tape knows of: the answer names the step.

#include <array>
#include <string>
#include <utility>

#include "explain/cause.hpp"

using namespace wengert;
using namespace causes;

namespace {

// A number that comes down by 1 at every step, and the sum of its roots.
void countdown(loop_policy const& policy) {
    variable start{3.0, "start"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    std::array<real, 2> const begin{start, 0.0};
    auto const end = for_loop(
        6, begin,
        []<class T>(std::array<T, 2> const& s) {
            T const root = sqrt(abs(s[0]));  // HERE
            return std::array<T, 2>{s[0] - 1.0, s[1] + root};
        },
        policy);
    asked{explain(tape, end[1], start), tape.gradient(end[1], start)}
        .is_non_finite(clue::zero_times_infinity, {"sqrt", "abs"})
        .at("step 3 of for_loop");
}

}  // namespace

CAUSE("a root of 0 at step 3, under every policy") {
    countdown(save_all());
    countdown(checkpoints(1));
    countdown(checkpoints(3));
    countdown(memory(1u << 20));
}

CAUSE("a square that overflows at step 8 of while_loop") {
    variable x{10.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    auto const [end, trips] = while_loop(  // HERE
        x.read(), [](auto const& v) { return isfinite(value(v)); },
        [](auto const& v) {
            return v * v;  // HERE
        },
        checkpoints(3));
    real const loss = end + static_cast<double>(trips);
    asked{explain(tape, loss, x), tape.gradient(loss, x)}
        .is_non_finite(clue::value_not_finite, {"*", "1e+256"})
        .at("step 8 of while_loop");
}

CAUSE("a gradient of 0 because of an overflow before it") {
    variable x{10.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real big = x;
    for (int i = 0; i < 9; ++i) big = big * big;  // HERE
    real const loss = log(big);
    asked{explain(tape, loss, x), tape.gradient(loss, x)}.is_zero({clue::value_not_finite}, {"*", "inf"});
}

CAUSE("a scan that quantises what it puts out") {
    variable gain{0.7, "gain"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    auto const [end, all] = scan(
        4, real(1.0),
        [&]<class T>(T const& s, std::size_t) {
            T const next = s * 0.9;
            T const level = round(10.0 * gain * next);  // HERE
            return std::pair{next, level};
        },
        checkpoints(2));
    real loss = 0.0;
    for (real const& y : all) loss += square(y - 5.0);
    asked{explain(tape, loss, gain), tape.gradient(loss, gain)}
        .is_missing(clue::discrete, {"'gain'", "round"})
        .at("scan");
    asked{explain(tape, end, gain), tape.gradient(end, gain)};
}

CAUSE("the state of a recurrent network saturates") {
    variable weight{40.0, "weight"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const hidden = for_loop(
        3, real(1.0),
        [&]<class T>(T const& h, std::size_t) {
            T const score = weight * h;
            return T(tanh(score));  // HERE
        },
        checkpoints(1));
    real const loss = square(hidden - 0.5);
    asked{explain(tape, loss, weight), tape.gradient(loss, weight)}
        .is_zero(clue::saturated, {"tanh", "40"})
        .at("of for_loop");
}

CAUSE("a body that takes a number out") {
    variable rate{0.5, "rate"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const size = for_loop(4, real(1.0), [&]<class T>(T const& s) {
        double const growth = rate.value();  // HERE
        return T(s + 0.1 * growth * s);
    });
    asked{explain(tape, size, rate), tape.gradient(size, rate)}.is_missing(clue::number_taken, {"'rate'"});
}

CAUSE("floor in a branch of cond in a loop") {
    variable x{2.6, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const end = for_loop(3, x * 1.0, []<class T>(T const& s, std::size_t i) {
        return cond(
            i == 1,
            [&] {
                return T(floor(s));  // HERE
            },
            [&] { return T(s + 0.5); });
    });
    asked{explain(tape, end, x), tape.gradient(end, x)}
        .is_missing(clue::discrete, {"'x'", "floor"})
        .at("step 1 of for_loop");
}

CAUSE("a loop in a loop") {
    variable x{-1.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const end = for_loop(
        3, x * 1.0,
        []<class T>(T const& s, std::size_t i) {
            return for_loop(2, s, [i]<class U>(U const& v, std::size_t j) {
                if (i == 2 && j == 1) return U(relu(v));  // HERE
                return U(v * 0.5);
            });
        },
        checkpoints(2));
    real const loss = square(end + 1.0);
    asked{explain(tape, loss, x), tape.gradient(loss, x)}
        .is_zero(clue::saturated, {"relu"})
        .at("step 1 of for_loop, in step 2 of for_loop");
}

CAUSE("stop_gradient inside of a checkpoint") {
    variable x{0.5, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const y = checkpoint(
        [](auto const& v) {
            return exp(stop_gradient(v) * 2.0);  // HERE
        },
        x);
    real const loss = square(y);
    asked{explain(tape, loss, x), tape.gradient(loss, x)}
        .is_missing(clue::stopped, {"'x'", "stop_gradient"})
        .at("checkpoint");
}

CAUSE("a division by 0 inside of a checkpoint") {
    variable x{1.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const y = checkpoint(  // HERE
        [](auto const& v) {
            return 1.0 / (v - 1.0);  // HERE
        },
        x);
    asked{explain(tape, y, x), tape.gradient(y, x)}
        .is_non_finite({clue::value_not_finite, clue::infinite_partial}, {"/", "0"})
        .at("checkpoint");
}

CAUSE("Newton's iteration does not converge") {
    variable a{-2.0, "a"};
    gradient_tape tape{{.explain = true}};
    throws<iteration_limit>(
        [&] {
            auto const [root, trips] = while_loop(  // HERE
                real(1.0), [&](auto const& x) { return abs(x * x - a) > 1e-9; },
                [&](auto const& x) { return 0.5 * (x + a / x); }, checkpoints(2).max_iterations(50));
            static_cast<void>(tape.gradient(root * static_cast<double>(trips), a));
        },
        {"while_loop", "50"});
}

CAUSE("noise from a generator that the body does not own") {
    variable x{1.0, "x"};
    unsigned seed = 1;
    gradient_tape tape;
    real const end = for_loop(  // HERE
        20, x.read(),
        [&](auto const& s) {
            seed = 1103515245u * seed + 12345u;
            double const noise = 1e-3 * static_cast<double>(seed >> 16 & 1023u);
            return s + 0.01 * s * noise + noise;
        },
        checkpoints(3));
    throws<not_reproducible>([&] { static_cast<void>(tape.gradient(end, x)); }, {"for_loop", "Step"});
}

CAUSE("a checkpoint whose function counts its calls") {
    variable x{1.0, "x"};
    int calls = 0;
    gradient_tape tape;
    real const y = checkpoint([&](auto const& v) { return sin(v) * static_cast<double>(++calls); }, x);  // HERE
    throws<not_reproducible>([&] { static_cast<void>(tape.gradient(y * y, x)); }, {"checkpoint"});
}
