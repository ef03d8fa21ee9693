// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What a body may use from outside, and what a gradient_tape answers about a path through a loop.

#include <memory>
#include <optional>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"
#include "support/loops.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

namespace {

real half_and_one(real const& s) { return s * 0.5 + 1.0; }

}  // namespace

TEST_CASE("a body reads variables", "[loop_captures]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d)) {
        INFO(name);
        variable x{1.5, "x"}, w{0.7, "w"}, unused{1.0, "unused"};
        gradient_tape tape{{.persistent = true}};
        real const y = for_loop(8, real(x), [&](real const& s, std::size_t) { return real(s * w + sin(s)); }, policy);
        w.assign(100.0);  // what was read before counts
        auto const [by_x, by_w] = tape.gradient(y, x, w);
        REQUIRE(by_x.has_value());
        REQUIRE(by_w.has_value());
        auto const expected = gradient(
            [](auto a, auto b) {
                auto s = a;
                for (int i = 0; i < 8; ++i) s = s * b + sin(s);
                return s;
            },
            1.5, 0.7);
        CHECK(*by_x == std::get<0>(expected));
        CHECK(*by_w == Approx(std::get<1>(expected)).epsilon(1e-14));
        CHECK(*tape.gradient(y, x) == *by_x);
        CHECK(*tape.gradient(y, w) == *by_w);
        CHECK(tape.gradient(y, unused).status() == status::missing);
        auto const J = tape.jacobian(std::array<real, 2>{y, y * 2.0}, std::tie(x, w));
        CHECK(*J.result(0, 0) == *by_x);
        CHECK(*J.result(1, 1) == 2.0 * *by_w);
    }
}

TEST_CASE("two loops read the same variable", "[loop_captures]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d)) {
        INFO(name);
        variable w{0.7, "w"};
        gradient_tape tape;
        auto const body = [&](real const& s, std::size_t) { return real(s * w); };
        real const y = for_loop(3, real(2.0), body, policy);
        w.assign(0.9);
        real const z = for_loop(4, y, body, policy);
        double const dz = 2.0 * (3 * 0.7 * 0.7 * std::pow(0.9, 4) + 4 * std::pow(0.7 * 0.9, 3));
        CHECK(*tape.gradient(z, w) == Approx(dz).epsilon(1e-14));
    }
}

TEST_CASE("a body makes a variable when it uses it first, and keeps it", "[loop_captures]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d))
        for (std::uint64_t const steps : {std::uint64_t{1}, std::uint64_t{4}}) {
            INFO(name << ", " << steps << " steps");
            std::optional<variable> weight;
            auto const w = [&]() -> variable& { return weight ? *weight : weight.emplace(0.5, "weight"); };
            variable x{2.0, "x"};
            gradient_tape tape{{.persistent = true}};
            real const y = for_loop(
                steps, x.read(),
                [&](real const& s) -> real {
                    variable const own{1.0, "own"};
                    return s * w() * own;
                },
                policy);
            double const power = std::pow(0.5, static_cast<double>(steps));
            CHECK(*tape.gradient(y, x) == power);
            CHECK(*tape.gradient(y, w()) == 4.0 * static_cast<double>(steps) * power);
            weight.reset();
            real const z = checkpoint([&](real const& s) -> real { return s * w() * w(); }, y);
            CHECK(*tape.gradient(z, w()) == 2.0 * power);
        }
}

TEST_CASE("a loop in a loop reads a variable that is assigned afterwards", "[loop_captures]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d))
        for (auto const& [inner_name, inner] : loops::every_policy(d)) {
            if (name.starts_with("memory(48") || inner_name.starts_with("memory(48")) continue;  // too little for these
            INFO(name << " around " << inner_name);
            variable w{0.7, "w"}, scale{1.5, "scale"};
            gradient_tape tape;
            auto const step = [&](real const& s) {
                return for_loop(
                    2, s, [&](real const& q) -> real { return q * w * scale.value() + w * scale.value(); }, inner);
            };
            real const y = for_loop(3, real(2.0), step, policy);
            w.assign(0.9);
            scale.assign(100.0);
            auto const plain = [](auto x) {
                decltype(x) s = 2.0;
                for (int i = 0; i < 6; ++i) s = s * x * 1.5 + x * 1.5;
                return s;
            };
            CHECK(*tape.gradient(y, w) == Approx(gradient(plain, 0.7)).epsilon(1e-14));
        }
}

