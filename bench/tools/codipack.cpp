// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function as it is, on the tape of CoDiPack's RealReverse, with the options that are its defaults.

#include BENCH_PROBLEM_HEADER

#include <codi.hpp>

#include "tool.hpp"

namespace {

using namespace bench;

template <problem P>
class engine {
    using number = codi::RealReverse;

public:
    explicit engine(P const& p) : p_(p) {}
    engine(engine const&) = delete;
    // The tape belongs to the thread; what it took is given back here, not between evaluations.
    ~engine() { tape_.resetHard(); }

    double gradient(std::vector<double> const& x, std::span<double> g) {
        tape_.reset();
        in_.assign(x.begin(), x.end());
        tape_.setActive();
        for (number& each : in_) tape_.registerInput(each);
        number y = p_(in_);
        tape_.registerOutput(y);
        tape_.setPassive();
        derivatives_of(y, in_, g.begin());
        return y.getValue();
    }

    template <std::size_t N, std::size_t M, std::size_t MN>
    void jacobian(std::size_t i, std::array<double, N> const& x, std::span<double, M> y, std::span<double, MN> out) {
        tape_.reset();
        std::array<number, N> in;
        for (std::size_t k = 0; k != N; ++k) in[k] = x[k];
        tape_.setActive();
        for (number& each : in) tape_.registerInput(each);
        auto results = p_(i, in);
        for (number& each : results) tape_.registerOutput(each);
        tape_.setPassive();
        for (std::size_t j = 0; j != M; ++j) {
            y[j] = results[j].getValue();
            derivatives_of(results[j], in, out.begin() + static_cast<std::ptrdiff_t>(j * N));
            tape_.clearAdjoints();
        }
    }

    /// What the tape uses for statements and their partials, without the adjoints.
    std::size_t tape_bytes() const {
        auto const used = static_cast<std::size_t>(tape_.getTapeValues().getUsedMemorySize());
        return used - tape_.getParameter(codi::TapeParameters::LargestIdentifier) * sizeof(double);
    }

private:
    template <class In, class Out>
    void derivatives_of(number& y, In const& in, Out out) {
        y.setGradient(1.0);
        tape_.evaluate();
        for (number const& x : in) *out++ = x.getGradient();
    }

    P const& p_;
    number::Tape& tape_ = number::getTape();
    std::vector<number> in_;
};

registration const here(tool_of<BENCH_PROBLEM, engine<BENCH_PROBLEM>>("CoDiPack", CODI_VERSION));

}  // namespace
