// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Bodies that open tapes of their own, where the body is only evaluated: what those record is forgotten.

#include <cmath>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"
#include "support/loops.hpp"

using namespace wengert;

TEST_CASE("what tapes of a body's own record does not stay, where the body is only evaluated") {
    loops::directory const d;
    auto const statements = [](gradient_tape const& tape) { return tape.statistics().statements; };
    auto const same_size = [&](auto&& program) {
        std::vector<std::uint64_t> sizes;
        for (std::size_t const steps : {8u, 80u}) {
            variable x{1.0, "x"};
            gradient_tape tape{{.persistent = true}};
            real const y = program(x.read(), steps);
            sizes.push_back(statements(tape));
            for (int times = 0; times < 2; ++times) {
                CHECK(*tape.gradient(y, x) == 1.0);
                CHECK(statements(tape) == sizes.back());
            }
        }
        CHECK(sizes[0] == sizes[1]);
    };
    for (auto const& [name, policy] :
         {std::pair{"checkpoints(2)", checkpoints(2).verify()}, std::pair{"disk(2)", disk(d.path, 2)}}) {
        INFO(name);
        SECTION(std::string("numbers, ") + name) {
            same_size([&](real const& x, std::size_t n) {
                auto const step = [](real const& s) {
                    real q = 3.0;
                    gradient_tape own;
                    own.watch(q);
                    return real(s * *own.gradient(q * q, q) / 6.0);
                };
                return for_loop(n, x, step, policy);
            });
        }
        SECTION(std::string("variables of a step, and a number of the tape that goes on as the state, ") + name) {
            same_size([&](real const& x, std::size_t n) {
                auto const step = [](real const& s) {
                    variable const q{3.0, "q"};
                    gradient_tape own;
                    real const z = q * s;
                    return real(z * (*own.gradient(z, q) / (value(s) * 3.0)));
                };
                return for_loop(n, x, step, policy);
            });
        }
        SECTION(std::string("a variable that stays, and one from outside, ") + name) {
            variable const outside{2.0, "outside"};
            std::optional<variable> kept;
            same_size([&](real const& x, std::size_t n) {
                kept.reset();
                auto const step = [&](real const& s) {
                    if (!kept) kept.emplace(3.0, "kept");
                    gradient_tape own;
                    return real(s * *own.gradient(*kept * outside, *kept) / 2.0);
                };
                return for_loop(n, x, step, policy);
            });
        }
        SECTION(std::string("in a loop within the step, for a number of the step, ") + name) {
            same_size([&](real const& x, std::size_t n) {
                auto const step = [&](real const& s) {
                    real q = 3.0;
                    auto const inner = [&](real const& z) {
                        gradient_tape own;
                        own.watch(q);
                        return real(z * *own.gradient(q * q, q) / 6.0);
                    };
                    return for_loop(3, s, inner, policy);
                };
                return for_loop(n, x, step, policy);
            });
        }
        SECTION(std::string("in the condition of a while_loop, ") + name) {
            same_size([&](real const& x, std::size_t n) {
                auto const going = [&](real const&, std::size_t i) {
                    real q = 3.0;
                    gradient_tape own;
                    own.watch(q);
                    return i < n && *own.gradient(q * q, q) > 0.0;
                };
                return while_loop(x, going, [](real const& s) -> real { return s * 1.0; }, policy).first;
            });
        }
    }
    SECTION("in checkpoints") {
        variable x{1.0, "x"};
        gradient_tape tape{{.persistent = true}};
        auto const once = [&](real const& s) {
            return checkpoint(
                [](real const& v) {
                    real q = 3.0;
                    gradient_tape own;
                    own.watch(q);
                    real square = q;
                    for (int i = 0; i < 100; ++i) square = square * q / 3.0;
                    static_cast<void>(own.gradient(square, q));
                    return real(v * 2.0);
                },
                s);
        };
        real const y = once(x.read());
        std::uint64_t const before = statements(tape);
        CHECK(*tape.gradient(once(y), x) == 4.0);
        CHECK(statements(tape) == before + 1);
    }
}

