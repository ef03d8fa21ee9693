// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function as it is, of autodiff's reverse numbers. They are an expression tree, which is made and freed at each
// evaluation, and swept along each path from the result to an input; it is not for functions that use intermediate results
// often.

#include BENCH_PROBLEM_HEADER

#include <autodiff/reverse/var.hpp>
#include <autodiff/reverse/var/eigen.hpp>

#include "tool.hpp"

namespace {

using namespace bench;

template <problem P>
class engine {
    using number = autodiff::var;

public:
    explicit engine(P const& p) : p_(p) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        in_.assign(x.begin(), x.end());
        number const y = p_(in_);
        derivatives_of(y, in_, g);
        return autodiff::val(y);
    }

    template <std::size_t N, std::size_t M, std::size_t MN>
    void jacobian(std::size_t i, std::array<double, N> const& x, std::span<double, M> y, std::span<double, MN> out) {
        std::array<number, N> in;
        for (std::size_t k = 0; k != N; ++k) in[k] = x[k];
        auto const results = p_(i, in);
        for (std::size_t j = 0; j != M; ++j) {
            y[j] = autodiff::val(results[j]);
            derivatives_of(results[j], in, out.subspan(j * N, N));
        }
    }

private:
    template <class In>
    static void derivatives_of(number const& y, In& in, std::span<double> out) {
        Eigen::Map<autodiff::VectorXvar> x(in.data(), static_cast<Eigen::Index>(in.size()));
        auto const g = gradient_of(y, x);
        std::copy(g.begin(), g.end(), out.begin());
    }

    static auto gradient_of(number const& y, Eigen::Map<autodiff::VectorXvar>& x) { return autodiff::gradient(y, x); }

    P const& p_;
    std::vector<number> in_;
};

registration const here(tool_of<BENCH_PROBLEM, engine<BENCH_PROBLEM>>("autodiff var", BENCH_AUTODIFF_VERSION));

}  // namespace
