// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Memory runs out at the first allocation of a program, at the second, and so on until it has enough: nothing leaks, and the
// next try is right.

#include <cmath>
#include <cstdlib>
#include <functional>
#include <new>
#include <string>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"
#include "support/loops.hpp"

namespace {

constexpr long never = -1;
thread_local long left = never;  // allocations until one fails
thread_local long alive = 0;

void* take(std::size_t size) {
    if (left == 0) return nullptr;
    if (left > 0) --left;
    ++alive;
    return std::malloc(size == 0 ? 1 : size);
}

}  // namespace

void* operator new(std::size_t size) {
    if (void* const p = take(size)) return p;
    throw std::bad_alloc();
}
void* operator new(std::size_t size, std::nothrow_t const&) noexcept { return take(size); }
// Not inlined, or g++ takes the pair of a replaced new and std::free for a mistake.
[[gnu::noinline]] void operator delete(void* p) noexcept {
    alive -= p != nullptr;
    std::free(p);
}
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { ::operator delete(p); }

using namespace wengert;

namespace {

struct memory_left {
    explicit memory_left(long n) { left = n; }
    memory_left(memory_left const&) = delete;
    memory_left& operator=(memory_left const&) = delete;
    ~memory_left() { left = never; }
};

/// Whether f came to its end with so many allocations.
template <class F>
bool comes_to_its_end(long allocations, F&& f) {
    memory_left const now(allocations);
    try {
        f();
    } catch (std::bad_alloc const&) {
        return false;
    }
    return true;
}

/// A thread's list keeps its memory from tape to tape; all else must be gone.
template <class F>
void starve(F&& whole) {
    std::vector<double> expected = whole(), got;
    expected = whole();
    long const before = alive;
    bool done = false;
    for (long n = 0; !done; ++n) {
        got.clear();
        done = comes_to_its_end(n, [&] { got = whole(); });
        if (!done) got = whole();
        bool const same = got == expected;
        got = std::vector<double>();
        long const leaked = alive - before;
        if (!same || leaked > 0) {
            INFO("allocation " << n);
            CHECK(same);
            CHECK(leaked <= 0);
            return;
        }
    }
    SUCCEED();
}

real model(real const& x, real const& y) { return sin(x * y) + x * x; }

struct step_of {
    real rate;
    template <class S>
    S operator()(S const& s, std::size_t) const {
        return s + 0.1 * rate * s * (1.0 - s);
    }
};

}  // namespace

TEST_CASE("memory that runs out counts") {
    CHECK_FALSE(comes_to_its_end(0, [] { static_cast<void>(std::vector<int>(3)); }));
    CHECK(comes_to_its_end(1, [] { static_cast<void>(std::vector<int>(3)); }));
}

