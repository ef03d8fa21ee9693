// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function as it is, on XAD's tape, with the option that is for speed.

#include BENCH_PROBLEM_HEADER

#define XAD_USE_STRONG_INLINE
#include <type_traits>

#include <XAD/XAD.hpp>

#include "tool.hpp"

namespace {

using namespace bench;

template <problem P>
struct mode_for : std::type_identity<xad::adj<double>> {};
/// Each output has an adjoint of its own. The library has numbers with 2 and with 4.
template <blocks_problem P>
struct mode_for<P> : std::type_identity<xad::adj<double, 4>> {
    static_assert(P::outputs <= 4);
};

template <problem P>
class engine {
    using mode = typename mode_for<P>::type;
    using number = typename mode::active_type;

public:
    explicit engine(P const& p) : p_(p) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        in_.clear();
        tape_.clearAll();
        in_.assign(x.begin(), x.end());
        tape_.registerInputs(in_);
        tape_.newRecording();
        number y = p_(in_);
        tape_.registerOutput(y);
        xad::derivative(y) = 1.0;
        tape_.computeAdjoints();
        for (std::size_t k = 0; k != x.size(); ++k) g[k] = xad::derivative(in_[k]);
        return xad::value(y);
    }

    template <std::size_t N, std::size_t M, std::size_t MN>
    void jacobian(std::size_t i, std::array<double, N> const& x, std::span<double, M> y, std::span<double, MN> out) {
        tape_.clearAll();
        std::array<number, N> in;
        for (std::size_t k = 0; k != N; ++k) in[k] = x[k];
        tape_.registerInputs(in.begin(), in.end());
        tape_.newRecording();
        auto results = p_(i, in);
        tape_.registerOutputs(results.begin(), results.end());
        for (std::size_t j = 0; j != M; ++j) {
            y[j] = xad::value(results[j]);
            xad::derivative(results[j])[j] = 1.0;
        }
        tape_.computeAdjoints();
        for (std::size_t k = 0; k != N; ++k)
            for (std::size_t j = 0; j != M; ++j) out[j * N + k] = xad::derivative(in[k])[j];
    }

    /// Statements, their partials and operands, without the adjoints: `getMemory()` counts these too.
    std::size_t tape_bytes() const {
        using slot = typename mode::tape_type::slot_type;
        return tape_.getNumStatements() * 2 * sizeof(slot) + tape_.getNumOperations() * (sizeof(double) + sizeof(slot));
    }

private:
    P const& p_;
    typename mode::tape_type tape_;
    std::vector<number> in_;  // on the tape, so it is destroyed before it
};

registration const here(tool_of<BENCH_PROBLEM, engine<BENCH_PROBLEM>>("XAD", XAD_VERSION_STRING));

}  // namespace
