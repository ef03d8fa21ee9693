// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function as it is, on XAD's tape.

#include BENCH_PROBLEM_HEADER

#include <XAD/XAD.hpp>

#include "tool.hpp"

namespace {

using namespace bench;

template <problem P>
class engine {
    using mode = xad::adj<double>;
    using number = mode::active_type;

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
        derivatives_of(y, in_, g.begin());
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
            derivatives_of(results[j], in, out.begin() + static_cast<std::ptrdiff_t>(j * N));
            tape_.clearDerivatives();
        }
    }

    /// Statements, their partials and operands, without the adjoints: `getMemory()` counts these too.
    std::size_t tape_bytes() const {
        using slot = mode::tape_type::slot_type;
        return tape_.getNumStatements() * 2 * sizeof(slot) + tape_.getNumOperations() * (sizeof(double) + sizeof(slot));
    }

private:
    template <class In, class Out>
    void derivatives_of(number& y, In const& in, Out out) {
        xad::derivative(y) = 1.0;
        tape_.computeAdjoints();
        for (number const& x : in) *out++ = xad::derivative(x);
    }

    P const& p_;
    mode::tape_type tape_;
    std::vector<number> in_;  // on the tape, so it is destroyed before it
};

registration const here(tool_of<BENCH_PROBLEM, engine<BENCH_PROBLEM>>("XAD", XAD_VERSION_STRING));

}  // namespace
