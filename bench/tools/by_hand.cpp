// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function without derivatives, and with those that were written by hand.

#include BENCH_PROBLEM_HEADER

#include "tool.hpp"

namespace {

using namespace bench;

template <problem P>
struct plain {
    explicit plain(P const& of) : p(of) {}

    double gradient(std::vector<double> const& x, std::span<double>) { return p(x); }

    template <std::size_t N, std::size_t M, std::size_t MN>
    void jacobian(std::size_t i, std::array<double, N> const& x, std::span<double, M> y, std::span<double, MN>) {
        auto const values = p(i, x);
        for (std::size_t j = 0; j != M; ++j) y[j] = values[j];
    }

    P const& p;
};

template <problem P>
struct hand {
    explicit hand(P const& of) : p(of) {}

    double gradient(std::vector<double> const& x, std::span<double> g) { return p.hand(x, g); }

    template <std::size_t N, std::size_t M, std::size_t MN>
    void jacobian(std::size_t i, std::array<double, N> const& x, std::span<double, M> y, std::span<double, MN> out) {
        p.hand(i, x, y, out);
    }

    P const& p;
};

registration const here_plain({"plain", "", true, false, run_of<BENCH_PROBLEM, plain<BENCH_PROBLEM>>});
registration const here_hand({"hand", "", false, true, run_of<BENCH_PROBLEM, hand<BENCH_PROBLEM>>});

}  // namespace
