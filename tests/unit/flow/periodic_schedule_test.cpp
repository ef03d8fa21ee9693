// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The periodic schedule run by an executor that has positions instead of states and believes nothing.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <wengert/flow/schedules.hpp>
#include <wengert/flow/schedules/periodic.hpp>

#include "support/catch.hpp"

namespace {

namespace binomial = wengert::binomial;
using std::uint64_t;
using wengert::action;
using wengert::action_kind;
using wengert::best_disk_period;
using wengert::storage_level;

constexpr uint64_t none = (std::numeric_limits<uint64_t>::max)();

/// One loop of n steps, from its first step to the end of its reverse phase.
struct simulation {
    uint64_t n, tape_at_once;
    uint64_t present = 0;
    uint64_t scratch = none;
    uint64_t to_reverse = n;
    std::array<std::map<uint64_t, uint64_t>, 2> levels{};  // the state in each slot
    std::array<uint64_t, 2> peak{};
    uint64_t writes = 0;
    uint64_t reads = 0;
    uint64_t plain = 0;
    std::string wrong{};

    void claim(bool condition, char const* sentence) {
        if (!condition && wrong.empty()) wrong = sentence;
    }

    [[nodiscard]] bool holds(std::size_t level, uint64_t slot, uint64_t state) const {
        auto const at = levels[level].find(slot);
        return at != levels[level].end() && at->second == state;
    }

    void put(std::size_t level, uint64_t slot, uint64_t state) {
        claim(levels[level].emplace(slot, state).second, "store into a slot that is in use");
        peak[level] = std::max<uint64_t>(peak[level], levels[level].size());
        writes += level;
    }

    /// The slot of a forward step lies where the schedule says, in memory if it says nothing.
    template <class S>
    void forward(S& schedule) {
        std::size_t level = 0;
        if constexpr (requires { S::forward_level; }) level = static_cast<std::size_t>(S::forward_level);
        for (uint64_t k = 0; k < n; ++k) {
            wengert::forward_step const what = schedule.before_step();
            claim(!what.store || (what.to_scratch && scratch == what.state && scratch != none), "store of no scratch");
            claim(what.store || !what.replace, "a state is replaced by none");
            if (what.replace) claim(holds(level, what.slot, what.replaced), "another state is replaced");
            if (what.replace) levels[level].erase(what.slot);
            if (what.store) put(level, what.slot, what.state);
            if (what.to_scratch) scratch = k;
        }
        plain = n;
        present = none;
    }

    void execute(action const& a, action const& before, action const& after) {
        auto const level = static_cast<std::size_t>(a.level);
        switch (a.kind) {
            case action_kind::advance:
                claim(present == a.from && a.from < a.to && a.to < to_reverse, "advance from elsewhere, or too far");
                plain += a.to - a.from;
                present = a.to;
                break;
            case action_kind::store:
                claim(present == a.from && a.level == storage_level::ram, "store of a state that is not present");
                put(0, a.slot, a.from);
                break;
            case action_kind::restore:
                claim(a.from == a.to && a.from < to_reverse, "restore of what has been reversed");
                if (a.level == storage_level::scratch) claim(scratch == a.from && scratch != none, "not in scratch");
                else claim(holds(level, a.slot, a.from), "restore of a state that is not there");
                if (a.level == storage_level::disk) {
                    ++reads;
                    action const drop{action_kind::drop, a.from, a.from, a.slot, storage_level::disk};
                    claim(after == drop, "the one read of a state is not followed by its drop");
                }
                scratch = none;  // it may be moved from
                present = a.from;
                break;
            case action_kind::tape:
                claim(present == a.from && a.from < a.to && a.to == to_reverse, "steps taped out of order");
                claim(a.to - a.from == tape_at_once || (a.to == n && a.to - a.from < tape_at_once), "another K");
                to_reverse = a.from;
                present = none;
                break;
            case action_kind::drop:
                claim(holds(level, a.slot, a.from), "drop of a state that is not there");
                claim(before.kind == action_kind::restore || a.level == storage_level::ram,
                      "drop of what was not read");
                levels[level].erase(a.slot);
                break;
            case action_kind::finished:
                claim(false, "finished is no action");
                break;
        }
    }

