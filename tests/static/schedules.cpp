// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The formulas of the checkpointing schedules, and whole schedules run by the compiler.

#include <array>
#include <cstddef>
#include <cstdint>

#include <wengert/flow/schedules.hpp>

namespace {

namespace binomial = wengert::binomial;

static_assert(binomial::beta(0, 7) == 1 && binomial::beta(7, 0) == 1 && binomial::beta(1, 7) == 8);
static_assert(binomial::beta(3, 4) == 35 && binomial::beta(4, 3) == 35 && binomial::beta(50, 5) == 3478761);
static_assert(binomial::beta(33, 33) == 7219428434016265740U, "the largest central coefficient of 64 bits");
static_assert(binomial::beta(34, 34) == binomial::saturated);
static_assert(binomial::beta(1, binomial::saturated - 1) == binomial::saturated);
static_assert(binomial::beta(2, binomial::saturated) == binomial::saturated);
static_assert(binomial::beta(2, 6074000998U) == 18446744070963499500U, "C(r + 2, 2) in 64 bits, its product not");
static_assert(binomial::beta(2, 6074000999U) == binomial::saturated);

static_assert(binomial::repetitions(0, 3) == 0 && binomial::repetitions(1, 3) == 0 && binomial::repetitions(2, 3) == 1);
static_assert(binomial::repetitions(4, 3) == 1 && binomial::repetitions(5, 3) == 2 && binomial::repetitions(9, 1) == 8);

// DESIGN.md, section 7.
constexpr std::array<std::uint64_t, 5> slot_counts{3, 5, 10, 20, 50};

constexpr bool row(std::uint64_t n, std::array<std::uint64_t, 5> expected) {
    for (std::size_t i = 0; i < slot_counts.size(); ++i)
        if (binomial::evaluations(n, slot_counts[i]) != expected[i]) return false;
    return true;
}
static_assert(row(10, {15, 13, 9, 9, 9}));
static_assert(row(100, {490, 316, 222, 178, 148}));
static_assert(row(1000, {12155, 6284, 3636, 2747, 1948}));
static_assert(row(10'000, {278730, 112868, 57624, 37976, 28622}));
static_assert(row(1'000'000, {134787105, 31940948, 11647922, 6815960, 4658945}));
static_assert(binomial::evaluations(1'000'000'000, 20) == 13'072'016'240);
static_assert(binomial::evaluations(1'000'000'000'000, 50) == 11'491'728'676'908);
static_assert(binomial::evaluations(0, 1) == 0 && binomial::evaluations(1, 1) == 0);
static_assert(binomial::evaluations(6'000'000'000, 1) == binomial::saturated);
static_assert(binomial::evaluations(4'000'000'000, 1) == 7'999'999'998'000'000'000);
static_assert(binomial::evaluations(103, 5, 10) == 10 * binomial::evaluations(11, 5));

// The interval of distances is the one that a search finds, and the distance chosen is in it.
constexpr bool distances_up_to(std::uint64_t most_n, std::uint64_t most_s) {
    for (std::uint64_t s = 2; s <= most_s; ++s)
        for (std::uint64_t n = 2; n <= most_n; ++n) {
            auto const interval = binomial::first_distances(n, s);
            for (std::uint64_t m = 1; m < n; ++m) {
                bool const optimal = m + binomial::evaluations(n - m, s - 1) + binomial::evaluations(m, s) ==
                                     binomial::evaluations(n, s);
                if (optimal != (interval.least <= m && m <= interval.most)) return false;
            }
            auto const chosen = binomial::first_distance(n, s);
            if (chosen < interval.least || chosen > interval.most) return false;
        }
    return true;
}
static_assert(distances_up_to(24, 5));

template <wengert::schedule S>
constexpr std::uint64_t advanced(S schedule) {
    std::uint64_t plain = 0;
    for (wengert::action const& a : wengert::actions(schedule))
        if (a.kind == wengert::action_kind::advance) plain += a.to - a.from;
    return plain;
}
static_assert(advanced(wengert::offline_schedule(60, 4)) == binomial::evaluations(60, 4));
static_assert(advanced(wengert::offline_schedule(61, 4, 3)) == binomial::evaluations(61, 4, 3));
static_assert(advanced(wengert::two_level_schedule(60, 4, 0, {})) == binomial::evaluations(60, 4));

constexpr std::uint64_t online(std::uint64_t n, std::uint64_t slot_count) {
    wengert::online_schedule schedule(slot_count);
    for (std::uint64_t k = 0; k < n; ++k) static_cast<void>(schedule.before_step());
    return n + advanced(schedule);
}
static_assert(online(10, 3) == binomial::evaluations(10, 3) + 1);
static_assert(online(100, 3) == 503);

}  // namespace
