// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What the gradient of a loop costs under each policy: in time, in evaluations of its body, and in bytes of the heap. The loop is
// a Lotka-Volterra simulation by the Runge-Kutta rule of order 4.
//
// gradient/.../n is to be compared with plain * step_untaped + taped * step_taped, its counters and the times of these two.

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <optional>
#include <string>
#include <thread>

#include <benchmark/benchmark.h>

#include <wengert/wengert.hpp>

#include "problems/lotka_volterra.hpp"

// ---- the heap ----------------------------------------------------------------------------------------------------------------

namespace heap {

std::atomic<std::size_t> now = 0, peak = 0;

constexpr std::size_t header = alignof(std::max_align_t);  // keeps the size of a block before it

void* take(std::size_t size) {
    auto* const block = static_cast<std::byte*>(std::malloc(size + header));
    if (block == nullptr) throw std::bad_alloc();
    *reinterpret_cast<std::size_t*>(block) = size;
    std::size_t const after = now.fetch_add(size) + size;
    for (std::size_t p = peak; p < after && !peak.compare_exchange_weak(p, after);) {
    }
    return block + header;
}

void give_back(void* p) {
    if (p == nullptr) return;
    auto* const block = static_cast<std::byte*>(p) - header;
    now.fetch_sub(*reinterpret_cast<std::size_t*>(block));
    std::free(block);
}

/// The most bytes that `run` has on the heap at once. It gets a thread of its own, where the drivers have no memory yet.
template <class Run>
std::size_t peak_of(Run run) {
    std::size_t bytes = 0;
    std::thread([&] {
        std::size_t const before = now;
        peak = before;
        run();
        bytes = peak - before;
    }).join();
    return bytes;
}

}  // namespace heap

void* operator new(std::size_t size) { return heap::take(size); }
void operator delete(void* p) noexcept { heap::give_back(p); }
void operator delete(void* p, std::size_t) noexcept { heap::give_back(p); }

namespace {

using namespace wengert;

// ---- the loop ----------------------------------------------------------------------------------------------------------------

template <class S>
using populations = std::array<S, 2>;  // prey and predators

/// A step of the simulation; it is the body of the loops.
template <class S>
struct lotka_volterra {
    S a, b, c, d;

    explicit lotka_volterra(std::array<S, 6> const& in) : a(in[2]), b(in[3]), c(in[4]), d(in[5]) {}

