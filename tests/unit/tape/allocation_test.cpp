// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What a tape allocates, counted by the operator new of this program.

#include <atomic>
#include <cstdlib>
#include <new>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

namespace {
std::atomic<std::uint64_t> allocations{0};
}

void* operator new(std::size_t size) {
    ++allocations;
    if (void* p = std::malloc(size == 0 ? 1 : size)) return p;
    throw std::bad_alloc();
}
void* operator new(std::size_t size, std::nothrow_t const&) noexcept {
    ++allocations;
    return std::malloc(size == 0 ? 1 : size);
}
// Not inlined, or g++ takes the pair of a replaced new and std::free for a mistake.
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }

using namespace wengert;

namespace {

// Statements of one, two and three operands.
double work(real x, std::size_t statements) {
    real y = x, z = x;
    for (std::size_t i = 0; i < statements / 4; ++i) {
        y = sin(y) * x;
        z = fma(y, x, z);
        y = y - 0.5 * z;
        z = sqrt(1.0 + square(z));
    }
    return value(y + z);
}

}  // namespace

TEST_CASE("the counter counts") {
    std::uint64_t const before = allocations;
    int* volatile number = new int(3);  // volatile, or the pair is optimised away
    delete number;
    CHECK(allocations == before + 1);
}

TEST_CASE("recording ten million statements after warm-up allocates nothing") {
    constexpr std::size_t statements = 10'000'000;
    tape<double> list;
    adjoints<double> sweep(list);
    std::uint64_t warm = 0;
    for (int round = 0; round < 2; ++round) {
        list.clear();
        std::uint64_t const before = allocations;
        real const x = list.input(0.5);
        {
            recording<double> const open(list);
            work(x, statements);
        }
        warm = allocations - before;
        CHECK(list.statistics().statements >= statements);
        if (round == 0) CHECK(warm > 0);
    }
    CHECK(warm == 0);
}

TEST_CASE("gradients by a driver and by a gradient_tape allocate nothing after warm-up") {
    auto const f = [](auto const& x) {
        auto y = x;
        for (int i = 0; i < 1000; ++i) y = sin(y) + x;
        return y;
    };
    auto const counted = [&](auto const& run) {
        run();
        run();
        std::uint64_t const before = allocations;
        run();
        return allocations - before;
    };
    double sum = 0;
    CHECK(counted([&] { sum += gradient(f, 0.5); }) == 0);

    adjoints<double> sweep{tape<double>{}};
    tape<double> list;
    CHECK(counted([&] {
              list.clear();
              real const x = list.input(0.5);
              real y;
              {
                  recording<double> const open(list);
                  y = f(x);
              }
              sweep.reset(list);
              sweep.seed(y) = 1;
              sweep.reverse(list);
              sum += sweep[x];
          }) == 0);
    CHECK(sum != 0);
}

TEST_CASE("release gives the memory back, clear keeps it") {
    tape<double> list;
    CHECK(list.statistics().bytes_reserved == 0);
    {
        recording<double> const open(list);
        work(list.input(0.5), 100'000);
    }
    auto const held = list.statistics().bytes_reserved;
    CHECK(held >= list.statistics().bytes);
    CHECK(list.statistics().bytes > 100'000 * 13);
    list.clear();
    CHECK(list.statistics().bytes_reserved == held);
    CHECK(list.statistics().statements == 0);
    CHECK(list.statistics().bytes == 0);
    list.release();
    CHECK(list.statistics().bytes_reserved == 0);
    // And it works again.
    recording<double> const open(list);
    real const x = list.input(2.0);
    real const y = x * x;
    adjoints<double> sweep(list);
    sweep.seed(y) = 1;
    sweep.reverse(list);
    CHECK(sweep[x] == 4.0);
}

TEST_CASE("the first gradient on a thread may allocate, and no later one loses its place") {
    // Workspaces of nested drivers are given back in the order in which they are done.
    auto const inner = [](auto y) { return y * y * y; };
    auto const outer = [&](auto x) { return gradient(inner, x) * x; };
    CHECK(gradient(outer, 2.0) == 36.0);
    std::uint64_t const before = allocations;
    CHECK(gradient(outer, 2.0) == 36.0);
    CHECK(allocations == before);
}