TEST_CASE("any callable is a body", "[loop_captures]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d)) {
        INFO(name);
        real x = 3.0;
        gradient_tape tape{{.persistent = true}};
        tape.watch(x);
        real const y = for_loop(4, x, &half_and_one, policy);
        CHECK(*tape.gradient(y, x) == 0.0625);
        struct only_moves {
            std::unique_ptr<double> factor;
            real operator()(real const& s) const { return s * *factor; }
        };
        real const z = for_loop(4, x, only_moves{std::make_unique<double>(0.5)}, policy);
        CHECK(*tape.gradient(z, x) == 0.0625);
        real const by_value = for_loop(3, real(1.0), [x](auto const& s) { return s * x; }, policy);
        CHECK(*tape.gradient(by_value, x) == 27.0);
        auto const constant = [&x](auto const& s) { return s * x; };
        CHECK(*tape.gradient(for_loop(3, 1.0, constant, policy), x) == 27.0);
        // A copy of its own, that it only reads.
        auto const changes = [k = 0.5](auto const& s) mutable { return s * k; };
        CHECK(*tape.gradient(for_loop(3, x, changes, policy), x) == 0.125);
        real const both = for_loop(3, x, [&](auto const& s) { return s * x; }, policy);
        CHECK(*tape.gradient(both, x) == 108.0);
        CHECK(tape.gradient(for_loop(
                                3, 1.0, [&](auto const& s) { return s * 2.0; }, policy),
                            x)
                  .status() == status::missing);
    }
}

TEST_CASE("a path through a loop that is missing has its reason", "[loop_captures]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d)) {
        INFO(name);
        variable x{2.5, "x"}, w{3.0, "w"};
        gradient_tape tape{{.persistent = true}};
        auto const by_x = [&](auto const& body) {
            // Through the result, and something to read it on.
            return tape.gradient(for_loop(6, real(w), body, policy) * w, x);
        };
        CHECK(by_x([&](auto const& s, std::size_t) { return real(s * w); }).reason() == reason::no_path);
        CHECK(by_x([&](auto const& s, std::size_t) { return real(s * w + x * 0.0); }).status() == status::zero);
        CHECK(by_x([&](auto const& s, std::size_t) { return real(s * w + floor(x.read())); }).reason() ==
              reason::discrete);
        CHECK(by_x([&](auto const& s, std::size_t) { return real(s * w + stop_gradient(x.read())); }).reason() ==
              reason::stopped);
        CHECK(by_x([&](auto const& s, std::size_t) {
                  return real(s * w + cond(w > 100.0, [&] { return x * 1.0; }, [&] { return w * 1.0; }));
              }).reason() == reason::branch_not_taken);
        auto const wild = by_x([&](auto const& s, std::size_t) { return real(s * w + sqrt(x - 2.5)); });
        CHECK(wild.status() == status::non_finite);
        CHECK_FALSE(wild.why().empty());
        // Through one number of the state to another, steps later.
        using three = std::array<real, 3>;
        auto const late = for_loop(
            6, three{0.0, 0.0, x.read()},
            [](three const& s, std::size_t) { return three{s[1], floor(s[2]), s[2] * 1.5}; }, policy);
        CHECK(tape.gradient(late[0] * w, x).reason() == reason::discrete);
    }
}

TEST_CASE("a tape that explains records a loop as it is", "[loop_captures]") {
    for (loop_policy const& policy : {save_all(), checkpoints(2), memory(1u << 16)}) {
        variable x{2.0, "x"};
        gradient_tape tape{{.explain = true}};
        real const y = for_loop(3, real(x), [](auto const& s) { return s * s * 0.5; }, policy);
        CHECK(*tape.gradient(y, x) == 8.0 * 0.125 * 8.0);
    }
}

TEST_CASE("nested tapes through a loop", "[loop_captures]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d)) {
        INFO(name);
        variable x{3.0, "x"};
        gradient_tape outer;
        real slope;
        {
            gradient_tape inner;
            real const y = for_loop(3, real(1.0), [&](auto const& s) { return real(s * x); }, policy);
            slope = inner.gradient(y, x).recorded();
        }
        CHECK(value(slope) == 27.0);
        CHECK(*outer.gradient(slope, x) == 18.0);
    }
}
