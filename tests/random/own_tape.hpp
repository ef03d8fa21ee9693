// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <stdexcept>

#include <wengert/wengert.hpp>

#include "random/setting.hpp"

namespace random_programs {

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
    using pausing = decltype(std::declval<wengert::gradient_tape&>().stop_recording());

public:
    own_tape(setting& how, statement const& code) : how_(how), code_(code) {
        if (how.own_tapes) tape_.emplace(wengert::gradient_tape_options{.persistent = code.n % 4 == 2});
    }

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
        if (tape_) pause_.emplace(new pausing(tape_->stop_recording()));
    }
    void end() {
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
    std::optional<wengert::detail::owner<pausing>> pause_;
    std::optional<std::uint64_t> answered_;
};

}  // namespace random_programs
