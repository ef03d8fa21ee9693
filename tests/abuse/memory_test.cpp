// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// More than there is: of memory, and of statements.

#include <cstdio>
#include <fstream>
#include <new>
#include <string>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"
#include "support/directory.hpp"

using namespace wengert;

namespace {

/// What f returns in a process of its own that may use so many bytes of addresses; -1 if it did not come to an end.
template <class F>
int in_a_small_process(rlim_t bytes, F&& f) {
    pid_t const child = ::fork();
    if (child == 0) {
        rlimit const limit{bytes, bytes};
        ::setrlimit(RLIMIT_AS, &limit);
        ::_exit(f());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::size_t resident_bytes() {
    std::FILE* const f = std::fopen("/proc/self/statm", "r");
    if (f == nullptr) return 0;
    unsigned long all = 0, resident = 0;
    int const read = std::fscanf(f, "%lu %lu", &all, &resident);
    std::fclose(f);
    return read == 2 ? resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) : 0;
}

constexpr rlim_t gigabyte = rlim_t{1} << 30;

}  // namespace

TEST_CASE("a tape that outgrows the memory throws, and the next is right") {
    auto const fill = [](gradient_tape_options const& options) {
        return [options] {
            variable x{3.0, "x"};
            bool thrown = false;
            try {
                gradient_tape tape(options);
                real y = x;
                for (;;) y = y * 1.0;
            } catch (std::bad_alloc const&) {
                thrown = true;
            } catch (error const&) {
                return 2;
            }
            // The list keeps its memory for the next tape.
            gradient_tape tape;
            return thrown && *tape.gradient(x * x, x) == 6.0 ? 0 : 1;
        };
    };
    CHECK(in_a_small_process(gigabyte, fill({})) == 0);
    CHECK(in_a_small_process(gigabyte, fill({.explain = true})) == 0);
}

TEST_CASE("a sweep that outgrows the memory leaves the tape as it was") {
    CHECK(in_a_small_process(gigabyte, [] {
              variable x{3.0, "x"};
              gradient_tape tape;
              real y = x;
              // So many that the adjoints do not fit beside them.
              while (tape.statistics().bytes_reserved < gigabyte / 2 + gigabyte / 5) y = y * 1.0;
              try {
                  static_cast<void>(tape.gradient(y, x));
              } catch (std::bad_alloc const&) {
                  return tape.is_recording() ? 0 : 1;
              }
              return 2;
          }) == 0);
}

TEST_CASE("a tape ends before the memory of the system does, and what it has recorded stays") {
    support::directory const d;
    std::string const told = d / "meminfo";
    auto const leave = [&](std::size_t megabytes) {
        std::ofstream(told) << "MemTotal: 8000000 kB\nMemAvailable: " << 125 + megabytes << "000 kB\n";
    };
    detail::memory_is_told_by.machine = told.c_str();
    for (bool const explains : {false, true}) {
        variable x{3.0, "x"};
        gradient_tape tape{{.explain = explains}};
        real y = x;
        auto const fill = [&] {
            for (int i = 0; i < 20'000'000; ++i) y = y * 1.0;
        };
        leave(5);
        CHECK_THROWS_AS(fill(), out_of_memory);
        CHECK(tape.statistics().bytes_reserved < 128'000'000);
        CHECK_THROWS_AS(fill(), out_of_memory);
        leave(900);
        CHECK(*tape.gradient(y, x) == 1.0);
    }
    detail::memory_is_told_by = {};
}

TEST_CASE("a sweep ends before the memory of the system does, and can be asked for again") {
    support::directory const d;
    std::string const told = d / "meminfo";
    variable x{3.0, "x"};
    gradient_tape tape;
    real y = x;
    for (int i = 0; i < 9'000'000; ++i) y = y * 1.0;
    std::ofstream(told) << "MemTotal: 8000000 kB\nMemAvailable: 190000 kB\n";
    detail::memory_is_told_by.machine = told.c_str();
    CHECK_THROWS_WITH(tape.gradient(y, x), Catch::Matchers::Contains("a sweep over the tape needs another 72"));
    detail::memory_is_told_by = {};
    CHECK(*tape.gradient(y, x) == 1.0);
}

TEST_CASE("release gives the memory back to the system") {
    tape<double> list;
    std::size_t const before = resident_bytes();
    {
        recording<double> const open(list);
        real y = list.input(1.0);
        for (int i = 0; i < 20'000'000; ++i) y = y * 1.0;
    }
    std::size_t const full = resident_bytes();
    list.release();
    std::size_t const after = resident_bytes();
    CHECK(full > before + 200'000'000);
    CHECK(after < before + 20'000'000);
    CHECK(list.statistics().bytes_reserved == 0);
}

TEST_CASE("more statements than a tape is allowed") {
    tape<double> list;
    list.limit(100'000);
    recording<double> const open(list);
    real const x = list.input(1.0);
    real y = x;
    auto const fill = [&] {
        for (;;) y = y * 1.0;
    };
    CHECK_THROWS_AS(fill(), tape_full);
    CHECK(list.statistics().statements == 100'000);
    CHECK_THROWS_AS(list.input(1.0), tape_full);
    CHECK_THROWS_AS(floor(y), tape_full);
    CHECK_THROWS_AS(for_loop(3, y, [](auto const& s) { return s * s; }, checkpoints(1)), tape_full);
    CHECK(list.statistics().statements == 100'000);
    adjoints<double> sweep(list);
    sweep.seed(y) = 1.0;
    sweep.reverse(list);
    CHECK(sweep[x] == 1.0);
    list.limit(100'001);
    CHECK_NOTHROW(y = y * 1.0);
}

TEST_CASE("the last statement that a handle can name") {
    // The numbers before it belong to someone else, so that none of them takes memory.
    tape<double> list;
    static_cast<void>(list.input(0.0));
    list.skip_to(0xFFFFFFFF - 1);
    recording<double> const open(list);
    real const x = list.input(1.0);
    CHECK(x.identity().index == 0xFFFFFFFE);
    CHECK_THROWS_AS(list.input(1.0), tape_full);
    real y;
    CHECK_THROWS_AS(y = x * 2.0, tape_full);
}
