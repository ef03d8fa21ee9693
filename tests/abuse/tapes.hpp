// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "abuse/bytes.hpp"
#include "abuse/world.hpp"

// Tapes are opened, paused, told what to watch, moved and closed, in any order.
namespace abuse {

inline void close(world& w, kept_tape& t) {
    if (!t.is_open() || t.busy > 0) return;
    t.tape.reset();
    w.model.close(t.window);
    t.window = nullptr;
}
inline void open(world& w, kept_tape& at, std::uint8_t options) {
    if (at.busy > 0) return;
    close(w, at);
    gradient_tape_options const o{.persistent = (options & 1) != 0,
                                  .watch_accessed_variables = (options & 2) == 0,
                                  .explain = (options & 12) == 12,
                                  .trap_non_finite = (options & 48) == 48,
                                  .check_custom_rules = (options & 192) == 192};
    at.tape = std::make_unique<gradient_tape>(o);
    at.window = w.model.open();
    at.window->persistent = o.persistent;
    at.window->watches_all = o.watch_accessed_variables;
}

inline void end(world& w, kept_pause& p) {
    if (!p.pause) return;
    p.pause.reset();
    if (p.was && w.model.is_open(*p.window) && !p.window->consumed) p.window->recording = true;
    p.window = nullptr;
}
/// Of the library only: what the model makes of it is up to the caller.
inline std::unique_ptr<kept_pause::type> pause(kept_tape& t) {
    // std::make_unique would move it, and it stays where it is.
    return std::unique_ptr<kept_pause::type>(new kept_pause::type(t.tape->stop_recording()));
}

// ---- calls ------------------------------------------------------------------------------------------------------------

inline void open_tape(world& w, bytes& from) {
    kept_tape& t = from.any(w.tapes);
    open(w, t, from.next());
}
inline void open_persistent_tape(world& w, bytes& from) { open(w, from.any(w.tapes), 1); }
inline void close_tape(world& w, bytes& from) { close(w, from.any(w.tapes)); }

inline void pause_tape(world& w, bytes& from) {
    kept_tape& t = from.any(w.tapes);
    kept_pause& p = from.any(w.pauses);
    if (!t.is_open()) return;
    end(w, p);
    bool const was = t.window->recording;
    p = {pause(t), t.window, was};
    t.window->recording = false;
}
inline void end_pause(world& w, bytes& from) { end(w, from.any(w.pauses)); }

inline void watch_number(world& w, bytes& from) {
    kept_tape& t = from.any(w.tapes);
    if (!t.is_open()) return;
    number& n = from.any(w.numbers);
    handle const before = n.x.identity();
    t.tape->watch(n.x);
    if (n.x.identity() != before) n.node = w.model.leaf(n.x.value());
    t.window->watched.push_back(n.node);
}
inline void watch_variable(world& w, bytes& from) {
    kept_tape& t = from.any(w.tapes);
    if (!t.is_open()) return;
    kept_variable const& v = from.any(w.variables);
    t.tape->watch(*v.variable);
    t.window->told.push_back(v.name);
}

inline void reset_tape(world& w, bytes& from) {
    kept_tape& t = from.any(w.tapes);
    if (!t.is_open()) return;
    t.tape->reset();
    w.model.reset(*t.window);
}

/// The tape that was moved from says so, whatever it is asked.
inline void move_tape(world& w, bytes& from) {
    kept_tape &to = from.any(w.tapes), &source = from.any(w.tapes);
    if (&to == &source || !source.is_open() || source.busy > 0 || to.busy > 0) return;
    close(w, to);
    to.tape = std::make_unique<gradient_tape>(std::move(*source.tape));
    to.window = std::move(source.window);
    auto const moved = std::move(source.tape);
    real& x = w.numbers[0].x;
    auto const refused = [](auto const& question) {
        try {
            question();
        } catch (tape_consumed const&) {
            return;
        }
        require(false, "a tape that was moved from says so");
    };
    refused([&] { static_cast<void>(moved->gradient(x, x)); });
    refused([&] { moved->reset(); });
    refused([&] { moved->watch(x); });
    refused([&] { static_cast<void>(moved->profile()); });
    refused([&] { static_cast<void>(moved->statistics()); });
    refused([&] { static_cast<void>(explain(*moved, x, x)); });
    refused([&] { static_cast<void>(moved->stop_recording()); });
}

}  // namespace abuse
