// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// A program with short names of its own at global scope, as formulas have them, and every driver, tape and loop: no warning says
// that a template of the library shadows one of them.

#include <array>
#include <sstream>
#include <tuple>
#include <utility>
#include <vector>

#include <wengert/wengert.hpp>

#define WENGERT_NAME(name) inline constexpr auto name = wengert::symbol<#name>
WENGERT_NAME(a);
WENGERT_NAME(b);
WENGERT_NAME(c);
WENGERT_NAME(d);
WENGERT_NAME(h);
WENGERT_NAME(i);
WENGERT_NAME(j);
WENGERT_NAME(k);
WENGERT_NAME(l);
WENGERT_NAME(m);
WENGERT_NAME(n);
WENGERT_NAME(o);
WENGERT_NAME(p);
WENGERT_NAME(q);
WENGERT_NAME(r);
WENGERT_NAME(s);
WENGERT_NAME(t);
WENGERT_NAME(u);
WENGERT_NAME(w);
WENGERT_NAME(x);
WENGERT_NAME(y);
WENGERT_NAME(z);
WENGERT_NAME(adjoint);
WENGERT_NAME(all);
WENGERT_NAME(argument);
WENGERT_NAME(arguments);
WENGERT_NAME(args);
WENGERT_NAME(at);
WENGERT_NAME(body);
WENGERT_NAME(both);
WENGERT_NAME(carry);
WENGERT_NAME(code);
WENGERT_NAME(condition);
WENGERT_NAME(constants);
WENGERT_NAME(count);
WENGERT_NAME(data);
WENGERT_NAME(first);
WENGERT_NAME(found);
WENGERT_NAME(from);
WENGERT_NAME(input);
WENGERT_NAME(known);
WENGERT_NAME(leaf);
WENGERT_NAME(list);
WENGERT_NAME(name);
WENGERT_NAME(next);
WENGERT_NAME(node);
WENGERT_NAME(number);
WENGERT_NAME(numbers);
WENGERT_NAME(one);
WENGERT_NAME(operand);
WENGERT_NAME(out);
WENGERT_NAME(place);
WENGERT_NAME(policy);
WENGERT_NAME(position);
WENGERT_NAME(result);
WENGERT_NAME(results);
WENGERT_NAME(scale);
WENGERT_NAME(second);
WENGERT_NAME(size);
WENGERT_NAME(slope);
WENGERT_NAME(state);
WENGERT_NAME(step);
WENGERT_NAME(steps);
WENGERT_NAME(sum);
WENGERT_NAME(sweep);
WENGERT_NAME(tangent);
WENGERT_NAME(tape);
WENGERT_NAME(text);
WENGERT_NAME(to);
WENGERT_NAME(value);
WENGERT_NAME(values);
WENGERT_NAME(where);
#undef WENGERT_NAME

constexpr auto e = x * y + sin(x);
constexpr auto g = gradient(e, x = 2.0, y = 3.0);
constexpr auto v = evaluate(e, x = 2.0, y = 3.0);
constexpr auto f = [](auto const& left, auto const& right) {
    return left * right + wengert::sin(left) * wengert::pow(right, 3);
};

// With a capture: nothing that is traced, so that the tape records it.
template <class F>
auto recorded(F const& inner) {
    double const shift = v;
    return [=](auto const& left, auto const& right) { return inner(left, right) + shift * left; };
}

