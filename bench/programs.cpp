// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Small programs whose derivatives are wanted often: what they cost by hand, by Wengert and by other libraries. The time of a case
// is that of one evaluation, at one of 256 points. `plain` is the program on doubles and `hand` its derivative as one would write
// it who knows the problem: by closed forms and symmetries. `hand_adjoint` is what one would write who knows the statements of the
// program only: their reverse sweep (its tangents for a Hessian), with nothing computed twice. The quotients to them are what to
// look at. All are checked to give the same numbers first.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <wengert/wengert.hpp>

#include "programs/black_scholes.hpp"
#include "programs/neo_hookean.hpp"
#include "programs/peers.hpp"
#include "programs/reprojection.hpp"
#include "programs/robot_arm.hpp"

namespace {

using namespace programs;

// ---- what comes back, as one list of numbers -----------------------------------------------------------------------------------

void append(std::vector<double>& list, double x) { list.push_back(x); }

template <std::size_t N>
void append(std::vector<double>& list, std::array<double, N> const& x) {
    list.insert(list.end(), x.begin(), x.end());
}

template <std::size_t M, std::size_t N>
void append(std::vector<double>& list, wengert::matrix<double, M, N> const& x) {
    list.insert(list.end(), x.begin(), x.end());
}

template <class A, class B>
void append(std::vector<double>& list, std::pair<A, B> const& x) {
    append(list, x.first);
    append(list, x.second);
}

// ---- cases ---------------------------------------------------------------------------------------------------------------------

/// The cases of one problem, all of them at the same points.
template <class Input>
class problem {
public:
    problem(std::string name, Input (*draw)(random_numbers&)) : name_(std::move(name)) {
        random_numbers random;
        for (Input& x : points_) x = draw(random);
    }

    /// The program itself.
    template <class Run>
    void plain(Run run) const {
        time("plain", run);
    }

    /// The first of the derivatives is what the others are checked against.
    template <class Run>
    void add(char const* by, Run run) {
        std::vector<std::vector<double>> found;
        for (Input const& x : points_) append(found.emplace_back(), run(x));
        if (expected_.empty()) expected_ = found;
        for (std::size_t i = 0; i != found.size(); ++i) compare(by, i, found[i]);
        time(by, run);
    }

private:
    /// Relative; and rounding errors of the greatest number are let through, for some are sums in which nearly all cancels.
    void compare(char const* by, std::size_t point, std::vector<double> const& found) const {
        auto const& expected = expected_[point];
        double greatest = 0.0;
        for (double const x : expected) greatest = std::max(greatest, std::abs(x));
        bool same = found.size() == expected.size();
        for (std::size_t i = 0; same && i != expected.size(); ++i)
            same = std::abs(found[i] - expected[i]) <= 1e-10 * std::abs(expected[i]) + 1e-15 * greatest;
        if (same) return;
        std::fprintf(stderr, "%s/%s: not the same numbers as the first at point %zu:\n", name_.c_str(), by, point);
        for (std::size_t i = 0; i != std::max(found.size(), expected.size()); ++i) {
            std::fprintf(stderr, "%4zu  %24.16e  %24.16e\n", i, i < found.size() ? found[i] : NAN,
                         i < expected.size() ? expected[i] : NAN);
        }
        std::abort();
    }

    template <class Run>
    void time(char const* by, Run run) const {
        benchmark::RegisterBenchmark((name_ + "/" + by).c_str(), [run, points = points_](benchmark::State& state) {
            while (state.KeepRunningBatch(static_cast<benchmark::IterationCount>(points.size()))) {
                for (Input const& x : points) {
                    auto result = run(x);
                    benchmark::DoNotOptimize(result);
                }
            }
        });
    }

