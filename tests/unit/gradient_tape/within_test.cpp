// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Tapes that are used by code which a tape runs: pullbacks, and the bodies of loops and checkpoints.

#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

namespace {

struct boom {};

real squared(real const& x, auto const& meanwhile) {
    return custom_gradient(
        x, [](auto const& v) { return v * v; },
        [meanwhile](auto const& v, auto const& b) {
            meanwhile();
            return 2.0 * v * b;
        });
}

double cube_slope(double at) {
    real q = at;
    gradient_tape own;
    own.watch(q);
    real y = q * q * q;
    for (int i = 0; i < 2000; ++i) y = y * 1.0;
    return *own.gradient(y, q);
}

}  // namespace

TEST_CASE("a pullback opens a tape of its own") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true}};
    double found = 0;
    real const z = squared(x, [&] { found = cube_slope(2.0); }) * x;
    CHECK(*tape.gradient(z, x) == 27.0);
    CHECK(found == 12.0);
    CHECK(*tape.gradient(z, x) == 27.0);
}

TEST_CASE("a pullback asks the tape that runs it for another gradient") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true}};
    real const w = x * x;
    double found = 0;
    real const z = squared(x, [&] { found = *tape.gradient(w, x); }) * x;
    CHECK(*tape.gradient(z, x) == 27.0);
    CHECK(found == 6.0);
    CHECK(tape.is_recording());
}

TEST_CASE("code that a sweep runs does not reset the tape, nor makes it watch") {
    variable x{3.0, "x"};
    real other = 1.0;
    gradient_tape tape{{.persistent = true}};
    bool on = true;
    real const z = squared(x,
                           [&] {
                               if (on) tape.reset();
                           }) *
                   x;
    real const w = squared(x, [&] {
        if (on) tape.watch(other);
    });
    CHECK_THROWS_AS(tape.gradient(z, x), invalid_argument);
    CHECK_THROWS_WITH(explain(tape, z, x), Contains("reset was called by a pullback"));
    CHECK_THROWS_AS(tape.gradient(w, x), invalid_argument);
    on = false;
    CHECK(*tape.gradient(z, x) == 27.0);
}

TEST_CASE("a pause ends in code that a sweep runs") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true}};
    using pause = decltype(tape.stop_recording());
    std::optional<detail::owner<pause>> stopped;
    real const z = squared(x, [&] { stopped.reset(); }) * x;
    stopped.emplace(new pause(tape.stop_recording()));
    CHECK(*tape.gradient(z, x) == 27.0);
    CHECK(tape.is_recording());
    CHECK(*tape.gradient(z * x, x) == 108.0);
}

