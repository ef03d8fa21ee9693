// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Plans for a memory budget, against a search of everything that fits.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <type_traits>
#include <vector>

#include <wengert/flow/memory_plan.hpp>
#include <wengert/flow/schedules.hpp>

#include "support/catch.hpp"

namespace {

namespace binomial = wengert::binomial;
using std::uint64_t;
using wengert::loop_costs;
using wengert::memory_plan;
using wengert::plan_memory;
using wengert::plan_memory_unknown_steps;

constexpr uint64_t none = (std::numeric_limits<uint64_t>::max)();

static_assert(plan_memory(100, 1 << 20, {.state_bytes = 64, .step_bytes = 128}).evaluations == 0);
static_assert(plan_memory(100, 10 * 80 + 128, {.state_bytes = 64, .step_bytes = 128}).bytes <= 10 * 80 + 128);
static_assert(plan_memory(100, 10 * 80 + 1, {.state_bytes = 64, .step_bytes = 1}) == memory_plan{1, 100, 0, 80 + 100});
static_assert(plan_memory(1000, 10 * 80 + 700, {.state_bytes = 64, .step_bytes = 700}) ==
              memory_plan{10, 1, 3636, 10 * 80 + 700});
static_assert(plan_memory_unknown_steps(3000, {.state_bytes = 34, .step_bytes = 10}) == memory_plan{40, 100, 0, 3000});

uint64_t bytes_for(uint64_t n, uint64_t s, uint64_t k, loop_costs const& c) {
    return c.fixed_bytes + n * c.trip_bytes + s * (c.state_bytes + 16) + c.step_fixed_bytes + k * c.step_bytes;
}

/// The best of all (s, K) that fit, or slot_count 0.
memory_plan search(uint64_t n, uint64_t budget, loop_costs const& c) {
    memory_plan best{0, 0, none, none};
    for (uint64_t k = 1; k <= n; ++k)
        for (uint64_t s = 1; s <= (n + k - 1) / k; ++s) {
            memory_plan const plan{s, k, binomial::evaluations(n, s, k), bytes_for(n, s, k, c)};
            if (plan.bytes > budget) break;
            if (plan.evaluations < best.evaluations ||
                (plan.evaluations == best.evaluations && plan.bytes < best.bytes))
                best = plan;
        }
    return best;
}

/// The fewest evaluations of all K that are the least with their number of groups; no other can be better.
uint64_t fewest_evaluations(uint64_t n, uint64_t budget, loop_costs const& c) {
    uint64_t fewest = none;
    for (uint64_t k = 1; k <= n;) {
        uint64_t const groups = (n + k - 1) / k;
        uint64_t const rest = bytes_for(n, 0, k, c);
        if (rest > budget || budget - rest < c.state_bytes + 16) break;
        uint64_t const fit = (budget - rest) / (c.state_bytes + 16);
        fewest = std::min(fewest, binomial::evaluations(n, std::min(fit, groups), k));
        if (groups == 1) break;
        k = (n + groups - 2) / (groups - 1);
    }
    return fewest;
}

}  // namespace

TEST_CASE("memory plan: the best of all that fit, in every small case") {
    std::vector<loop_costs> const costs{{8, 8, 0, 0, 0},    {8, 1, 0, 0, 0},     {100, 10, 7, 0, 0}, {0, 100, 50, 3, 0},
                                        {100, 0, 50, 3, 0}, {40, 300, 0, 20, 5}, {1000, 30, 0, 0, 1}};
    for (auto const& c : costs)
        for (uint64_t n = 1; n <= 45; ++n)
            for (uint64_t budget = 0; budget < 2600; budget += budget < 200 ? 1 : 37) {
                memory_plan const expected = search(n, budget, c);
                CAPTURE(n, budget, c.state_bytes, c.step_bytes);
                if (expected.slot_count == 0) {
                    REQUIRE_THROWS_AS(plan_memory(n, budget, c), wengert::memory_budget_too_small);
                    continue;
                }
                memory_plan const plan = plan_memory(n, budget, c);
                CAPTURE(plan.slot_count, plan.tape_at_once, expected.slot_count, expected.tape_at_once);
                REQUIRE(plan.evaluations == expected.evaluations);
                REQUIRE(plan.bytes == expected.bytes);
                REQUIRE(plan.evaluations == binomial::evaluations(n, plan.slot_count, plan.tape_at_once));
                REQUIRE(plan.bytes == bytes_for(n, plan.slot_count, plan.tape_at_once, c));
            }
}

