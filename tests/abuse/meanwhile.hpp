// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "abuse/tapes.hpp"
#include "abuse/world.hpp"

// What the body of a loop, a branch or a pullback does beside what it is for.
namespace abuse {

/// What the functions of a user throw.
struct boom {};

/// A gradient in there is right, and leaves what is around it as it was.
inline void ask_a_tape_within(std::uint8_t length, bool persistent) {
    real q = 3.0;
    gradient_tape own{{.persistent = persistent}};
    own.watch(q);
    real z = q * q;
    for (int i = 0; i < length; ++i) z = z * 1.0;
    require(*own.gradient(z, q) == 6.0, "a gradient within is right");
}
inline void ask_a_driver_within() {
    auto const f = [](auto x) { return for_loop(3, x, [](auto const& s) { return s * s; }, checkpoints(1)); };
    require(gradient(f, 1.0) == 8.0, "a driver within is right");
}

/// To a tape that is open.
inline void misuse(world& w, kept_tape& t, number& n, kept_variable const& v, std::uint8_t what) {
    one_more const busy(t.busy);
    switch (what % 16) {
        case 4:
            t.tape->reset();
            break;
        case 5:
            static_cast<void>(t.tape->gradient(n.x, *v.variable).why());
            break;
        case 6: {
            auto const stopped = t.tape->stop_recording();
            n.x = n.x * 2.0;
            break;
        }
        case 7:
            t.tape->watch(n.x);
            break;
        case 13:
            static_cast<void>(t.tape->jacobian(n.x, n.x));
            break;
        case 14:
            static_cast<void>(explain(*t.tape, n.x, *v.variable));
            break;
        default:
            if (!w.pauses[0].pause) w.pauses[0] = {pause(t), t.window, false};
            break;
    }
}
/// What no one should do there.
inline void disturb(world& w, std::uint8_t what) {
    kept_tape& t = w.tapes[what % w.tapes.size()];
    number& n = w.numbers[what % w.numbers.size()];
    kept_variable const& v = w.variables[what % w.variables.size()];
    switch (what % 16) {
        case 8:
            v.variable->assign_add(1);
            break;
        case 9:
            open(w, t, what);
            break;
        case 10:
            close(w, t);
            break;
        case 11:
            for (kept_pause& p : w.pauses) end(w, p);
            break;
        case 12:
            n.x = n.x * 2.0 + *v.variable;
            break;
        default:
            if (t.is_open()) misuse(w, t, n, v, what);
            break;
    }
}

/// A byte of 96 or more does something. Unless that leaves all as it was, the model gives up.
inline void meanwhile(world& w, std::uint8_t what) {
    if (what < 96 || w.depth > 3) return;
    one_more const deeper(w.depth);
    try {
        switch (what % 16) {
            case 0:
            case 1:
                return ask_a_tape_within(what, what % 16 == 1);
            case 2:
                return ask_a_driver_within();
            case 3:
                throw boom();
            case 15: {
                kept_tape& t = w.tapes[what % w.tapes.size()];
                if (!t.is_open() || t.window->consumed) break;
                auto const stopped = t.tape->stop_recording();
                static_cast<void>(w.numbers[what % w.numbers.size()].x * 2.0);
                if (what & 64) return;
                break;
            }
            default:
                break;
        }
        w.give_up();
        disturb(w, what);
    } catch (tape_consumed const&) {
        throw boom();  // the tape that runs this function need not be the one that is used up
    }
}

}  // namespace abuse
