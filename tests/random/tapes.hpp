// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include <wengert/wengert.hpp>

#include "random/setting.hpp"

namespace random_programs {

using pausing = wengert::detail::owner<decltype(std::declval<wengert::gradient_tape&>().stop_recording())>;

inline pausing stopped(wengert::gradient_tape& tape) { return pausing(new auto(tape.stop_recording())); }

/// Nothing is recorded while it lives, where it is tapes alone that differentiate, and the code has none of its own.
template <class T>
class pause_of_all {
public:
    pause_of_all(setting&, bool) {}
    [[nodiscard]] static bool is_in_force() { return false; }
};

template <std::floating_point T>
class pause_of_all<wengert::active<T>> {
public:
    pause_of_all(setting const& how, bool under_own_tape) {
        if (under_own_tape) return;
        if (how.around.empty()) nobody_.emplace();
        for (wengert::gradient_tape* const tape : how.around) tapes_.push_back(stopped(*tape));
    }
    [[nodiscard]] bool is_in_force() const { return nobody_ || !tapes_.empty(); }

private:
    std::optional<wengert::not_recording<T>> nobody_;
    std::vector<pausing> tapes_;
};

/// The tape that code opens for itself, where the number and the form of a run have such: elsewhere it does nothing.
template <class T>
class own_tape {
public:
    own_tape(setting&, statement const&) {}

    void watch(T&) {}
    void ask(T const&, T const&, wengert::variable const*) {}
    void pause() {}
    void end() {}
};

template <>
class own_tape<wengert::real> {
    using real = wengert::real;

public:
    own_tape(setting& how, statement const& code) : how_(how), code_(code) {
        if (!how.own_tapes) return;
        tape_.emplace(wengert::gradient_tape_options{.persistent = code.n % 4 == 2});
    }
    own_tape(own_tape const&) = delete;
    own_tape& operator=(own_tape const&) = delete;
    ~own_tape() { end(); }

    void watch(real& x) {
        if (tape_) tape_->watch(x);
    }
    /// Keeps the derivative of y by x, which does not depend on when it is asked for, and whether y depends on a variable.
    void ask(real const& y, real const& x, wengert::variable const* v) {
        if (!tape_) return;
        if (v != nullptr) {
            auto const [by_x, by_v] = tape_->gradient(y, x, *v);
            keep(by_x);
            how_.answers.insert({&code_, by_v.status() == wengert::status::missing ? 2 : 3});
        } else {
            keep(tape_->gradient(y, x));
        }
    }
    void pause() {
        if (tape_) pause_.emplace(stopped(*tape_));
    }
    void end() {
        if (!tape_) return;
        pause_.reset();
        tape_.reset();
    }

private:
    void keep(wengert::gradient_result<double> const& slope) {
        double const number = slope.value_or(0.0);
        std::uint64_t const bits = number != number ? 1 : std::bit_cast<std::uint64_t>(number + 0.0);
        std::uint64_t const answer = bits + static_cast<std::uint64_t>(slope.status());
        if (answered_ && *answered_ != answer) throw std::logic_error("a tape of a body's own changed its answer");
        answered_ = answer;
        how_.answers.insert({&code_, answer});
    }

    setting& how_;
    statement const& code_;
    std::optional<wengert::gradient_tape> tape_;
    std::optional<pausing> pause_;
    std::optional<std::uint64_t> answered_;
};

}  // namespace random_programs
