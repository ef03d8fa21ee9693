// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// FastAD has no numbers for generic loops: a function is one expression of vectors, written in its own functions. That can be
// done for log-sum-exp.

#include <algorithm>
#include <fastad>

#include "problems/log_sum_exp.hpp"
#include "tool.hpp"

namespace {

using namespace bench;
using problems::log_sum_exp;

using vector = ad::Var<double, ad::vec>;
using scalar = ad::Var<double>;

auto written(vector& x, scalar& shift) { return ad::bind(ad::log(ad::sum(ad::exp(x - shift))) + shift); }

class engine {
public:
    explicit engine(log_sum_exp const& p) : x_(p.count), f_(written(x_, shift_)) {}
    engine(engine const&) = delete;  // the expression refers to the numbers

    double gradient(std::vector<double> const& x, std::span<double> g) {
        std::ranges::copy(x, x_.get().begin());
        shift_.get() = *std::ranges::max_element(x);
        x_.reset_adj();
        shift_.reset_adj();
        double const y = ad::autodiff(f_);
        std::ranges::copy(x_.get_adj(), g.begin());
        return y;
    }

private:
    vector x_;
    scalar shift_;
    decltype(written(x_, shift_)) f_;
};

registration const here(tool_of<log_sum_exp, engine>("FastAD", BENCH_FASTAD_VERSION));

}  // namespace
