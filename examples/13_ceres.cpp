// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Least squares by Ceres: a cost function whose Jacobian is straight-line code. The data are NIST's problem Misra1a
// (https://www.itl.nist.gov/div898/strd/nls/data/misra1a.shtml), for which the answer is certified to eleven digits.

#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <utility>

#include <ceres/ceres.h>

#include <wengert/wengert.hpp>

constexpr std::array<std::pair<double, double>, 14> data{{
    // pressure and volume of a gas on a surface
    {77.6, 10.07},
    {114.9, 14.73},
    {141.1, 17.94},
    {190.8, 23.93},
    {239.9, 29.61},
    {289.0, 35.18},
    {332.8, 40.02},
    {378.4, 44.82},
    {434.8, 50.76},
    {477.3, 55.05},
    {536.8, 61.01},
    {593.1, 66.40},
    {689.1, 75.47},
    {760.0, 81.78},
}};

// What is not explained, of any numbers. It captures nothing, so the compiler can trace it.
constexpr auto misfit = []<class T>(std::array<T, 2> const& b, double pressure, double volume) {
    using std::exp;  // for the Jets of Ceres; Wengert's numbers bring their own
    return volume - b[0] * (1.0 - exp(-b[1] * pressure));
};

// The residuals as functions of the parameters: one list, with a row for each measurement.
constexpr auto residuals = []<class T>(std::array<T, 2> const& b) {
    std::array<T, data.size()> r;
    for (std::size_t i = 0; i < data.size(); ++i) r[i] = misfit(b, data[i].first, data[i].second);
    return r;
};

class misra final : public ceres::SizedCostFunction<data.size(), 2> {
public:
    bool Evaluate(double const* const* blocks, double* r, double** jacobians) const override {
        std::array const b{blocks[0][0], blocks[0][1]};
        std::ranges::copy(residuals(b), r);
        if (jacobians == nullptr || jacobians[0] == nullptr) return true;
        auto const J = wengert::jacobian(residuals, b);
        for (std::size_t i = 0; i < J.rows(); ++i)
            for (std::size_t j = 0; j < J.cols(); ++j) jacobians[0][i * J.cols() + j] = J(i, j);
        return std::isfinite(J(0, 0));
    }
};

struct misra_for_jets {
    template <class T>
    bool operator()(T const* b, T* r) const {
        std::ranges::copy(residuals(std::array{b[0], b[1]}), r);
        return true;
    }
};

int main() {
    static_assert(wengert::engine_for(residuals, std::array<double, 2>{}) == wengert::engine::program);

    // Ceres' own derivatives are another witness.
    std::array<double, 2> b{500.0, 1e-4};
    ceres::AutoDiffCostFunction<misra_for_jets, data.size(), 2> const by_jets(new misra_for_jets);
    std::array<double, data.size()> r;
    std::array<double, 2 * data.size()> ours, theirs;
    std::array const at{b.data()};
    std::array to_ours{ours.data()}, to_theirs{theirs.data()};
    misra().Evaluate(at.data(), r.data(), to_ours.data());
    by_jets.Evaluate(at.data(), r.data(), to_theirs.data());
    double worst = 0.0;
    for (std::size_t i = 0; i < ours.size(); ++i) worst = std::max(worst, std::abs(ours[i] / theirs[i] - 1.0));
    std::cout << "Jacobian: " << (worst < 1e-14 ? "as" : "not as") << " by Ceres' Jets\n";

    ceres::Problem problem;
    problem.AddResidualBlock(new misra, nullptr, b.data());
    ceres::Solver::Options options;
    options.function_tolerance = options.parameter_tolerance = options.gradient_tolerance = 1e-14;
    options.logging_type = ceres::SILENT;
    ceres::Solver::Summary summary;
    ceres::Solve(options, &problem, &summary);
    std::cout.precision(10);
    std::cout << "b1 = " << b[0] << ", certified 238.9421292\n"
              << "b2 = " << b[1] << ", certified 0.0005501564318\n"
              << "squares = " << 2.0 * summary.final_cost << ", certified 0.1245513889\n";
}
