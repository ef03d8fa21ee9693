// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What a loop does when its body throws, goes on for too long, or does not do the same again.

#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"
#include "support/loops.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

namespace {

struct broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A body that throws at its call number `at`.
struct fragile {
    int* calls;
    int at;

    template <class S>
    S operator()(S const& s, std::size_t) const {
        S const between = s * s;  // something to leave behind
        if (++*calls == at) throw broken("the body broke");
        return sin(between) + 0.5 * s;
    }
};

bool same(tape_statistics const& a, tape_statistics const& b) {
    return a.statements == b.statements && a.arguments == b.arguments && a.operators == b.operators;
}

}  // namespace

TEST_CASE("a body that throws leaves the tape as it was", "[loop_errors]") {
    loops::directory const d;
    constexpr std::uint64_t n = 9;
    int never = 0;
    double const expected = gradient(
        [&](auto x) {
            for (std::uint64_t i = 0; i < n; ++i) x = fragile{&never, 0}(x, 0);
            return x;
        },
        0.8);
    for (auto const& [name, policy] : loops::every_policy(d)) {
        bool in_primal = false, in_sweep = false, ended = false;
        for (int at = 1; !ended; ++at) {
            INFO(name << ", call " << at);
            tape<double> list;
            real const x = list.input(0.8);
            int calls = 0;
            real y;
            tape_statistics before = list.statistics();
            {
                recording<double> const open(list);
                bool thrown = false;
                try {
                    y = for_loop(n, x, fragile{&calls, at}, policy);
                } catch (broken const&) {
                    thrown = true;
                }
                if (thrown) {
                    in_primal = true;
                    CHECK(same(list.statistics(), before));
                    CHECK(list.is_recording());
                    y = for_loop(n, x, fragile{&calls, 0}, policy);
                }
            }
            before = list.statistics();
            adjoints<double> sweep(list);
            sweep.seed(y) = 1.0;
            int const until_now = calls;
            bool thrown = false;
            try {
                sweep.reverse(list);
            } catch (broken const&) {
                thrown = true;
            }
            ended = !thrown && until_now < at && calls < at;
            if (thrown) {
                in_sweep = true;
                CHECK(same(list.statistics(), before));
                sweep.reset(list);
                sweep.seed(y) = 1.0;
                sweep.reverse(list);
            }
            CHECK(sweep[x] == expected);
            CHECK(same(list.statistics(), before));
        }
        CHECK(in_primal);
        CHECK((in_sweep || name == "save_all" || name.starts_with("memory")));
    }
    CHECK(d.empty());
}

TEST_CASE("a while_loop whose condition or body throws leaves the tape as it was", "[loop_errors]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d)) {
        for (int at = 1; at < 9; ++at) {
            INFO(name << ", call " << at);
            tape<double> list;
            real const x = list.input(0.8);
            auto const before = list.statistics();
            recording<double> const open(list);
            int calls = 0;
            auto const condition = [&](auto const&, std::size_t i) {
                if (++calls == at) throw broken("the condition broke");
                return i < 9;
            };
            auto const step = [](auto const& s) { return s * 0.5; };
            CHECK_THROWS_AS(while_loop(x, condition, step, policy), broken);
            CHECK(same(list.statistics(), before));
            CHECK(list.is_recording());
        }
    }
}

TEST_CASE("a gradient_tape goes on after a body that threw", "[loop_errors]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d)) {
        INFO(name);
        variable x{0.8, "x"};
        gradient_tape tape{{.persistent = true}};
        int calls = 0;
        real const start = x * 1.0;
        auto const before = tape.statistics();
        CHECK_THROWS_AS(for_loop(9, start, fragile{&calls, 5}, policy), broken);
        CHECK(same(tape.statistics(), before));
        real const y = for_loop(9, start, fragile{&calls, calls + 12}, policy);
        auto const recorded = tape.statistics();
        double got = 0.0;
        try {
            got = *tape.gradient(y, x);
        } catch (broken const&) {
            CHECK(same(tape.statistics(), recorded));
            got = *tape.gradient(y, x);
        }
        CHECK(got == *tape.gradient(y, x));
        auto const with_for = [&](auto z) {
            for (std::size_t i = 0; i < 9; ++i) z = fragile{&calls, 0}(z, i);
            return z;
        };
        CHECK(got == gradient(with_for, 0.8));
    }
}

