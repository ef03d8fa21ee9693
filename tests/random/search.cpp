// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include "random/search.hpp"

#include <sstream>

#include "random/generate.hpp"

namespace random_programs {

std::optional<finding> search(std::uint64_t seed, judge const& wrong) {
    constexpr std::uint64_t sizes = 100;
    auto found = any_program()(rc::Random(seed), static_cast<int>(seed % sizes));
    std::string why = wrong(found.value());
    if (why.empty()) return {};
    int tries_left = 20000;
    for (bool smaller = true; smaller && tries_left > 0;) {
        smaller = false;
        auto candidates = found.shrinks();
        for (auto next = candidates.next(); next && tries_left-- > 0; next = candidates.next()) {
            std::string const reason = wrong(next->value());
            if (reason.empty()) continue;
            found = *next;
            why = reason;
            smaller = true;
            break;
        }
    }
    return finding{found.value(), why};
}

std::string report(std::uint64_t seed, finding const& f) {
    std::ostringstream out;
    out << "Seed " << seed << " (random_fuzz --seed " << seed << "): " << f.why << "\n\n"
        << f.smallest << "\nFor tests/random/regressions.hpp:\n"
        << as_code(f.smallest) << ",\n";
    return out.str();
}

}  // namespace random_programs
