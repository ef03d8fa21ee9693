// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <array>
#include <initializer_list>
#include <utility>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/catch.hpp"
#include "support/loops.hpp"

using namespace wengert;

namespace {

struct with_for {
    std::uint64_t n;

    template <class X>
    std::vector<X> operator()(std::array<X, 2> const& x) const {
        X const rate = x[1] * 0.5;
        X s = x[0];
        std::vector<X> all;
        for (std::uint64_t i = 0; i < n; ++i) {
            X const y = s * rate;
            s = sin(y) + s * 0.5;
            all.push_back(X(y * y));
        }
        all.push_back(s);
        return all;
    }
};

struct with_scan {
    std::uint64_t n;
    loop_policy policy;

    template <class X>
    std::vector<X> operator()(std::array<X, 2> const& x) const {
        X const rate = x[1] * 0.5;
        auto [carry, ys] = scan(
            n, x[0],
            [&](auto const& s, std::size_t) {
                X const y = s * rate;
                return std::pair(sin(y) + s * 0.5, y * y);
            },
            policy);
        ys.push_back(carry);
        return ys;
    }
};

template <class F>
struct weighted {
    F f;

    template <class X>
    X operator()(std::array<X, 2> const& x) const {
        X total = 0.0;
        double weight = 1.0;
        for (X const& y : f(x)) {
            total = total + y * weight;
            weight *= -1.1;
        }
        return total;
    }
};

constexpr std::array<double, 2> at{0.7, 1.3};

}  // namespace

TEST_CASE("scan has the same derivatives under every policy", "[scan]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d)) {
        for (std::uint64_t const n : std::initializer_list<std::uint64_t>{0, 1, 2, 3, 25}) {
            INFO(name << ", n = " << n);
            weighted<with_scan> const f{{n, policy}};
            weighted<with_for> const g{{n}};
            auto const got = value_and_gradient(f, at);
            auto const expected = value_and_gradient(g, at);
            CHECK(got.first == expected.first);
            for (std::size_t i = 0; i < 2; ++i) CHECK(got.second[i] == Approx(expected.second[i]).epsilon(1e-14));
            auto const J = jacobian(with_scan{n, policy}, at);  // more rows than columns: forward
            auto const K = jacobian(with_for{n}, at);
            REQUIRE(J.rows() == n + 1);
            for (std::size_t i = 0; i <= n; ++i)
                for (std::size_t j = 0; j < 2; ++j) CHECK(J(i, j) == Approx(K(i, j)).epsilon(1e-13));
            auto [v, pull] = vjp(with_scan{n, policy}, at);
            std::vector<double> seed(v.size(), 1.0);
            auto const once = pull(seed);
            CHECK(pull(seed) == once);
            CHECK(once == vjp(with_for{n}, at).second(seed));
        }
    }
    CHECK(d.empty());
}

TEST_CASE("what scan puts out may change its length", "[scan]") {
    loops::directory const d;
    for (auto const& [name, policy] : loops::every_policy(d)) {
        INFO(name);
        tape<double> list;
        real const x = list.input(0.7);
        real total = 0.0;
        {
            recording<double> const open(list);
            auto const [carry, ys] = scan(
                9, x,
                [](real const& s, std::size_t i) {
                    return std::pair(real(sin(s)), std::vector<real>(i % 4, real(s * static_cast<double>(i))));
                },
                policy);
            REQUIRE(ys.size() == 9);
            for (std::size_t i = 0; i < 9; ++i) {
                REQUIRE(ys[i].size() == i % 4);
                for (real const& y : ys[i]) total = total + y * y;
            }
            total = total + carry;
        }
        double const expected = gradient(
            [](auto s) {
                auto t = s;
                t = s * 0.0;
                for (std::size_t i = 0; i < 9; ++i) {
                    auto const y = decltype(s)(s * static_cast<double>(i));
                    for (std::size_t k = 0; k < i % 4; ++k) t = t + y * y;
                    s = sin(s);
                }
                return t + s;
            },
            0.7);
        adjoints<double> sweep(list);
        sweep.seed(total) = 1.0;
        sweep.reverse(list);
        CHECK(sweep[x] == Approx(expected).epsilon(1e-14));
        adjoints<double> tangents(list);
        tangents.seed(x) = 1.0;
        tangents.forward(list);
        CHECK(tangents[total] == Approx(expected).epsilon(1e-14));
        adjoints<double> again(list);
        again.seed(total) = 1.0;
        again.reverse(list);
        CHECK(again[x] == sweep[x]);
    }
}

TEST_CASE("scan without outputs that are read", "[scan]") {
    for (loop_policy const& policy : {save_all(), checkpoints(2)}) {
        auto const f = [&](auto x) {
            return scan(6, x, [](auto const& s) { return std::pair(s * 0.5, 1.0); }, policy).first;
        };
        CHECK(gradient(f, 1.0) == 1.0 / 64);
        auto const g = [&](auto x) {
            auto const ys = scan(6, x, [](auto const& s) { return std::pair(s * 0.5, s); }, policy).second;
            return ys[3];
        };
        CHECK(gradient(g, 1.0) == 0.125);
    }
}

TEST_CASE("what a scan puts out is an expression, beside a checkpoint") {
    loops::directory const d;
    auto const f = [](loop_policy const& policy) {
        return [policy](auto x) {
            auto const [end, all] = scan(
                3, x,
                [](auto const& s) {
                    auto const n = checkpoint([](auto const& q) { return sin(q); }, s);
                    return std::pair{n, n * 2.0};
                },
                policy);
            return all[0] + all[1] + all[2] + end;
        };
    };
    double const expected = gradient(f(save_all()), 1.1);
    for (auto const& [name, policy] : loops::every_policy(d)) {
        if (name.starts_with("memory(48")) continue;  // too little for it
        INFO(name);
        CHECK(gradient(f(policy), 1.1) == Approx(expected).epsilon(1e-14));
    }
}

TEST_CASE("a scan that puts out integers, alone or beside numbers") {
    variable w{0.5, "w"};
    for (auto const& policy : {save_all(), checkpoints(2).verify()}) {
        gradient_tape tape{{.persistent = true}};
        auto const count = [&](real const& s, std::size_t i) { return std::pair{real(s * w), static_cast<int>(i)}; };
        auto const [end, counts] = scan(4, w.read(), count, policy);
        CHECK(counts == std::vector{0, 1, 2, 3});
        CHECK(*tape.gradient(end, w) == 5 * 0.0625);
        auto const both = [&](real const& s, std::size_t i) { return std::pair{real(s * w), std::pair{i, s}}; };
        auto const pairs = scan(4, w.read(), both, policy).second;
        CHECK(*tape.gradient(pairs[3].second, w) == 4 * 0.125);
    }
}
