// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "abuse/bytes.hpp"
#include "abuse/meanwhile.hpp"
#include "abuse/values.hpp"
#include "abuse/world.hpp"

// What takes functions of the user: loops, checkpoints, branches, rules, drivers.
namespace abuse {

inline loop_policy any_policy(bytes& from) {
    std::uint8_t const what = from.next();
    loop_policy const p = [&] {
        switch (what % 8) {
            case 0:
            case 1:
                return save_all();
            case 2:
                return checkpoints(1);
            case 3:
                return checkpoints(2);
            case 4:
                return checkpoints(5);
            case 5:
                return memory(40'000);
            case 6:
                return what > 128 ? disk("/dev/shm", 1) : checkpoints(3);
            default:
                return checkpoints(0);
        }
    }();
    return what & 64 ? p.verify() : p;
}

inline void call_loop(world& w, bytes& from) {
    number& to = from.any(w.numbers);
    std::size_t const steps = from.next() % 8;
    number const start = from.any(w.numbers), factor = from.any(w.numbers);
    kept_variable const v = from.any(w.variables);
    std::uint8_t const inside = from.next(), kind = from.next();
    loop_policy const policy = any_policy(from);

    auto const body = [&w, factor, v, inside](real const& s) -> real {
        meanwhile(w, inside);
        return s * factor.x + *v.variable;
    };
    auto const in_steps = [steps](real const&, std::size_t i) { return i < steps; };
    auto const twice = [body](real const& s, std::size_t) {
        real const next = body(s);
        return std::pair{next, real(next * 1.0)};
    };
    real const x = kind % 4 == 0   ? while_loop(start.x, in_steps, body, policy).first
                   : kind % 4 == 1 ? scan(steps, start.x, twice, policy).first
                                   : for_loop(steps, start.x, body, policy);

    std::size_t n = start.node;
    std::size_t const read = steps > 0 ? read_in_model(w, v) : none;  // a loop reads it once
    for (std::size_t i = 0; i < steps; ++i) {
        n = w.model.add(w.model.multiply(n, factor.node), read);
        if (std::abs(w.model[n].value) > 1e12) w.give_up();
    }
    w.set(to, x, n, place::any);
}

inline void call_compiled_loop(world& w, number& to, bytes& from) {
    number const a = from.any(w.numbers), b = from.any(w.numbers);
    std::size_t const steps = from.next() % 24;
    auto const f = [](auto s, auto p) { return p - s; };
    real const x = for_loop(steps, a.x, kernel(f, b.x), any_policy(from));
    model_number n = w.beside(a);
    for (std::size_t i = 0; i < steps; ++i) n = f(n, w.beside(b));
    w.set(to, x, n.node, place::any);
}
/// After a function that gives no integers the model knows nothing more: so, seldom.
inline void call_compiled_loop_or_leave_integers(world& w, bytes& from) {
    std::uint8_t const how = from.next();
    number& to = from.any(w.numbers);
    if (how > 250) leave_integers(w, to, from.any(w.numbers), how);
    else call_compiled_loop(w, to, from);
}

inline void call_checkpoint(world& w, bytes& from) {
    number& to = from.any(w.numbers);
    number const a = from.any(w.numbers), b = from.any(w.numbers);
    std::uint8_t const inside = from.next();
    auto const f = []<class T>(T const& p, T const& q) -> T {
        T const between = p * q;
        return between * between - p;
    };
    real const x = checkpoint(
        [&w, f, b, inside](real const& p) -> real {
            meanwhile(w, inside);
            return f(p, b.x);
        },
        a.x);
    w.set(to, x, f(w.beside(a), w.beside(b)).node, place::any);
}

inline void call_cond(world& w, bytes& from) {
    number& to = from.any(w.numbers);
    number const a = from.any(w.numbers), b = from.any(w.numbers);
    std::uint8_t const inside = from.next();
    bool const first = inside % 2 == 0;
    real const x = cond(
        first,
        [&] {
            meanwhile(w, inside);
            return a.x * b.x;
        },
        [&] { return a.x + b.x; });
    w.set(to, x, first ? w.model.multiply(a.node, b.node) : w.model.add(a.node, b.node), place::any);
}

/// The square, whose pullback may do what it likes, and give more or less than it should.
inline void call_custom(world& w, bytes& from) {
    number& to = from.any(w.numbers);
    number const a = from.any(w.numbers);
    std::uint8_t const before = from.next(), later = from.next();
    auto const primal = [&w, before](auto const& v) {
        meanwhile(w, before);
        return v * v;
    };
    real x;
    switch (later % 5) {
        case 0:
            x = custom_gradient(
                std::vector<real>{a.x, a.x}, [primal](auto const& v) { return primal(v[0]); },
                [&w, later](auto v, auto const& b) {
                    meanwhile(w, later);
                    if (later & 8) v.push_back(v[0]);
                    if (later & 16) v.clear();
                    for (auto& e : v) e = e * b;
                    return v;
                });
            break;
        case 1:
            x = custom_gradient(a.x, primal, [&w, later](auto const& v, auto const& y, auto const& b) {
                meanwhile(w, later);
                return 2.0 * v * b + 0.0 * y;
            });
            break;
        default:
            x = custom_gradient(a.x, primal, [&w, later](auto const& v, auto const& b) {
                meanwhile(w, later);
                return 2.0 * v * b;
            });
            break;
    }
    w.set(to, x, w.model.multiply(a.node, a.node), place::same);
}

inline void call_driver(world& w, bytes& from) {
    double const at = value(from.any(w.numbers).x);
    std::uint8_t const what = from.next();
    auto const f = [&w, what](auto const& x) {
        meanwhile(w, what);
        return x * x * x;
    };
    if (what % 3 == 0) {
        w.expect_same("gradient", gradient(f, at), 3 * at * at);
    } else if (what % 3 == 1) {
        auto const [y, pull] = vjp(f, at);
        meanwhile(w, what);
        w.expect_same("vjp", pull(1.0), 3 * at * at);
    } else {
        w.expect_same("jvp", jvp([](auto const& x) { return x * x; }, at, 1.0), 2 * at);
    }
}

}  // namespace abuse
