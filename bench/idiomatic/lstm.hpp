// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <wengert/wengert.hpp>

#include "problems/lstm.hpp"
#include "tool.hpp"

// A cell is two kernels, the loss of a character another. They stand in a loop under a policy that says what is kept of it. Its
// body reads the text, so its steps are recorded and not compiled.
namespace {

using namespace bench;
using problems::lstm;
using wengert::real;

/// What a cell keeps, and then what it puts out.
inline constexpr auto kept = [](auto const& state, auto const& in, auto const& p) {
    auto const& [hidden, memory] = state;
    return memory / (1.0 + exp(-(in * p[0] + p[4]))) +
           tanh(hidden * p[3] + p[7]) / (1.0 + exp(-(hidden * p[1] + p[5])));
};
inline constexpr auto put_out = [](auto const& memory, auto const& in, auto const& p) {
    return tanh(memory) / (1.0 + exp(-(in * p[2] + p[6])));
};

lstm::cell_state<real> next(lstm::cell_state<real> const& state, real const& in,
                            std::array<real, lstm::cell_parameters> const& p) {
    real const memory = wengert::kernel(kept)(state, in, p);
    return {wengert::kernel(put_out)(memory, in, p), memory};
}

inline constexpr auto loss_of = [](auto const& hidden, auto const& out, auto const& bias, auto const& right) {
    return lstm::loss_of(hidden, out, bias, right);
};

/// The network, and the loss so far.
using progress = std::pair<lstm::network_state<real>, real>;

progress step(progress const& before, lstm::parameters<real> const& p, lstm::row<double> const& seen,
              lstm::row<double> const& right) {
    progress after;
    lstm::row<real> in;
    for (std::size_t j = 0; j != lstm::bits; ++j) in[j] = seen[j] * p.in[j];
    for (std::size_t l = 0; l != lstm::layers; ++l)
        for (std::size_t j = 0; j != lstm::bits; ++j)
            after.first[l][j] = next(before.first[l][j], l == 0 ? in[j] : after.first[l - 1][j][0], p.cells[l][j]);
    lstm::row<real> passed;
    for (std::size_t j = 0; j != lstm::bits; ++j) passed[j] = after.first.back()[j][0];
    after.second = before.second + wengert::kernel(loss_of)(passed, p.out, p.bias, right);
    return after;
}

/// `Policy` makes the loop's policy. The tape stays warm.
template <class Policy>
class engine {
public:
    explicit engine(lstm const& p) : p_(p) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        list_.clear();
        in_.clear();
        for (double const number : x) in_.push_back(list_.input(number));
        // The sweep goes through the loop's body again: what that refers to has to be there.
        lstm::parameters<real> const weights(in_);
        auto const body = [&](progress const& at, std::size_t t) {
            return step(at, weights, p_.text[t], p_.text[t + 1]);
        };
        real const y = mean_loss(body);
        sweep_.reset(list_);
        sweep_.seed(y) = 1.0;
        sweep_.reverse(list_);
        for (std::size_t i = 0; i != x.size(); ++i) g[i] = sweep_[in_[i]];
        return y.value();
    }

    std::size_t tape_bytes() const { return list_.statistics().bytes; }

private:
    template <class Body>
    real mean_loss(Body const& body) {
        wengert::recording<double> const open(list_);
        progress const start(p_.first_states<real>(), 0.0);
        return wengert::for_loop(p_.steps(), start, body, Policy{}()).second / p_.bits_guessed();
    }

    lstm const& p_;
    wengert::tape<double> list_;
    wengert::adjoints<double> sweep_{list_};
    std::vector<real> in_;
};

using save_all = decltype([] { return wengert::save_all(); });
using checkpoints = decltype([] { return wengert::checkpoints(10); });
using memory = decltype([] { return wengert::memory(200'000); });

registration const here_save_all(tool_of<lstm, engine<save_all>>("Wengert loop, save_all"));
registration const here_checkpoints(tool_of<lstm, engine<checkpoints>>("Wengert loop, checkpoints(10)"));
registration const here_memory(tool_of<lstm, engine<memory>>("Wengert loop, memory(200000)"));

}  // namespace
