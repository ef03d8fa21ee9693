// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The function as it is, on CppAD's tape: recorded at every evaluation, and, where the control flow does not change, recorded
// and optimized once and then evaluated again.

#include BENCH_PROBLEM_HEADER

#include <cppad/cppad.hpp>

#include "tool.hpp"

namespace {

using namespace bench;

template <problem P>
class engine {
    using number = CppAD::AD<double>;

public:
    explicit engine(P const& p) : p_(p) { CppAD::thread_alloc::hold_memory(true); }
    engine(engine const&) = delete;
    // All engines share what the library keeps; the last recording ends before it is given back.
    ~engine() {
        f_ = CppAD::ADFun<double>();
        CppAD::thread_alloc::free_available(0);
    }

    double gradient(std::vector<double> const& x, std::span<double> g) {
        record(x);
        return evaluated(x, g);
    }

    void record(std::vector<double> const& x) {
        std::vector<number> in(x.begin(), x.end());
        begin(in);
        f_.Dependent(in, std::vector<number>{p_(in)});
    }

    void optimize() { f_.optimize("no_compare_op"); }

    double evaluated(std::vector<double> const& x, std::span<double> g) {
        double const y = f_.Forward(0, x)[0];
        std::ranges::copy(f_.Reverse(1, std::vector<double>{1.0}), g.begin());
        return y;
    }

    template <std::size_t N, std::size_t M, std::size_t MN>
    void jacobian(std::size_t i, std::array<double, N> const& x, std::span<double, M> y, std::span<double, MN> out) {
        std::vector<number> in(x.begin(), x.end());
        begin(in);
        std::array<number, N> as_array;
        std::ranges::copy(in, as_array.begin());
        auto const results = p_(i, as_array);
        f_.Dependent(in, std::vector<number>(results.begin(), results.end()));

        std::ranges::copy(f_.Forward(0, std::vector<double>(x.begin(), x.end())), y.begin());
        std::vector<double> weights(M);
        for (std::size_t j = 0; j != M; ++j) {
            weights[j] = 1.0;
            std::ranges::copy(f_.Reverse(1, weights), out.begin() + static_cast<std::ptrdiff_t>(j * N));
            weights[j] = 0.0;
        }
    }

    /// The sequence of operations, and the value of each variable: the sweep reads these, for it has no partials.
    std::size_t tape_bytes() const { return f_.size_op_seq() + f_.size_var() * sizeof(double); }

private:
    /// Comparisons are not recorded: nothing asks here how they would come out elsewhere.
    static void begin(std::vector<number>& in) { CppAD::Independent(in, 0, false); }

    P const& p_;
    CppAD::ADFun<double> f_;
};

std::string version() {
    std::string const s = CPPAD_PACKAGE_STRING;  // "cppad-20260000.0"
    return s.substr(s.find('-') + 1);
}

registration const here(tool_of<BENCH_PROBLEM, engine<BENCH_PROBLEM>>("CppAD", version()));

#ifdef BENCH_RECORD_ONCE
template <problem P>
class recorded_once {
public:
    explicit recorded_once(P const& p) : list_(p) {
        list_.record(beside(p.start()));
        list_.optimize();
    }

    double gradient(std::vector<double> const& x, std::span<double> g) { return list_.evaluated(x, g); }
    std::size_t tape_bytes() const { return list_.tape_bytes(); }

private:
    engine<P> list_;
};

registration const here_once(tool_of<BENCH_PROBLEM, recorded_once<BENCH_PROBLEM>>("CppAD, recorded once", version()));
#endif

}  // namespace
