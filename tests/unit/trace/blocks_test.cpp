// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Blocks and control flow of the library inside a function that captures nothing.

#include <cstddef>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"

using namespace wengert;

TEST_CASE("blocks with a rule of their own, checkpoints and loops have their gradients") {
    auto const custom = [](auto x) {
        return custom_gradient(x, [](auto const& y) { return y * y * y; }, [](auto const& b) { return 7 * b; }) * x;
    };
    CHECK(gradient(custom, 2.0) == 22.0);
    auto const kept = [](auto x) { return checkpoint([](auto y) { return y * y; }, x) * x; };
    CHECK(gradient(kept, 2.0) == 12.0);
    auto const loop = [](auto x) { return for_loop(3, x, [&](auto const& s, std::size_t) { return s * x; }); };
    CHECK(gradient(loop, 2.0) == 32.0);
    auto const until = [](auto x) {
        return while_loop(x, [](auto const& s) { return s < 10; }, [](auto const& s) { return s * s; }).first;
    };
    CHECK(gradient(until, 2.0) == 32.0);
    auto const either = [](auto x) {
        return cond(x > 1, [&] { return decltype(x)(x * x); }, [&] { return decltype(x)(3 * x); });
    };
    CHECK(gradient(either, 2.0) == 4.0);
    CHECK(gradient(either, 0.5) == 3.0);
}
