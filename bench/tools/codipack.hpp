// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

#include <codi.hpp>

#include "tool.hpp"

// The function as it is, on the tape of CoDiPack's RealReverse, or of RealReverseVec where each output has an adjoint of its own.
// Its options are those of the file that includes this one.
namespace {

using namespace bench;

template <problem P>
struct number_for : std::type_identity<codi::RealReverse> {};
template <blocks_problem P>
struct number_for<P> : std::type_identity<codi::RealReverseVec<P::outputs>> {};

template <problem P>
class engine {
    using number = typename number_for<P>::type;

public:
    explicit engine(P const& p) : p_(p) {}
    engine(engine const&) = delete;
    // The tape belongs to the thread; what it took is given back here, not between evaluations.
    ~engine() { tape_.resetHard(); }

    double gradient(std::vector<double> const& x, std::span<double> g) {
        in_.assign(x.begin(), x.end());
        start(in_);
        std::array results{p_(in_)};
        stop(results);
        results[0].setGradient(1.0);
        tape_.evaluate();
        for (std::size_t k = 0; k != x.size(); ++k) g[k] = taken(in_[k]);
        return results[0].getValue();
    }

    template <std::size_t N, std::size_t M, std::size_t MN>
    void jacobian(std::size_t i, std::array<double, N> const& x, std::span<double, M> y, std::span<double, MN> out) {
        std::array<number, N> in;
        for (std::size_t k = 0; k != N; ++k) in[k] = x[k];
        start(in);
        auto results = p_(i, in);
        stop(results);
        for (std::size_t j = 0; j != M; ++j) {
            y[j] = results[j].getValue();
            results[j].gradient()[j] = 1.0;
        }
        tape_.evaluate();
        for (std::size_t k = 0; k != N; ++k) {
            auto const column = taken(in[k]);
            for (std::size_t j = 0; j != M; ++j) out[j * N + k] = column[j];
        }
    }

    /// What the tape uses for statements and their partials, without the adjoints.
    std::size_t tape_bytes() const {
        auto const used = static_cast<std::size_t>(tape_.getTapeValues().getUsedMemorySize());
        return used - tape_.getParameter(codi::TapeParameters::LargestIdentifier) * sizeof(typename number::Gradient);
    }

private:
    template <class In>
    void start(In& in) {
        tape_.reset(false);
        tape_.setActive();
        for (number& each : in) tape_.registerInput(each);
    }

    template <class Out>
    void stop(Out& out) {
        for (number& each : out) tape_.registerOutput(each);
        tape_.setPassive();
    }

    /// The sweep leaves zeros behind it, but in the inputs.
    static auto taken(number& x) {
        auto const adjoint = x.getGradient();
        x.gradient() = {};
        return adjoint;
    }

    P const& p_;
    typename number::Tape& tape_ = number::getTape();
    std::vector<number> in_;
};

}  // namespace
