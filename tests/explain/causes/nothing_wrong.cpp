// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Correct programs: nothing is to be said of them.

#include <array>
#include <cstdio>
#include <utility>
#include <vector>

#include "explain/cause.hpp"

using namespace wengert;
using namespace causes;

CAUSE("correct: a loss over data") {
    std::array<double, 3> const times{0.0, 1.0, 2.0}, counts{1.0, 1.5, 3.0};
    variable rate{0.5, "rate"}, start{1.0, "start"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real loss = 0.0;
    for (std::size_t i = 0; i < times.size(); ++i) loss += square(start + rate * times[i] - counts[i]);
    asked{explain(tape, loss, rate), tape.gradient(loss, rate)}.is(-4.0).without_notes();
    asked{explain(tape, loss, start), tape.gradient(loss, start)}.is(-2.0).without_notes();
}

CAUSE("correct: values printed while the tape records") {
    variable x{2.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real y = x * x;
    char text[64];
    for (int i = 0; i < 3; ++i) {
        std::snprintf(text, sizeof text, "step %d: %g at %g", i, value(y), x.value());
        y = y * 0.5 + x;
    }
    asked{explain(tape, y, x), tape.gradient(y, x)}.is(2.25).without_notes();
}

CAUSE("correct: variables are assigned between two recordings") {
    variable w{1.0, "w"};
    for (int epoch = 0; epoch < 3; ++epoch) {
        gradient_tape tape{{.persistent = true, .explain = true}};
        real const loss = square(w - 3.0);
        auto const g = tape.gradient(loss, w);
        asked{explain(tape, loss, w), g}.is(2.0 * (w.value() - 3.0)).without_notes();
        w.assign_sub(0.1 * *g);
    }
}

CAUSE("correct: a variable is assigned to and read again in one recording") {
    variable x{2.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const y = x * x;
    x.assign_add(1.0);
    real const z = y + x * x;
    asked{explain(tape, z, x), tape.gradient(z, x)}.is(10.0).without_notes();
}

CAUSE("correct: a pause for logging") {
    variable x{2.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const y = exp(x) + x;
    double logged = 0.0;
    {
        auto const pause = tape.stop_recording();
        logged = value(y * 2.0 + x);
    }
    real const z = y * x;
    asked{explain(tape, z, x), tape.gradient(z, x)}
        .is(2.0 * 7.38905609893065 + 2.0 + 7.38905609893065 + 2.0)
        .without_notes();
    static_cast<void>(logged);
}

CAUSE("correct: a persistent tape is asked for several gradients") {
    variable x{2.0, "x"}, y{3.0, "y"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const a = x * y, b = x / y;
    for (int i = 0; i < 2; ++i) {
        asked{explain(tape, a, x), tape.gradient(a, x)}.is(3.0).without_notes();
        asked{explain(tape, b, x), tape.gradient(b, x)}.is(1.0 / 3.0).without_notes();
        asked{explain(tape, a, y), tape.gradient(a, y)}.is(2.0).without_notes();
    }
}

CAUSE("correct: a tape that is reset, and watched again") {
    real w = 0.5;
    gradient_tape tape{{.persistent = true, .explain = true}};
    for (int epoch = 0; epoch < 3; ++epoch) {
        tape.reset();
        tape.watch(w);
        real const loss = square(w * 2.0 - 3.0);
        auto const g = tape.gradient(loss, w);
        asked{explain(tape, loss, w), g}.is(4.0 * (2.0 * value(w) - 3.0)).without_notes();
        w = value(w) - 0.1 * *g;
    }
}

CAUSE("correct: kinks that are not hit") {
    variable x{0.5, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const y = abs(x) + relu(x) + max(x, 0.2) + min(x, 1.0) + clamp(x, 0.0, 1.0) + fdim(x, 0.1);
    asked{explain(tape, y, x), tape.gradient(y, x)}.is(6.0).without_notes();
}

CAUSE("correct: a second derivative by nested tapes") {
    variable x{3.0, "x"};
    gradient_tape outer{{.persistent = true, .explain = true}};
    real slope;
    {
        gradient_tape inner;
        real const y = x * x * x;
        slope = inner.gradient(y, x).recorded();
    }
    asked{explain(outer, slope, x), outer.gradient(slope, x)}.is(18.0).without_notes();
}

CAUSE("correct: an inner tape for a number, and the outer one for the rest") {
    variable x{3.0, "x"}, y{2.0, "y"};
    gradient_tape outer{{.persistent = true, .explain = true}};
    double step = 0.0;
    {
        gradient_tape inner;
        real const e = x * x;
        step = *inner.gradient(e, x);
    }
    real const z = y * step;
    asked{explain(outer, z, y), outer.gradient(z, y)}.is(6.0).without_notes();
}

namespace {

template <class T>
struct point {
    T x, y;
};

template <class T>
struct body {
    point<T> position, speed;
    T mass;
};

}  // namespace
BOOST_HANA_ADAPT_STRUCT(point<double>, x, y);
BOOST_HANA_ADAPT_STRUCT(body<double>, position, speed, mass);

CAUSE("correct: a structure of structures") {
    body<real> b{{1.0, 2.0}, {3.0, 4.0}, 0.5};
    gradient_tape tape{{.persistent = true, .explain = true}};
    tape.watch(b);
    real const energy = 0.5 * b.mass * (square(b.speed.x) + square(b.speed.y)) + b.mass * 10.0 * b.position.y;
    asked{explain(tape, energy, b.mass), tape.gradient(energy, b.mass)}.is(32.5).without_notes();
    asked{explain(tape, energy, b.speed.x), tape.gradient(energy, b.speed.x)}.is(1.5).without_notes();
    asked{explain(tape, energy, b.position.y), tape.gradient(energy, b.position.y)}.is(5.0).without_notes();
}

CAUSE("correct: a for_loop under every policy") {
    for (auto const& policy : {save_all(), checkpoints(2), memory(1u << 20)}) {
        variable rate{0.5, "rate"};
        gradient_tape tape{{.persistent = true, .explain = true}};
        real const end = for_loop(4, 1.0, [&](auto const& s) { return s * rate; }, policy);
        asked{explain(tape, end, rate), tape.gradient(end, rate)}.is(0.5).without_notes();
    }
}

CAUSE("correct: Newton's iteration by while_loop") {
    variable a{2.0, "a"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    auto const [root, trips] = while_loop(
        real(1.0), [&](auto const& x) { return abs(x * x - a) > 1e-13; },
        [&](auto const& x) { return 0.5 * (x + a / x); }, checkpoints(2).max_iterations(50));
    real const loss = root * static_cast<double>(trips > 0);
    asked{explain(tape, loss, a), tape.gradient(loss, a)}.is(0.35355339059327379).without_notes();
}

CAUSE("correct: a plain while on a condition of active numbers") {
    variable x{9.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real y = x;
    while (y > 1.0) y = y * 0.5;
    asked{explain(tape, y, x), tape.gradient(y, x)}.is(0.0625).without_notes();
}

CAUSE("correct: scan, and a sum of what it puts out") {
    variable damping{0.5, "damping"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    auto const [end, all] =
        scan(3, 1.0, [&](auto const& s, std::size_t) { return std::pair{s * damping, s * s}; }, checkpoints(2));
    real sum = end;
    for (real const& y : all) sum += y;
    asked{explain(tape, sum, damping), tape.gradient(sum, damping)}.is(0.75 + 1.0 + 0.5).without_notes();
}

CAUSE("correct: checkpoint") {
    variable x{1.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const y = 2.0 * checkpoint([](auto const& v) { return exp(v * v); }, x);
    asked{explain(tape, y, x), tape.gradient(y, x)}.is(4.0 * 2.718281828459045).without_notes();
}

CAUSE("correct: the branch that is taken, and a guarded singularity") {
    variable x{4.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const root = select(x > 0.0, sqrt(x), 0.0 * x);
    real const y = cond(root > 1.0, [&] { return root * 2.0; }, [&] { return root * 3.0; });
    asked{explain(tape, y, x), tape.gradient(y, x)}.is(0.5).without_notes();
}

CAUSE("correct: a guard that avoids an infinite derivative") {
    variable x{0.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const y = select(x > 0.0, sqrt(x), 2.0 * x);
    asked{explain(tape, y, x), tape.gradient(y, x)}.is(2.0).without_notes();
}

CAUSE("correct: a detached baseline beside a path that counts") {
    variable x{2.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const baseline = stop_gradient(x * x);
    real const y = x * baseline + floor(x) * x;
    asked{explain(tape, y, x), tape.gradient(y, x)}.is(6.0).without_notes();
}

CAUSE("correct: a rule of one's own, checked") {
    variable x{2.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true, .check_custom_rules = true}};
    real const y = custom_gradient(
        x.read(), [](auto v) { return v * v * v; }, [](auto v, auto const& ybar) { return 3.0 * v * v * ybar; });
    real const z = y * 2.0;
    asked{explain(tape, z, x), tape.gradient(z, x)}.is(24.0).without_notes();
}

CAUSE("correct: rules of one's own that finite differences find hard") {
    variable x{1e-10, "x"}, y{-600.0, "y"}, z{1e12, "z"}, w{0.0, "w"};
    gradient_tape tape{{.persistent = true, .explain = true, .check_custom_rules = true}};
    real const root = custom_gradient(
        x.read(), [](auto v) { return sqrt(v); },
        [](auto const&, auto const& r, auto const& ybar) { return ybar / (2.0 * r); });
    real const tiny = custom_gradient(
        y.read(), [](auto v) { return exp(v); }, [](auto const&, auto const& e, auto const& ybar) { return ybar * e; });
    real const large = custom_gradient(
        z.read(), [](auto v) { return v * v; }, [](auto const& v, auto const& ybar) { return 2.0 * v * ybar; });
    real const flat = custom_gradient(
        w.read(), [](auto v) { return v * v * v + v; },
        [](auto const& v, auto const& ybar) { return (3.0 * v * v + 1.0) * ybar; });
    asked{explain(tape, root, x), tape.gradient(root, x)}.is(5e4).without_notes();
    asked{explain(tape, tiny, y), tape.gradient(tiny, y)}.is(2.6503965530043108e-261).without_notes();
    asked{explain(tape, large, z), tape.gradient(large, z)}.is(2e12).without_notes();
    asked{explain(tape, flat, w), tape.gradient(flat, w)}.is(1.0).without_notes();
}

CAUSE("correct: a checked rule with several arguments and results") {
    std::array<real, 2> p{3.0, 4.0};
    gradient_tape tape{{.persistent = true, .explain = true, .check_custom_rules = true}};
    tape.watch(p);
    auto const unit = custom_gradient(
        p,
        [](auto const& v) {
            auto out = v;
            auto const r = hypot(v[0], v[1]);
            for (auto& o : out) o = o / r;
            return out;
        },
        [](auto const&, auto const& u, auto const& ybar) {
            auto out = u;
            auto const along = u[0] * ybar[0] + u[1] * ybar[1];
            for (std::size_t i = 0; i < 2; ++i) out[i] = (ybar[i] - u[i] * along) / 5.0;
            return out;
        });
    real const loss = unit[0] + 2.0 * unit[1];
    asked{explain(tape, loss, p[0]), tape.gradient(loss, p[0])}.is((1.0 - 0.6 * 2.2) / 5.0).without_notes();
    asked{explain(tape, loss, p[1]), tape.gradient(loss, p[1])}.is((2.0 - 0.8 * 2.2) / 5.0).without_notes();
}

CAUSE("correct: an intermediate is asked for") {
    variable x{2.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const hidden = label(x * x, "hidden");
    real const loss = label(sin(hidden) + 2.0 * hidden, "loss");
    asked{explain(tape, loss, hidden), tape.gradient(loss, hidden)}.is(2.0 - 0.6536436208636119).without_notes();
}

CAUSE("correct: unused results beside the path") {
    variable x{2.0, "x"}, y{3.0, "y"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const z = x * y;
    real const aside = log(x) - floor(y) + stop_gradient(x * 1.0);
    static_cast<void>(aside);
    asked{explain(tape, z, x), tape.gradient(z, x)}.is(3.0).without_notes();
}

CAUSE("correct: a parameter that keeps its place in a scope of descent") {
    real w = 0.5;
    gradient_tape tape{{.persistent = true, .explain = true}};
    tape.watch(w);
    real const before = w;
    real const loss = square(w * 2.0 - 3.0);
    w = w - 0.1 * *tape.gradient(loss, before);
    asked{explain(tape, loss, before), tape.gradient(loss, before)}.is(-8.0).without_notes();
}

CAUSE("correct: kinks that the derivative does not pass") {
    variable x{2.0, "x"}, y{2.0, "y"}, off{0.0, "off"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const aside = abs(off);      // not in the target
    real const other = max(y, 2.0);   // in the target, and not a function of x
    real const hidden = max(x, 2.0);  // on the side that select does not choose
    real const z = x * other + select(x > 1.0, x, hidden);
    static_cast<void>(aside);
    asked{explain(tape, z, x), tape.gradient(z, x)}.is(3.0).without_notes();
}

CAUSE("correct: an infinity that is not on the path") {
    variable x{0.0, "x"}, y{3.0, "y"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const logged = log(x);
    real const guarded = select(x > 0.0, log(x), 5.0 * x);
    real const z = y * y + guarded;
    static_cast<void>(logged);
    asked{explain(tape, z, y), tape.gradient(z, y)}.is(6.0).without_notes();
    asked{explain(tape, z, x), tape.gradient(z, x)}.is(5.0).without_notes();
}

CAUSE("correct: a small derivative is not a zero") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const z = x * 1e-200 + 1.0;
    asked{explain(tape, z, x), tape.gradient(z, x)}.is(1e-200).without_notes();
}
