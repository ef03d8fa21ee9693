// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// States of every shape, in for_loop, while_loop and scan.

#include <array>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/hana/define_struct.hpp>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"
#include "support/loops.hpp"

using namespace wengert;

namespace loop_states_test {

template <class T>
struct particle {
    BOOST_HANA_DEFINE_STRUCT(particle, (T, position), (T, speed), (int, bounces), (std::string, name), (double, mass));
};

}  // namespace loop_states_test

using loop_states_test::particle;

namespace {

template <class T>
std::vector<T> grown(std::vector<T> const& s, std::size_t i) {
    std::vector<T> next;
    for (auto const& v : s) next.push_back(T(sin(v) + 0.5 * v));
    if (i % 3 != 2) next.push_back(T(next.front() * 2.0));
    else next.pop_back();
    return next;
}

template <class T>
particle<T> moved(particle<T> p, std::size_t i) {
    p.position = p.position + p.speed * 0.1;
    p.speed = p.speed * 0.99 - p.position * p.mass;
    if (p.position < 0.0) {
        p.speed = -p.speed;
        ++p.bounces;
        p.name += std::to_string(i);
    }
    return p;
}

}  // namespace

TEST_CASE("a vector may change its length from step to step", "[loop_states]") {
    loops::directory const d;
    auto const sum = [](auto const& s) {
        auto total = s[0] * 0.0;
        auto t = std::remove_cvref_t<decltype(s[0])>(total);
        for (auto const& v : s) t = t + v * v;
        return t;
    };
    auto const with_for = [&](auto const& x) {
        auto s = x;
        for (std::size_t i = 0; i < 14; ++i) s = grown(s, i);
        return sum(s);
    };
    std::vector<double> const at{0.3, 0.8};
    auto const expected = value_and_gradient(with_for, at);
    for (auto const& [name, policy] : loops::every_policy(d)) {
        INFO(name);
        auto const f = [&, &p = policy](auto const& x) {
            return sum(for_loop(14, x, [](auto const& s, std::size_t i) { return grown(s, i); }, p));
        };
        CHECK(value_and_gradient(f, at) == expected);
        // Another sweep begins again from state 0, which is not to be lost.
        auto const [y, pull] = vjp(f, at);
        auto const once = pull(1.0);
        CHECK(pull(1.0) == once);
    }
}

TEST_CASE("a struct with passive members", "[loop_states]") {
    loops::directory const d;
    auto const start = [](auto x, auto v) {
        particle<decltype(x)> p;
        p.position = x;
        p.speed = v;
        p.bounces = 0;
        p.name = "a name that is too long to be kept inside of a string";
        p.mass = 0.3;
        return p;
    };
    auto const with_for = [&](auto x, auto v) {
        auto p = start(x, v);
        for (std::size_t i = 0; i < 40; ++i) p = moved(p, i);
        return p.position * p.speed;
    };
    auto const expected = value_and_gradient(with_for, 0.5, -1.0);
    for (auto const& [name, policy] : loops::every_policy(d)) {
        INFO(name);
        int bounces = 0;
        std::string text;
        auto const f = [&, &pol = policy](auto x, auto v) {
            auto const p = for_loop(40, start(x, v), [](auto const& q, std::size_t i) { return moved(q, i); }, pol);
            bounces = p.bounces;
            text = p.name;
            return p.position * p.speed;
        };
        auto const got = value_and_gradient(f, 0.5, -1.0);
        CHECK(got.first == expected.first);
        CHECK(std::get<0>(got.second) == Approx(std::get<0>(expected.second)).epsilon(1e-14));
        CHECK(std::get<1>(got.second) == Approx(std::get<1>(expected.second)).epsilon(1e-14));
        CHECK(bounces > 1);
        CHECK(text.size() > 53);
    }
}

TEST_CASE("pairs, tuples and constants beside active numbers", "[loop_states]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d)) {
        INFO(name);
        // A plain start with active captures: the state becomes active.
        auto const power = [&, &p = policy](auto x) {
            return for_loop(5, 1.0, [&](auto const& s) { return s * x; }, p);
        };
        CHECK(gradient(power, 2.0) == 80.0);
        CHECK(power(2.0) == 32.0);
        auto const mixed = [&, &p = policy](auto x) {
            auto const [count, value] = for_loop(
                6, std::pair(0.0, x),
                [](auto const& s) { return std::pair(s.first + 1.0, s.second * s.second * 0.5 + s.first); }, p);
            return value + count;
        };
        auto const expected = [](auto x) {
            for (int i = 0; i < 6; ++i) x = x * x * 0.5 + static_cast<double>(i);
            return x + 6.0;
        };
        CHECK(value_and_gradient(mixed, 0.7) == value_and_gradient(expected, 0.7));
    }
}

TEST_CASE("while_loop gives its state and how often it ran", "[loop_states]") {
    loops::directory const d;
    auto const with_while = [](auto x) {
        int trips = 0;
        while (x < 100.0) {
            x = x * x * 0.5 + 1.0;
            ++trips;
        }
        return std::pair(x, trips);
    };
    for (auto const& [name, policy] : loops::every_policy(d)) {
        for (double const at : {0.3, 1.5, 99.0, 100.0, 200.0}) {
            INFO(name << " from " << at);
            auto const expected = with_while(at);
            std::size_t trips = 99;
            auto const f = [&, &p = policy](auto x) {
                auto const r = while_loop(
                    x, [](auto const& s) { return s < 100.0; }, [](auto const& s) { return s * s * 0.5 + 1.0; }, p);
                trips = r.second;
                return r.first;
            };
            auto const got = value_and_gradient(f, at);
            CHECK(trips == static_cast<std::size_t>(expected.second));
            CHECK(got == value_and_gradient([&](auto x) { return with_while(x).first; }, at));
            CHECK(jvp(f, at, 1.0) == Approx(got.second).epsilon(1e-14));
            CHECK(hvp(f, at, 1.0) == hvp([&](auto x) { return with_while(x).first; }, at, 1.0));
        }
    }
}

TEST_CASE("the body of a while_loop that stops at once is not run", "[loop_states]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d)) {
        INFO(name);
        int calls = 0;
        auto const f = [&, &p = policy](auto x) {
            auto const r = while_loop(
                x, [](auto const&) { return false; },
                [&](auto const& s) {
                    ++calls;
                    return s * 2.0;
                },
                p);
            return r.first * 3.0;
        };
        CHECK(gradient(f, 1.0) == 3.0);
        CHECK(calls == 0);
    }
}