    std::string name_;
    std::array<Input, 256> points_;
    std::vector<std::vector<double>> expected_;
};

/// Every peer, by what `derivative` asks of it.
template <class F, class Problem, class Derivative>
void add_peers(Problem& p, Derivative derivative) {
    auto const add = [&]<class Peer>(char const* by, Peer) {
        p.add(by, [=](auto const& x) { return derivative.template operator()<Peer, F>(x); });
    };
    static_cast<void>(add);
#ifdef WENGERT_BENCH_CERES
    add("ceres_jet", ceres_jet());
#endif
#ifdef WENGERT_BENCH_SACADO
    add("sacado_sfad", sacado_sfad());
    add("sacado_elr", sacado_elr());
#endif
#ifdef WENGERT_BENCH_BOOST_AUTODIFF
    add("boost_autodiff", boost_autodiff());
#endif
#ifdef WENGERT_BENCH_ADOLC
    add("adolc", adolc_tape());
#endif
}

constexpr auto jacobian_by = []<class Peer, class F>(auto const& x) { return Peer::template jacobian<F>(x); };
constexpr auto value_and_gradient_by = []<class Peer, class F>(auto const& x) {
    return Peer::template value_and_gradient<F>(x);
};
constexpr auto hessian_by = []<class Peer, class F>(auto const& x) { return Peer::template hessian<F>(x); };

template <auto const& function>
using type_of = std::remove_cvref_t<decltype(function)>;

void add_reprojection() {
    using reprojection::function, reprojection::input;
    problem<input<double>> p("reprojection", reprojection::draw);
    p.plain([](auto const& x) { return function(x); });
    p.add("hand", [](auto const& x) { return reprojection::hand(x); });
    p.add("hand_adjoint", [](auto const& x) { return reprojection::hand_adjoint(x); });
    p.add("wengert_tape", [](auto const& x) { return wengert::jacobian<wengert::with::tape>(function, x); });
    p.add("wengert_program", [](auto const& x) { return wengert::jacobian<wengert::with::program>(function, x); });
    add_peers<type_of<function>>(p, jacobian_by);
}

void add_robot_arm() {
    using robot_arm::function, robot_arm::input;
    problem<input<double>> p("robot_arm", robot_arm::draw);
    p.plain([](auto const& x) { return function(x); });
    p.add("hand", [](auto const& x) { return robot_arm::hand(x); });
    p.add("hand_adjoint", [](auto const& x) { return robot_arm::hand_adjoint(x); });
    p.add("hand_geometric", [](auto const& x) { return robot_arm::geometric(x); });
    p.add("wengert_tape", [](auto const& x) { return wengert::jacobian<wengert::with::tape>(function, x); });
    p.add("wengert_program", [](auto const& x) { return wengert::jacobian<wengert::with::program>(function, x); });
    add_peers<type_of<function>>(p, jacobian_by);
}

void add_black_scholes() {
    using black_scholes::function, black_scholes::input;
    problem<input<double>> p("black_scholes", black_scholes::draw);
    p.plain([](auto const& x) { return function(x); });
    p.add("hand", [](auto const& x) { return black_scholes::hand(x); });
    p.add("hand_adjoint", [](auto const& x) { return black_scholes::hand_adjoint(x); });
    p.add("wengert_tape", [](auto const& x) { return wengert::value_and_gradient<wengert::with::tape>(function, x); });
    p.add("wengert_program",
          [](auto const& x) { return wengert::value_and_gradient<wengert::with::program>(function, x); });
    add_peers<type_of<function>>(p, value_and_gradient_by);
}

void add_neo_hookean() {
    using neo_hookean::function, neo_hookean::input;
    problem<input<double>> gradient("neo_hookean_gradient", neo_hookean::draw);
    gradient.plain([](auto const& x) { return function(x); });
    gradient.add("hand", [](auto const& x) { return neo_hookean::hand_gradient(x); });
    gradient.add("hand_adjoint", [](auto const& x) { return neo_hookean::hand_adjoint_gradient(x); });
    gradient.add("wengert_tape", [](auto const& x) { return wengert::gradient<wengert::with::tape>(function, x); });
    gradient.add("wengert_program",
                 [](auto const& x) { return wengert::gradient<wengert::with::program>(function, x); });
    add_peers<type_of<function>>(gradient, jacobian_by);

    problem<input<double>> hessian("neo_hookean_hessian", neo_hookean::draw);
    hessian.plain([](auto const& x) { return function(x); });
    hessian.add("hand", [](auto const& x) { return neo_hookean::hand_hessian(x); });
    hessian.add("hand_adjoint", [](auto const& x) { return neo_hookean::hand_adjoint_hessian(x); });
    hessian.add("hand_by_rows", [](auto const& x) { return neo_hookean::hand_hessian_by_rows(x); });
    hessian.add("wengert_tape", [](auto const& x) { return wengert::hessian<wengert::with::tape>(function, x); });
    hessian.add("wengert_program", [](auto const& x) { return wengert::hessian<wengert::with::program>(function, x); });
    add_peers<type_of<function>>(hessian, hessian_by);
#ifdef WENGERT_BENCH_ADOLC
    hessian.add("adolc_hessian2", [](auto const& x) { return adolc_tape::hessian2<type_of<function>>(x); });
#endif
}

}  // namespace

int main(int argc, char** argv) {
    add_reprojection();
    add_robot_arm();
    add_black_scholes();
    add_neo_hookean();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
}
