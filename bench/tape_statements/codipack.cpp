// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The tape of CoDiPack's RealReverse, with forced inlining.

#define CODI_ForcedInlines 1
#include <codi.hpp>

#include "tape_statements/statements.hpp"

namespace statements {

template <class Kernel>
class codipack_list {
    using number = codi::RealReverse;

public:
    explicit codipack_list(std::size_t length) : length_(length) {}
    codipack_list(codipack_list const&) = delete;
    ~codipack_list() { tape_.resetHard(); }

    void record() {
        tape_.reset(false);
        tape_.setActive();
        kernels::state<number> s = kernels::start().of<number>([](double x) { return number(x); });
        s.each_number([&](number& x) { tape_.registerInput(x); });
        inputs_ = s;
        repeat<Kernel>(s, length_);
        results_ = s;
        tape_.setPassive();
    }

    /// The sweep leaves zeros behind it, but in the inputs.
    void reverse() {
        results_.each_number([](number& y) { y.setGradient(1.0); });
        tape_.evaluate();
        inputs_.each_number([](number& x) { x.setGradient(0.0); });
    }

    std::size_t bytes() const {
        auto const used = static_cast<std::size_t>(tape_.getTapeValues().getUsedMemorySize());
        return used - tape_.getParameter(codi::TapeParameters::LargestIdentifier) * sizeof(double);
    }

private:
    std::size_t length_;
    number::Tape& tape_ = number::getTape();
    kernels::state<number> inputs_, results_;
};

bool const codipack_here = add_tape<codipack_list>("CoDiPack");

}  // namespace statements
