// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "abuse/bytes.hpp"
#include "abuse/world.hpp"

// Numbers from numbers and variables, statement by statement.
namespace abuse {

inline void copy_number(world& w, bytes& from) {
    number &to = from.any(w.numbers), &a = from.any(w.numbers);
    to = a;
}
inline void new_constant(world& w, bytes& from) {
    number& to = from.any(w.numbers);
    double const value = from.next() % 5 - 1;
    to = {real(value), w.model.constant(value)};
}
inline void name_number(world& w, bytes& from) { label(from.any(w.numbers).x, "named"); }

inline void calculate(world& w, bytes& from) {
    number &to = from.any(w.numbers), &a = from.any(w.numbers), &b = from.any(w.numbers);
    std::uint8_t const what = from.next();
    auto const f = [what]<class T>(T const& p, T const& q) -> T {
        switch (what % 6) {
            case 0:
                return p + q;
            case 1:
                return p - q;
            case 2:
                return p * q;
            case 3:
                return p * q - q;
            case 4:
                return square(p) + 3.0 * q;
            default: {
                T sum = p;
                sum += q;
                return sum;
            }
        }
    };
    bool const refused = w.model.recording() && (w.model.stale(a.node) || w.model.stale(b.node));
    try {
        real const x = f(a.x, b.x);
        w.expect(!refused, "values of two recordings do not mix");
        w.set(to, x, f(w.beside(a), w.beside(b)).node, place::same);
    } catch (wrong_recording const&) {
        w.expect(refused, "values of one recording mix");
        throw;
    }
}
/// Enough, perhaps, for another block of the list.
inline void calculate_long(world& w, bytes& from) {
    number &to = from.any(w.numbers), &a = from.any(w.numbers);
    int const length = 400 * (from.next() % 8);
    real x = a.x;
    for (int i = 0; i < length; ++i) x = x * 1.0;
    std::size_t const one = w.model.constant(1);
    if (length == 0) w.set(to, x, a.node, place::any);
    else w.set(to, x, w.model.multiply(a.node, one), place::same);
}
inline void cut_path(world& w, bytes& from) {
    number& to = from.any(w.numbers);
    bool const stop = from.next() % 2 == 0;
    number const& a = from.any(w.numbers);
    real const x = stop ? stop_gradient(a.x) : floor(a.x);
    w.set(to, x, w.model.cut(a.node), place::same);
}
inline void call_kernel(world& w, bytes& from) {
    number& to = from.any(w.numbers);
    number const a = from.any(w.numbers), b = from.any(w.numbers);
    auto const f = [](auto p, auto q) { return p * q + p; };
    real const x = kernel(f)(a.x, b.x);
    w.set(to, x, f(w.beside(a), w.beside(b)).node, place::same);
}

/// Functions that make infinities and what is no number; the model does not know them.
inline void leave_integers(world& w, number& to, number const& a, std::uint8_t what) {
    auto const f = [&]() -> real {
        switch (what % 7) {
            case 0:
                return log(a.x);
            case 1:
                return sqrt(a.x) / a.x;
            case 2:
                return abs(a.x);
            case 3:
                return max(a.x, 1.0);
            case 4:
                return pow(a.x, 2.5);
            case 5:
                return select(a.x > 0, a.x, -a.x);
            default:
                return atan2(a.x, exp(a.x));
        }
    };
    real const x = f();
    w.give_up();
    to = {x, w.model.constant(0)};
}

// ---- variables --------------------------------------------------------------------------------------------------------

inline std::size_t read_in_model(world& w, kept_variable const& v) {
    return w.model.read(v.name, v.variable->is_trainable(), v.variable->value());
}
inline void read_variable(world& w, bytes& from) {
    number& to = from.any(w.numbers);
    kept_variable const& v = from.any(w.variables);
    real const x = *v.variable;
    w.set(to, x, read_in_model(w, v), place::same);
}
inline void change_variable(world& w, bytes& from) {
    kept_variable& v = from.any(w.variables);
    std::uint8_t const how = from.next();
    if (how % 3 == 0) v.variable->assign(how % 4);
    else if (how % 3 == 1) v.variable->assign_add(1);
    else w.renew(v, how % 5, how % 2 == 0);
}
inline void move_variable(world& w, bytes& from) {
    kept_variable &to = from.any(w.variables), &source = from.any(w.variables);
    if (&to != &source) to = {std::make_shared<variable>(std::move(*source.variable)), source.name};
}

}  // namespace abuse