    template <class S>
    simulation& run(S schedule) {
        forward(schedule);
        std::vector<action> all;
        for (action const& a : wengert::actions(schedule)) all.push_back(a);
        if (n != 0) claim(!all.empty() && all[0].level == storage_level::scratch, "scratch does not come first");
        for (std::size_t i = 0; i < all.size(); ++i)
            execute(all[i], i == 0 ? action{} : all[i - 1], i + 1 < all.size() ? all[i + 1] : action{});
        claim(schedule.next() == action{}, "it does not stay finished");
        claim(to_reverse == 0, "not every step was reversed");
        claim(levels[0].empty() && levels[1].empty(), "a slot is still in use at the end");
        return *this;
    }
};

simulation run_periodic(uint64_t n, uint64_t period, uint64_t s, uint64_t k = 1) {
    return simulation{.n = n, .tape_at_once = k}.run(wengert::periodic_schedule(period, s, k));
}

double paid(simulation const& e, wengert::disk_cost cost) {
    return static_cast<double>(e.plain) + cost.write * static_cast<double>(e.writes) +
           cost.read * static_cast<double>(e.reads);
}

constexpr bool works_at_compile_time() {
    wengert::periodic_schedule schedule(4, 2);
    uint64_t stores = 0;
    for (int k = 0; k < 10; ++k) stores += schedule.before_step().store;
    uint64_t taped = 0;
    for (action const& a : wengert::actions(schedule)) taped += a.kind == action_kind::tape;
    return stores == 3 && taped == 10;
}
static_assert(wengert::schedule<wengert::periodic_schedule>);
static_assert(works_at_compile_time());
static_assert(best_disk_period(3, {0, 0}) == 1 && best_disk_period(3, {0.5, 0.25}) == 1);
static_assert(best_disk_period(3, {1, 1}) == 4 && best_disk_period(3, {5, 5}) == 10);

}  // namespace

TEST_CASE("periodic: every action is legal, every step taped once, as many evaluations as the formula says") {
    for (uint64_t k = 1; k <= 3; ++k)
        for (uint64_t s = 1; s <= 4; ++s)
            for (uint64_t period = 1; period <= 12; ++period)
                for (uint64_t n = 0; n <= 60; ++n) {
                    simulation const e = run_periodic(n, period, s, k);
                    uint64_t const groups = (n + k - 1) / k;
                    uint64_t const before_last = groups == 0 ? 0 : groups - 1;
                    uint64_t const whole = before_last / period;
                    uint64_t const rest = before_last % period;
                    uint64_t const again = whole * binomial::evaluations(period, s) + binomial::evaluations(rest, s);
                    CAPTURE(n, period, s, k, e.wrong);
                    REQUIRE(e.wrong == "");
                    REQUIRE(e.plain == n + k * again);
                    REQUIRE(e.peak[0] <= s);
                    REQUIRE(e.writes == whole + (rest != 0));
                    REQUIRE(e.reads == e.writes);
                    REQUIRE(e.peak[1] == e.writes);
                }
}

TEST_CASE("periodic: one executor drives it and the online schedule") {
    for (uint64_t k = 1; k <= 3; ++k)
        for (uint64_t n = 0; n <= 60; ++n) {
            simulation const e = simulation{.n = n, .tape_at_once = k}.run(wengert::online_schedule(3, k));
            CAPTURE(n, k);
            REQUIRE(e.wrong == "");
            REQUIRE(e.writes == 0);
        }
}

