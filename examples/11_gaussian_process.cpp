// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Eigen's matrices: the hyperparameters of a Gaussian process are fitted to a noisy wave. The likelihood needs a Cholesky
// decomposition, and its gradient goes through Eigen's own code (Rasmussen and Williams 2006, algorithm 2.1).

#include <cmath>
#include <iostream>

#include <Eigen/Dense>

#include <wengert/adapters/eigen.hpp>

using namespace wengert;

// Logarithms, so that none becomes negative.
template <class T>
struct hyperparameters {
    T log_height, log_length, log_noise;
};
BOOST_HANA_ADAPT_STRUCT(hyperparameters<double>, log_height, log_length, log_noise);

int main() {
    // A sine of height 2, whose angle passes through 4 in the whole, under noise of about 0.1 that repeats itself from run to run.
    constexpr int points = 24;
    Eigen::VectorXd const time = Eigen::VectorXd::LinSpaced(points, 0.0, 4.0);
    Eigen::VectorXd const seen =
        time.unaryExpr([](double t) { return 2.0 * std::sin(2.0 * t) + 0.14 * std::sin(37.0 * t * t + 1.0); });

    auto const cost = [&]<class T>(hyperparameters<T> const& h) {  // minus the logarithm of the likelihood
        T const variance = exp(2.0 * h.log_height), noise = exp(2.0 * h.log_noise), width = exp(-2.0 * h.log_length);
        Eigen::MatrixX<T> covariance(points, points);
        for (int i = 0; i < points; ++i)
            for (int j = 0; j <= i; ++j)
                covariance(i, j) = variance * exp(-0.5 * square(time(i) - time(j)) * width) + (i == j ? noise : T(0.0));
        Eigen::LLT<Eigen::MatrixX<T>> const cholesky(covariance);
        Eigen::VectorX<T> const weights = cholesky.solve(seen.cast<T>());
        T sum = 0.5 * T(seen.dot(weights));
        for (int i = 0; i < points; ++i) sum += log(T(cholesky.matrixLLT()(i, i)));
        return sum;
    };

    hyperparameters<double> h{.log_height = 0.0, .log_length = 0.0, .log_noise = 0.0};
    std::cout << "gradient: " << check_gradient(cost, h) << "\nstart: cost " << cost(h) << '\n';
    double step = 0.01, last = cost(h);
    int steps = 0;
    for (; steps < 500; ++steps) {
        auto const slope = gradient(cost, h);
        double size = 0.0;
        for_each_leaf(slope, [&](double s) { size += s * s; });
        if (size < 1e-8) break;
        // Longer steps for as long as they lead down.
        hyperparameters<double> next = h;
        for_each_leaf(next, slope, [&](double& x, double by_x) { x -= step * by_x; });
        double const now = cost(next);
        step *= now < last ? 1.2 : 0.5;
        if (now < last) h = next, last = now;
    }
    std::cout << "end:   cost " << last << " after " << steps << " steps\n"
              << "height " << std::exp(h.log_height) << ", length " << std::exp(h.log_length) << ", noise "
              << std::exp(h.log_noise) << '\n';
}
