// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Values, tapes and variables where they should not be: a typed exception or a reason, never a crash.

#include <optional>
#include <thread>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

TEST_CASE("a moved tape goes on") {
    variable x{3.0, "x"};
    gradient_tape tape;
    real y = x * x;
    gradient_tape moved = std::move(tape);
    CHECK(moved.is_recording());
    real z = y * x;
    CHECK(*moved.gradient(z, x) == 27.0);
}

TEST_CASE("a tape that was moved from is used up") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true}};
    real y = x * x;
    gradient_tape moved = std::move(tape);
    CHECK_FALSE(tape.is_recording());  // NOLINT: on purpose
    CHECK_THROWS_AS(tape.gradient(y, x), tape_consumed);
    CHECK_THROWS_AS(tape.jacobian(y, x), tape_consumed);
    CHECK_THROWS_AS(tape.watch(y), tape_consumed);
    CHECK_THROWS_AS(tape.stop_recording(), tape_consumed);
    CHECK_THROWS_AS(tape.reset(), tape_consumed);
    CHECK_THROWS_AS(tape.options(), tape_consumed);
    CHECK_THROWS_AS(tape.statistics(), tape_consumed);
    CHECK_THROWS_AS(tape.watched_variables(), tape_consumed);
    CHECK(*moved.gradient(y, x) == 6.0);
}

TEST_CASE("a tape returned from a function") {
    variable x{3.0, "x"};
    real y;
    auto const open = [&] {
        gradient_tape t;
        y = x * x;
        return t;
    };
    gradient_tape tape = open();
    CHECK(*tape.gradient(y, x) == 6.0);
}

TEST_CASE("tapes in a vector") {
    variable x{3.0, "x"};
    std::vector<gradient_tape> tapes;
    for (int i = 0; i < 5; ++i) tapes.emplace_back();
    real y = x * x;
    for (auto& t : tapes) CHECK(*t.gradient(y, x) == 6.0);
    tapes.clear();
    CHECK(real(x).identity().tag == 0);
}

TEST_CASE("a value after its tape has ended, with no other tape") {
    variable x{3.0, "x"};
    real y;
    {
        gradient_tape tape;
        y = x * x;
    }
    // Nothing records: it is a number like any other.
    real const z = y * 2;
    CHECK(value(z) == 18.0);
    CHECK(z.identity().tag == 0);
}

TEST_CASE("a value after its tape has ended, under another tape") {
    variable x{3.0, "x"};
    real y;
    {
        gradient_tape tape;
        y = x * x;
    }
    gradient_tape tape;
    real z;
    CHECK_THROWS_AS(z = y * 2, wrong_recording);
    CHECK_THROWS_AS(z = x + y, wrong_recording);
    CHECK_THROWS_AS(z = floor(y), wrong_recording);
    CHECK_THROWS_AS(z = stop_gradient(y), wrong_recording);
    CHECK_THROWS_AS(z += y, wrong_recording);
    CHECK_THROWS_AS(z = select(true, x, y), wrong_recording);
    CHECK_THROWS_AS(custom_gradient(y, [](double v) { return v; }, [](auto b) { return b; }), wrong_recording);
    CHECK_THROWS_WITH(z = floor(y), Contains("floor uses a value of another recording"));
    // Watched again, it is a new independent value.
    tape.watch(y);
    z = y * y;
    CHECK(*tape.gradient(z, y) == 18.0);
}

TEST_CASE("a value of a driver's tape that escaped") {
    real escaped;
    auto const keep = [&](auto const& x) {
        escaped = x;
        return x * x;
    };
    CHECK(vjp(keep, 3.0).second(1.0) == 6.0);
    CHECK(value(escaped) == 3.0);
    gradient_tape tape;
    real z;
    CHECK_THROWS_AS(z = escaped * 2, wrong_recording);
    tape.watch(escaped);
    CHECK(*tape.gradient(escaped * escaped, escaped) == 6.0);
}

