// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The derivative is NaN or infinite.

#include <array>
#include <vector>

#include "explain/cause.hpp"

using namespace wengert;
using namespace causes;

CAUSE("log of 0") {
    variable x{1.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const loss = log(abs(1 - x));  // HERE
    asked{explain(tape, loss, x), tape.gradient(loss, x)}.is_non_finite(
        {clue::zero_times_infinity, clue::value_not_finite}, {"0·∞", "log", "abs"});
}

CAUSE("the length of a vector of zeros") {
    std::array<variable, 2> velocity{variable{0.0, "vx"}, variable{0.0, "vy"}};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real squares = 0.0;
    for (auto const& v : velocity) squares += square(v);  // HERE
    real const speed = sqrt(squares);                     // HERE
    asked{explain(tape, speed, velocity[0]), tape.gradient(speed, velocity[0])}.is_non_finite(clue::zero_times_infinity,
                                                                                              {"0·∞", "vx"});
}

CAUSE("the distance of two infinite slopes") {
    variable x{0.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const shared = 2.0 * x;        // HERE
    real const a = sqrt(shared);        // HERE
    real const b = 3.0 * sqrt(shared);  // HERE
    real const loss = a - b;
    asked{explain(tape, loss, x), tape.gradient(loss, x)}.is_non_finite(clue::infinity_minus_infinity, {"∞", "sqrt"});
}

CAUSE("the square root of 0") {
    variable area{0.0, "area"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const side = sqrt(area);  // HERE
    real const around = 4.0 * side;
    asked{explain(tape, around, area), tape.gradient(around, area)}.is_non_finite(clue::infinite_partial,
                                                                                  {"sqrt", "area", "0"});
}

CAUSE("a pole") {
    variable x{1.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const y = 1.0 / (x - 1.0);  // HERE
    asked{explain(tape, y, x), tape.gradient(y, x)}.is_non_finite({clue::value_not_finite, clue::infinite_partial},
                                                                  {"/", "0"});
}

CAUSE("a pole in a formula of one line") {
    variable m{0.5, "m"}, r{0.0, "r"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const potential = -2.0 * m / (3.0 * r) + 0.5 * m * 4.0;  // HERE
    asked{explain(tape, potential, m), tape.gradient(potential, m)}.is_non_finite(
        {clue::value_not_finite, clue::infinite_partial}, {"/", "0"});
}

CAUSE("the exponent of a negative number") {
    variable base{-2.0, "base"}, exponent{2.0, "exponent"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const power = pow(base, exponent);  // HERE
    real const loss = square(power - 3.0);
    asked{explain(tape, loss, exponent), tape.gradient(loss, exponent)}.is_non_finite(clue::undefined_partial,
                                                                                      {"pow", "-2"});
}

CAUSE("the logarithm of a negative number, long before the loss") {
    variable x{-0.5, "x"}, w{2.0, "w"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const feature = log(x + 0.1);  // HERE
    real hidden = feature * w;
    for (int i = 0; i < 3; ++i) hidden = tanh(hidden);
    real const loss = square(hidden - 1.0);
    asked{explain(tape, loss, w), tape.gradient(loss, w)}.is_non_finite(clue::value_not_finite, {"log", "-0.4"});
    asked{explain(tape, loss, x), tape.gradient(loss, x)}.is_non_finite(clue::value_not_finite, {"log", "-0.4"});
}

CAUSE("a softmax that overflows") {
    std::array<variable, 3> const scores{variable{1.0, "s0"}, variable{2.0, "s1"}, variable{1000.0, "s2"}};
    gradient_tape tape{{.persistent = true, .explain = true}};
    std::array<real, 3> e;
    for (std::size_t i = 0; i < 3; ++i) e[i] = exp(scores[i]);  // HERE
    real const p = e[2] / (e[0] + e[1] + e[2]);
    real const loss = -log(p);
    asked{explain(tape, loss, scores[2]), tape.gradient(loss, scores[2])}.is_non_finite(clue::value_not_finite,
                                                                                        {"exp", "1000"});
}

CAUSE("the mean of no data") {
    variable scale{2.0, "scale"};
    std::vector<double> const data;
    gradient_tape tape{{.persistent = true, .explain = true}};
    real sum = 0.0 * scale;  // HERE
    for (double const d : data) sum += scale * d;
    real const mean = sum / static_cast<double>(data.size());  // HERE
    asked{explain(tape, mean, scale), tape.gradient(mean, scale)}.is_non_finite(
        {clue::value_not_finite, clue::zero_times_infinity, clue::undefined_partial}, {"/", "0"});
}

CAUSE("a guard by multiplication with 0") {
    variable x{0.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    double const use = 0.0;
    real const inverse = 1.0 / x;  // HERE
    real const z = use * inverse + x;
    asked{explain(tape, z, x), tape.gradient(z, x)};
    real const w = inverse + 1.0;
    asked{explain(tape, w, x), tape.gradient(w, x)}.is_non_finite({clue::value_not_finite, clue::infinite_partial},
                                                                  {"/", "0"});
}

CAUSE("trap_non_finite: in the computation") {
    variable x{1.0, "x"};
    gradient_tape tape{{.trap_non_finite = true}};
    throws<non_finite>(
        [&] {
            real const distance = abs(1 - x);
            real const loss = log(distance);  // HERE
            static_cast<void>(tape.gradient(loss, x));
        },
        {"log", "inf"});
}

CAUSE("trap_non_finite: in the gradient") {
    variable x{0.0, "x"};
    gradient_tape tape{{.trap_non_finite = true}};
    real const side = sqrt(x);  // HERE
    real const loss = 3.0 * side;
    throws<non_finite>([&] { static_cast<void>(tape.gradient(loss, x)); }, {"sqrt"});
}

CAUSE("a root of 0 inside of a kernel") {
    auto const f = [](auto v) { return sqrt(v) + v; };
    variable x{0.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const z = kernel(f)(x.read());  // HERE
    asked{explain(tape, z, x), tape.gradient(z, x)}.is_non_finite(clue::infinite_partial, {"sqrt"});
}

CAUSE("a root of 0 inside of a kernel that is the body of a loop") {
    auto const step = [](auto s, auto v) { return s + sqrt(v); };
    variable x{0.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const z = for_loop(2, 0.0 * x, kernel(step, x.read()));  // HERE
    asked{explain(tape, z, x), tape.gradient(z, x)}
        .is_non_finite(clue::infinite_partial, {"sqrt"})
        .at("step 1 of for_loop");
}
