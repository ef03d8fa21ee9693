// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include "random/generate.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <utility>

namespace random_programs {

namespace {

/// Draws the parts of a program.
class author {
public:
    author(rc::Random const& random, int size) : random_(random), size_(size) {}

    program write() {
        program p;
        for (double& x : p.at) x = input();
        p.body = block(1 + below(2 + static_cast<std::size_t>(size_) / 8), 0, 1);
        // What the last statements have written, mostly.
        p.result = likely(3, 4) && !p.body.empty() ? p.body.back().to : below(registers);
        return p;
    }

private:
    static constexpr int most_steps = 400;  // in nested loops, all together

    std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_.next() % n); }
    int between(int low, int high) { return low + static_cast<int>(below(static_cast<std::size_t>(high - low + 1))); }
    bool likely(std::size_t times, std::size_t of) { return below(of) < times; }

    double input() {
        constexpr double inf = std::numeric_limits<double>::infinity();
        constexpr double odd[] = {0,    -0.0, 1,       -1,    0.5, 2,    -2,
                                  1e-8, 1e8,  -1e-300, 1e300, inf, -inf, std::numeric_limits<double>::quiet_NaN()};
        // The first ones, where kinks are, more often than the last.
        if (likely(1, 8)) return odd[below(likely(3, 4) ? 7 : std::size(odd))];
        return static_cast<double>(between(-3000, 3000)) / 1024 + 1e-7 * static_cast<double>(below(9));
    }
    double factor() { return likely(1, 6) ? between(-2, 3) : static_cast<double>(between(-24, 24)) / 16 + 0.01; }

    std::vector<statement> block(std::size_t length, int depth, int steps) {
        std::vector<statement> b;
        while (b.size() < length) b.push_back(any(depth, steps));
        return b;
    }

    statement any(int depth, int steps) {
        statement s;
        bool const control = depth < 3 && likely(depth == 0 ? 6 : 3, 20);
        auto const first = static_cast<std::size_t>(first_control);
        s.what = static_cast<op>(control ? first + below(operations - first) : below(first));
        // Sums and products more often than their share.
        constexpr op plain[] = {op::add,   op::sub, op::mul,    op::mul,   op::times, op::wave,
                                op::ratio, op::dot, op::select, op::input, op::assign};
        if (!control && likely(1, 4)) s.what = plain[below(std::size(plain))];
        if (control && depth > 0 && likely(1, 5)) s.what = op::own_tape;
        if (depth > 0 && s.what == op::assign) s.what = op::input;
        s.to = below(registers);
        s.a = below(registers);
        s.b = below(registers);
        s.c = below(registers);
        s.k = factor();
        s.n = between(-2, 5);
        s.guarded = likely(9, 10);
        s.tamed = likely(steps > 1 ? 4 : 2, 5);
        s.raw = likely(1, 6);
        s.state = static_cast<shape>(below(4));
        s.policy = static_cast<int>(below(64));
        if (control) fill(s, depth, steps);
        else s.n = std::abs(s.n) > 5 ? 2 : s.n;
        return s;
    }

    void fill(statement& s, int depth, int steps) {
        bool const loops = s.what == op::for_loop || s.what == op::while_loop || s.what == op::scan;
        if (loops) {
            int const room = most_steps / steps;
            s.n = likely(1, 12) ? between(0, 1) : between(0, std::min(room, likely(1, 8) ? 40 : 9));
            steps *= std::max(1, s.n);
        }
        s.n = std::max(s.n, 0);
        s.body = block(1 + below(4), depth + 1, steps);
        // What it is asked for it should have read.
        if (s.what == op::own_tape && likely(1, 2))
            s.body.insert(s.body.begin(), {.what = op::input, .to = s.b, .a = s.c});
        if (s.what == op::cond || s.what == op::own_tape) s.otherwise = block(below(4), depth + 1, steps);
    }

    rc::Random random_;
    int size_;
};

using blocks = std::vector<std::vector<statement>>;

blocks simpler(std::vector<statement> const& b);

std::vector<statement> simpler(statement const& s) {
    std::vector<statement> all;
    auto const with = [&](auto&& change) {
        statement t = s;
        change(t);
        if (!(t == s)) all.push_back(std::move(t));
    };
    if (s.what >= first_control) {
        for (int n : {0, 1, 2, s.n / 2, s.n - 1})
            if (n >= 0 && n < s.n) with([&](statement& t) { t.n = n; });
        with([](statement& t) { t.state = shape::number; });
        with([](statement& t) { t.policy = 0; });
        for (auto const& b : simpler(s.body)) with([&](statement& t) { t.body = b; });
        for (auto const& b : simpler(s.otherwise)) with([&](statement& t) { t.otherwise = b; });
    } else {
        with([](statement& t) { t = {.what = op::copy, .to = t.to, .a = t.a}; });
        if (s.what != op::copy) with([](statement& t) { t = {.what = op::mul, .to = t.to, .a = t.a, .b = t.b}; });
        with([](statement& t) { t.b = t.c = t.a; });
        with([](statement& t) { t.tamed = false; });
        for (int n : {0, 1, 2})
            if (n < std::abs(s.n)) with([&](statement& t) { t.n = n; });
    }
    with([](statement& t) { t.raw = false; });
    for (double k : {0.0, 1.0, 2.0, 0.5}) {
        if (s.k == k) break;
        with([&](statement& t) { t.k = k; });
    }
    return all;
}

blocks simpler(std::vector<statement> const& b) {
    blocks all;
    for (std::size_t count = b.size(); count > 0; count /= 2)
        for (std::size_t i = 0; i + count <= b.size(); i += count) {
            auto c = b;
            auto const first = c.begin() + static_cast<std::ptrdiff_t>(i);
            c.erase(first, first + static_cast<std::ptrdiff_t>(count));
            all.push_back(std::move(c));
        }
    for (std::size_t i = 0; i < b.size(); ++i) {
        auto const here = static_cast<std::ptrdiff_t>(i);
        for (auto const* inner : {&b[i].body, &b[i].otherwise}) {
            if (inner->empty()) continue;
            auto c = b;
            c.erase(c.begin() + here);
            c.insert(c.begin() + here, inner->begin(), inner->end());
            all.push_back(std::move(c));
        }
        for (auto& s : simpler(b[i])) {
            auto c = b;
            c[i] = std::move(s);
            all.push_back(std::move(c));
        }
    }
    return all;
}

}  // namespace

std::vector<program> simpler(program const& p) {
    std::vector<program> all;
    for (auto& b : simpler(p.body)) all.push_back({p.at, std::move(b), p.result});
    for (std::size_t i = 0; i < inputs; ++i)
        for (double x : {0.0, 1.0, 2.0, 0.5}) {
            if (p.at[i] == x) break;
            program q = p;
            q.at[i] = x;
            all.push_back(std::move(q));
        }
    return all;
}

rc::Gen<program> any_program() {
    return rc::Gen<program>([](rc::Random const& random, int size) {
        return rc::shrinkable::shrinkRecur(author(random, size).write(),
                                           [](program const& p) { return rc::seq::fromContainer(simpler(p)); });
    });
}

}  // namespace random_programs
