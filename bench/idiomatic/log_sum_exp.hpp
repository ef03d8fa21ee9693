// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include <wengert/wengert.hpp>

#include "problems/log_sum_exp.hpp"
#include "tool.hpp"

// A vector operation whose derivative is known, the softmax: it gets a rule of its own. Or plain code that does not record what
// has no influence.
namespace {

using namespace bench;
using problems::log_sum_exp;

template <class F>
class engine {
public:
    explicit engine(log_sum_exp const&) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        auto const [y, derivatives] = wengert::value_and_gradient(F{}, x);
        std::ranges::copy(derivatives, g.begin());
        return y;
    }
};

struct rule {
    template <class T>
    T operator()(std::vector<T> const& x) const {
        return wengert::custom_gradient(
            x,
            []<class U>(std::vector<U> const& v) {
                U const largest = *std::ranges::max_element(v);
                U sum = 0.0;
                for (U const& number : v) sum += exp(number - largest);
                return U(log(sum) + largest);
            },
            []<class U>(std::vector<U> const& v, U const& y, U const& ybar) {
                std::vector<U> adjoints(v.size());
                for (std::size_t i = 0; i != v.size(); ++i) adjoints[i] = ybar * exp(v[i] - y);
                return adjoints;
            });
    }
};

/// The largest number is a constant here: the result does not depend on what is subtracted.
struct constant_largest {
    template <class T>
    T operator()(std::vector<T> const& x) const {
        auto const largest = value(*std::ranges::max_element(x));
        T sum = 0.0;
        for (T const& number : x) sum += exp(number - largest);
        return log(sum) + largest;
    }
};

/// The same in blocks, each of them one statement.
struct blocks {
    static constexpr std::size_t length = 8;

    static constexpr auto sum_of = [](auto const& x, auto sum, auto largest) {
        for (auto const& number : x) sum = sum + exp(number - largest);
        return sum;
    };

    template <class T>
    T operator()(std::vector<T> const& x) const {
        auto const largest = value(*std::ranges::max_element(x));
        T sum = 0.0;
        std::size_t i = 0;
        for (std::array<T, length> block; i + length <= x.size(); i += length) {
            std::copy_n(&x[i], length, block.begin());
            sum = wengert::kernel(sum_of)(block, sum, largest);
        }
        for (; i != x.size(); ++i) sum += exp(x[i] - largest);
        return log(sum) + largest;
    }
};

registration const here_rule(tool_of<log_sum_exp, engine<rule>>("Wengert, own rule"));
registration const here_constant(tool_of<log_sum_exp, engine<constant_largest>>("Wengert constant largest"));
registration const here_blocks(tool_of<log_sum_exp, engine<blocks>>("Wengert kernels"));

}  // namespace