template <class F>
bool drivers(F const& tried) {
    using namespace wengert;
    auto const more = recorded(tried);
    auto const rows = []<class T>(std::array<T, 2> const& pair) {
        return std::array<T, 2>{pair[0] * pair[1], exp(pair[0])};
    };
    auto const many = [=]<class T>(std::vector<T> const& list_of_them) {
        T total = list_of_them[0] * v;
        for (auto const& one_of_them : list_of_them) total += select(one_of_them > 1, one_of_them, -one_of_them);
        return total;
    };
    std::array const point{2.0, 3.0};
    std::vector const points{2.0, 3.0};
    std::array const direction{1.0, 0.5};
    auto const [pulled, pull] = vjp(rows, point);
    bool const pulls = pull(direction)[0] != 0;
    bool const structured = pulls && gradient(many, points)[0] != 0 && jacobian(rows, point)(0, 0) == 3.0 &&
                            jvp(rows, point, direction)[0] != 0 && hessian(many, points)(0, 0) == 0 &&
                            hvp(many, points, points)[0] == 0 && pulled[0] == 6.0;
    return structured && gradient(tried, 2.0, 3.0) == value_and_gradient(tried, 2.0, 3.0).second &&
           std::get<0>(gradient(more, 2.0, 3.0)) != 0 && hessian(tried, 2.0, 3.0)(0, 1) != 0 &&
           hessian(more, 2.0, 3.0)(0, 1) != 0 && check_gradient(tried, 2.0, 3.0).ok() &&
           check_gradient(more, 2.0, 3.0).ok() && derivative([](auto const& left) { return erf(left); }, 2.0) != 0 &&
           derivatives<2>([](auto const& left) { return log(left) / tanh(left); }, 2.0)[2] != 0;
}

bool programs() {
    using traced = wengert::program<decltype(f), 2>;
    return traced::value(2.0, 3.0) != 0 && std::get<0>(traced::gradient(2.0, 3.0)) != 0 &&
           traced::jacobian(2.0f, 3.0f)(0, 0) != 0 && traced::hessian(2.0, 3.0)(0, 0) != 0 &&
           traced::jvp(std::tuple(2.0, 3.0), std::tuple(1.0, 1.0)).first != 0 &&
           std::get<0>(traced::vjp(std::tuple(2.0, 3.0), 1.0)) != 0 && !to_dot(traced{}).empty();
}

bool symbols() {
    std::ostringstream stream;
    stream << e << diff(e, x) << simplify(x * 1 + 0 * y + x) << to_dot(e) << e(x = y, y = sum) << tangent;
    return e(2.0, 3.0) == v && g[x] != 0 && !stream.str().empty() &&
           evaluate(diff(select(x < y, pow(x, 3), y), x), x = 2.0, y = 3.0) == 12.0;
}

bool tapes() {
    using namespace wengert;
    variable weight{2.0, "weight"};
    real watched = 3.0;
    gradient_tape recording_tape({.persistent = true});
    recording_tape.watch(watched);
    real loss = custom_gradient(
        weight * watched + 2 * weight, [](auto const& inner) { return inner * inner; },
        [](auto const& pulled) { return pulled; });
    loss += max(weight, watched) - hypot(weight, 1.0) + abs(watched);
    auto const answer = recording_tape.gradient(loss, std::tuple<variable&, real&>(weight, watched));
    auto const matrix = recording_tape.jacobian(std::array{loss, real(loss * loss)}, std::array{watched, watched});
    std::ostringstream stream;
    stream << std::get<0>(answer) << recording_tape.gradient(loss, real(1.0)) << loss;
    weight.assign(3.0);
    return std::get<0>(answer).has_value() && !stream.str().empty() && sizeof(matrix) != 0;
}

template <class F>
bool loops(F const& more) {
    using namespace wengert;
    auto const looped = [=]<class T>(T const& begin) {
        auto const grown = for_loop(
            7, std::array<T, 2>{begin, begin},
            [](auto const& now, std::size_t trip) {
                using S = std::remove_cvref_t<decltype(now[0])>;
                return std::array<S, 2>{now[0] * 1.5 + now[1], now[1] + static_cast<double>(trip)};
            },
            checkpoints(2).verify());
        auto const [ended, trips] = while_loop(
            grown[0], [](auto const& now) { return now < 1000; }, [](auto const& now) { return now * now + 1.0; },
            save_all());
        auto const [last, each] =
            scan(5, ended, [](auto const& now, std::size_t) { return std::pair(now * 0.5, now); }, memory(1 << 20));
        T const kept = checkpoint([=](auto const& inner) { return more(inner, inner); }, last);
        return cond(kept > 0, [&] { return kept * each[2]; }, [&] { return T(each[1] * 1.0); });
    };
    return gradient(looped, 0.5) != 0 && hessian(looped, 0.5)(0, 0) != 0;
}

int main() { return drivers(f) && programs() && symbols() && tapes() && loops(recorded(f)) ? 0 : 1; }
