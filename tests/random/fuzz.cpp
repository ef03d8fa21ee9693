// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// random_fuzz [--seconds N] [--seed S]: random programs until the time is over or one disagrees with itself.

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string_view>

#include "random/compare.hpp"
#include "random/search.hpp"

int main(int argc, char** argv) {
    using namespace random_programs;
    using clock = std::chrono::steady_clock;
    std::uint64_t seed = std::random_device()();
    double seconds = 60;
    for (int i = 1; i < argc; i += 2) {
        std::string_view const option = argv[i];
        char* end = nullptr;
        if (i + 1 < argc && option == "--seed") seed = std::strtoull(argv[i + 1], &end, 10);
        else if (i + 1 < argc && option == "--seconds") seconds = std::strtod(argv[i + 1], &end);
        if (end == nullptr || end == argv[i + 1] || *end != 0)
            return std::cerr << "usage: random_fuzz [--seconds N] [--seed S]\n", 2;
    }
    std::cout << "Random programs from seed " << seed << ".\n" << std::flush;
    auto const start = clock::now();
    auto const elapsed = [&] { return std::chrono::duration<double>(clock::now() - start).count(); };
    tally count;
    bool found = false;
    do {
        bool first = true;
        auto const wrong = search(seed, [&](program const& p) {
            std::string const why = mismatch(p, count);
            // Now, because to find a smaller one may take long.
            if (first && !why.empty()) std::cout << "Seed " << seed << ": " << why << "\n" << std::flush;
            first = false;
            return why;
        });
        if (wrong) std::cout << report(seed, *wrong) << std::flush;
        found = wrong.has_value();
        ++seed;
    } while (!found && elapsed() < seconds);
    std::cout << count.text() << "; " << elapsed() << " s\n";
    return found ? 1 : 0;
}
