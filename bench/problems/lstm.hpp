// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "programs/common.hpp"

namespace problems {

/// A network with long short-term memory, two layers of 14 cells, guesses every character of a text from those before; the mean
/// loss by the 266 weights and biases. Cell j sees only what cell j of the layer below puts out, the first layer bit j of the
/// character. Of ADBench, whose softmax has another term: F. Srajer, Z. Kukelova, A. Fitzgibbon 2018.
struct lstm {
    static constexpr char const *name = "lstm", *unit = "characters";
    static constexpr std::array<std::size_t, 3> sizes{20, 200, 1'000};
    static constexpr std::size_t layers = 2, bits = 14;

    /// Weights and then biases of the forget, input and output gates and of the change.
    static constexpr std::size_t cell_parameters = 8;
    static constexpr std::size_t layer_parameters = cell_parameters * bits;

    template <class T>
    using row = std::array<T, bits>;
    /// What it puts out and what it keeps.
    template <class T>
    using cell_state = std::array<T, 2>;
    template <class T>
    using network_state = std::array<std::array<cell_state<T>, bits>, layers>;

    template <class T>
    struct parameters {
        std::array<std::array<std::array<T, cell_parameters>, bits>, layers> cells;
        row<T> in, out, bias;

        explicit parameters(std::vector<T> const& x) {
            for (std::size_t l = 0; l != layers; ++l)
                for (std::size_t k = 0; k != cell_parameters; ++k)
                    for (std::size_t j = 0; j != bits; ++j) cells[l][j][k] = x[l * layer_parameters + k * bits + j];
            for (std::size_t j = 0; j != bits; ++j) {
                in[j] = x[layers * layer_parameters + j];
                out[j] = x[layers * layer_parameters + bits + j];
                bias[j] = x[layers * layer_parameters + 2 * bits + j];
            }
        }
    };

    std::vector<row<double>> text;
    network_state<double> before;

    explicit lstm(std::size_t characters) : text(characters) {
        programs::random_numbers random;
        for (auto& character : text)
            for (double& bit : character) bit = random.between(0, 1) < 0.5 ? 0.0 : 1.0;
        for (auto& layer : before)
            for (auto& cell : layer) cell = {random.between(-0.5, 0.5), random.between(-1, 1)};
    }

    std::vector<double> start() const {
        programs::random_numbers random;
        std::vector<double> all(layers * layer_parameters + 3 * bits);
        for (double& x : all) x = random.between(-1, 1);
        return all;
    }

    std::size_t steps() const { return text.size() - 1; }
    double bits_guessed() const { return static_cast<double>(steps() * bits); }

    template <class T>
    T operator()(std::vector<T> const& x) const {
        parameters<T> const p(x);
        auto states = first_states<T>();
        T loss = 0.0;
        for (std::size_t t = 0; t != steps(); ++t) {
            row<T> passed;
            for (std::size_t j = 0; j != bits; ++j) passed[j] = text[t][j] * p.in[j];
            for (std::size_t l = 0; l != layers; ++l)
                for (std::size_t j = 0; j != bits; ++j) {
                    states[l][j] = next(states[l][j], passed[j], p.cells[l][j]);
                    passed[j] = states[l][j][0];
                }
            loss = loss + loss_of(passed, p.out, p.bias, text[t + 1]);
        }
        return loss / bits_guessed();
    }

    template <class T>
    network_state<T> first_states() const {
        network_state<T> states;
        for (std::size_t l = 0; l != layers; ++l)
            for (std::size_t j = 0; j != bits; ++j) states[l][j] = {T(before[l][j][0]), T(before[l][j][1])};
        return states;
    }

    /// The state of a cell after it saw `in`.
    template <class T>
    static constexpr cell_state<T> next(cell_state<T> const& state, T const& in,
                                        std::array<T, cell_parameters> const& p) {
        using std::exp, std::tanh;
        auto const& [hidden, memory] = state;
        T const forget = 1.0 / (1.0 + exp(-(in * p[0] + p[4])));
        T const ingate = 1.0 / (1.0 + exp(-(hidden * p[1] + p[5])));
        T const outgate = 1.0 / (1.0 + exp(-(in * p[2] + p[6])));
        T const change = tanh(hidden * p[3] + p[7]);
        T const kept = memory * forget + ingate * change;
        return {outgate * tanh(kept), kept};
    }

    /// The cross entropy of the softmax of hidden * out + bias.
    template <class T, class Bit>
    static constexpr T loss_of(row<T> const& hidden, row<T> const& out, row<T> const& bias, row<Bit> const& right) {
        using std::exp, std::log;
        row<T> guess;
        T sum = 0.0;
        for (std::size_t j = 0; j != bits; ++j) {
            guess[j] = hidden[j] * out[j] + bias[j];
            sum = sum + exp(guess[j]);
        }
        T const normaliser = log(sum);
        T loss = 0.0;
        for (std::size_t j = 0; j != bits; ++j) loss = loss + right[j] * (normaliser - guess[j]);
        return loss;
    }

    /// Backpropagation through time. Keeps what the gates put out.
    double hand(std::span<double const> x, std::span<double> g) const {
        records.resize(steps());
        double const loss = forwards(x);
        std::ranges::fill(g, 0.0);
        std::array<row<double>, layers> hiddenb{}, memoryb{};
        for (std::size_t t = steps(); t-- != 0;) {
            record const& r = records[t];
            // The adjoint of a quantity has its name and a b for bar.
            row<double> passedb;
            double* const outb = g.data() + layers * layer_parameters + bits;
            double const* const out = x.data() + layers * layer_parameters + bits;
            for (std::size_t j = 0; j != bits; ++j) {
                double const guessb = r.guessb[j];
                outb[j] += guessb * r.passed[layers][j];
                outb[bits + j] += guessb;
                passedb[j] = guessb * out[j];
            }
            for (std::size_t l = layers; l-- != 0;)
                reverse_layer(x.data() + l * layer_parameters, r.passed[l], r.layer[l], passedb, hiddenb[l], memoryb[l],
                              g.data() + l * layer_parameters);
            double* const inb = g.data() + layers * layer_parameters;
            for (std::size_t j = 0; j != bits; ++j) inb[j] += passedb[j] * text[t][j];
        }
        return loss;
    }

private:
    struct layer_record {
        row<double> hidden, memory;  // before
        row<double> forget, ingate, outgate, change, squashed;
    };
    struct record {
        std::array<layer_record, layers> layer;
        std::array<row<double>, layers + 1> passed;
        row<double> guessb;
    };

    mutable std::vector<record> records;  // stay from one evaluation to the next

    double forwards(std::span<double const> x) const {
        double const* const in = x.data() + layers * layer_parameters;
        double const *const out = in + bits, *const bias = out + bits;
        std::array<row<double>, layers> hidden, memory;
        for (std::size_t l = 0; l != layers; ++l)
            for (std::size_t j = 0; j != bits; ++j) {
                hidden[l][j] = before[l][j][0];
                memory[l][j] = before[l][j][1];
            }
        double loss = 0.0;
        for (std::size_t t = 0; t != steps(); ++t) {
            record& r = records[t];
            for (std::size_t j = 0; j != bits; ++j) r.passed[0][j] = text[t][j] * in[j];
            for (std::size_t l = 0; l != layers; ++l) {
                double const* const p = x.data() + l * layer_parameters;
                layer_record& k = r.layer[l];
                k.hidden = hidden[l];
                k.memory = memory[l];
                for (std::size_t j = 0; j != bits; ++j) {
                    double const seen = r.passed[l][j], h = hidden[l][j];
                    k.forget[j] = 1.0 / (1.0 + std::exp(-(seen * p[j] + p[4 * bits + j])));
                    k.ingate[j] = 1.0 / (1.0 + std::exp(-(h * p[bits + j] + p[5 * bits + j])));
                    k.outgate[j] = 1.0 / (1.0 + std::exp(-(seen * p[2 * bits + j] + p[6 * bits + j])));
                    k.change[j] = std::tanh(h * p[3 * bits + j] + p[7 * bits + j]);
                    memory[l][j] = memory[l][j] * k.forget[j] + k.ingate[j] * k.change[j];
                    k.squashed[j] = std::tanh(memory[l][j]);
                    hidden[l][j] = r.passed[l + 1][j] = k.outgate[j] * k.squashed[j];
                }
            }
            double sum = 0.0, ones = 0.0, hits = 0.0;
            for (std::size_t j = 0; j != bits; ++j) {
                double const guess = r.passed[layers][j] * out[j] + bias[j];
                sum += r.guessb[j] = std::exp(guess);
                ones += text[t + 1][j];
                hits += text[t + 1][j] * guess;
            }
            loss += ones * std::log(sum) - hits;
            double const share = 1.0 / bits_guessed(), scale = share * ones / sum;
            for (std::size_t j = 0; j != bits; ++j) r.guessb[j] = scale * r.guessb[j] - share * text[t + 1][j];
        }
        return loss / bits_guessed();
    }

    /// From the adjoints of what a layer passes on and keeps to those of what it saw and had kept.
    static void reverse_layer(double const* p, row<double> const& seen, layer_record const& k, row<double>& passedb,
                              row<double>& hiddenb, row<double>& memoryb, double* g) {
        std::array<row<double>, 4> through;  // the gates, to the sums of weights and biases
        for (std::size_t j = 0; j != bits; ++j) {
            double const hb = passedb[j] + hiddenb[j];
            double const mb = memoryb[j] + hb * k.outgate[j] * (1.0 - k.squashed[j] * k.squashed[j]);
            through[0][j] = mb * k.memory[j] * k.forget[j] * (1.0 - k.forget[j]);
            through[1][j] = mb * k.change[j] * k.ingate[j] * (1.0 - k.ingate[j]);
            through[2][j] = hb * k.squashed[j] * k.outgate[j] * (1.0 - k.outgate[j]);
            through[3][j] = mb * k.ingate[j] * (1.0 - k.change[j] * k.change[j]);
            memoryb[j] = mb * k.forget[j];
            passedb[j] = through[0][j] * p[j] + through[2][j] * p[2 * bits + j];
            hiddenb[j] = through[1][j] * p[bits + j] + through[3][j] * p[3 * bits + j];
        }
        for (std::size_t gate = 0; gate != 4; ++gate) {
            row<double> const& source = gate % 2 == 0 ? seen : k.hidden;
            for (std::size_t j = 0; j != bits; ++j) {
                g[gate * bits + j] += through[gate][j] * source[j];
                g[(4 + gate) * bits + j] += through[gate][j];
            }
        }
    }
};

}  // namespace problems
