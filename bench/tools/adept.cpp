// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function as it is, on Adept's stack, which needs not be safe from other threads: the library has that one too.

#include BENCH_PROBLEM_HEADER

#define ADEPT_STACK_THREAD_UNSAFE 1
#include <adept.h>

#include "tool.hpp"

namespace {

using namespace bench;

template <problem P>
class engine {
    using number = adept::adouble;

public:
    explicit engine(P const& p) : p_(p) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        in_.resize(x.size());
        adept::set_values(in_.data(), count(x.size()), x.data());
        stack_.new_recording();
        number y = p_(in_);
        y.set_gradient(1.0);
        stack_.reverse();
        adept::get_gradients(in_.data(), count(x.size()), g.data());
        return y.value();
    }

    template <std::size_t N, std::size_t M, std::size_t MN>
    void jacobian(std::size_t i, std::array<double, N> const& x, std::span<double, M> y, std::span<double, MN> out) {
        std::array<number, N> in;
        adept::set_values(in.data(), count(N), x.data());
        stack_.new_recording();
        auto const results = p_(i, in);
        stack_.independent(in.data(), count(N));
        stack_.dependent(results.data(), count(M));
        stack_.jacobian(out.data(), static_cast<adept::Index>(N), 1);  // row by row
        for (std::size_t j = 0; j != M; ++j) y[j] = results[j].value();
    }

    /// Statements, their partials and operands, without the gradients: `memory()` counts these once there are any.
    std::size_t tape_bytes() const {
        auto const statements = static_cast<std::size_t>(stack_.n_statements());
        auto const operations = static_cast<std::size_t>(stack_.n_operations());
        return statements * sizeof(adept::internal::Statement) +
               operations * (sizeof(adept::Real) + sizeof(adept::uIndex));
    }

private:
    static adept::uIndex count(std::size_t n) { return static_cast<adept::uIndex>(n); }

    P const& p_;
    adept::Stack stack_;
    std::vector<number> in_;  // lives on the stack, so it is destroyed before it
};

registration const here(tool_of<BENCH_PROBLEM, engine<BENCH_PROBLEM>>("Adept", adept::version()));

}  // namespace