TEST_CASE("what goes on after a body that was only evaluated stays, beside what its own tapes have recorded") {
    auto const slope = [] {
        real q = 3.0;
        gradient_tape own;
        own.watch(q);
        return *own.gradient(q * q, q);
    };
    SECTION("a number that the tape around was told to watch") {
        real fixed = 2.0;
        variable x{1.0, "x"};
        gradient_tape tape;
        auto const step = [&](real const& s, std::size_t i) -> real {
            if (i == 0) tape.watch(fixed);
            return s * slope();
        };
        static_cast<void>(for_loop(4, x.read(), step, checkpoints(2)));
        real const later = x * 5.0;
        CHECK(*tape.gradient(later + fixed * 3.0, fixed) == 3.0);
    }
    SECTION("a tape that is still open") {
        std::optional<gradient_tape> kept;
        real q = 3.0, z;
        variable x{1.0, "x"};
        gradient_tape tape;
        auto const step = [&](real const& s, std::size_t i) -> real {
            if (i == 1) {
                kept.emplace();
                kept->watch(q);
                z = q * q;
            }
            return s * slope();
        };
        static_cast<void>(for_loop(4, x.read(), step, checkpoints(2)));
        CHECK(*kept->gradient(z, q) == 6.0);
    }
}

TEST_CASE("a captured number that a step's own tape watches stays on the list") {
    for (auto const& policy : {save_all(), checkpoints(1), checkpoints(2).verify()})
        for (int const how : {0, 1, 2}) {
            INFO(how);
            real q = 2.0;
            auto const shared = std::make_shared<real>(2.0);
            gradient_tape tape{{.persistent = true}};
            real x = 1.3;
            tape.watch(x);
            auto const step = [&q, shared, how, inner = real(2.0)](real const& s) mutable -> real {
                real& p = how == 0 ? q : how == 1 ? *shared : inner;
                gradient_tape own;
                own.watch(p);
                real const e = s * p;
                return s + *own.gradient(e, p);
            };
            real const y = for_loop(3, x, step, policy);
            CHECK(value(y) == Approx(1.3 * 8));
            for (int times = 0; times < 2; ++times) CHECK(*tape.gradient(y, x) == 1.0);
        }
}

TEST_CASE("a captured number that a step's own tape watches keeps its name, whatever becomes of the step") {
    variable v{0.5, "v"};
    real q = 2.0;
    gradient_tape tape{{.persistent = true}};
    real x = 1.0;
    tape.watch(x);
    auto const slope = [&](real const& s) {
        gradient_tape own;
        own.watch(q);
        real const e = s * q * q * v;
        return *own.gradient(e, q);
    };
    SECTION("it is tried for its cost") {
        real const y = for_loop(3, x, [&](real const& s) -> real { return s + slope(s); }, memory(1'000'000));
        CHECK(value(y) == 27.0);
        for (int times = 0; times < 2; ++times) {
            CHECK(*tape.gradient(y, x) == 1.0);
            CHECK(*tape.gradient(y * v, v) == 27.0);
        }
    }
    SECTION("it is tried for its cost, at the head of a while_loop") {
        auto const going = [](real const& s) { return s < 20.0; };
        auto const step = [&](real const& s) -> real { return s + slope(s) * 1.0; };
        real const y = while_loop(x, going, step, memory(1'000'000)).first;
        CHECK(value(y) == 27.0);
        CHECK(*tape.gradient(y * v, v) == 27.0);
    }
    SECTION("it is tried for its cost, in a step that is") {
        auto const inner = [&](real const& s) -> real { return s + slope(s); };
        auto const outer = [&](real const& s) { return for_loop(3, s, inner, memory(1'000'000)); };
        real const y = for_loop(2, x, outer, memory(1'000'000));
        CHECK(value(y) == 729.0);
        CHECK(*tape.gradient(y * v, v) == 729.0);
    }
    for (auto const& policy : {save_all(), checkpoints(1), memory(1'000'000)}) {
        SECTION("it throws, with policy " + std::to_string(static_cast<int>(policy.kind))) {
            auto const step = [&](real const& s, std::size_t i) -> real {
                real const next = s + slope(s);
                if (i == 2) throw std::runtime_error("enough");
                return next;
            };
            CHECK_THROWS_AS(for_loop(4, x, step, policy), std::runtime_error);
            CHECK(slope(x) == 2.0);
            real const z = x * q * 3.0;
            CHECK(*tape.gradient(z, x) == 6.0);
            CHECK(*tape.gradient(z, q) == 3.0);
        }
    }
}