TEST_CASE("a whole gradient, of every kind") {
    variable x{0.5, "x"}, fixed{0.25, "fixed", trainable{false}};
    SECTION("recorded, watched, paused, asked") {
        starve([&] {
            gradient_tape tape{{.persistent = true}};
            tape.watch(fixed);
            real q = 2.0;
            tape.watch(q);
            real const y = model(x, q) * fixed;
            {
                auto const stopped = tape.stop_recording();
            }
            auto const [a, b, c] = tape.gradient(y, x, q, fixed);
            tape.reset();
            return std::vector{*a, *b, *c, *tape.gradient(model(x, x), x)};
        });
    }
    SECTION("explained") {
        starve([&] {
            gradient_tape tape{{.persistent = true, .explain = true}};
            real const y = label(model(x, fixed), "loss");
            report const r = explain(tape, y, std::tie(x, fixed));
            return std::vector{*tape.gradient(y, x), static_cast<double>(r.explanations.size()),
                               static_cast<double>(tape.profile().size.statements)};
        });
    }
    SECTION("of a gradient") {
        starve([&] {
            gradient_tape outer;
            real slope;
            {
                gradient_tape inner;
                real const y = custom_gradient(
                    model(x, x), [](auto const& v) { return v * v; },
                    [](auto const& v, auto const& b) { return 2.0 * v * b; });
                slope = inner.gradient(y, x).recorded();
            }
            return std::vector{*outer.gradient(slope, x)};
        });
    }
    SECTION("a Jacobian and a kernel") {
        starve([&] {
            gradient_tape tape{{.persistent = true}};
            real q = 2.0;
            tape.watch(q);
            std::vector<real> const y{kernel([](auto a, auto b) { return a * b + exp(a); })(x.read(), q), q * q};
            auto const J = tape.jacobian(y, std::tie(x, q));
            return std::vector{J(0, 0), J(0, 1), J(1, 0), J(1, 1)};
        });
    }
    SECTION("by drivers") {
        auto const f = [](auto const& v) {
            auto s = v[0];
            for (auto const& e : v) s = s * e + sin(e);
            return s;
        };
        starve([&] {
            std::vector<double> const at{1.0, 2.0, 3.0};
            auto const g = gradient(f, at);
            auto const H = hessian(f, at);
            auto const [y, pull] = vjp(f, at);
            return std::vector{g[0], g[1], H(0, 1), H(2, 2), y, pull(1.0)[2], hvp(f, at, at)[1]};
        });
    }
}

TEST_CASE("loops of every policy, and checkpoints") {
    loops::directory const d;
    variable x{0.5, "x"};
    for (auto const& [name, policy] : loops::every_policy(d)) {
        INFO(name);
        starve([&, p = policy] {
            gradient_tape tape{{.persistent = true}};
            real const y = for_loop(12, x.read(), step_of{x.read()}, p);
            auto const [z, trips] =
                while_loop(y, [](auto const&, std::size_t i) { return i < 5; }, [](auto const& s) { return s * s; }, p);
            real const w = checkpoint([](auto const& v) { return exp(v) * v; }, z);
            return std::vector{*tape.gradient(w, x), *tape.gradient(y, x)};
        });
    }
}

TEST_CASE("a tape goes on after memory ran out in one call") {
    variable x{0.5, "x"};
    auto const check = [&](auto const& call) {
        bool done = false;
        for (long n = 0; !done; ++n) {
            INFO("allocation " << n);
            gradient_tape tape{{.persistent = true, .explain = true}};
            real const y = model(x, x);
            auto const before = tape.statistics();
            std::size_t const variables = tape.watched_variables().size();
            done = comes_to_its_end(n, [&] { call(tape, y); });
            CHECK(tape.is_recording());
            if (!done) {
                CHECK(tape.statistics().operators == before.operators);
                CHECK(tape.watched_variables().size() >= variables);
            }
            real const z = y * x;
            double const at = 0.5, slope = std::cos(at * at) * 2 * at + 2 * at, value = std::sin(at * at) + at * at;
            CHECK(*tape.gradient(z, x) == Approx(slope * at + value));
            CHECK(explain(tape, z, x).explanations.size() == 1);
        }
    };
    check([&](auto& tape, real const& y) { static_cast<void>(tape.gradient(y, x)); });
    check([&](auto& tape, real const& y) { static_cast<void>(tape.jacobian(y, x)); });
    check([&](auto& tape, real const& y) { static_cast<void>(explain(tape, y, x)); });
    check([&](auto& tape, real const&) { static_cast<void>(tape.stop_recording()); });
    check([&](auto& tape, real const&) { static_cast<void>(tape.profile()); });
    check([&](auto&, real const& y) { static_cast<void>(for_loop(3, y, step_of{y}, checkpoints(1))); });
    check([&](auto& tape, real const&) {
        real q = 1.0;
        tape.watch(q);
    });
    check([&](auto&, real const& y) {
        static_cast<void>(custom_gradient(y, [](auto v) { return v; }, [](auto b) { return b; }));
    });
    check([&](auto&, real const& y) {
        gradient_tape inner;
        static_cast<void>(inner.gradient(y * y, y));
    });
}
