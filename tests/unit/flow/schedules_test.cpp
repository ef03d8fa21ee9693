// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// The schedules run by an executor that has positions instead of states and believes nothing.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <map>
#include <queue>
#include <string>
#include <tuple>
#include <vector>

#include <wengert/flow/schedules.hpp>

#include "support/catch.hpp"

namespace {

namespace binomial = wengert::binomial;
using std::uint64_t;
using wengert::action;
using wengert::action_kind;
using wengert::storage_level;

constexpr uint64_t none = (std::numeric_limits<uint64_t>::max)();

/// Does what a schedule says and notes the first thing that cannot be done.
struct executor {
    uint64_t steps;
    uint64_t tape_at_once = 1;
    uint64_t present = 0;
    uint64_t scratch = none;
    uint64_t end = steps;  // what lies before has still to be reversed
    std::array<std::vector<uint64_t>, 2> levels{};
    std::array<uint64_t, 2> used{};
    std::array<uint64_t, 2> peak{};
    std::array<uint64_t, 2> stores{};
    std::array<uint64_t, 2> restores{};
    uint64_t plain = 0;
    uint64_t taped = 0;
    uint64_t actions = 0;
    std::string wrong{};

    void claim(bool condition, char const* sentence) {
        if (!condition && wrong.empty()) wrong = sentence;
    }

    uint64_t& slot(std::size_t level, uint64_t number) {
        auto& there = levels[level];
        if (number >= there.size()) there.resize(number + 1, none);
        return there[number];
    }

    void put(std::size_t level, uint64_t number, uint64_t state) {
        claim(slot(level, number) == none, "store into a slot that is in use");
        slot(level, number) = state;
        ++stores[level];
        peak[level] = std::max(peak[level], ++used[level]);
    }

    void take(std::size_t level, uint64_t number, uint64_t state) {
        claim(slot(level, number) == state && state != none, "drop of a state that is not there");
        slot(level, number) = none;
        --used[level];
    }

    void execute(action const& a) {
        ++actions;
        auto const level = static_cast<std::size_t>(a.level);
        switch (a.kind) {
            case action_kind::advance:
                claim(present == a.from && a.from < a.to && a.to < end, "advance from elsewhere, or too far");
                plain += a.to - a.from;
                present = a.to;
                break;
            case action_kind::store:
                claim(present == a.from && a.level != storage_level::scratch, "store of a state that is not present");
                put(level, a.slot, a.from);
                break;
            case action_kind::restore:
                if (a.level == storage_level::scratch)
                    claim(scratch == a.from && scratch != none, "scratch is another state");
                else claim(slot(level, a.slot) == a.from, "restore of a state that is not there"), ++restores[level];
                present = a.from;
                break;
            case action_kind::tape:
                claim(present == a.from && a.from < a.to && a.to == end, "steps taped out of order");
                claim(a.to - a.from == tape_at_once || (a.to == steps && a.to - a.from < tape_at_once),
                      "a wrong number of steps taped at once");
                taped += a.to - a.from;
                end = a.from;
                present = none;
                break;
            case action_kind::drop:
                take(level, a.slot, a.from);
                break;
            case action_kind::finished:
                claim(false, "finished is no action");
                break;
        }
    }

    template <class S>
    executor& run(S schedule) {
        for (action const& a : wengert::actions(schedule)) execute(a);
        claim(schedule.next() == action{}, "it does not stay finished");
        claim(end == 0 && taped == steps, "not every step was reversed");
        claim(used[0] == 0 && used[1] == 0, "a slot is still in use at the end");
        return *this;
    }
};

executor run_offline(uint64_t n, uint64_t s, uint64_t k = 1) {
    return executor{.steps = n, .tape_at_once = k}.run(wengert::offline_schedule(n, s, k));
}

/// The primal run of a loop that turns out to have n steps, and its reverse phase.
executor run_online(uint64_t n, uint64_t s, uint64_t tape_at_once = 1) {
    executor e{.steps = n, .tape_at_once = tape_at_once};
    wengert::online_schedule schedule(s, tape_at_once);
    for (uint64_t k = 0; k < n; ++k) {
        wengert::forward_step const what = schedule.before_step();
        if (what.store) {
            if (what.replace) e.take(0, what.slot, what.replaced);
            e.claim(e.scratch == what.state && e.scratch != none, "store of a state that is not in scratch");
            e.put(0, what.slot, what.state);
        } else {
            e.claim(!what.replace, "a state is replaced by none");
        }
        if (what.to_scratch) e.scratch = k;
        ++e.plain;
    }
    e.present = none;
    return e.run(schedule);
}

}  // namespace