    populations<S> operator()(populations<S> const& s) const {
        return problems::lotka_volterra::step(s[0], s[1], a, b, c, d);
    }
};

constexpr std::array<double, 6> start{1.0, 0.5, 1.1, 0.4, 0.4, 0.1};

auto simulation(std::uint64_t n, loop_policy const& policy) {
    return [=]<class S>(std::array<S, 6> const& in) {
        auto const end = for_loop(n, populations<S>{in[0], in[1]}, lotka_volterra<S>(in), policy);
        return end[0] * end[1];
    };
}

// ---- one step ----------------------------------------------------------------------------------------------------------------

constexpr std::uint64_t steps = 1000;

/// One item is one step.
void count_steps(benchmark::State& state, std::uint64_t n) {
    state.counters["ns_per_step"] = benchmark::Counter(
        static_cast<double>(n) * 1e-9, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void step_plain(benchmark::State& state) {
    auto in = start;
    for (auto _ : state) {
        benchmark::DoNotOptimize(in);
        lotka_volterra<double> const step(in);
        populations<double> s{in[0], in[1]};
        for (std::uint64_t i = 0; i < steps; ++i) s = step(s);
        benchmark::DoNotOptimize(s);
    }
    count_steps(state, steps);
}

/// As a loop evaluates the steps that it does not record: the numbers that the body has captured are on a tape.
void step_untaped(benchmark::State& state) {
    tape<double> list;
    auto const in = map_leaves<real>(start, [&](double v) { return list.input(v); });
    lotka_volterra<real> step(in);
    recording const open(list);
    for (auto _ : state) {
        populations<real> s{start[0], start[1]};
        detail::advance<double, detail::state_loop<populations<real>>>(step, s, 0, steps, nullptr);
        benchmark::DoNotOptimize(s);
    }
    count_steps(state, steps);
}

/// Recorded alone, reversed and forgotten.
void step_taped(benchmark::State& state) {
    tape<double> list;
    auto const in = map_leaves<real>(start, [&](double v) { return list.input(v); });
    lotka_volterra<real> const step(in);
    recording const open(list);
    adjoints<double> sweep(list);
    populations<double> at{start[0], start[1]}, adjoint{1.0, 1.0};
    auto const one_step = [&] {
        tape_mark const before = list.mark();
        auto const from = map_leaves<real>(at, [&](double v) { return list.input(v); });
        auto const to = step(from);
        sweep.reset(list);
        for_each_leaf(to, adjoint, [&](real const& y, double v) { sweep.seed(y) = v; });
        sweep.reverse(list, list.mark(), before);
        for_each_leaf(from, adjoint, [&](real const& x, double& v) { v = sweep[x]; });
        list.rewind(before);
    };
    for (auto _ : state) {
        adjoint = {1.0, 1.0};
        for (std::uint64_t i = 0; i < steps; ++i) one_step();
        benchmark::DoNotOptimize(adjoint);
    }
    count_steps(state, steps);
}

BENCHMARK(step_plain);
BENCHMARK(step_untaped);
BENCHMARK(step_taped);

// ---- the whole loop ----------------------------------------------------------------------------------------------------------

void loop_plain(benchmark::State& state) {
    auto const n = static_cast<std::uint64_t>(state.range(0));
    auto in = start;
    for (auto _ : state) {
        benchmark::DoNotOptimize(in);
        benchmark::DoNotOptimize(simulation(n, save_all())(in));
    }
    count_steps(state, n);
}

/// What a gradient takes of the loop's body and of the heap.
struct taken {
    loop_stats stats;
    std::size_t bytes;
};

void loop_gradient(benchmark::State& state, loop_policy const& policy, std::optional<taken>& known) {
    auto const n = static_cast<std::uint64_t>(state.range(0));
    auto const run = [n](loop_policy const& p) { benchmark::DoNotOptimize(gradient(simulation(n, p), start)); };

    if (!known) {
        loop_stats stats;
        run(policy.report_to(stats));
        known = {stats, heap::peak_of([&] { run(policy); })};
    }
    for (auto _ : state) run(policy);

    count_steps(state, n);
    loop_stats const& stats = known->stats;
    double const evaluations = static_cast<double>(stats.plain + stats.taped);
    state.counters["ns_per_evaluation"] = benchmark::Counter(
        evaluations * 1e-9, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
    state.counters["plain"] = static_cast<double>(stats.plain);
    state.counters["taped"] = static_cast<double>(stats.taped);
    state.counters["heap_peak"] = static_cast<double>(known->bytes);
}

// What a write and a read really cost, in steps as short as these; and as if they cost no more than a step.
loop_policy on_disk(double cost) {
    return disk(std::filesystem::temp_directory_path().string(), 10).io_cost({cost, cost});
}

constexpr std::array<std::int64_t, 4> lengths{1'000, 10'000, 100'000, 1'000'000};

bool add(std::string const& name, loop_policy const& policy) {
    for (std::int64_t const n : lengths)
        benchmark::RegisterBenchmark(("loop_gradient/" + name).c_str(), [policy, known = std::optional<taken>()](
                                                                            benchmark::State& state) mutable {
            loop_gradient(state, policy, known);
        })->Arg(n);
    return true;
}

BENCHMARK(loop_plain)->RangeMultiplier(10)->Range(lengths.front(), lengths.back());
bool const here = add("checkpoints_10", checkpoints(10)) && add("checkpoints_50", checkpoints(50)) &&
                  add("memory_100_kB", memory(100'000)) && add("memory_1_MB", memory(1'000'000)) &&
                  add("disk_10_io_cost_100", on_disk(100)) && add("disk_10_io_cost_1", on_disk(1)) &&
                  add("save_all", save_all());

}  // namespace
