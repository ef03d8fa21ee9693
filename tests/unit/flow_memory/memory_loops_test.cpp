// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// memory(bytes) is a promise: what the loop and its sweep allocate stays within it. A long loop makes use of it.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <new>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace {

std::atomic<std::int64_t> taken{0}, most{0};

// Counts what is asked for, which is kept in front of it.
constexpr std::size_t front = alignof(std::max_align_t);

void* counted(std::size_t bytes) {
    void* const p = std::malloc(bytes + front);
    if (p == nullptr) throw std::bad_alloc();
    *static_cast<std::size_t*>(p) = bytes;
    std::int64_t const now = taken += static_cast<std::int64_t>(bytes);
    if (now > most) most = now;
    return static_cast<char*>(p) + front;
}

}  // namespace

void* operator new(std::size_t bytes) { return counted(bytes); }
void* operator new[](std::size_t bytes) { return counted(bytes); }
void operator delete(void* p) noexcept {
    if (p == nullptr) return;
    void* const start = static_cast<char*>(p) - front;
    taken -= static_cast<std::int64_t>(*static_cast<std::size_t*>(start));
    std::free(start);
}
void operator delete[](void* p) noexcept { operator delete(p); }
void operator delete(void* p, std::size_t) noexcept { operator delete(p); }
void operator delete[](void* p, std::size_t) noexcept { operator delete(p); }

namespace {

/// What a loop and the gradient through it take at most, with a tape and adjoints of their own.
template <class Loop, class State>
std::int64_t peak(Loop const& loop, State const& at) {
    std::int64_t const before = taken;
    most = before;
    {
        tape<double> list;
        auto const x = map_leaves<real>(at, [&](double v) { return list.input(v); });
        real y = 0.0;
        {
            recording<double> const open(list);
            auto const result = loop(x);
            for_each_leaf(result, [&](real const& leaf) { y = leaf; });
        }
        adjoints<double> sweep(list);
        sweep.seed(y) = 1.0;
        sweep.reverse(list);
    }
    return most - before;
}

template <class S>
S step(S const& s, std::size_t) {
    return map_leaves<scalar_of_t<S>>(s, [](auto const& v) {
        using X = std::remove_cvref_t<decltype(v)>;
        return X(sin(v) * 0.5 + cos(X(v * v)));
    });
}

/// Checks budgets from the least that is not refused.
template <class State>
void keeps_to_it(State const& at) {
    auto const check = [&](char const* name, bool knows_its_length, auto const& loop) {
        std::uint64_t smallest = 0;
        for (std::uint64_t high = std::uint64_t{1} << 26; high - smallest > 1;) {
            std::uint64_t const middle = smallest + (high - smallest) / 2;
            try {
                static_cast<void>(peak(loop(20, middle), at));
                high = middle;
            } catch (memory_budget_too_small const&) {
                smallest = middle;
            }
        }
        ++smallest;
        for (std::uint64_t const n : std::initializer_list<std::uint64_t>{100, 1000, 20000, 100000}) {
            for (std::uint64_t const budget : {smallest, smallest + smallest / 8, 2 * smallest, 5 * smallest,
                                               std::uint64_t{1} << 18, std::uint64_t{1} << 20}) {
                // The least budget means one slot: n^2 steps.
                if (budget < smallest || (n > 1000 && budget < 2 * smallest)) continue;
                INFO(name << ", n = " << n << ", budget " << budget << ", least " << smallest);
                std::int64_t const bytes = peak(loop(n, budget), at);
                CHECK(bytes <= static_cast<std::int64_t>(budget));
                // A long loop of known length has use for all of it.
                if (knows_its_length && n > 1000 && budget >= std::uint64_t{1} << 18)
                    CHECK(bytes >= static_cast<std::int64_t>(budget / 2));
            }
        }
    };
    check("for_loop", true, [](std::uint64_t n, std::uint64_t budget) {
        return [n, budget](auto const& x) {
            return for_loop(n, x, [](auto const& s, std::size_t i) { return step(s, i); }, memory(budget));
        };
    });
    check("while_loop", false, [](std::uint64_t n, std::uint64_t budget) {
        return [n, budget](auto const& x) {
            return while_loop(
                       x, [n](auto const&, std::size_t i) { return i < n; },
                       [](auto const& s, std::size_t i) { return step(s, i); }, memory(budget))
                .first;
        };
    });
}

}  // namespace

TEST_CASE("memory(bytes) keeps to its bytes: a number", "[memory_loops]") { keeps_to_it(0.3); }

TEST_CASE("memory(bytes) keeps to its bytes: an array", "[memory_loops]") {
    keeps_to_it(std::array<double, 10>{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0});
}

TEST_CASE("memory(bytes) keeps to its bytes: a vector", "[memory_loops]") { keeps_to_it(std::vector<double>(40, 0.3)); }
