// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function as it is, of Sacado's reverse numbers. Their list is the library's own, and starts anew with the first number
// that is made after a sweep.

#include BENCH_PROBLEM_HEADER

#include "sacado.hpp"
#include "tool.hpp"

namespace {

using namespace bench;

/// The library's number, which cannot be assigned to from a constant or a temporary; arrays of numbers need that.
struct number : Sacado::Rad::ADvar<double> {
    using ADvar::ADvar;
    using ADvar::operator=;
    number() = default;
    number(number const&) = default;
    number(Sacado::Rad::ADvari<double> const& x) : ADvar(x) {}
    number& operator=(number const& x) {
        ADvar::operator=(x);
        return *this;
    }
};

template <problem P>
class engine {
public:
    explicit engine(P const& p) : p_(p) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        in_.assign(x.begin(), x.end());
        number y = p_(in_);
        number::Outvar_Gradcomp(y);
        for (std::size_t k = 0; k != x.size(); ++k) g[k] = in_[k].adj();
        return y.val();
    }

    template <std::size_t N, std::size_t M, std::size_t MN>
    void jacobian(std::size_t i, std::array<double, N> const& x, std::span<double, M> y, std::span<double, MN> out) {
        std::array<number, N> in;
        for (std::size_t k = 0; k != N; ++k) in[k] = x[k];
        auto results = p_(i, in);
        // Every sweep says the adjoint of each result: else that of the last one would stay.
        std::array<Sacado::Rad::ADvar<double>*, M> outputs;
        std::array<double, M> weights{};
        for (std::size_t j = 0; j != M; ++j) {
            y[j] = results[j].val();
            outputs[j] = &results[j];
        }
        for (std::size_t j = 0; j != M; ++j) {
            weights[j] = 1.0;
            number::Weighted_Gradcomp(M, outputs.data(), weights.data());
            weights[j] = 0.0;
            for (std::size_t k = 0; k != N; ++k) out[j * N + k] = in[k].adj();
        }
    }

private:
    P const& p_;
    std::vector<number> in_;
};

registration const here(tool_of<BENCH_PROBLEM, engine<BENCH_PROBLEM>>("Sacado Rad", TRILINOS_VERSION_STRING));

}  // namespace
