// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Fits the Lotka-Volterra equations to the lynx and hares of the Hudson's Bay Company, 1900 to 1920.
// The gradient goes through 2000 steps of a simulation, of which a tape keeps only as many as fit into 100 kB; L-BFGS of NLopt
// follows it downhill.
//
// lynx_hare FOLDER_OF_DATA FOLDER_FOR_PLOTS

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlopt.hpp>

#include "model.hpp"
#include "plot.hpp"

using namespace lynx_hare;
using parameters = log_parameters<double>;
using wengert::for_each_leaf;

namespace {

// Relative. At full speed a compiler may fuse operations in one of the two ways that a step is compiled.
template <class Numbers>
double largest_difference(Numbers const& a, Numbers const& b) {
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]) / std::abs(a[i]));
    return largest;
}

constexpr double small_gradient = 1e-6;
constexpr std::uint64_t tape_budget = 100'000;

struct observations {
    int first_year = 0;
    std::vector<populations<double>> years;
};

observations read(std::string const& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path);
    observations result;
    std::string line;
    std::getline(file, line);  // year,lynx,hare
    while (std::getline(file, line)) {
        std::istringstream fields(line);
        int year = 0;
        char comma = 0;
        populations<double> p{};
        if (!(fields >> year >> comma >> p.lynx >> comma >> p.hare))
            throw std::runtime_error("not a year of data: " + line);
        if (result.years.empty()) result.first_year = year;
        result.years.push_back(p);
    }
    if (result.years.empty()) throw std::runtime_error("no data in " + path);
    return result;
}

double norm(parameters const& g) {
    double sum = 0.0;
    for_each_leaf(g, [&](double v) { sum += v * v; });
    return std::sqrt(sum);
}

struct cost {
    std::vector<double> gradient;
    wengert::tape_statistics tape;  // of one evaluation of the loss
    wengert::loop_stats loop;       // of its gradient
};

cost cost_of_gradient(observations const& data, parameters const& at, wengert::loop_policy const& policy) {
    cost result;
    auto const counted = policy.report_to(result.loop);
    auto const loss_of = [&](auto const& p) { return loss(p, data.years, counted); };
    {
        wengert::tape<double> tape;
        auto const p = wengert::map_leaves<wengert::real>(at, [&](double v) { return tape.input(v); });
        wengert::recording const open(tape);
        static_cast<void>(loss_of(p));
        result.tape = tape.statistics();
    }
    result.gradient = wengert::flatten(wengert::gradient(loss_of, at));
    return result;
}

struct fit {
    parameters best{};
    std::vector<double> losses, norms;  // by iteration
    int evaluations = 0;

    [[nodiscard]] bool done() const { return !norms.empty() && norms.back() < small_gradient; }
};

// Goes downhill until the gradient is small. NLopt has no such stopping rule, so the objective stops it. Close to the minimum
// its line search may give up earlier, because the loss no longer changes in double precision: then it starts again from there.
template <class Loss>
fit minimise(Loss const& loss_of, parameters const& start, bool talk) {
    fit result;
    result.best = start;
    nlopt::opt search(nlopt::LD_LBFGS, static_cast<unsigned>(wengert::leaf_count(start)));

    auto evaluate = [&](std::vector<double> const& x, std::vector<double>& slope) {
        parameters const at = wengert::unflatten(x, start);
        auto const [value, gradient] = wengert::value_and_gradient(loss_of, at);
        slope = wengert::flatten(gradient);
        ++result.evaluations;
        // An iteration is an evaluation that goes down; at the bottom, where rounding hides that, one with a smaller gradient.
        double const steepness = norm(gradient);
        bool const first = result.losses.empty();
        if (first || value < result.losses.back() ||
            (value < result.losses.back() + 1e-12 && steepness < result.norms.back())) {
            if (talk) {
                std::printf("iteration %2zu: loss = %.10f, gradient norm = %.2e\n", result.losses.size(), value,
                            steepness);
                std::fflush(stdout);
            }
            result.best = at;
            result.losses.push_back(value);
            result.norms.push_back(steepness);
        }
        if (result.done()) search.force_stop();
        return value;
    };
    search.set_min_objective([](std::vector<double> const& x, std::vector<double>& slope,
                                void* f) { return (*static_cast<decltype(evaluate)*>(f))(x, slope); },
                             &evaluate);

    for (int attempt = 0; attempt < 10 && !result.done(); ++attempt) {
        std::vector<double> x = wengert::flatten(result.best);
        double value = 0.0;
        try {
            search.optimize(x, value);
        } catch (nlopt::forced_stop const&) {
            break;  // the gradient is small
        } catch (nlopt::roundoff_limited const&) {
            continue;  // the line search gave up
        }
    }
    return result;
}

