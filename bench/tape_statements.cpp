// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What a statement costs: to record, to reverse, and in bytes, on a tape that has grown already; and what it costs that a
// tape explains. One item is one statement, so the reciprocal of items_per_second is the time of one.

#include <vector>

#include <benchmark/benchmark.h>

#include <wengert/wengert.hpp>

#include "kernels.hpp"
#include "problems/lotka_volterra.hpp"

namespace {

using namespace wengert;

constexpr std::size_t tape_length = 1'000'000;

/// `Kernel` repeated until the tape holds tape_length statements.
template <class Kernel>
class recorded {
public:
    void record() {
        list.clear();
        kernels::state<double> const from = kernels::start();
        kernels::state<real> s;
        auto const lift = [&](auto const& numbers, auto& inputs) {
            for (std::size_t i = 0; i < numbers.size(); ++i) inputs[i] = list.input(numbers[i]);
        };
        lift(from.x, s.x);
        lift(from.v, s.v);
        lift(from.work, s.work);
        lift(from.c, s.c);
        recording<double> const open(list);
        for (std::size_t n = 0; n < tape_length; n += Kernel::statements) Kernel::step(s);
        result = s;
    }

    void reverse() {
        sweep.reset(list);
        result.each_number([&](real const& y) { sweep.seed(y) = 1.0; });
        sweep.reverse(list);
    }

    void count(benchmark::State& state) {
        auto const s = list.statistics();
        auto const statements = static_cast<double>(s.statements);
        state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(s.statements));
        state.counters["ns_per_statement"] = benchmark::Counter(
            statements * 1e-9, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
        state.counters["bytes_per_statement"] = static_cast<double>(s.bytes) / statements;
    }

    tape<double> list;
    adjoints<double> sweep{list};
    kernels::state<real> result;
};

template <class Kernel>
void record(benchmark::State& state) {
    recorded<Kernel> r;
    r.record();
    for (auto _ : state) {
        r.record();
        benchmark::ClobberMemory();
    }
    r.count(state);
}

template <class Kernel>
void reverse(benchmark::State& state) {
    recorded<Kernel> r;
    r.record();
    r.reverse();
    for (auto _ : state) {
        r.reverse();
        benchmark::ClobberMemory();
    }
    r.count(state);
}

#define WENGERT_KERNEL(name)          \
    BENCHMARK(record<kernels::name>); \
    BENCHMARK(reverse<kernels::name>)

WENGERT_KERNEL(one_argument);
WENGERT_KERNEL(two_arguments);
WENGERT_KERNEL(three_arguments);
WENGERT_KERNEL(mixed);

// ---- a tape that explains --------------------------------------------------------------------------------------------------

/// The gradient of a simulation of so many time steps, with and without; what it costs beside other tools is for
/// bench_lotka_volterra to say.
void lotka_volterra_on_tape(benchmark::State& state, gradient_tape_options options) {
    problems::lotka_volterra const simulation(static_cast<std::size_t>(state.range(0)));
    std::vector<double> const start = simulation.start();
    for (auto _ : state) {
        std::vector<real> in(start.begin(), start.end());
        gradient_tape tape(options);
        tape.watch(in);
        real const y = simulation(in);
        benchmark::DoNotOptimize(*tape.gradient(y, in[2]));
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK_CAPTURE(lotka_volterra_on_tape, gradient_tape, gradient_tape_options{})->Arg(10'000);
BENCHMARK_CAPTURE(lotka_volterra_on_tape, explain, gradient_tape_options{.explain = true})->Arg(10'000);

}  // namespace