TEST_CASE("memory plan: every K of long loops") {
    loop_costs const c{.state_bytes = 984, .step_bytes = 300, .fixed_bytes = 5000};
    for (uint64_t n : std::initializer_list<uint64_t>{1000, 65'537, 1'000'000})
        for (uint64_t budget : std::initializer_list<uint64_t>{7000, 10'000, 50'000, 1'000'000, 40'000'000}) {
            uint64_t fewest = none;
            for (uint64_t k = 1; k <= n && bytes_for(n, 1, k, c) <= budget; ++k)
                fewest = std::min(fewest, binomial::evaluations(n, (budget - bytes_for(n, 0, k, c)) / 1000, k));
            CAPTURE(n, budget);
            CHECK(fewest_evaluations(n, budget, c) == fewest);
            CHECK(plan_memory(n, budget, c).evaluations == fewest);
        }
}

TEST_CASE("memory plan: within 0.3 % of the best in very long loops") {
    for (uint64_t n : std::initializer_list<uint64_t>{4'194'304, 5'000'000, 123'456'789, 10'000'000'000})
        for (uint64_t slot_count : std::initializer_list<uint64_t>{2, 3, 10, 100, 10'000})
            for (uint64_t steps_a_slot : std::initializer_list<uint64_t>{1, 30, 5'000, 1'000'000}) {
                loop_costs const c{.state_bytes = 64 * steps_a_slot, .step_bytes = 64};
                uint64_t const budget = slot_count * (c.state_bytes + 16) + 64;
                auto const fewest = static_cast<double>(fewest_evaluations(n, budget, c));
                auto const planned = static_cast<double>(plan_memory(n, budget, c).evaluations);
                CAPTURE(n, slot_count, steps_a_slot);
                CHECK(planned >= fewest);
                CHECK(planned <= (n > 4'194'304 ? 1.003 : 1) * fewest);
            }
}

TEST_CASE("memory plan: a budget that is too small is told what it takes") {
    loop_costs const c{.state_bytes = 84, .step_bytes = 300, .fixed_bytes = 50, .step_fixed_bytes = 6, .trip_bytes = 8};
    CHECK(plan_memory(10, 536, c) == memory_plan{1, 1, 45, 536});
    CHECK_THROWS_WITH(plan_memory(10, 535, c), Catch::Contains("memory(535)") &&
                                                   Catch::Contains("at least 536 bytes") && Catch::Contains("Give"));
    CHECK(plan_memory_unknown_steps(456, c) == memory_plan{1, 1, 0, 456});
    CHECK_THROWS_AS(plan_memory_unknown_steps(455, c), wengert::memory_budget_too_small);
    static_assert(std::is_base_of_v<wengert::error, wengert::memory_budget_too_small>);
}

TEST_CASE("memory plan: the edges") {
    loop_costs const c{.state_bytes = 84, .step_bytes = 300};
    CHECK(plan_memory(0, 1000, c).evaluations == 0);
    CHECK(plan_memory(0, 1000, c).tape_at_once == 1);
    CHECK(plan_memory(1, 400, c) == memory_plan{1, 1, 0, 400});
    CHECK(plan_memory(1000, none, c) == memory_plan{1, 1000, 0, 300'100});
    CHECK(plan_memory(1000, none, {}) == memory_plan{1, 1000, 0, 16});
    CHECK(plan_memory(none, none, {.state_bytes = 0, .step_bytes = 1 << 20}).slot_count > 1);
    CHECK_THROWS_AS(plan_memory(10, none, {.state_bytes = none}), wengert::memory_budget_too_small);
    CHECK_THROWS_AS(plan_memory(10, none, {.trip_bytes = none / 2}), wengert::memory_budget_too_small);
    CHECK_THROWS_AS(plan_memory(10, none, {.fixed_bytes = none - 1}), wengert::memory_budget_too_small);
    // A slot that takes nearly everything leaves less than a third for the tape.
    CHECK(plan_memory_unknown_steps(1000, {.state_bytes = 884, .step_bytes = 10}) == memory_plan{1, 10, 0, 1000});
    CHECK(plan_memory_unknown_steps(none, c).bytes > none / 2);
}

TEST_CASE("memory plan, unknown steps: never far from the plan for the number of steps that it turns out to be") {
    auto const evaluations = [](uint64_t n, memory_plan const& plan) {
        wengert::online_schedule schedule(plan.slot_count, plan.tape_at_once);
        for (uint64_t i = 0; i < n; ++i) static_cast<void>(schedule.before_step());
        uint64_t all = 2 * n;  // the primal run, and each step is taped
        for (auto const& a : wengert::actions(schedule))
            if (a.kind == wengert::action_kind::advance) all += a.to - a.from;
        return all;
    };
    for (uint64_t budget : std::initializer_list<uint64_t>{2000, 20'000, 200'000})
        for (uint64_t step_bytes : std::initializer_list<uint64_t>{1, 10, 100, 1000, 5000}) {
            loop_costs const c{.state_bytes = 100, .step_bytes = step_bytes};
            if (step_bytes + 116 > budget) continue;
            memory_plan const plan = plan_memory_unknown_steps(budget, c);
            CHECK(plan.bytes == bytes_for(0, plan.slot_count, plan.tape_at_once, c));
            REQUIRE(plan.bytes <= budget);
            for (uint64_t n : std::initializer_list<uint64_t>{1, 10, 100, 1000, 10'000, 50'000}) {
                // The primal run evaluates the last group too, so that is added for every K.
                uint64_t best = none;
                for (uint64_t k = 1; k <= n && bytes_for(0, 1, k, c) <= budget; ++k) {
                    uint64_t const s = (budget - bytes_for(0, 0, k, c)) / 116;
                    best = std::min(best, n + binomial::evaluations(n, s, k) + n - (n - 1) / k * k);
                }
                CAPTURE(n, budget, step_bytes, plan.slot_count, plan.tape_at_once);
                CHECK(static_cast<double>(evaluations(n, plan)) <= 1.1 * static_cast<double>(best));
            }
        }
}