TEST_CASE("the body of a loop does not clear the list that it is recorded on") {
    variable x{3.0, "x"};
    for (auto const& policy : {save_all(), checkpoints(1), memory(40'000)}) {
        gradient_tape tape{{.persistent = true}};
        real const before = squared(x, [] {});
        auto const body = [&](auto const& s) {
            tape.reset();
            return s * 2.0;
        };
        CHECK_THROWS_AS(for_loop(3, x.read(), body, policy), invalid_argument);
        CHECK_THROWS_AS(checkpoint(body, x.read()), invalid_argument);
        CHECK(*tape.gradient(before, x) == 6.0);
    }
}

TEST_CASE("the body of a loop ends the last tape") {
    variable x{3.0, "x"};
    for (auto const& policy : {save_all(), checkpoints(1), memory(40'000)}) {
        std::optional<gradient_tape> tape;
        tape.emplace();
        real const before = squared(x, [] {});
        real const y = for_loop(
            3, x.read(),
            [&](real const& s) -> real {
                tape.reset();
                return s * 2.0;
            },
            policy);
        CHECK(value(y) == 24.0);
        gradient_tape next{{.persistent = true}};
        CHECK(next.gradient(before, x).reason() == reason::other_tape);
        CHECK(*next.gradient(x * x, x) == 6.0);
        CHECK(next.statistics().operators == 0);
    }
}

TEST_CASE("a body asks for a gradient that leads through itself") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true}};
    real y;
    bool on = false;
    auto const body = [&](auto const& s) {
        if (on) static_cast<void>(tape.gradient(y, x));
        return s * 2.0;
    };
    y = for_loop(3, x.read(), body, checkpoints(1));
    on = true;
    CHECK_THROWS_WITH(tape.gradient(y, x), Contains("leads through this very loop"));
    on = false;
    y = checkpoint(body, y);
    on = true;
    CHECK_THROWS_AS(tape.gradient(y, x), invalid_argument);
    on = false;
    CHECK(*tape.gradient(y, x) == 16.0);
}

TEST_CASE("a pause in a body that throws, or in a step that is only tried") {
    variable x{3.0, "x"};
    for (auto const& policy : {save_all(), checkpoints(1), memory(40'000)}) {
        gradient_tape tape{{.persistent = true}};
        bool on = true;
        auto const body = [&](auto const& s) {
            real const t = squared(s, [] {});
            {
                auto const stopped = tape.stop_recording();
                static_cast<void>(real(t * t));
            }
            if (on) throw boom();
            return t;
        };
        CHECK_THROWS_AS(for_loop(2, x.read(), body, policy), boom);
        on = false;
        real y = x * x;
        for (int i = 0; i < 100; ++i) y = y * 1.0;
        CHECK(*tape.gradient(for_loop(2, y, body, policy), x) == 8.0 * 2187.0);
        CHECK(tape.profile().size.statements > 0);
    }
}

TEST_CASE("what a body reads in a pause is a plain number, and what it reads outside of it is not") {
    for (bool const first : {false, true})
        for (std::size_t const steps : {1U, 3U})
            for (auto const& policy : {save_all(), checkpoints(1), checkpoints(2), memory(40'000)}) {
                variable x{2.0, "x"};
                gradient_tape tape;
                auto const constant = [&] {
                    auto const stopped = tape.stop_recording();
                    return x.read();
                };
                real const y = for_loop(
                    steps, x.read(),
                    [&](real const& s) -> real {
                        real const c = first ? constant() : real(1.0);
                        real const t = s * x * c;
                        return first ? t : t * constant();
                    },
                    policy);
                CHECK(value(y) == std::pow(2.0, 2.0 * static_cast<double>(steps) + 1));
                // c^n x^(n + 1)
                CHECK(*tape.gradient(y, x) ==
                      static_cast<double>(steps + 1) * std::pow(2.0, 2.0 * static_cast<double>(steps)));
            }
}

TEST_CASE("a variable that is read while a thread records nothing is a plain number") {
    variable x{2.0, "x"};
    gradient_tape tape;
    real const constant = [&] {
        not_recording<double> const nowhere;
        return x.read();
    }();
    CHECK(*tape.gradient(constant * x, x) == 2.0);
}

TEST_CASE("a variable that a later step of a recorded loop watches is read for the tape from then on") {
    variable x{2.0, "x"}, fixed{3.0, "fixed", trainable{false}};
    gradient_tape tape;
    real const y = for_loop(3, x.read(), [&](real const& s, std::size_t i) -> real {
        if (i == 1) tape.watch(fixed);
        return s * fixed;
    });
    // 3 f^2 x, with f read twice
    CHECK(*tape.gradient(y, fixed) == 36.0);
}

TEST_CASE("what a body has watched before it threw is watched no more") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true, .watch_accessed_variables = false}};
    tape.watch(x);
    real q = 1.0;
    CHECK_THROWS_AS(for_loop(1, x.read(),
                             [&](auto const& s) {
                                 tape.watch(q);
                                 if (q.value() > 0) throw boom();
                                 return s;
                             }),
                    boom);
    real const y = x * x;
    CHECK(*tape.gradient(y * y, x) == 108.0);
    CHECK(*tape.gradient(y * y, y) == 18.0);
}

TEST_CASE("a gradient that failed can be asked for again") {
    variable x{3.0, "x"};
    gradient_tape tape;
    bool on = true;
    real const z = squared(x, [&] {
        if (on) throw boom();
    });
    CHECK_THROWS_AS(tape.gradient(z, x), boom);
    CHECK(tape.is_recording());
    CHECK_THROWS_AS(tape.jacobian(z, x), boom);
    on = false;
    CHECK(*tape.gradient(z * x, x) == 27.0);
    CHECK_THROWS_AS(tape.gradient(z, x), tape_consumed);
}

TEST_CASE("a body that threw in a pause leaves no place behind the end of the list") {
    variable x{3.0, "x"};
    gradient_tape tape;
    CHECK_THROWS_AS(for_loop(2, x.read(),
                             [&](auto const& s) -> real {
                                 real const t = checkpoint([](auto const& v) { return v * v; }, s);
                                 {
                                     auto const stopped = tape.stop_recording();
                                 }
                                 if (value(t) > 0) throw boom();
                                 return t;
                             }),
                    boom);
    CHECK(tape.profile().size.statements > 0);
    CHECK(tape.watched_variables() == std::vector<std::string>{"x"});
}

TEST_CASE("a pullback with a tape of its own, on a tape that traps") {
    variable x{3.0, "x"}, w{2.0, "w"};
    gradient_tape tape{{.trap_non_finite = true}};
    auto const f = custom_gradient(
        x.read(), [](auto const& v) { return v * v; },
        [&](auto const& v, auto const& ybar) {
            gradient_tape own;
            real q = w;
            for (int i = 0; i < 2000; ++i) q = q * 1.0;
            return 2.0 * v * ybar * (*own.gradient(q, w));
        });
    CHECK(*tape.gradient(f * 1.0, x) == 6.0);
}

TEST_CASE("a body that asks for a gradient on the way of another one") {
    variable x{1.1, "x"};
    gradient_tape tape{{.persistent = true}};
    auto const body = [&](real const& s) -> real {
        real const q = checkpoint([](auto const& v) { return v * v; }, s);
        static_cast<void>(tape.gradient(q, x));
        return q;
    };
    CHECK_THROWS_WITH(for_loop(3, x.read(), body, checkpoints(1)), Contains("ask for it outside"));
    CHECK(*tape.gradient(x * x, x) == Approx(2.2));
}

TEST_CASE("a pullback that resets the tape is refused while its rule is checked, too") {
    variable x{3.0, "x"};
    gradient_tape tape{{.persistent = true, .check_custom_rules = true}};
    real y = x;
    for (int i = 0; i < 1000; ++i) y = y * 1.0;
    CHECK_THROWS_AS(custom_gradient(
                        y, [](auto const& v) { return v * v; },
                        [&](auto const& v, auto const& ybar) {
                            tape.reset();
                            return 2.0 * v * ybar;
                        }),
                    invalid_argument);
    CHECK(*tape.gradient(y * y, x) == 6.0);
}

TEST_CASE("what a body reads for a tape of its own, it reads for the loop too") {
    auto const body = [](variable& x, real const& s, bool paused) {
        gradient_tape own{{.persistent = true}};
        CHECK(*own.gradient(x * x * x, x) == 12.0);
        if (!paused) return real(s * x);
        auto const stopped = own.stop_recording();
        return real(s * x);
    };
    for (bool const paused : {false, true})
        for (auto const& policy : {save_all(), checkpoints(1), checkpoints(2), memory(40'000)}) {
            variable x{2.0, "x"};
            gradient_tape tape;
            real const y = for_loop(6, x.read(), [&](real const& s) { return body(x, s, paused); }, policy);
            CHECK(value(y) == 128.0);
            CHECK(*tape.gradient(y, x) == 448.0);
        }
    variable x{2.0, "x"};
    gradient_tape tape;
    real const y = checkpoint([&](real const& s) { return body(x, body(x, s, false), false); }, x.read());
    CHECK(*tape.gradient(y, x) == 12.0);
}

TEST_CASE("loops and checkpoints under, and around, a tape of the body's own") {
    // The gradients are those of the same program without these tapes.
    using body = real (*)(real const&, variable&, variable&, std::size_t);
    auto const slopes = [](auto const& policy, body step, std::size_t own) {
        variable v{1.5, "v"}, w{0.5, "w"};
        gradient_tape tape;
        real const y = for_loop(5, v.read(), [&](real const& s) { return step(s, v, w, own); }, policy);
        auto const [dv, dw] = tape.gradient(y, v, w);
        return std::array{*dv, *dw};
    };
    for (body const step : {
             body([](real const& s, variable& v, variable& w, std::size_t own) -> real {
                 std::optional<gradient_tape> tape;
                 if (own > 0) tape.emplace();
                 real const y =
                     for_loop(4, s, [&](real const& q) -> real { return q * w * 0.5 + v * 0.25; }, checkpoints(1));
                 if (own > 0) CHECK(tape->gradient(y, w).has_value());
                 return y;
             }),
             body([](real const& s, variable& v, variable& w, std::size_t own) -> real {
                 return for_loop(
                     4, s,
                     [&v, &w, own](real const& q) -> real {
                         std::optional<gradient_tape> tape;
                         if (own > 0) tape.emplace();
                         real const y = q * w * 0.5 + v;
                         if (own > 0) CHECK(*tape->gradient(y, v) == 1.0);
                         return y;
                     },
                     checkpoints(1));
             }),
             body([](real const& s, variable& v, variable& w, std::size_t own) -> real {
                 std::optional<gradient_tape> tape;
                 if (own > 0) tape.emplace();
                 real const y = checkpoint([&](real const& q) { return real(q * w * 0.5 + v); }, s);
                 if (own > 0) CHECK(*tape->gradient(y, v) == 1.0);
                 return y;
             }),
         }) {
        auto const expected = slopes(save_all(), step, 0);
        for (auto const& policy : {save_all(), checkpoints(1), checkpoints(2), memory(60'000)}) {
            auto const got = slopes(policy, step, 1);
            CHECK(got[0] == Approx(expected[0]).epsilon(1e-14));
            CHECK(got[1] == Approx(expected[1]).epsilon(1e-14));
        }
    }
}

TEST_CASE("under a body's own tape and after it loops and checkpoints are recorded in full") {
    variable x{2.0, "x"};
    gradient_tape tape;
    static_cast<void>(checkpoint(
        [&](real const& s) {
            auto const records = [&] {
                auto const before = tape.statistics().operators;
                real const looped = for_loop(4, s, [](real const& q) -> real { return q * 0.5; }, checkpoints(1));
                real const y = checkpoint([](real const& q) { return real(q * q); }, looped);
                static_cast<void>(y);
                return tape.statistics().operators - before;
            };
            {
                gradient_tape const own;
                CHECK(records() == 0);
            }
            CHECK(records() == 0);
            return s;
        },
        x.read()));
}

TEST_CASE(
    "loops and checkpoints before, around and after a body's own tape, in a step, in the next, and in the code "
    "around") {
    // The gradients are those of the same program without these tapes.
    auto const slopes = [](auto const& policy, auto const& inner, bool own) {
        variable v{1.5, "v"}, w{0.5, "w"};
        gradient_tape tape;
        auto const squares = [&](real const& s) {
            real const scale = s * 0.25;
            return checkpoint([&w, scale](real const& q) { return real(q * w * scale); }, s);
        };
        auto const looped = [&](real const& s) {
            real const scale = w * v;
            return for_loop(3, s, [&w, scale](real const& q) -> real { return q * scale + w; }, inner);
        };
        auto const observed = [&](real const& s) {
            if (!own) return real(s * v);
            gradient_tape tape_of_body;
            real const y = s * v;
            CHECK(*tape_of_body.gradient(y, v) == value(s));
            return y;
        };
        auto const step = [&](real const& s, std::size_t i) -> real {
            real const before = looped(squares(s));
            real const seen = i % 2 == 0 ? observed(before) : before * v;
            real const within = for_loop(
                2, seen, [&](real const& q) -> real { return squares(observed(q)) + looped(q) * 0.125; }, inner);
            real const after = looped(squares(within)) + before;
            return sin(after) + seen * 0.125;
        };
        real const y = for_loop(5, v.read(), step, policy);
        auto const [dv, dw] = tape.gradient(looped(squares(y)), v, w);
        return std::array{*dv, *dw};
    };
    auto const expected = slopes(save_all(), save_all(), false);
    for (auto const& policy : {save_all(), checkpoints(1), checkpoints(2), memory(60'000), memory(400'000)})
        for (auto const& inner : {save_all(), checkpoints(1), memory(60'000)}) {
            auto const got = slopes(policy, inner, true);
            CHECK(got[0] == Approx(expected[0]).epsilon(1e-13));
            CHECK(got[1] == Approx(expected[1]).epsilon(1e-13));
        }
}

TEST_CASE("two tapes of a body's own, and one that replaces the one of the step before") {
    for (auto const& policy : {save_all(), checkpoints(1), checkpoints(2), memory(60'000)}) {
        variable v{1.5, "v"}, w{0.5, "w"};
        gradient_tape tape;
        std::optional<gradient_tape> left;
        real const y = for_loop(
            5, v.read(),
            [&](real const& s) -> real {
                {
                    gradient_tape a;
                    real const q = s * w;
                    gradient_tape b;
                    real const r = s * w;
                    CHECK(*b.gradient(r, w) == value(s));
                    CHECK(*a.gradient(q + r, w) == 2 * value(s));
                }
                left.emplace();
                real const q = s * w;
                CHECK(*left->gradient(q, w) == value(s));
                return q + v;
            },
            policy);
        auto const [dv, dw] = tape.gradient(y, v, w);
        // y is v (1 + w + ... + w^5).
        CHECK(*dv == 1.96875);
        CHECK(*dw == 1.5 * (1 + 2 * 0.5 + 3 * 0.25 + 4 * 0.125 + 5 * 0.0625));
    }
}

TEST_CASE("what a body's own tape has read is known as long as that tape lives") {
    auto w = std::make_unique<variable>(0.5, "w");
    std::unique_ptr<gradient_tape> own;
    {
        variable v{1.5};
        gradient_tape outer{{.watch_accessed_variables = false}};
        outer.watch(v);
        static_cast<void>(checkpoint(
            [&](real const& s) {
                static_cast<void>(value(*w * s));
                if (!own) own = std::make_unique<gradient_tape>();
                static_cast<void>(value(*w * s));
                return real(s * 2.0);
            },
            v.read()));
    }
    w.reset();
    CHECK(own->watched_variables() == std::vector<std::string>{"w"});
}

TEST_CASE("a variable that the outer tape does not watch, read by a body for a tape of its own") {
    variable x{2.0, "x"};
    variable w{3.0, "w", trainable(false)};
    gradient_tape tape;
    real const y = for_loop(
        6, x.read(),
        [&](real const& s) -> real {
            gradient_tape own;
            own.watch(w);
            real const t = s * w;
            CHECK(*own.gradient(t, w) == value(s));
            return t;
        },
        checkpoints(2));
    auto const [dx, dw] = tape.gradient(y, x, w);
    CHECK(*dx == 729.0);
    CHECK(dw.reason() == reason::not_trainable);
}

TEST_CASE("a tape that a driver's function leaves open") {
    variable x{2.0, "x"};
    for (bool const within : {false, true}) {
        std::optional<gradient_tape> outer, left;
        if (within) outer.emplace();
        CHECK(gradient<with::tape>(
                  [&](auto const& q) {
                      std::remove_cvref_t<decltype(q)> const square = q * q;
                      if (!left) left.emplace();
                      return square;
                  },
                  3.0) == 6.0);
        CHECK(*left->gradient(x * x, x) == 4.0);
        left.reset();
        if (within) CHECK(*outer->gradient(x * x * x, x) == 12.0);
    }
}

TEST_CASE("a tape that a body leaves open, the first time or only in the sweep") {
    for (bool const closed : {false, true})
        for (auto const& policy : {save_all(), checkpoints(1), checkpoints(2), memory(40'000)}) {
            variable x{2.0, "x"};
            gradient_tape tape;
            std::optional<gradient_tape> left;
            real y = for_loop(
                6, x.read(),
                [&](real const& s) {
                    if (!left) left.emplace();
                    return real(s * x);
                },
                policy);
            if (closed) left.reset();
            CHECK(*tape.gradient(y, x) == 448.0);
            if (!left) left.emplace();
            CHECK(*left->gradient(x * x, x) == 4.0);
        }
}

TEST_CASE("a pullback that ends the tape while its rule is checked") {
    std::optional<gradient_tape> tape;
    tape.emplace(gradient_tape_options{.explain = true, .check_custom_rules = true});
    variable x{2.0, "x"};
    real const y = custom_gradient(
        x.read(), [](auto const& v) { return v * v; },
        [&](auto const& v, auto const& b) {
            tape.reset();
            return 2.0 * v * b;
        });
    CHECK(value(y) == 4.0);
    CHECK(detail::explaining<double> == nullptr);
    gradient_tape next;
    CHECK(*next.gradient(x * x, x) == 4.0);
}

TEST_CASE("a tape inside a driver leaves those around it as they were: one differentiates the other") {
    variable x{2.0, "x"};
    gradient_tape outer, inner;
    CHECK(gradient<with::tape>(
              [](auto const& q) {
                  std::remove_cvref_t<decltype(q)> const square = q * q;
                  CHECK(cube_slope(2.0) == 12.0);
                  return square;
              },
              3.0) == 6.0);
    real const slope = inner.gradient(x * x * x, x).recorded();
    CHECK(*outer.gradient(slope, x) == 12.0);
}

TEST_CASE("tapes that a driver's function closes in another order than they were opened") {
    variable x{3.0, "x"};
    std::optional<gradient_tape> outer, inner;
    outer.emplace();
    {
        auto const stopped = outer->stop_recording();
        static_cast<void>(vjp(
            [&](auto const& q) {
                inner.emplace();
                outer.reset();
                inner.reset();
                return q * q;
            },
            2.0));
    }
    gradient_tape tape;
    CHECK(*tape.gradient(x * x, x) == 6.0);
}

TEST_CASE("other tapes are open while code is run again for a question") {
    variable w{0.7, "w"};
    auto const inner = [&](real const& s) -> real { return s * w; };
    auto const own = [&](real const& s) {
        auto const on_the_heap = std::make_unique<real>(s);
        gradient_tape tape;
        tape.watch(*on_the_heap);
        return *tape.gradient(*on_the_heap * *on_the_heap * w, *on_the_heap);
    };
    std::vector<std::function<real(real const&)>> const steps{
        [&](real const& s) -> real { return for_loop(2, real(s * w), inner, checkpoints(1)); },
        [&](real const& s) -> real { return checkpoint(inner, real(s * w)); },
        [&](real const& s) -> real { return sin(w + s) + 0.1 * own(s); },
    };
    for (auto const& step : steps)
        for (bool const before : {false, true}) {
            std::vector<double> slopes;
            for (auto const& policy : {save_all(), checkpoints(1), memory(40'000)}) {
                std::optional<gradient_tape> other;
                gradient_tape tape{{.persistent = true}};
                if (before) other.emplace();
                real const y = for_loop(3, real(0.2), step, policy);
                if (!before) other.emplace();
                for (int times = 0; times < 2; ++times) slopes.push_back(*tape.gradient(y, w));
                if (before) CHECK(*other->gradient(y, w) == slopes.back());
            }
            for (double const slope : slopes) CHECK(slope == Approx(slopes[0]).epsilon(1e-14));
        }
}

TEST_CASE("a variable that the target does not depend on is no other read of itself") {
    variable w{0.7, "w"};
    gradient_tape tape;
    real x = 0.2;
    tape.watch(x);
    auto const step = [&](real const& s, std::size_t i) -> real {
        auto const on_the_heap = std::make_unique<real>(s);
        real q;
        {
            gradient_tape own;
            own.watch(*on_the_heap);
            static_cast<void>(w * *on_the_heap);
            q = *on_the_heap;
        }
        for (std::size_t k = 0; k < i % 4; ++k) q = sin(q);
        return sin(q);
    };
    real const y = for_loop(5, x * 1.0, step, checkpoints(1));
    CHECK(tape.gradient(y, w).reason() == reason::no_path);
}
