// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function as it is, of Wengert's dual numbers that carry all partials.

#include BENCH_PROBLEM_HEADER

#include <wengert/wengert.hpp>

#include "tool.hpp"

namespace {

using namespace bench;

template <problem P>
class engine {
    static constexpr std::size_t inputs = P::inputs;
    using number = wengert::dual<double, inputs>;

public:
    explicit engine(P const& p) : p_(p), in_(inputs) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        for (std::size_t k = 0; k != inputs; ++k) in_[k] = seeded(x[k], k);
        number const y = p_(in_);
        for (std::size_t k = 0; k != inputs; ++k) g[k] = y.tangent[k];
        return y.value;
    }

    template <std::size_t N, std::size_t M, std::size_t MN>
    void jacobian(std::size_t i, std::array<double, N> const& x, std::span<double, M> y, std::span<double, MN> out) {
        std::array<number, N> in;
        for (std::size_t k = 0; k != inputs; ++k) in[k] = seeded(x[k], k);
        auto const results = p_(i, in);
        for (std::size_t j = 0; j != M; ++j) {
            y[j] = results[j].value;
            for (std::size_t k = 0; k != inputs; ++k) out[j * inputs + k] = results[j].tangent[k];
        }
    }

private:
    static number seeded(double x, std::size_t k) {
        number n(x);
        n.tangent[k] = 1.0;
        return n;
    }

    P const& p_;
    std::vector<number> in_;
};

registration const here(tool_of<BENCH_PROBLEM, engine<BENCH_PROBLEM>>("Wengert dual"));

}  // namespace
