// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// A body that is run again in a sweep after what it captured by reference has gone.

#include <array>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

namespace {

constexpr int dangling_line = __LINE__ + 4;
// Not inlined, so that its frame is a frame of its own: what has been inlined cannot be told from its caller.
[[gnu::noinline]] real by_reference(real const& w) {
    real const p = w * w;
    return for_loop(10, w, [&](real const& s, std::size_t) { return s * p; }, checkpoints(2));
}

[[gnu::noinline]] real by_value(real const& w) {
    real const p = w * w;
    return for_loop(10, w, [p](real const& s, std::size_t) { return s * p; }, checkpoints(2));
}

[[gnu::noinline]] real checkpointed(real const& w) {
    real const p = w * w;
    return checkpoint([&](real const& s) { return s * p; }, w);
}

}  // namespace

TEST_CASE("words of an object that are addresses in a range") {
    std::array<int, 100> const there{};
    struct {
        double number = 1.0;
        void const* address = nullptr;
    } object;
    object.address = &there[50];
    CHECK(detail::refers_between(&object, sizeof object, &there[0], &there[99]));
    CHECK(detail::refers_between(&object, sizeof object, &there[50], &there[51]));
    CHECK_FALSE(detail::refers_between(&object, sizeof object, &there[0], &there[50]));
    CHECK_FALSE(detail::refers_between(&object, sizeof object, &there[51], &there[99]));
    CHECK_FALSE(detail::refers_between(&object, sizeof object.number, &there[0], &there[99]));
}

TEST_CASE("a body whose function has returned, by reference and by value") {
    gradient_tape tape{{.persistent = true}};
    real x = 0.5;
    tape.watch(x);
    real const y = by_value(x);
    CHECK(*tape.gradient(y, x) == Approx(21.0 * value(y) / 0.5));
    real const z = by_reference(x);
    CHECK_THROWS_AS(tape.gradient(z, x), dangling_capture);
    CHECK_THROWS_WITH(tape.gradient(z, x), Contains("the body of for_loop") &&
                                               Contains("captures_test.cpp:" + std::to_string(dangling_line)) &&
                                               Contains("[=]"));
    CHECK_THROWS_AS(tape.jacobian(z, x), dangling_capture);
    CHECK_THROWS_AS(tape.gradient(checkpointed(x), x), dangling_capture);
    CHECK_THROWS_WITH(tape.gradient(checkpointed(x), x), Contains("the body of checkpoint"));
    // The tape is as it was.
    CHECK(*tape.gradient(y, x) == Approx(21.0 * value(y) / 0.5));
}

TEST_CASE("a driver runs the function again, so that its locals are there") {
    auto const same = [](auto f) { return gradient([f](auto const& x) { return f(x); }, 0.5); };
    CHECK(same([](auto const& x) {
              auto const p = x * x;
              return for_loop(10, x, [&](auto const& s, std::size_t) { return s * p; }, checkpoints(2));
          }) == same([](auto const& x) { return pow(x, 21); }));
}