// Whether a symmetric matrix is positive definite: Cholesky's algorithm meets no pivot that is not positive.
template <class Matrix>
bool positive_definite(Matrix a) {
    for (std::size_t k = 0; k < a.rows(); ++k) {
        if (!(a(k, k) > 0.0)) return false;
        for (std::size_t i = k + 1; i < a.rows(); ++i)
            for (std::size_t j = k + 1; j < a.rows(); ++j) a(i, j) -= a(i, k) * a(k, j) / a(k, k);
    }
    return true;
}

void run(std::string const& data_folder, std::string const& output_folder) {
    std::filesystem::create_directories(output_folder);
    observations const data = read(data_folder + "/hudson-bay-lynx-hare.csv");
    auto const policy = wengert::memory(tape_budget);
    auto const loss_of = [&](auto const& p) { return loss(p, data.years, policy); };
    parameters const start{.alpha = std::log(0.5),
                           .beta = std::log(0.02),
                           .gamma = std::log(0.8),
                           .delta = std::log(0.02),
                           .hare = std::log(30.0),
                           .lynx = std::log(4.0)};

    // Before anything is fitted: are the derivatives right?
    std::cout << "check_gradient at the start: " << wengert::check_gradient(loss_of, start) << '\n';

    // What it saves, and what it costs.
    auto const full = cost_of_gradient(data, start, wengert::save_all());
    auto const kept = cost_of_gradient(data, start, policy);
    std::cout << "recorded in full: " << full.tape.statements << " statements, " << full.tape.bytes << " bytes\n"
              << "in " << tape_budget << " bytes: " << kept.tape.statements << " statements, " << kept.tape.bytes
              << " bytes, " << kept.loop.peak_checkpoints << " stored states among them\n"
              << "steps for a gradient: " << kept.loop.plain + kept.loop.taped << " instead of " << full.loop.taped
              << ", and the two gradients are "
              << (largest_difference(full.gradient, kept.gradient) < 1e-10 ? "the same" : "not the same") << "\n\n";

    fit const found = minimise(loss_of, start, true);
    if (!found.done()) throw std::runtime_error("L-BFGS did not reach the minimum");
    std::cout << found.evaluations << " evaluations of the loss and its gradient\n\n";

    std::printf("alpha = %.8g\nbeta = %.8g\ngamma = %.8g\ndelta = %.8g\nu0 = %.8g\nv0 = %.8g\n",
                std::exp(found.best.alpha), std::exp(found.best.beta), std::exp(found.best.gamma),
                std::exp(found.best.delta), std::exp(found.best.hare), std::exp(found.best.lynx));
    std::printf("loss = %.10f\ngradient_norm = %.2e\n\n", found.losses.back(), found.norms.back());

    // Is it a minimum, and the same one from elsewhere?
    std::cout << "the Hessian there is " << (positive_definite(wengert::hessian(loss_of, found.best)) ? "" : "not ")
              << "positive definite\n";
    parameters elsewhere = start;
    for_each_leaf(elsewhere, [](double& v) { v += 0.1; });
    std::printf("from a start that is 10 %% larger: loss = %.10f\n\n",
                minimise(loss_of, elsewhere, false).losses.back());

    std::string const fit_plot = output_folder + "/lynx_hare.svg", progress_plot = output_folder + "/loss.svg";
    plot_fit(fit_plot, data.first_year, data.years, found.best);
    plot_progress(progress_plot, found.losses, found.norms);
    std::cout << "plots: " << fit_plot << ", " << progress_plot << '\n';
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: lynx_hare FOLDER_OF_DATA FOLDER_FOR_PLOTS\n";
        return 2;
    }
    try {
        run(argv[1], argv[2]);
    } catch (std::exception const& e) {
        std::cerr << "lynx_hare: " << e.what() << '\n';
        return 1;
    }
}
