// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The main program of a problem: sees that all tools give the same numbers, times them, and looks at their numbers again. Each
// benchmark is called problem/size/tool.
//
//      --check              only see whether the tools agree, at the smallest size
//      --peak SIZE TOOL     only print the most bytes that one evaluation takes

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

#include BENCH_PROBLEM_HEADER

#include "memory.hpp"
#include "tool.hpp"

namespace {

using namespace bench;
using problem_type = BENCH_PROBLEM;

bool something_is_wrong = false;

/// What all tools should give.
std::vector<double> const& by_hand(std::size_t size) {
    static std::map<std::size_t, std::vector<double>> known;
    auto& numbers = known[size];
    if (numbers.empty()) {
        numbers.resize(numbers_of(problem_type(size)).all);
        std::ranges::find(tools(), true, &tool::by_hand)->prepare(size).evaluate(numbers);
    }
    return numbers;
}

/// Whether `t` gave the numbers that it should; else says which it did not.
bool agrees(tool const& t, std::size_t size, std::vector<double> const& out) {
    auto const& right = by_hand(size);
    std::size_t const count = t.values_only ? numbers_of(problem_type(size)).values : out.size();
    double largest = 0;
    for (double const number : right) largest = (std::max)(largest, std::abs(number));
    for (std::size_t i = 0; i != count; ++i) {
        if (std::abs(out[i] - right[i]) <= 1e-9 * std::abs(right[i]) + 1e-12 * largest) continue;
        std::fprintf(stderr, "%s/%zu: %s gives %.17g as number %zu, which is %.17g by hand\n", problem_type::name, size,
                     t.name.c_str(), out[i], i, right[i]);
        something_is_wrong = true;
        return false;
    }
    return true;
}

/// An evaluation that has to write every number, whatever was there.
bool evaluates_rightly(tool const& t, std::size_t size, run const& r, std::vector<double>& out) {
    std::ranges::fill(out, std::nan(""));
    r.evaluate(out);
    return agrees(t, size, out);
}

void measure(benchmark::State& state, tool const& t, std::size_t size) {
    run const r = t.prepare(size);
    std::vector<double> out(numbers_of(problem_type(size)).all);
    // Twice, for those who keep two buffers in turn.
    for (int warm_up = 0; warm_up != 2; ++warm_up)
        if (!evaluates_rightly(t, size, r, out)) return state.SkipWithError("wrong numbers");
    std::ranges::fill(out, std::nan(""));
    for (auto _ : state) {
        r.evaluate(out);
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
    if (!agrees(t, size, out)) return state.SkipWithError("wrong numbers when evaluated again");

    static std::map<std::string, double> peak;
    auto const label = std::to_string(size) + " '" + t.name + '\'';
    if (peak.find(label) == peak.end()) peak[label] = number_printed_with(("--peak " + label).c_str());
    state.counters["peak_bytes"] = peak[label];
    if (r.tape_bytes) state.counters["tape_bytes"] = static_cast<double>(r.tape_bytes());
}

int check() {
    std::size_t const size = problem_type::sizes.front();
    std::vector<double> out(numbers_of(problem_type(size)).all);
    for (tool const& t : tools()) {
        run const r = t.prepare(size);
        for (int again = 0; again != 3; ++again)
            if (!evaluates_rightly(t, size, r, out)) break;
    }
    if (something_is_wrong) return 1;
    std::printf("%zu tools agree on %s\n", tools().size(), problem_type::name);
    return 0;
}

int print_peak(std::size_t size, std::string_view name) {
    auto const t = std::ranges::find(tools(), name, &tool::name);
    if (t == tools().end()) return 1;
    std::vector<double> out(numbers_of(problem_type(size)).all);
    std::printf("%zu\n", peak_bytes_of([&] { t->prepare(size).evaluate(out); }));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::ranges::sort(tools(), {}, &tool::name);
    std::string_view const first = argc > 1 ? argv[1] : "";
    if (first == "--check") return check();
    if (first == "--peak" && argc == 4) return print_peak(std::strtoull(argv[2], nullptr, 10), argv[3]);

    for (std::size_t const size : problem_type::sizes)
        for (tool const& t : tools()) {
            auto const name = std::string(problem_type::name) + '/' + std::to_string(size) + '/' + t.name;
            auto* const one = benchmark::RegisterBenchmark(
                name.c_str(), [&t, size](benchmark::State& state) { measure(state, t, size); });
            if (size == problem_type::sizes.back()) one->Repetitions(5);  // whatever is asked for: these take long
        }
    for (tool const& t : tools())
        if (!t.version.empty()) benchmark::AddCustomContext(t.name, t.version);
    benchmark::AddCustomContext("unit", problem_type::unit);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return something_is_wrong ? 1 : 0;
}