TEST_CASE("offline: exactly t(n, s) evaluations for every n up to 300 and s up to 20") {
    for (uint64_t s = 1; s <= 20; ++s)
        for (uint64_t n = 0; n <= 300; ++n) {
            executor const e = run_offline(n, s);
            if (e.wrong.empty() && e.plain == binomial::evaluations(n, s) && e.peak[0] <= s && e.levels[0].size() <= s)
                continue;
            CAPTURE(n, s, e.wrong, e.plain, e.peak[0]);
            FAIL("not the optimum");
        }
}

TEST_CASE("offline: t(n, s) is the optimum that a search finds") {
    constexpr uint64_t most = 80;
    std::vector<uint64_t> fewer(most + 1);
    for (uint64_t n = 0; n <= most; ++n) fewer[n] = n * (n - (n > 0)) / 2;
    for (uint64_t s = 1; s <= 12; ++s) {
        std::vector<uint64_t> best(most + 1, 0);
        for (uint64_t n = 2; n <= most; ++n) {
            best[n] = n * (n - 1) / 2;
            for (uint64_t m = 1; m < n && s > 1; ++m) best[n] = std::min(best[n], m + fewer[n - m] + best[m]);
        }
        for (uint64_t n = 0; n <= most; ++n) {
            CAPTURE(n, s);
            REQUIRE(binomial::evaluations(n, s) == best[n]);
        }
        fewer = best;
    }
}

TEST_CASE("offline: the fewest stores among the optimal schedules") {
    constexpr uint64_t most = 120;
    std::vector<uint64_t> fewer(most + 1, 1);
    fewer[0] = fewer[1] = 0;
    for (uint64_t s = 2; s <= 12; ++s) {
        std::vector<uint64_t> best(most + 1, 0);
        for (uint64_t n = 2; n <= most; ++n) {
            auto const [least, last] = binomial::first_distances(n, s);
            best[n] = none;
            // The start takes a store unless it is the only step; a left part's start is stored already.
            for (uint64_t m = least; m <= last; ++m) best[n] = std::min(best[n], 1 + fewer[n - m] + best[m] - (m > 1));
            CAPTURE(n, s);
            REQUIRE(run_offline(n, s).stores[0] == best[n]);
        }
        fewer = best;
    }
}

