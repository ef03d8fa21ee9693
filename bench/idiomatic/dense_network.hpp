// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <wengert/wengert.hpp>

#include "problems/dense_network.hpp"
#include "tool.hpp"

// A neuron is a kernel, and so is the loss. Or a layer of the whole mini-batch is one operation with a rule of its own.
namespace {

using namespace bench;
using problems::dense_network;

/// Bias and weights of a neuron times its inputs.
inline constexpr auto linear = [](auto const& weights, auto bias, auto const& x) {
    decltype(bias) sum = bias;
    for (std::size_t i = 0; i != x.size(); ++i) sum = sum + weights[i] * x[i];
    return sum;
};
inline constexpr auto neuron = [](auto const& weights, auto bias, auto const& x) {
    return tanh(linear(weights, bias, x));
};

template <std::size_t In, std::size_t Out, class F, class T, class X>
std::array<T, Out> layer(F f, std::vector<T> const& p, std::size_t at, std::array<X, In> const& x) {
    std::array<T, Out> y;
    std::array<T, In> weights;
    for (std::size_t j = 0; j != Out; ++j) {
        std::copy_n(p.begin() + static_cast<std::ptrdiff_t>(at + In * j), In, weights.begin());
        y[j] = wengert::kernel(f)(weights, p[at + In * Out + j], x);
    }
    return y;
}

/// `largest` is a constant: the result does not depend on it.
inline constexpr auto log_sum_exp = [](auto const& x, auto largest) {
    decltype(largest) sum = 0.0;
    for (auto const& number : x) sum = sum + exp(number - largest);
    return log(sum) + largest;
};

template <class T>
T cross_entropy(std::array<T, dense_network::classes> const& x, std::size_t label) {
    return wengert::kernel(log_sum_exp)(x, value(*std::ranges::max_element(x))) - x[label];
}

template <class T>
T loss_of(dense_network::sample const& s, std::vector<T> const& p) {
    constexpr std::size_t width = dense_network::width;
    auto const first = layer<dense_network::features, width>(neuron, p, 0, s.x);
    auto const hidden = layer<width, width>(neuron, p, dense_network::second, first);
    return cross_entropy(layer<width, dense_network::classes>(linear, p, dense_network::third, hidden), s.label);
}

class kernels {
public:
    explicit kernels(dense_network const& p) : p_(p) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        auto const loss = [this]<class T>(std::vector<T> const& p) -> T {
            T sum = 0.0;
            for (dense_network::sample const& s : p_.batch) sum += loss_of(s, p);
            return sum / static_cast<double>(p_.batch.size());
        };
        auto const [y, derivatives] = wengert::value_and_gradient(loss, x);
        std::ranges::copy(derivatives, g.begin());
        return y;
    }

private:
    dense_network const& p_;
};

/// A layer of the whole mini-batch as one operation. `Tanh` says whether it ends in hyperbolic tangents.
template <std::size_t In, std::size_t Out, bool Tanh, class T>
std::vector<T> batch_layer(std::vector<T> const& p, std::size_t at, std::vector<T> const& x) {
    auto const begin = p.begin() + static_cast<std::ptrdiff_t>(at);
    std::vector<T> const own(begin, begin + dense_network::parameters<In, Out>);
    return wengert::custom_gradient(
        std::pair(own, x),
        [](auto const& in) {
            auto const& [w, inputs] = in;
            std::remove_cvref_t<decltype(w)> y(inputs.size() / In * Out);
            for (std::size_t i = 0; i != inputs.size() / In; ++i)
                dense_network::forward<In, Out>(w.data(), &inputs[In * i], &y[Out * i]);
            if constexpr (Tanh)
                for (auto& number : y) number = wengert::tanh(number);
            return y;
        },
        [](auto const& in, auto const& y, auto yb) {
            auto const& [w, inputs] = in;
            auto adjoints = std::pair(decltype(yb)(w.size()), decltype(yb)(inputs.size()));
            if constexpr (Tanh)
                for (std::size_t k = 0; k != y.size(); ++k) yb[k] = yb[k] * (1.0 - y[k] * y[k]);
            for (std::size_t i = 0; i != inputs.size() / In; ++i)
                dense_network::backward<In, Out>(w.data(), &inputs[In * i], &yb[Out * i], adjoints.first.data(),
                                                 &adjoints.second[In * i]);
            return adjoints;
        });
}

class layer_rules {
public:
    explicit layer_rules(dense_network const& p) : p_(p) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        auto const [y, derivatives] = wengert::value_and_gradient(loss{p_.batch}, x);
        std::ranges::copy(derivatives, g.begin());
        return y;
    }

private:
    struct loss {
        std::vector<dense_network::sample> const& batch;

        template <class T>
        T operator()(std::vector<T> const& p) const {
            constexpr std::size_t width = dense_network::width, classes = dense_network::classes;
            std::vector<T> in;
            for (dense_network::sample const& s : batch) in.insert(in.end(), s.x.begin(), s.x.end());
            auto const first = batch_layer<dense_network::features, width, true>(p, 0, in);
            auto const hidden = batch_layer<width, width, true>(p, dense_network::second, first);
            auto const out = batch_layer<width, classes, false>(p, dense_network::third, hidden);
            T sum = 0.0;
            std::array<T, classes> of_sample;
            for (std::size_t i = 0; i != batch.size(); ++i) {
                std::copy_n(&out[classes * i], classes, of_sample.begin());
                sum += cross_entropy(of_sample, batch[i].label);
            }
            return sum / static_cast<double>(batch.size());
        }
    };

    dense_network const& p_;
};

registration const here_kernels(tool_of<dense_network, kernels>("Wengert kernels"));
registration const here_rules(tool_of<dense_network, layer_rules>("Wengert, own rule of a layer"));

}  // namespace