TEST_CASE("periodic: what is stored, step by step") {
    wengert::periodic_schedule schedule(2, 1, 3);
    std::vector<uint64_t> stored;
    for (uint64_t k = 0; k < 20; ++k) {
        wengert::forward_step const what = schedule.before_step();
        CHECK(what.to_scratch == (k % 3 == 0));
        if (!what.store) continue;
        CHECK(what.slot == stored.size());
        stored.push_back(what.state);
    }
    CHECK(stored == std::vector<uint64_t>{0, 6, 12});
    CHECK(schedule.next() == action{action_kind::restore, 18, 18, 0, storage_level::scratch});
    CHECK(schedule.next() == action{action_kind::tape, 18, 20, 0, storage_level::ram});
    CHECK(schedule.next() == action{action_kind::restore, 12, 12, 2, storage_level::disk});
    CHECK(schedule.next() == action{action_kind::drop, 12, 12, 2, storage_level::disk});
    CHECK(schedule.next() == action{action_kind::store, 12, 12, 0, storage_level::ram});
    CHECK(schedule.next() == action{action_kind::advance, 12, 15, 0, storage_level::ram});
    CHECK(schedule.next() == action{action_kind::tape, 15, 18, 0, storage_level::ram});
    CHECK_THROWS_AS(schedule.before_step(), wengert::invalid_argument);
}

TEST_CASE("periodic: the edges") {
    CHECK_THROWS_AS(wengert::periodic_schedule(0, 1), wengert::invalid_argument);
    CHECK_THROWS_AS(wengert::periodic_schedule(1, 0), wengert::invalid_argument);
    CHECK_THROWS_AS(wengert::periodic_schedule(1, 1, 0), wengert::invalid_argument);
    CHECK(run_periodic(50, none, none).wrong == "");
    CHECK(run_periodic(50, none, none).plain == 50 + 48);
    CHECK(run_periodic(50, none, 3, none).wrong == "");

    CHECK_THROWS_AS(best_disk_period(0, {1, 1}), wengert::invalid_argument);
    CHECK_THROWS_AS(best_disk_period(1, {-1, 1}), wengert::invalid_argument);
    CHECK_THROWS_AS(best_disk_period(1, {1, std::numeric_limits<double>::quiet_NaN()}), wengert::invalid_argument);
    CHECK_THROWS_AS(best_disk_period(1, {1, 1}, 0), wengert::invalid_argument);
    CHECK(best_disk_period(none, {1, 1}) == none);
    CHECK(best_disk_period(5, {std::numeric_limits<double>::infinity(), 0}) > 1'000'000'000);
}

TEST_CASE("periodic: no other period costs less a step") {
    for (uint64_t s : std::initializer_list<uint64_t>{1, 2, 3, 5, 10, 30})
        for (uint64_t k : std::initializer_list<uint64_t>{1, 3})
            for (double const c : {0.0, 0.7, 1.0, 1.3, 3.0, 10.0, 55.0, 200.0, 1000.0}) {
                wengert::disk_cost const cost{0.75 * c, 0.25 * c};
                auto const per_step = [&](uint64_t d) {
                    double const segment = static_cast<double>(k * binomial::evaluations(d, s)) + c;
                    return segment / static_cast<double>(k * d);
                };
                uint64_t const best = best_disk_period(s, cost, k);
                CAPTURE(s, k, c, best);
                uint64_t least = 1;
                for (uint64_t d = 1; d <= 3000; ++d)
                    if (per_step(d) < per_step(least) - 1e-12) least = d;
                CHECK(per_step(best) <= per_step(least) + 1e-12);
            }
}

TEST_CASE("periodic: with three slots in memory, within 20 % of the plan of a loop of known length") {
    for (uint64_t s : std::initializer_list<uint64_t>{3, 5, 10})
        for (wengert::disk_cost const cost :
             {wengert::disk_cost{1, 1}, {5, 5}, {30, 1}, {100, 10}, {200, 0}, {1000, 1000}}) {
            uint64_t const n = 20'000;
            simulation const e = run_periodic(n, best_disk_period(s, cost), s);
            double const planned = wengert::two_level_plan(n, s, wengert::unlimited_disk, cost).cost();
            CAPTURE(s, cost.write, cost.read, e.wrong, paid(e, cost) / planned);
            CHECK(e.wrong == "");
            CHECK(paid(e, cost) <= 1.2 * planned);
        }
}
