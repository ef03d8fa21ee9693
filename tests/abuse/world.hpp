// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <utility>

#include <wengert/wengert.hpp>

#include "abuse/model.hpp"
#include "abuse/wrong.hpp"

// All that calls can be about: a few numbers, variables, tapes and pauses of the library, and beside each what the model has
// for it.
namespace abuse {

using namespace wengert;

struct number {
    real x;
    std::size_t node = 0;
};

struct kept_variable {
    std::shared_ptr<wengert::variable> variable;
    std::size_t name = none;
};

struct kept_tape {
    std::unique_ptr<gradient_tape> tape;
    std::shared_ptr<abuse::window> window;
    int busy = 0;  // a question to it is being answered: it must not go

    [[nodiscard]] bool is_open() const { return tape != nullptr; }
};

struct kept_pause {
    using type = decltype(std::declval<gradient_tape&>().stop_recording());

    std::unique_ptr<type> pause;
    std::shared_ptr<abuse::window> window;
    bool was = false;  // the tape recorded before
};

/// Whether the library has a number on its list exactly if the model has, or as it likes.
enum class place { same, any };

struct world {
    abuse::model model;
    std::array<number, 8> numbers;
    std::array<kept_variable, 4> variables;
    std::array<kept_pause, 3> pauses;
    std::array<kept_tape, 4> tapes;

    std::size_t variable_names = 0;
    int depth = 0;         // of functions of the user
    bool derived = false;  // a gradient went on as a number
    bool certain = true;   // the model knows what the library should say

    world() {
        for (number& n : numbers) n.node = model.constant(0);
        for (kept_variable& v : variables) renew(v, 2, true);
    }
    world(world const&) = delete;
    world& operator=(world const&) = delete;

    /// From here on it is only asked that nothing breaks.
    void give_up() { certain = false; }
    void expect(bool holds, char const* what) const {
        if (certain) require(holds, what);
    }
    void expect_same(char const* what, double got, double expected) const {
        if (certain && got != expected) wrong(what, got, expected);
    }

    void renew(kept_variable& v, double value, bool follows) {
        v = {std::make_shared<wengert::variable>(value, "v", trainable{follows}), variable_names++};
    }

    [[nodiscard]] model_number beside(number const& n) { return {&model, n.node}; }

    /// What the library gave and what the model did. Those that grow begin anew: they must stay exact.
    void set(number& to, real const& x, std::size_t node, place where) {
        if (certain) {
            bool const live = x.identity().tag != 0;
            expect_same("a value", x.value(), model[node].value);
            if (where == place::same) expect_same("whether a number is on a tape", live, model.on_list(node));
            // What a loop or checkpoint gives is on the list, whatever it has read.
            if (live && !model.on_list(node) && !model.stale(node)) node = model.leaf(x.value());
        }
        to = {x, node};
        if (!(std::abs(x.value()) < 1e4)) to = {real(1.0), model.constant(1)};
    }
};

/// While it lives, one more.
class one_more {
public:
    explicit one_more(int& count) : count_(count) { ++count_; }
    one_more(one_more const&) = delete;
    one_more& operator=(one_more const&) = delete;
    ~one_more() { --count_; }

private:
    int& count_;
};

}  // namespace abuse
