// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Tapes, pauses and values that come to threads which are not theirs. ./dev tsan and ./dev asan look on.

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace {

template <class F>
void elsewhere(F&& f) {
    std::thread(f).join();
}

template <class F>
bool refused(F&& f) {
    try {
        f();
    } catch (invalid_argument const&) {
        return true;
    }
    return false;
}

}  // namespace

TEST_CASE("a tape refuses every question of another thread") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real y = x * x;
    int refusals = 0;
    elsewhere([&] {
        refusals += refused([&] { static_cast<void>(tape.gradient(y, x)); });
        refusals += refused([&] { static_cast<void>(tape.jacobian(y, x)); });
        refusals += refused([&] { static_cast<void>(explain(tape, y, x)); });
        refusals += refused([&] { static_cast<void>(tape.stop_recording()); });
        refusals += refused([&] { static_cast<void>(tape.statistics()); });
        refusals += refused([&] { static_cast<void>(tape.profile()); });
        refusals += refused([&] { static_cast<void>(tape.watched_variables()); });
        refusals += refused([&] { tape.watch(y); });
        refusals += refused([&] { tape.reset(); });
        refusals += tape.is_recording() ? 0 : 1;
    });
    CHECK(refusals == 10);
    CHECK(tape.is_recording());
    CHECK(*tape.gradient(y, x) == 6.0);
}

TEST_CASE("a tape ends on another thread while its own goes on") {
    variable x{3.0, "x"};
    for (int round = 0; round < 50; ++round) {
        auto tape = std::make_unique<gradient_tape>();
        auto other = std::make_unique<gradient_tape>();
        real y = x * x;
        std::thread ends([&] {
            tape.reset();
            other.reset();
        });
        for (int i = 0; i < 100; ++i) y = y + x;
        ends.join();
        gradient_tape next;
        CHECK(*next.gradient(x * x, x) == 6.0);
        CHECK(next.statistics().statements <= 6);
    }
    CHECK(real(x).identity().tag == 0);
}

TEST_CASE("a tape, a pause and values outlive the thread that made them") {
    variable x{3.0, "x"};
    std::unique_ptr<gradient_tape> tape;
    using pause = decltype(tape->stop_recording());
    std::unique_ptr<pause> stopped;
    real y;
    elsewhere([&] {
        tape = std::make_unique<gradient_tape>();
        y = x * x;
        stopped.reset(new pause(tape->stop_recording()));
    });
    CHECK(refused([&] { static_cast<void>(tape->gradient(y, x)); }));
    gradient_tape own{{.persistent = true}};
    real z;
    CHECK_THROWS_AS(z = y * x, wrong_recording);
    CHECK(own.gradient(y, x).reason() == reason::other_tape);
    stopped.reset();
    tape.reset();
    CHECK(*own.gradient(x * x, x) == 6.0);
}

TEST_CASE("a task opens a tape on one thread, and its numbers go on to the next") {
    std::atomic<int> right = 0;
    real passed = 1.0;
    for (int hop = 0; hop < 30; ++hop)
        elsewhere([&] {
            gradient_tape tape;
            real x = value(passed);
            tape.watch(x);
            passed = x + 1.0;
            right += *tape.gradient(passed * passed, x) == 2.0 * value(passed) ? 1 : 0;
        });
    CHECK(right == 30);
}

TEST_CASE("many threads read one variable and record loops, checkpoints and second derivatives of it") {
    variable const x{0.5, "x"};
    std::atomic<int> right = 0;
    std::vector<std::thread> all;
    for (int t = 0; t < 8; ++t)
        all.emplace_back([&] {
            for (int round = 0; round < 20; ++round) {
                gradient_tape outer;
                real slope;
                {
                    gradient_tape inner{{.explain = round % 5 == 0}};
                    real const y = checkpoint([&](auto const& v) { return v * v * v; }, x.read());
                    slope = inner.gradient(y, x).recorded();
                }
                right += *outer.gradient(slope, x) == 3.0 ? 1 : 0;
                gradient_tape tape;
                real const z = for_loop(9, x.read(), [&](auto const& s) { return s + 0.0 * x; }, checkpoints(2));
                right += *tape.gradient(z, x) == 1.0 ? 1 : 0;
                right += gradient([](auto v) { return for_loop(5, v, [](auto s) { return 2.0 * s; }); }, 1.0) == 32.0
                             ? 1
                             : 0;
            }
        });
    for (std::thread& t : all) t.join();
    CHECK(right == 8 * 20 * 3);
}

TEST_CASE("threads end with tapes that are open") {
    for (int round = 0; round < 20; ++round)
        elsewhere([] {
            thread_local variable x{2.0, "x"};
            thread_local gradient_tape tape;
            thread_local real y = x * x;
            static_cast<void>(tape.gradient(y, x));
            thread_local gradient_tape another;
            y = x * 3.0;
        });
    gradient_tape tape;
    variable x{3.0, "x"};
    CHECK(*tape.gradient(x * x, x) == 6.0);
}
