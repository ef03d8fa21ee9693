// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function as it is, on ADOL-C's tape: recorded at every evaluation, and, where the control flow does not change, recorded
// once and then evaluated again.

#include BENCH_PROBLEM_HEADER

#include <cmath>

#include <adolc/adolc.h>

#include "tool.hpp"

namespace {

using namespace bench;

constexpr short tag = 0;

using statistics = std::array<std::size_t, STAT_SIZE>;
statistics statistics_of_tape() {
    statistics s{};
    tapestats(tag, s.data());
    return s;
}

template <problem P>
class engine {
public:
    explicit engine(P const& p) : p_(p) { enlarge_buffers(); }
    engine(engine const&) = delete;
    ~engine() { removeTape(tag, ADOLC_REMOVE_COMPLETELY); }

    double gradient(std::vector<double> const& x, std::span<double> g) {
        double const y = record(x);
        reverse(g);
        return y;
    }

    double record(std::vector<double> const& x, bool keep_values = true) {
        in_.resize(x.size());
        start(keep_values);
        for (std::size_t k = 0; k != x.size(); ++k) in_[k] <<= x[k];
        adouble result = p_(in_);
        double y = 0;
        result >>= y;
        trace_off();
        return y;
    }

    double evaluated_again(std::vector<double> const& x, std::span<double> g) {
        double y = 0;
        bool const same_choices = zos_forward(tag, 1, static_cast<int>(x.size()), 1, x.data(), &y) >= 0;
        if (!same_choices) return std::nan("");
        reverse(g);
        return y;
    }

    template <std::size_t N, std::size_t M, std::size_t MN>
    void jacobian(std::size_t i, std::array<double, N> const& x, std::span<double, M> y, std::span<double, MN> out) {
        std::array<adouble, N> in;
        start();
        for (std::size_t k = 0; k != N; ++k) in[k] <<= x[k];
        auto results = p_(i, in);
        for (std::size_t j = 0; j != M; ++j) results[j] >>= y[j];
        trace_off();

        std::array<double, M * M> identity{};
        std::array<double*, M> weights, rows;
        for (std::size_t j = 0; j != M; ++j) {
            identity[j * M + j] = 1.0;
            weights[j] = identity.data() + j * M;
            rows[j] = out.data() + j * N;
        }
        constexpr int n = static_cast<int>(N), m = static_cast<int>(M);
        fov_reverse(tag, m, n, m, weights.data(), rows.data());
    }

    /// Operations, locations and constants, and the values that were overwritten: the sweep reads these, for it has no partials.
    std::size_t tape_bytes() const {
        auto const s = statistics_of_tape();
        return s[NUM_OPERATIONS] + s[NUM_LOCATIONS] * sizeof(locint) +
               (s[NUM_VALUES] + s[TAY_STACK_SIZE]) * sizeof(double);
    }

private:
    /// What is written to files by default stays in memory, where it has been seen how much that is.
    void enlarge_buffers() {
        if constexpr (gradient_problem<P>) {
            record(p_.start(), false);
            auto const s = statistics_of_tape();
            removeTape(tag, ADOLC_REMOVE_COMPLETELY);
            static constexpr std::array sizes{NUM_OPERATIONS, NUM_LOCATIONS, NUM_VALUES, TAY_STACK_SIZE};
            constexpr std::size_t some_more = 1 << 16;
            for (std::size_t k = 0; k != sizes.size(); ++k)
                buffers_[k] = static_cast<unsigned>(s[sizes[k]] + some_more);
        }
    }

    /// Where the values are kept, there can be a sweep without another evaluation.
    void start(bool keep_values = true) const {
        if (buffers_[0] == 0) trace_on(tag, keep_values);
        else trace_on(tag, keep_values, buffers_[0], buffers_[1], buffers_[2], buffers_[3]);
    }

    void reverse(std::span<double> g) const {
        double one = 1.0;
        fos_reverse(tag, 1, static_cast<int>(g.size()), &one, g.data());
    }

    P const& p_;
    std::array<unsigned, 4> buffers_{};
    std::vector<adouble> in_;
};

registration const here(tool_of<BENCH_PROBLEM, engine<BENCH_PROBLEM>>("ADOL-C", BENCH_ADOLC_VERSION));

#ifdef BENCH_RECORD_ONCE
template <problem P>
class recorded_once {
public:
    explicit recorded_once(P const& p) : list_(p) { list_.record(beside(p.start())); }

    double gradient(std::vector<double> const& x, std::span<double> g) { return list_.evaluated_again(x, g); }
    std::size_t tape_bytes() const { return list_.tape_bytes(); }

private:
    engine<P> list_;
};

registration const here_once(tool_of<BENCH_PROBLEM, recorded_once<BENCH_PROBLEM>>("ADOL-C, recorded once",
                                                                                  BENCH_ADOLC_VERSION));
#endif

}  // namespace
