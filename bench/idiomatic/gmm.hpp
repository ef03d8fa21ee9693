// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <tuple>
#include <vector>

#include <wengert/wengert.hpp>

#include "problems/gmm.hpp"
#include "tool.hpp"

BOOST_HANA_ADAPT_STRUCT(problems::gmm::component<double>, bias, mean, diagonal, lower);

// A point adds a term that is straight-line code. What a component is does not depend on points and is left to the tape.
namespace {

using namespace bench;
using problems::gmm;
using wengert::real;

inline constexpr auto log_density = [](auto const& component, auto const& point) {
    return gmm::log_density(component, point);
};

/// The pivot keeps the exponentials in range. It does not change the result, so it may be a constant.
inline constexpr auto log_sum_exp = []<class T>(std::array<T, gmm::components> const& terms, auto const& pivot) -> T {
    T sum = 0.0;
    for (T const& term : terms) sum = sum + exp(term - pivot);
    return log(sum) + pivot;
};

template <class T>
using mixture = std::array<gmm::component<T>, gmm::components>;

/// The term of a point.
inline constexpr auto log_mixture = []<class T>(mixture<T> const& all, gmm::vector<T> const& point) -> T {
    std::array<T, gmm::components> terms;
    for (std::size_t k = 0; k != gmm::components; ++k) terms[k] = gmm::log_density(all[k], point);
    T largest = terms[0];
    for (T const& term : terms) largest = max(largest, term);
    return log_sum_exp(terms, stop_gradient(largest));
};

/// What the ways to sum over the points have in common: a tape that stays warm, and on it all that does not depend on points.
class engine {
public:
    explicit engine(gmm const& p) : p_(p) {}

    std::size_t tape_bytes() const { return list_.statistics().bytes; }

protected:
    struct prepared {
        mixture<real> components;
        real rest;  // of the result
    };

    prepared prepare(std::vector<double> const& x) {
        list_.clear();
        in_.clear();
        for (double const number : x) in_.push_back(list_.input(number));
        wengert::recording<double> const open(list_);
        prepared all{{}, p_.constant()};
        for (std::size_t k = 0; k != gmm::components; ++k) all.components[k] = gmm::prepared(in_, k, all.rest);
        all.rest -= static_cast<double>(p_.points.size()) * problems::log_sum_exp::of(gmm::log_weights(in_));
        return all;
    }

    void reverse(std::span<double> g) {
        sweep_.reverse(list_);
        for (std::size_t i = 0; i != in_.size(); ++i) g[i] = sweep_[in_[i]];
    }

    gmm const& p_;
    wengert::tape<double> list_;
    wengert::adjoints<double> sweep_{list_};
    std::vector<real> in_;
};

/// A statement for a point and component, and one for a point.
struct kernels : engine {
    using engine::engine;

    double gradient(std::vector<double> const& x, std::span<double> g) {
        auto const all = prepare(x);
        real sum = all.rest;
        {
            wengert::recording<double> const open(list_);
            for (auto const& point : p_.points) {
                std::array<real, gmm::components> terms;
                double largest = -std::numeric_limits<double>::infinity();
                for (std::size_t k = 0; k != gmm::components; ++k) {
                    terms[k] = wengert::kernel(log_density)(all.components[k], point);
                    largest = (std::max)(largest, terms[k].value());
                }
                sum += wengert::kernel(log_sum_exp)(terms, largest);
            }
        }
        sweep_.reset(list_);
        sweep_.seed(sum) = 1.0;
        reverse(g);
        return sum.value();
    }
};

/// The terms are independent: their gradients are added up, and seed the adjoints of what is on the tape.
struct program_per_term : engine {
    using engine::engine;

    double gradient(std::vector<double> const& x, std::span<double> g) {
        auto const all = prepare(x);
        auto const at = wengert::map_leaves<double>(all.components, [](real const& c) { return c.value(); });
        double value = all.rest.value();
        mixture<double> sums{};
        for (auto const& point : p_.points) {
            auto const [term, derivatives] =
                wengert::value_and_gradient<wengert::with::program>(log_mixture, at, point);
            value += term;
            wengert::for_each_leaf(sums, std::get<0>(derivatives), [](double& sum, double d) { sum += d; });
        }
        sweep_.reset(list_);
        sweep_.seed(all.rest) = 1.0;
        wengert::for_each_leaf(all.components, sums, [&](real const& c, double sum) { sweep_.seed(c) += sum; });
        reverse(g);
        return value;
    }
};

registration const here_kernels(tool_of<gmm, kernels>("Wengert kernels"));
registration const here_programs(tool_of<gmm, program_per_term>("Wengert program per term"));

}  // namespace
