// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function as it is, on Wengert's tape.

#include BENCH_PROBLEM_HEADER

#include <wengert/wengert.hpp>

#include "tool.hpp"

namespace {

using namespace bench;
using wengert::real;

template <problem P>
class engine {
    template <class F>
    auto recorded(F f) {
        wengert::recording<double> const open(list_);
        return f();
    }

public:
    explicit engine(P const& p) : p_(p) {}

    double gradient(std::vector<double> const& x, std::span<double> g) {
        list_.clear();
        in_.resize(x.size());
        for (std::size_t i = 0; i != x.size(); ++i) in_[i] = list_.input(x[i]);
        real const y = recorded([&] { return p_(in_); });
        derivatives_of(y, in_, g.begin());
        return y.value();
    }

    template <std::size_t N, std::size_t M, std::size_t MN>
    void jacobian(std::size_t i, std::array<double, N> const& x, std::span<double, M> y, std::span<double, MN> out) {
        list_.clear();
        std::array<real, N> in;
        for (std::size_t k = 0; k != N; ++k) in[k] = list_.input(x[k]);
        auto const results = recorded([&] { return p_(i, in); });
        for (std::size_t j = 0; j != M; ++j) {
            y[j] = results[j].value();
            derivatives_of(results[j], in, out.begin() + static_cast<std::ptrdiff_t>(j * N));
        }
    }

    std::size_t tape_bytes() const { return list_.statistics().bytes; }

private:
    template <class In, class Out>
    void derivatives_of(real const& y, In const& in, Out out) {
        sweep_.reset(list_);
        if (list_.owns(y)) sweep_.seed(y) = 1.0;
        sweep_.reverse(list_);
        for (real const& x : in) *out++ = sweep_[x];
    }

    P const& p_;
    wengert::tape<double> list_;
    wengert::adjoints<double> sweep_{list_};
    std::vector<real> in_;
};

registration const here(tool_of<BENCH_PROBLEM, engine<BENCH_PROBLEM>>("Wengert tape"));

}  // namespace