TEST_CASE("a value of the tape inside a driver") {
    variable x{3.0, "x"};
    gradient_tape tape;
    real const y = x * x;
    CHECK_THROWS_AS(vjp([&](auto const& q) { return q * y; }, 2.0), wrong_recording);
    // After the exception the tape records as before.
    CHECK(tape.is_recording());
    CHECK(*tape.gradient(y * x, x) == 27.0);
}

TEST_CASE("a variable read inside a driver, under a tape") {
    variable x{3.0, "x"};
    gradient_tape tape;
    CHECK_THROWS_AS(vjp([&](auto const& q) { return q * real(x); }, 2.0), wrong_recording);
    CHECK(*tape.gradient(x * x, x) == 6.0);
}

TEST_CASE("two threads, two tapes") {
    constexpr int rounds = 200;
    std::vector<double> found(2 * rounds);
    auto const work = [&](std::size_t offset) {
        for (std::size_t i = 0; i < rounds; ++i) {
            variable x{static_cast<double>(i + offset), "x"};
            gradient_tape tape;
            real y = x * x * x;
            found[offset * rounds + i] = *tape.gradient(y, x);
        }
    };
    std::thread first(work, 0), second(work, 1);
    first.join();
    second.join();
    for (std::size_t t = 0; t < 2; ++t)
        for (std::size_t i = 0; i < rounds; ++i) {
            double const x = static_cast<double>(i + t);
            CHECK(found[t * rounds + i] == 3 * x * x);
        }
}

TEST_CASE("a value from another thread's tape") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true}};
    real const y = x * x;
    bool refused = false;
    reason why = reason::none;
    double own = 0;
    std::thread other([&] {
        variable v{2.0, "v"};
        gradient_tape mine{{.persistent = true}};
        try {
            static_cast<void>(real(y * v));
        } catch (wrong_recording const&) {
            refused = true;
        }
        why = mine.gradient(y, v).reason();
        own = *mine.gradient(v * v, v);
    });
    other.join();
    CHECK(refused);
    CHECK(why == reason::other_tape);
    CHECK(own == 4.0);
    CHECK(*tape.gradient(y, x) == 6.0);
}

TEST_CASE("a variable read by many threads at once") {
    variable x{3.0, "x"};
    std::vector<double> found(8);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < found.size(); ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 100; ++i) {
                gradient_tape tape;
                real y = 0.0;
                for (int k = 0; k < 10; ++k) y += x * x;
                found[t] = *tape.gradient(y, x);
            }
        });
    for (auto& t : threads) t.join();
    for (double const g : found) CHECK(g == 60.0);
}

TEST_CASE("the list does not grow from tape to tape") {
    variable x{3.0, "x"};
    std::uint64_t reserved = 0;
    for (int i = 0; i < 50; ++i) {
        gradient_tape tape;
        real y = x;
        for (int k = 0; k < 5000; ++k) y = sin(y);
        CHECK(tape.gradient(y, x).has_value());
        if (i == 0) reserved = tape.statistics().bytes_reserved;
        CHECK(tape.statistics().bytes_reserved == reserved);
    }
}

TEST_CASE("identities that are made up are refused") {
    gradient_tape tape{{.persistent = true}};
    real x = 1.0;
    tape.watch(x);
    real const far(2.0, handle{4'000'000'000u, 77u});
    real z;
    CHECK_THROWS_AS(z = x * far, wrong_recording);
    CHECK(tape.gradient(far, x).reason() == reason::other_tape);
    CHECK(tape.gradient(x * x, far).reason() == reason::other_tape);
}

TEST_CASE("tapes of float and long double are tapes of their own") {
    basic_variable<float> f{3.0f, "f"};
    basic_variable<long double> l{3.0L, "l"};
    variable d{3.0, "d"};
    basic_gradient_tape<float> tf;
    basic_gradient_tape<long double> tl;
    gradient_tape td;
    CHECK(*tf.gradient(f * f, f) == 6.0f);
    CHECK(*tl.gradient(l * l, l) == 6.0L);
    CHECK(*td.gradient(d * d, d) == 6.0);
}