TEST_CASE("tapes of a step's own answer to the last bit the same, whether the step is recorded or only evaluated") {
    variable v{0.7, "v"}, w{1.3, "w"};
    auto const power = [&](real e) {
        for (int i = 0; i < 4; ++i) e = e * v * 0.9;
        return e;
    };
    bool const nested = GENERATE(false, true);
    auto const step = [&](real const& s) -> real {
        gradient_tape own;
        real const e = power(s);
        if (!nested) return s * 0.5 + *own.gradient(e, v);
        gradient_tape inner;
        real const z = power(e);
        double const slope = *inner.gradient(z, v);
        return s * 0.5 + *own.gradient(z * v, v) + slope;
    };
    std::vector<double> slopes;
    for (auto const& policy : {save_all(), checkpoints(2).verify(), memory(1'000'000).verify()}) {
        gradient_tape tape{{.persistent = true}};
        real const y = for_loop(6, w.read(), step, policy);
        CHECK(*tape.gradient(y, w) == 1.0 / 64);
        slopes.push_back(value(y));
    }
    CHECK(slopes[0] == slopes[1]);
    CHECK(slopes[0] == slopes[2]);
}

TEST_CASE("a state that is a number of a step's own tape is none of the next one's") {
    variable x{1.0, "x"}, q{3.0, "q"}, r{1.0, "r"};
    gradient_tape tape;
    auto const step = [&](real const& s, std::size_t i) -> real {
        auto const pause = tape.stop_recording();
        gradient_tape own;
        if (i % 2 == 0) return q * s / 3.0;
        real const z = q * r * s;
        return s * *own.gradient(z, r) / 3.0;
    };
    CHECK(value(for_loop(7, x.read(), step, checkpoints(2))) == 1.0);
}

TEST_CASE("a variable that a body makes when it uses it first, under a tape of its own, stays") {
    loops::directory const d;
    std::optional<variable> weight;
    auto const w = [&]() -> variable& { return weight ? *weight : weight.emplace(0.5, "weight"); };
    auto const slope = [&] {
        gradient_tape own;
        real const z = w() * w();
        return *own.gradient(z, w());
    };
    for (auto const& [name, policy] : loops::every_policy(d))
        for (std::size_t steps = 1; steps < 6; ++steps)
            for (std::size_t first = 0; first < steps; ++first) {
                INFO(name << ", " << steps << " steps, in step " << first);
                weight.reset();
                variable x{2.0, "x"};
                gradient_tape tape{{.persistent = true}};
                auto const step = [&](real const& s, std::size_t i) -> real {
                    return i < first ? real(s * 1.0) : real(s * slope() * w());
                };
                real const y = for_loop(steps, x.read(), step, policy);
                double const reads = static_cast<double>(steps - first), power = std::pow(0.5, reads);
                CHECK(*tape.gradient(y, x) == power);
                CHECK(*tape.gradient(y, w()) == 4.0 * reads * power);
            }
    weight.reset();
    variable x{2.0, "x"};
    gradient_tape tape{{.persistent = true}};
    real const y = checkpoint([&](real const& s) -> real { return s * slope() * w(); }, x.read());
    real const z = y * 3.0 + square(x) * x;
    CHECK(*tape.gradient(z, x) == 1.5 + 12.0);
    CHECK(*tape.gradient(z, w()) == 6.0);
}
