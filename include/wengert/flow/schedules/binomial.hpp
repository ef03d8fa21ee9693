// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <limits>

#include <wengert/core/small_algorithms.hpp>

/// The formulas of binomial checkpointing, for n steps and s slots of which one holds the first state. Griewank &
/// Walther, "Algorithm 799: revolve", ACM TOMS 26(1), 2000. Everything saturates at the largest 64-bit number, which no
/// count of evaluations that a computer finishes reaches.
namespace wengert::binomial {

inline constexpr std::uint64_t saturated = (std::numeric_limits<std::uint64_t>::max)();

[[nodiscard]] constexpr std::uint64_t saturating_product(std::uint64_t a, std::uint64_t b) noexcept {
    return b != 0 && a > saturated / b ? saturated : a * b;
}

/// β(s, r) = C(s + r, s): the most steps that s slots reverse when no step is advanced over more than r times.
[[nodiscard]] constexpr std::uint64_t beta(std::uint64_t s, std::uint64_t r) noexcept {
    std::uint64_t const few = s < r ? s : r;
    std::uint64_t const many = s < r ? r : s;
    if (many > saturated - few) return few == 0 ? 1 : saturated;
    std::uint64_t c = 1;
    for (std::uint64_t i = 1; i <= few; ++i) {  // C(many + i, i), at least 2^i: it ends or saturates within 64 rounds
        std::uint64_t const factor = many + i;
        if ((c | factor) >> 32 == 0) {
            c = c * factor / i;
            continue;
        }
        std::uint64_t const common = detail::common_divisor(c, i);
        std::uint64_t const rest = factor / (i / common);  // exact: C·factor is divisible by i
        if (c / common > saturated / rest) return saturated;
        c = c / common * rest;
    }
    return c;
}

/// r and t(n, s), see below, added up from β(s, 0), β(s, 1), ...: t is what n exceeds each of them by. The schedules
/// ask this at almost every action; with more than a few slots r is small and this is much quicker than a search.
struct few_repetitions {
    std::uint64_t r = 0;
    std::uint64_t evaluations = 0;
    bool found = false;

    constexpr few_repetitions(std::uint64_t n, std::uint64_t s) noexcept {
        if ((n | s) >> 31 != 0) return;
        std::uint64_t reached = 1;
        while (reached < n && r < 12) {
            evaluations += n - reached;
            ++r;
            reached = reached * (s + r) / r;
        }
        found = reached >= n;
    }
};

/// r: the least with β(s, r) ≥ n, which is how often the most advanced step is advanced over. Needs s ≥ 1.
[[nodiscard]] constexpr std::uint64_t repetitions(std::uint64_t n, std::uint64_t s) noexcept {
    if (n <= 1) return 0;
    if (s == 1) return n - 1;
    if (few_repetitions const few(n, s); few.found) return few.r;
    std::uint64_t enough = 1;
    while (beta(s, enough) < n) enough *= 2;
    std::uint64_t too_few = enough / 2;
    while (enough - too_few > 1) {
        std::uint64_t const middle = too_few + (enough - too_few) / 2;
        (beta(s, middle) < n ? too_few : enough) = middle;
    }
    return enough;
}

/// t(n, s) = r·n − C(s + r, s + 1): the fewest untaped evaluations that reverse n steps with s slots, the first sweep
/// included. Exact as long as r·n fits in 64 bits. Needs s ≥ 1.
[[nodiscard]] constexpr std::uint64_t evaluations(std::uint64_t n, std::uint64_t s) noexcept {
    if (few_repetitions const few(n, s); few.found) return few.evaluations;
    std::uint64_t const r = repetitions(n, s);
    if (r == 0) return 0;
    if (n > saturated / r) return saturated;
    return r * n - beta(s + 1, r - 1);
}

/// The same when K steps are taped at once: the schedule then moves in super-steps of K, and the last one, which is the
/// one that may be shorter, is only ever taped.
[[nodiscard]] constexpr std::uint64_t evaluations(std::uint64_t n, std::uint64_t s,
                                                  std::uint64_t tape_at_once) noexcept {
    std::uint64_t const super_steps = n / tape_at_once + (n % tape_at_once != 0 ? 1 : 0);
    return saturating_product(tape_at_once, evaluations(super_steps, s));
}

/// The distances from the first state to the next stored one that keep t(n, s): `least` to `most`, all of them.
struct distance_interval {
    std::uint64_t least;
    std::uint64_t most;
};

/// Needs n ≥ 2, s ≥ 2.
[[nodiscard]] constexpr distance_interval first_distances(std::uint64_t n, std::uint64_t s) noexcept {
    std::uint64_t const r = repetitions(n, s);
    auto const excess = [n](std::uint64_t part) { return n > part ? n - part : 0; };
    std::uint64_t least = r < 2 ? 1 : beta(s, r - 2);
    if (std::uint64_t const other = excess(beta(s - 1, r)); other > least) least = other;
    std::uint64_t most = beta(s, r - 1);
    if (std::uint64_t const other = excess(beta(s - 1, r - 1)); other < most) most = other;
    return {least, most};
}

/// The distance in that interval that leads to the fewest stores: the rule of revolve. Needs n ≥ 2, s ≥ 2.
[[nodiscard]] constexpr std::uint64_t first_distance(std::uint64_t n, std::uint64_t s) noexcept {
    if (n - 1 <= s) return 1;  // r = 1
    std::uint64_t const r = repetitions(n, s);
    std::uint64_t const shorter = beta(s, r - 1);
    std::uint64_t const b2 = beta(s - 2, r - 1);
    if (n - shorter <= b2) return beta(s, r - 2);
    std::uint64_t const b3 = s < 3 ? 0 : beta(s - 3, r);
    if (n >= beta(s, r) - b3) return shorter;
    std::uint64_t const distance = n - beta(s - 1, r - 1) - b2;
    return distance < shorter ? distance : shorter;  // the guard is for a β(s, r) that has saturated
}

}  // namespace wengert::binomial
