// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Target and source are on the tape, and no derivative flows from one to the other.

#include <array>
#include <vector>

#include "explain/cause.hpp"

using namespace wengert;
using namespace causes;

CAUSE("a bias that is watched and never read") {
    variable weight{0.5, "weight"}, bias{0.1, "bias"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    tape.watch(bias);
    real const out = tanh(weight * 2.0);
    real const loss = square(out - 1.0);
    asked{explain(tape, loss, bias), tape.gradient(loss, bias)}.is_missing(clue::never_used, {"'bias'"});
}

CAUSE("a variable that the computation does not read") {
    variable a{1.0, "a"}, b{2.0, "b"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const z = a * a + 2.0 * a;
    asked{explain(tape, z, b), tape.gradient(z, b)}.is_missing(clue::never_used, {"'b'"});
}

CAUSE("a variable that is read once more to ask by it") {
    variable a{1.0, "a"}, b{2.0, "b"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const z = a * b;
    asked{explain(tape, z, b.read()), tape.gradient(z, b.read())}.is_missing(clue::another_read, {"'b'"});
}

CAUSE("the hidden layer is computed, and the output reads the input") {
    variable w1{0.3, "w1"}, w2{-0.8, "w2"}, input{1.5, "input"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const hidden = tanh(w1 * input);  // HERE
    real const out = w2 * input;           // should read hidden
    real const loss = square(out - 0.5);
    asked{explain(tape, loss, w2), tape.gradient(loss, w2)}.is(-5.1);
    asked{explain(tape, loss, w1), tape.gradient(loss, w1)}.is_missing({clue::unused_result, clue::no_path},
                                                                       {"'w1'", "tanh"});
    static_cast<void>(hidden);
}

CAUSE("a labelled penalty that was not added") {
    variable x{1.5, "x"}, strength{0.1, "strength"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const misfit = label(square(x - 1.0), "misfit");
    real const penalty = label(strength * x * x, "penalty");  // HERE
    real const loss = label(misfit * 0.5, "loss");
    static_cast<void>(penalty);
    asked{explain(tape, loss, strength), tape.gradient(loss, strength)}.is_missing({clue::unused_result, clue::no_path},
                                                                                   {"'strength'", "penalty"});
}

CAUSE("target and source the wrong way round") {
    variable x{1.5, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const input = x.read();
    real const loss = label(input * input, "loss");
    asked{explain(tape, input, loss), tape.gradient(input, loss)}.is_missing(
        {clue::no_path, clue::unused_result, clue::never_used}, {"loss"});
}

CAUSE("a price rounded to cents") {
    variable price{1.2345, "price"}, amount{3.0, "amount"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const cents = round(100.0 * price);  // HERE
    real const total = cents * amount / 100.0;
    asked{explain(tape, total, amount), tape.gradient(total, amount)}.is(1.23);
    asked{explain(tape, total, price), tape.gradient(total, price)}.is_missing(clue::discrete, {"'price'", "round"});
}

CAUSE("two steps of quantisation in a function") {
    auto const quantised = [](auto const& x, double size) {
        return floor(x / size) * size;  // HERE
    };
    variable signal{0.73, "signal"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const coarse = quantised(signal.read(), 0.25);
    real const energy = square(coarse) + 1.0;
    asked{explain(tape, energy, signal), tape.gradient(energy, signal)}.is_missing(clue::discrete,
                                                                                   {"'signal'", "floor"});
}

CAUSE("the branch of cond that was not taken") {
    variable x{1.0, "x"}, y{2.0, "y"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const z = cond(y > 3.0, [&] { return x * y; }, [&] { return y * y; });  // HERE
    asked{explain(tape, z, y), tape.gradient(z, y)}.is(4.0);
    asked{explain(tape, z, x), tape.gradient(z, x)}.is_missing(clue::branch_not_taken, {"'x'", "cond"});
}

CAUSE("a material law chosen by switch_case") {
    variable young{2.1, "young"}, hardening{0.3, "hardening"}, strain{0.01, "strain"};
    std::size_t const phase = 0;
    gradient_tape tape{{.persistent = true, .explain = true}};
    auto const elastic = [&] { return young * strain; };
    auto const plastic = [&] { return young * strain + hardening * (strain - 0.005); };
    real const stress = switch_case(phase, elastic, plastic);  // HERE
    asked{explain(tape, stress, hardening), tape.gradient(stress, hardening)}.is_missing(
        clue::branch_not_taken, {"'hardening'", "switch_case"});
}

CAUSE("a threshold that only decides an if") {
    variable x{1.5, "x"}, threshold{1.0, "threshold"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real y = x * 0.5;
    if (x > threshold) y = y + 2.0;  // HERE
    asked{explain(tape, y, x), tape.gradient(y, x)}.is(0.5);
    asked{explain(tape, y, threshold), tape.gradient(y, threshold)}.is_missing(clue::predicate, {"'threshold'", ">"});
}

CAUSE("a threshold in the condition of select") {
    variable x{1.5, "x"}, limit{2.0, "limit"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const fee = select(x < limit, 0.1 * x, 0.05 * x);  // HERE
    asked{explain(tape, fee, limit), tape.gradient(fee, limit)}.is_missing(clue::predicate, {"'limit'", "<"});
}

CAUSE("a tolerance that stops an iteration") {
    variable a{2.0, "a"}, tolerance{1e-6, "tolerance"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real root = a;
    while (abs(root * root - a) > tolerance)  // HERE
        root = 0.5 * (root + a / root);
    asked{explain(tape, root, tolerance), tape.gradient(root, tolerance)}.is_missing(clue::predicate, {"'tolerance'"});
}

CAUSE("a loop without a step") {
    variable rate{0.5, "rate"}, start{1.0, "start"};
    std::vector<double> const measured;  // nobody has read the file
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const end = for_loop(measured.size(), start.read(),  // HERE
                              [&](auto const& s) { return s + 0.01 * rate * s; });
    real const loss = square(end - 2.0);
    asked{explain(tape, loss, start), tape.gradient(loss, start)}.is(-2.0);
    asked{explain(tape, loss, rate), tape.gradient(loss, rate)}.is_missing(clue::no_steps, {"'rate'", "for_loop"});
}

CAUSE("a sum over nothing") {
    variable x{2.0, "x"};
    std::vector<double> const none;
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const z = for_loop(none.size(), real(0.0),  // HERE
                            [&](auto const& s) { return s + x * 3.0; });
    asked{explain(tape, z, x), tape.gradient(z, x)}.is_missing(clue::no_steps, {"'x'", "for_loop"});
    real const scaled = 2.0 * z + 1.0;
    asked{explain(tape, scaled, x), tape.gradient(scaled, x)}.is_missing(clue::no_steps, {"'x'", "for_loop"});
}

CAUSE("a while_loop that never begins, from a plain number") {
    variable rate{2.0, "rate"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    auto const [z, trips] = while_loop(  // HERE
        real(1.0), [](auto const& v) { return v < 0.5; }, [&](auto const& v) { return v * rate; });
    asked{explain(tape, z, rate), tape.gradient(z, rate)}.is_missing(clue::no_steps, {"'rate'", "while_loop"});
    real const loss = square(z - static_cast<double>(trips));
    asked{explain(tape, loss, rate), tape.gradient(loss, rate)}.is_missing(clue::no_steps, {"'rate'", "while_loop"});
}

CAUSE("a loop without a step after a target of plain numbers") {
    variable x{2.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const data = 0.25, other = 3.0;
    real const z = data * other;  // HERE
    real const next = x * 2.0;
    static_cast<void>(for_loop(0, real(0.0), [&](auto const& s) { return s + next; }));
    asked{explain(tape, z, x), tape.gradient(z, x)}.is_missing(clue::target_constant, {"plain numbers"});
}

CAUSE("a while_loop whose condition is false from the beginning") {
    variable a{2.0, "a"}, damping{0.5, "damping"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const guess = 1.0 * a;
    auto const [x, trips] = while_loop(  // HERE
        guess, [](auto const& v) { return v > 10.0; }, [&](auto const& v) { return v - damping * (v - 1.0); });
    real const loss = square(x) + static_cast<double>(trips);
    asked{explain(tape, loss, damping), tape.gradient(loss, damping)}.is_missing(clue::no_steps,
                                                                                 {"'damping'", "while_loop"});
}
