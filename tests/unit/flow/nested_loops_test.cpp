// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Loops in loops and beside loops, under every mix of policies.

#include <array>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"
#include "support/loops.hpp"

using namespace wengert;

namespace {

std::vector<loops::named_policy> some_policies(loops::directory const& d) {
    return {{"save_all", save_all()},
            {"checkpoints(1)", checkpoints(1)},
            {"checkpoints(2)", checkpoints(2)},
            {"memory(128K)", memory(1u << 17)},
            {"disk(2)", disk(d.path, 2)}};
}

/// What for_loop does, without it.
struct written_out {
    template <class S, class Body>
    static S loop(std::uint64_t n, S s, Body const& body, loop_policy const&) {
        for (std::uint64_t i = 0; i < n; ++i) s = body(s, static_cast<std::size_t>(i));
        return s;
    }
};
struct by_for_loop {
    template <class S, class Body>
    static S loop(std::uint64_t n, S const& s, Body const& body, loop_policy const& p) {
        return for_loop(n, s, body, p);
    }
};

struct three {
    loop_policy outer, middle, inner;
};

/// Three deep, with locals of each captured by reference in the next.
template <class How>
auto deep(three const& p) {
    return [&p](auto x, auto y) {
        using X = decltype(x);
        return How::loop(
            3, x,
            [&](X const& s, std::size_t i) {
                X const a = s * y;
                X const m = How::loop(
                    4, s,
                    [&](X const& t, std::size_t j) {
                        X const b = t * a + static_cast<double>(i);
                        X const u = How::loop(
                            3, t,
                            [&](X const& v, std::size_t k) { return X(sin(v * b) + a * static_cast<double>(j + k)); },
                            p.inner);
                        return X(u * 0.5 + b);
                    },
                    p.middle);
                return X(sin(m) + a);
            },
            p.outer);
    };
}

/// One after another, each from the result of the one before.
template <class How>
auto row(three const& p) {
    return [&p](auto x, auto y) {
        using X = decltype(x);
        X a = x * y;
        X const b = How::loop(5, a, [&](X const& s, std::size_t) { return X(sin(s) * x); }, p.outer);
        X const c = b + y;
        X const d = How::loop(1, c, [&](X const& s, std::size_t) { return X(s * b); }, p.middle);
        X const e = How::loop(7, d, [&](X const& s, std::size_t) { return X(sin(s * c) + b); }, p.middle);
        static_cast<void>(How::loop(4, e, [&](X const& s, std::size_t) { return X(s * s); }, p.outer));  // not used
        return X(How::loop(6, b, [&](X const& s, std::size_t) { return X(cos(s) * e + d); }, p.inner) * a);
    };
}

}  // namespace

TEST_CASE("loops three deep", "[nested_loops]") {
    loops::directory const d;
    auto const policies = some_policies(d);
    three none;
    auto const expected = value_and_gradient(deep<written_out>(none), 0.6, 0.4);
    for (auto const& o : policies)
        for (auto const& m : policies)
            for (auto const& i : policies) {
                INFO(o.name << " / " << m.name << " / " << i.name);
                three const p{o.policy, m.policy, i.policy};
                auto const got = value_and_gradient(deep<by_for_loop>(p), 0.6, 0.4);
                CHECK(got.first == expected.first);
                CHECK(std::get<0>(got.second) == Approx(std::get<0>(expected.second)).epsilon(1e-13));
                CHECK(std::get<1>(got.second) == Approx(std::get<1>(expected.second)).epsilon(1e-13));
            }
    CHECK(d.empty());
}

TEST_CASE("loops one after another", "[nested_loops]") {
    loops::directory const d;
    auto const policies = some_policies(d);
    three none;
    auto const expected = value_and_gradient(row<written_out>(none), 0.6, 0.4);
    for (auto const& o : policies)
        for (auto const& m : policies)
            for (auto const& i : policies) {
                INFO(o.name << " / " << m.name << " / " << i.name);
                three const p{o.policy, m.policy, i.policy};
                auto const got = value_and_gradient(row<by_for_loop>(p), 0.6, 0.4);
                CHECK(got.first == expected.first);
                CHECK(std::get<0>(got.second) == Approx(std::get<0>(expected.second)).epsilon(1e-13));
                CHECK(std::get<1>(got.second) == Approx(std::get<1>(expected.second)).epsilon(1e-13));
            }
    CHECK(d.empty());
}