TEST_CASE("max_iterations is the most that a loop does", "[loop_errors]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d)) {
        INFO(name);
        auto const limited = policy.max_iterations(5);
        auto const by_while = [&](auto x, std::size_t n) {
            return while_loop(
                       x, [n](auto const&, std::size_t i) { return i < n; }, [](auto const& s) { return s * 2.0; },
                       limited)
                .first;
        };
        CHECK(gradient([&](auto x) { return by_while(x, 5); }, 1.0) == 32.0);
        CHECK_THROWS_AS(gradient([&](auto x) { return by_while(x, 6); }, 1.0), iteration_limit);
        CHECK_THROWS_AS(by_while(1.0, 6), iteration_limit);
        CHECK_THROWS_WITH(by_while(1.0, 6), Contains("5 steps") && Contains("condition"));
        auto const line = std::source_location::current().line();
        auto const f = [&](auto x) { return for_loop(6, x, [](auto const& s) { return s * 2.0; }, limited); };
        try {
            static_cast<void>(gradient(f, 1.0));
            FAIL("it did not stop");
        } catch (iteration_limit const& e) {
            CHECK(e.where().line() == line + 1);
            CHECK_THAT(e.what(), Contains("for_loop at ") &&
                                     Contains("loop_errors_test.cpp:" + std::to_string(line + 1)) &&
                                     Contains("given 6 steps") && Contains("5 steps") && !Contains("condition"));
        }
        CHECK_THROWS_AS(f(1.0), iteration_limit);
    }
    auto const by_none = [](std::size_t n) {
        return for_loop(n, 3.0, [](auto const& s) { return s * 2.0; }, save_all().max_iterations(0));
    };
    CHECK(by_none(0) == 3.0);
    CHECK_THROWS_AS(by_none(1), iteration_limit);
}

TEST_CASE("a body that does not repeat itself is found out", "[loop_errors]") {
    int calls = 0;
    auto const unsteady = [&](auto const& s, std::size_t) { return s * (1.0 + (calls++ >= 6 ? 1e-3 : 0.0)); };
    auto const steady = [](auto const& s, std::size_t) { return s * 1.5; };
    for (loop_policy const& policy : {checkpoints(1).verify(), checkpoints(3).verify()}) {
        calls = 0;
        try {
            static_cast<void>(gradient([&](auto x) { return for_loop(6, x, unsteady, policy); }, 1.0));
            FAIL("it was not noticed");
        } catch (not_reproducible const& e) {
            CHECK_THAT(e.what(), Contains("Step ") && Contains("of for_loop at ") && Contains("loop_errors_test.cpp"));
        }
        CHECK(gradient([&](auto x) { return for_loop(6, x, steady, policy); }, 1.0) > 11.0);
    }
}

TEST_CASE("a state of another length in a replay is found out", "[loop_errors]") {
    for (bool const forward : {false, true}) {
        int calls = 0;
        auto const grows = [&](auto s, std::size_t) {
            if (++calls > 5) s.push_back(s[0] * 2.0);
            return s;
        };
        tape<double> list;
        std::vector<real> const x{list.input(1.0), list.input(2.0)};
        std::vector<real> y;
        {
            recording<double> const open(list);
            y = for_loop(5, x, grows, checkpoints(2));
        }
        REQUIRE(y.size() == 2);
        auto const before = list.statistics();
        adjoints<double> sweep(list);
        sweep.seed(forward ? x[1] : y[1]) = 1.0;
        if (forward) CHECK_THROWS_AS(sweep.forward(list), not_reproducible);
        else CHECK_THROWS_AS(sweep.reverse(list), not_reproducible);
        CHECK(same(list.statistics(), before));
    }
}

TEST_CASE("a variable that is assigned inside the body is refused", "[loop_errors]") {
    variable v{2.0, "v"};
    variable x{1.0, "x"};
    gradient_tape tape;
    auto const before = tape.statistics();
    auto const f = [&](auto const& s, std::size_t) {
        real const next = s * v;
        v.assign_add(1.0);
        return next;
    };
    CHECK_THROWS_AS(for_loop(4, real(1.0), f, checkpoints(2)), invalid_argument);
    CHECK(same(tape.statistics(), before));
    for (std::size_t const steps : {1U, 3U}) {
        auto const looped = [&](real const& s) { return for_loop(4, s, f, checkpoints(1)); };
        CHECK_THROWS_AS(for_loop(steps, real(1.0), looped, checkpoints(2)), invalid_argument);
        CHECK(same(tape.statistics(), before));
    }
}
