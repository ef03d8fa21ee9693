// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <benchmark/benchmark.h>

#include "kernels.hpp"

// What a statement costs: to record, to reverse, and in bytes, on a tape that has grown already. Each tape is compiled alone,
// with the same code. Each benchmark is called kernel/what/tape/statements.
namespace statements {

/// As many as the cache holds, and as many as it does not.
inline constexpr std::int64_t lengths[] = {10'000, 1'000'000};

inline std::size_t length(benchmark::State const& state) { return static_cast<std::size_t>(state.range(0)); }

/// `Kernel` repeated until there are so many statements.
template <class Kernel, class S>
void repeat(kernels::state<S>& s, std::size_t length) {
    for (std::size_t n = 0; n < length; n += Kernel::statements) Kernel::step(s);
}

inline void count(benchmark::State& state) {
    state.counters["ns_per_statement"] =
        benchmark::Counter(static_cast<double>(length(state)) * 1e-9,
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// `List` is made of a length, records so many statements of a kernel and reverses them, and says how many bytes they take:
/// record(), reverse(), bytes().
template <class List>
void record(benchmark::State& state) {
    List list(length(state));
    list.record();
    for (auto _ : state) {
        list.record();
        benchmark::ClobberMemory();
    }
    count(state);
    state.counters["bytes_per_statement"] = static_cast<double>(list.bytes()) / static_cast<double>(length(state));
}

template <class List>
void reverse(benchmark::State& state) {
    List list(length(state));
    list.record();
    list.reverse();
    for (auto _ : state) {
        list.reverse();
        benchmark::ClobberMemory();
    }
    count(state);
}

template <class F>
void add(std::string const& name, F run) {
    auto* const one = benchmark::RegisterBenchmark(name.c_str(), run);
    for (std::int64_t const n : lengths) one->Arg(n);
}

/// Calls use(kernel, its name) for each kernel.
template <class Use>
void each_kernel(Use use) {
    use(kernels::one_argument{}, "one_argument");
    use(kernels::two_arguments{}, "two_arguments");
    use(kernels::three_arguments{}, "three_arguments");
    use(kernels::mixed{}, "mixed");
}

/// Lists of different files need different names: g++ emits what takes a template of an unnamed namespace as if others had it too.
template <template <class> class List>
bool add_tape(std::string const& tape) {
    each_kernel([&]<class Kernel>(Kernel, std::string const& kernel) {
        add(kernel + "/record/" + tape, record<List<Kernel>>);
        add(kernel + "/reverse/" + tape, reverse<List<Kernel>>);
    });
    return true;
}

}  // namespace statements
