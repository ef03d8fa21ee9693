// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <random>
#include <span>
#include <vector>

#include "problems/log_sum_exp.hpp"

namespace problems {

/// A small dense network with hyperbolic tangents; the gradient of its cross entropy, after a softmax, on a mini-batch by all
/// weights and biases.
struct dense_network {
    static constexpr char const *name = "dense_network", *unit = "samples";
    static constexpr std::array<std::size_t, 3> sizes{1, 16, 128};

    /// A layer's parameters: a row of weights for every output, then a bias for each.
    template <std::size_t In, std::size_t Out>
    static constexpr std::size_t parameters = (In + 1) * Out;
    static constexpr std::size_t features = 16, width = 32, classes = 10;
    static constexpr std::size_t second = parameters<features, width>, third = second + parameters<width, width>;
    static constexpr std::size_t all_parameters = third + parameters<width, classes>;

    struct sample {
        std::array<double, features> x;
        std::size_t label;
    };
    std::vector<sample> batch;

    explicit dense_network(std::size_t n) : batch(n) {
        std::mt19937_64 engine{1986};
        std::uniform_real_distribution<double> feature(-1, 1);
        for (sample& s : batch) {
            for (double& x : s.x) x = feature(engine);
            s.label = engine() % classes;
        }
    }

    std::vector<double> start() const {
        std::mt19937_64 engine{2010};
        std::uniform_real_distribution<double> weight(-0.35, 0.35);
        std::vector<double> p(all_parameters);
        for (double& w : p) w = weight(engine);
        return p;
    }

    template <class T>
    T operator()(std::vector<T> const& p) const {
        T sum(0.0);
        for (sample const& s : batch) {
            auto const first = activated(layer<features, width, T>(p, 0, s.x));
            auto const hidden = activated(layer<width, width, T>(p, second, first));
            sum = sum + cross_entropy(layer<width, classes, T>(p, third, hidden), s.label);
        }
        return sum / static_cast<double>(batch.size());
    }

    /// Weights times x, and the bias. The parameters of the layer begin at number `at`.
    template <std::size_t In, std::size_t Out, class T, class X>
    static std::array<T, Out> layer(std::vector<T> const& p, std::size_t at, std::array<X, In> const& x) {
        std::array<T, Out> y;
        for (std::size_t j = 0; j != Out; ++j) {
            T sum = p[at + In * Out + j];
            for (std::size_t i = 0; i != In; ++i) sum = sum + p[at + In * j + i] * x[i];
            y[j] = sum;
        }
        return y;
    }

    template <class T>
    static std::array<T, width> activated(std::array<T, width> x) {
        using std::tanh;
        for (T& number : x) number = tanh(number);
        return x;
    }

    /// -log(softmax(x)[label]).
    template <class T>
    static T cross_entropy(std::array<T, classes> const& x, std::size_t label) {
        return log_sum_exp::of(x) - x[label];
    }

    double hand(std::span<double const> p, std::span<double> g) const {
        std::ranges::fill(g, 0.0);
        double const scale = 1 / static_cast<double>(batch.size());
        double sum = 0;
        std::array<double, width> first, hidden, firstb, hiddenb;
        std::array<double, classes> out, outb;
        for (sample const& s : batch) {
            forward<features, width>(&p[0], s.x.data(), first.data());
            for (double& number : first) number = std::tanh(number);
            forward<width, width>(&p[second], first.data(), hidden.data());
            for (double& number : hidden) number = std::tanh(number);
            forward<width, classes>(&p[third], hidden.data(), out.data());

            sum += log_sum_exp::with_derivatives(out, outb) - out[s.label];

            for (double& number : outb) number *= scale;
            outb[s.label] -= scale;
            backward<width, classes>(&p[third], hidden.data(), outb.data(), &g[third], hiddenb.data());
            for (std::size_t j = 0; j != width; ++j) hiddenb[j] *= 1 - hidden[j] * hidden[j];
            backward<width, width>(&p[second], first.data(), hiddenb.data(), &g[second], firstb.data());
            for (std::size_t j = 0; j != width; ++j) firstb[j] *= 1 - first[j] * first[j];
            backward<features, width, double>(&p[0], s.x.data(), firstb.data(), &g[0], nullptr);
        }
        return scale * sum;
    }

    /// A layer for derivatives by hand. The sums have several parts, so that they fit into vector registers.
    template <std::size_t In, std::size_t Out, class T>
    static void forward(T const* p, T const* x, T* y) {
        constexpr std::size_t parts = 8;
        static_assert(In % parts == 0);
        for (std::size_t j = 0; j != Out; ++j) {
            std::array<T, parts> sum{};
            for (std::size_t i = 0; i != In; i += parts)
                for (std::size_t k = 0; k != parts; ++k) sum[k] += p[In * j + i + k] * x[i + k];
            y[j] =
                p[In * Out + j] + (((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7])));
        }
    }

    /// Adds to the adjoints of the parameters, and writes those of x if they are wanted.
    template <std::size_t In, std::size_t Out, class T>
    static void backward(T const* p, T const* x, T const* yb, T* pb, T* xb) {
        for (std::size_t j = 0; j != Out; ++j) {
            for (std::size_t i = 0; i != In; ++i) pb[In * j + i] += yb[j] * x[i];
            pb[In * Out + j] += yb[j];
        }
        if (xb == nullptr) return;
        std::array<T, In> sum{};
        for (std::size_t j = 0; j != Out; ++j)
            for (std::size_t i = 0; i != In; ++i) sum[i] += yb[j] * p[In * j + i];
        std::ranges::copy(sum, xb);
    }
};

}  // namespace problems
