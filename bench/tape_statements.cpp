// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What a statement costs: to record, to reverse, and in bytes, on a tape that has grown already; and a whole gradient as a
// multiple of the function. One item is one statement, so the reciprocal of items_per_second is the time of one.

#include <benchmark/benchmark.h>

#include <wengert/wengert.hpp>

#include "kernels.hpp"

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

// ---- a whole gradient ------------------------------------------------------------------------------------------------------

/// Runs it for so many time steps; the quotient to lotka_volterra_plain is what the gradient costs.
template <class Run>
void for_steps(benchmark::State& state, Run&& run) {
    auto const steps = static_cast<std::size_t>(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(run(steps));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

auto const lotka_volterra_of = [](std::size_t steps) {
    return [steps](auto const& in) { return kernels::lotka_volterra::run(in, steps); };
};

void lotka_volterra_plain(benchmark::State& state) {
    auto in = kernels::lotka_volterra::at;
    for_steps(state, [&](std::size_t steps) {
        benchmark::DoNotOptimize(in);
        return kernels::lotka_volterra::run(in, steps);
    });
}

void lotka_volterra_gradient(benchmark::State& state) {
    for_steps(state, [](std::size_t steps) { return gradient(lotka_volterra_of(steps), kernels::lotka_volterra::at); });
}

void lotka_volterra_on_tape(benchmark::State& state, gradient_tape_options options) {
    for_steps(state, [&](std::size_t steps) {
        std::array<real, 6> in;
        std::copy(kernels::lotka_volterra::at.begin(), kernels::lotka_volterra::at.end(), in.begin());
        gradient_tape tape(options);
        tape.watch(in);
        real const y = kernels::lotka_volterra::run(in, steps);
        return *tape.gradient(y, in[2]);
    });
}

BENCHMARK(lotka_volterra_plain)->Arg(10'000);
BENCHMARK(lotka_volterra_gradient)->Arg(10'000);
BENCHMARK_CAPTURE(lotka_volterra_on_tape, gradient_tape, gradient_tape_options{})->Arg(10'000);
BENCHMARK_CAPTURE(lotka_volterra_on_tape, explain, gradient_tape_options{.explain = true})->Arg(10'000);

}  // namespace
