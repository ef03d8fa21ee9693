// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "abuse/bytes.hpp"
#include "abuse/world.hpp"

// What tapes are asked, and what the model answers.
namespace abuse {

inline std::vector<real> values(std::vector<number> const& some) {
    std::vector<real> x;
    for (number const& n : some) x.push_back(n.x);
    return x;
}
inline std::vector<std::size_t> nodes(std::vector<number> const& some) {
    std::vector<std::size_t> n;
    for (number const& s : some) n.push_back(s.node);
    return n;
}

/// The nodes by which a tape knows what it is asked about.
inline std::vector<std::size_t> known(world const& w, window const& tape, number const& n) {
    if (w.model.seen(tape, n.node) || model::contains(tape.watched, n.node)) return {n.node};
    return {};
}
inline std::vector<std::size_t> known(world const& w, window const& tape, kept_variable const& v) {
    if (model::watches(tape, v.name, v.variable->is_trainable())) return w.model.reads_of(tape, v.name);
    return {};
}

/// Asks, and sees that a tape answers if it is not used up, and only then.
template <class Question>
auto ask(world& w, kept_tape& t, Question const& question) {
    one_more const busy(t.busy);
    bool const usable = !t.window->consumed;
    try {
        auto answer = question();
        w.expect(usable, "a tape that is used up gives no gradient");
        return answer;
    } catch (tape_consumed const&) {
        w.expect(!usable, "a tape that is not used up gives its gradient");
        throw;
    }
}

/// While it lives, the model answers what a tape was asked. Other tapes may record how; the tape does not, and unless it is
/// persistent, never again.
class answering {
public:
    explicit answering(window& tape) : tape_(tape), was_(std::exchange(tape.recording, false)) {
        tape_.consumed = !tape_.persistent;
    }
    answering(answering const&) = delete;
    answering& operator=(answering const&) = delete;
    ~answering() { tape_.recording = was_ && !tape_.consumed; }

private:
    window& tape_;
    bool was_;
};

inline void check(world const& w, gradient_result<double> const& g, slope const& s) {
    if (g.has_value()) require(g.status() != status::missing && g.reason() == reason::none, "a value has no reason");
    else require(g.reason() != reason::none, "what is missing has a reason");
    if (!s.exact) return;
    w.expect_same("a gradient", g.value_or(0), s.value);
    if (!w.derived) w.expect_same("whether there is a path", g.has_value(), s.path);
}

/// A gradient as a value of the outer tapes.
inline void go_on_with(world& w, gradient_result<double> const& g, slope const& s, number& to) {
    real const x = g.recorded();
    w.derived = true;
    w.set(to, x, s.path ? s.node : w.model.constant(0), place::any);
}

inline void ask_gradient(world& w, bytes& from) {
    kept_tape& t = from.any(w.tapes);
    if (!t.is_open()) return;
    auto const targets = from.several(w.numbers);
    std::uint8_t const then = from.next();
    number const& x = from.any(w.numbers);
    kept_variable const& v = from.any(w.variables);
    number& to = from.any(w.numbers);

    auto const [by_number, by_variable] =
        ask(w, t, [&] { return t.tape->gradient(values(targets), x.x, *v.variable); });
    auto const [of_number, of_variable] = [&] {
        answering const now(*t.window);
        auto const adjoints = w.model.sweep(*t.window, nodes(targets));
        return std::pair{w.model.at(adjoints, known(w, *t.window, x)), w.model.at(adjoints, known(w, *t.window, v))};
    }();
    check(w, by_number, of_number);
    check(w, by_variable, of_variable);

    if (then % 4 == 0) require((by_number.why() + by_variable.why()).size() > 10, "why() is a sentence");
    if (then % 4 == 1 && by_variable.has_value()) go_on_with(w, by_variable, of_variable, to);
    if (then % 4 == 2 && by_number.has_value()) go_on_with(w, by_number, of_number, to);
}

inline void ask_jacobian(world& w, bytes& from) {
    kept_tape& t = from.any(w.tapes);
    if (!t.is_open()) return;
    auto const targets = from.several(w.numbers), sources = from.several(w.numbers);
    auto const J = ask(w, t, [&] { return t.tape->jacobian(values(targets), values(sources)); });
    answering const now(*t.window);
    for (std::size_t i = 0; i < targets.size(); ++i) {
        auto const adjoints = w.model.sweep(*t.window, {targets[i].node});
        for (std::size_t j = 0; j < sources.size(); ++j)
            check(w, J.result(i, j), w.model.at(adjoints, known(w, *t.window, sources[j])));
    }
}

inline void ask_about(world& w, bytes& from) {
    kept_tape& t = from.any(w.tapes);
    if (!t.is_open()) return;
    one_more const busy(t.busy);
    std::ostringstream out;
    switch (from.next() % 4) {
        case 0:
            out << t.tape->profile();
            break;
        case 1:
            require(t.tape->statistics().bytes <= t.tape->statistics().bytes_reserved + (1u << 24),
                    "what is held is reserved");
            break;
        case 2:
            for (std::string const& name : t.tape->watched_variables()) require(name == "v", "a variable has its name");
            break;
        default: {
            number const &y = from.any(w.numbers), &x = from.any(w.numbers);
            if (w.model.recording()) out << explain(*t.tape, y.x, std::tie(x.x, *from.any(w.variables).variable));
            break;
        }
    }
}

}  // namespace abuse