TEST_CASE("offline: the table's large entries") {
    std::array<uint64_t, 5> const slot_counts{3, 5, 10, 20, 50};
    std::array<uint64_t, 5> const ten_thousand{278730, 112868, 57624, 37976, 28622};
    std::array<uint64_t, 5> const million{134787105, 31940948, 11647922, 6815960, 4658945};
    for (std::size_t i = 0; i < slot_counts.size(); ++i) {
        executor const small_one = run_offline(10'000, slot_counts[i]);
        CHECK(small_one.wrong == "");
        CHECK(small_one.plain == ten_thousand[i]);
        executor const large_one = run_offline(1'000'000, slot_counts[i]);
        CHECK(large_one.wrong == "");
        CHECK(large_one.plain == million[i]);
        CHECK(large_one.peak[0] == slot_counts[i]);
        CHECK(large_one.taped == 1'000'000);
    }
}

TEST_CASE("offline: the edges") {
    CHECK(run_offline(0, 3).actions == 0);
    CHECK(run_offline(1, 3).actions == 1);
    CHECK(run_offline(5, 1).plain == 10);
    CHECK(run_offline(7, 7).plain == 6);
    CHECK(run_offline(7, none).plain == 6);
    CHECK(run_offline(7, none).wrong == "");

    wengert::offline_schedule far(1'000'000'000'000, 50);
    CHECK(far.next() == action{action_kind::store, 0, 0, 0, storage_level::ram});
    CHECK(far.next().kind == action_kind::advance);

    CHECK_THROWS_AS(wengert::offline_schedule(5, 0), wengert::invalid_argument);
    CHECK_THROWS_WITH(wengert::offline_schedule(5, 0), Catch::Contains("at least one slot is needed"));
    CHECK_THROWS_AS(wengert::offline_schedule(5, 3, 0), wengert::invalid_argument);
    CHECK_THROWS_AS(wengert::online_schedule(0), wengert::invalid_argument);
    CHECK_THROWS_AS(wengert::online_schedule(3, 0), wengert::invalid_argument);
    CHECK_THROWS_AS(wengert::two_level_schedule(5, 0, 3, {}), wengert::invalid_argument);
    CHECK_THROWS_AS(wengert::two_level_schedule(5, 1, 3, {-1, 0}), wengert::invalid_argument);
}

TEST_CASE("super-steps cost K t(ceil(n / K), s)") {
    for (uint64_t s : std::initializer_list<uint64_t>{1, 2, 5})
        for (uint64_t k : std::initializer_list<uint64_t>{1, 2, 3, 7, 64})
            for (uint64_t n = 0; n <= 100; ++n) {
                CAPTURE(n, s, k);
                executor const offline = run_offline(n, s, k);
                REQUIRE(offline.wrong == "");
                REQUIRE(offline.plain == k * binomial::evaluations((n + k - 1) / k, s));
                executor const online = run_online(n, s, k);
                REQUIRE(online.wrong == "");
                // The primal run evaluates the last group too, of which there may be fewer than k steps.
                uint64_t const groups = (n + k - 1) / k;
                uint64_t const of_groups = groups == 0 ? 0 : run_online(groups, s).plain - 1;
                REQUIRE(online.plain == k * of_groups + (groups == 0 ? 0 : n - (groups - 1) * k));
            }
}

TEST_CASE("online: t(n, s) + 1 for every n up to beta(s, 2), with at most every second state stored") {
    for (uint64_t s = 1; s <= 30; ++s) {
        uint64_t const last = binomial::beta(s, 2);
        for (uint64_t n = 1; n <= last; ++n) {
            executor const e = run_online(n, s);
            if (e.wrong.empty() && e.plain == binomial::evaluations(n, s) + 1 && e.peak[0] <= s) continue;
            CAPTURE(n, s, e.wrong, e.plain, e.peak[0]);
            FAIL("not the optimum");
        }
    }
    wengert::online_schedule schedule(100);
    uint64_t stores = 0;
    for (uint64_t k = 0; k < binomial::beta(100, 2); ++k) stores += schedule.before_step().store;
    CHECK(stores < binomial::beta(100, 2) / 2 + 100);
}

TEST_CASE("online: the table, which goes beyond beta(s, 2)") {
    std::array<uint64_t, 5> const slot_counts{3, 5, 10, 20, 50};
    std::map<uint64_t, std::array<uint64_t, 5>> const table{{100, {503, 319, 223, 179, 149}},
                                                            {1000, {12430, 6323, 3688, 2748, 1949}},
                                                            {10'000, {279691, 113391, 57722, 38438, 28623}}};
    for (auto const& [n, row] : table)
        for (std::size_t i = 0; i < row.size(); ++i) {
            CAPTURE(n, slot_counts[i]);
            executor const e = run_online(n, slot_counts[i]);
            CHECK(e.wrong == "");
            CHECK(e.plain == row[i]);
            CHECK(e.peak[0] <= slot_counts[i]);
        }
}

namespace {

/// The greedy rule as it is worded, adding everything up anew for each candidate.
uint64_t greedy_by_the_word(uint64_t n, uint64_t s) {
    std::vector<uint64_t> stored{0};
    for (uint64_t j = 0; j + 1 < s; ++j) stored.push_back(stored.back() + s + 1 - j);  // what remains at beta(s, 2)
    auto const sum = [&](std::vector<uint64_t> const& p, uint64_t end) {
        uint64_t total = 0;
        for (std::size_t i = 0; i < p.size(); ++i)
            total += binomial::evaluations((i + 1 < p.size() ? p[i + 1] : end) - p[i], s - i);
        return total;
    };
    for (uint64_t k = binomial::beta(s, 2); k < n; ++k) {
        std::vector<uint64_t> best = stored;
        for (std::size_t i = 1; i < s; ++i) {
            std::vector<uint64_t> other = stored;
            other.erase(other.begin() + static_cast<std::ptrdiff_t>(i));
            other.push_back(k - 1);
            if (sum(other, k) <= sum(best, k)) best = other;
        }
        stored = best;
    }
    return n + sum(stored, n - 1);
}

}  // namespace

TEST_CASE("online: the greedy rule in O(1) is the greedy rule") {
    for (uint64_t s = 1; s <= 8; ++s)
        for (uint64_t n = binomial::beta(s, 2); n < 600; n += 13) {
            CAPTURE(n, s);
            executor const e = run_online(n, s);
            REQUIRE(e.wrong == "");
            REQUIRE(e.plain == greedy_by_the_word(n, s));
        }
}

TEST_CASE("online: the edges") {
    CHECK(run_online(0, 3).actions == 0);
    executor const one = run_online(1, 3);
    CHECK(one.wrong == "");
    CHECK(one.stores[0] == 0);
    CHECK(one.plain == 1);
    CHECK(run_online(9, 1).plain == 37);
    CHECK(run_online(9, none).plain == 9);

    wengert::online_schedule schedule(3);
    static_cast<void>(schedule.next());
    CHECK_THROWS_AS(schedule.before_step(), wengert::invalid_argument);
}

namespace {

/// Aupy et al., with an unlimited disk: `ram` is t(n, s), `segment` the cost of n steps whose first state is on disk
/// and present, `best` that of the whole.
struct disk_optimum {
    std::vector<double> ram, segment, best;

    disk_optimum(uint64_t most, uint64_t s, wengert::disk_cost cost)
        : ram(most + 1), segment(most + 1), best(most + 1) {
        for (uint64_t n = 0; n <= most; ++n) {
            ram[n] = static_cast<double>(binomial::evaluations(n, s));
            segment[n] = best[n] = ram[n];
            for (uint64_t j = 1; j < n; ++j) {
                double const way = static_cast<double>(j) + cost.read + segment[j];
                segment[n] = std::min(segment[n], way + ram[n - j]);
                best[n] = std::min(best[n], cost.write + way + best[n - j]);
            }
        }
    }
};

/// The optimum of anything that can be done at all with s and d slots: Dijkstra over (present, in memory, on disk,
/// end).
double exhaustive_optimum(uint64_t n, uint64_t s, uint64_t d, wengert::disk_cost cost) {
    using key = std::tuple<uint64_t, uint64_t, uint64_t, uint64_t>;
    auto const count = [](uint64_t set) { return static_cast<uint64_t>(__builtin_popcountll(set)); };
    std::map<key, double> known;
    std::priority_queue<std::pair<double, key>, std::vector<std::pair<double, key>>, std::greater<>> open;
    auto const reach = [&](double paid, uint64_t present, uint64_t ram, uint64_t disk, uint64_t end) {
        uint64_t const useful = (uint64_t{1} << end) - 1;
        key const k{present < end ? present : n, ram & useful, disk & useful, end};
        auto const [at, fresh] = known.try_emplace(k, paid);
        if (!fresh && at->second <= paid) return;
        at->second = paid;
        open.emplace(paid, k);
    };
    reach(0, 0, 0, 0, n);
    while (!open.empty()) {
        auto const [paid, k] = open.top();
        open.pop();
        if (known[k] < paid) continue;
        auto const [present, ram, disk, end] = k;
        if (end == 0) return paid;
        for (uint64_t i = 0; i < end; ++i) {
            uint64_t const bit = uint64_t{1} << i;
            if (ram & bit) reach(paid, i, ram, disk, end), reach(paid, present, ram & ~bit, disk, end);
            if (disk & bit) reach(paid + cost.read, i, ram, disk, end), reach(paid, present, ram, disk & ~bit, end);
        }
        if (present == n) continue;
        uint64_t const bit = uint64_t{1} << present;
        if (present + 1 == end) reach(paid, n, ram, disk, present);
        if (present + 1 < end) reach(paid + 1, present + 1, ram, disk, end);
        if (count(ram) < s) reach(paid, present, ram | bit, disk, end);
        if (count(disk) < d) reach(paid + cost.write, present, ram, disk | bit, end);
    }
    return -1;
}

executor run_two_level(uint64_t n, uint64_t s, uint64_t d, wengert::disk_cost cost, uint64_t k = 1) {
    return executor{.steps = n, .tape_at_once = k}.run(wengert::two_level_schedule(n, s, d, cost, k));
}

double paid(executor const& e, wengert::disk_cost cost) {
    return static_cast<double>(e.plain) + cost.write * static_cast<double>(e.stores[1]) +
           cost.read * static_cast<double>(e.restores[1]);
}

std::array<wengert::disk_cost, 9> const disk_costs{
    {{0, 0}, {0.1, 0.1}, {0.5, 3}, {1, 1}, {2, 2}, {5, 5}, {30, 1}, {100, 10}, {200, 0}}};

}  // namespace

TEST_CASE("two levels: valid, within its slots, and as costly as planned") {
    for (uint64_t s : std::initializer_list<uint64_t>{1, 2, 3, 5, 10})
        for (uint64_t d : {uint64_t{0}, uint64_t{1}, uint64_t{4}, wengert::unlimited_disk})
            for (auto const cost : disk_costs)
                for (uint64_t n = 0; n <= 200; n += n < 30 ? 1 : 17) {
                    executor const e = run_two_level(n, s, d, cost);
                    wengert::two_level_plan const plan(n, s, d, cost);
                    CAPTURE(n, s, d, cost.write, cost.read, plan.writes(), plan.reads());
                    REQUIRE(e.wrong == "");
                    REQUIRE(e.peak[0] <= s);
                    REQUIRE(e.peak[1] <= d);
                    REQUIRE(paid(e, cost) == Approx(plan.cost()).margin(1e-9));
                    REQUIRE(plan.cost() <= static_cast<double>(binomial::evaluations(n, s)));
                }
}

TEST_CASE("two levels, unlimited disk: within 2.5 % of the optimum of Aupy et al., on average within 0.1 %") {
    for (uint64_t s : std::initializer_list<uint64_t>{1, 2, 3, 5, 10})
        for (auto const cost : disk_costs) {
            disk_optimum const optimum(300, s, cost);
            double sum = 0;
            for (uint64_t n = 2; n <= 300; ++n) {
                CAPTURE(n, s, cost.write, cost.read, optimum.best[n]);
                double const planned = wengert::two_level_plan(n, s, wengert::unlimited_disk, cost).cost();
                REQUIRE(planned >= optimum.best[n] - 1e-9);
                REQUIRE(planned <= 1.025 * optimum.best[n] + 1e-9);
                sum += planned / optimum.best[n];
            }
            CAPTURE(s, cost.write, cost.read);
            CHECK(sum / 299 < 1.001);
        }
}

TEST_CASE("two levels: that optimum is the least cost of anything that can be done") {
    for (uint64_t s : std::initializer_list<uint64_t>{1, 2})
        for (auto const cost : disk_costs) {
            disk_optimum const optimum(6, s, cost);
            for (uint64_t n : std::initializer_list<uint64_t>{2, 4, 6}) {
                CAPTURE(n, s, cost.write, cost.read);
                REQUIRE(optimum.best[n] == Approx(exhaustive_optimum(n, s, n, cost)));
            }
        }
}

TEST_CASE("two levels, a disk of one or two slots: within 12.5 % of the least cost of anything possible") {
    for (uint64_t d : std::initializer_list<uint64_t>{1, 2})
        for (auto const cost : disk_costs)
            for (uint64_t n : std::initializer_list<uint64_t>{4, 6, 8, 10}) {
                CAPTURE(n, d, cost.write, cost.read);
                double const least = exhaustive_optimum(n, 1, d, cost);
                double const planned = wengert::two_level_plan(n, 1, d, cost).cost();
                REQUIRE(planned >= least - 1e-9);
                REQUIRE(planned <= 1.125 * least + 1e-9);
            }
}

TEST_CASE("two levels: a long loop, and super-steps") {
    wengert::disk_cost const cost{30, 10};
    executor const e = run_two_level(100'000, 10, wengert::unlimited_disk, cost);
    CHECK(e.wrong == "");
    CHECK(e.peak[0] <= 10);
    CHECK(paid(e, cost) < 0.8 * static_cast<double>(binomial::evaluations(100'000, 10)));
    executor const grouped = run_two_level(1000, 3, 20, cost, 7);
    CHECK(grouped.wrong == "");
    CHECK(grouped.taped == 1000);
    CHECK(paid(grouped, cost) == Approx(7 * wengert::two_level_plan(143, 3, 20, {30.0 / 7, 10.0 / 7}).cost()));
    CHECK(wengert::two_level_plan(1'000'000'000'000, 50, wengert::unlimited_disk, cost).cost() < 4e12);
}
