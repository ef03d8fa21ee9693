// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Rules of the user's own.

#include <array>
#include <vector>

#include "explain/cause.hpp"

using namespace wengert;
using namespace causes;

CAUSE("a pullback that returns too few numbers") {
    std::vector<real> p{1.0, 2.0, 3.0};
    gradient_tape tape{{.persistent = true, .explain = true}};
    tape.watch(p);
    real const length = custom_gradient(  // HERE
        p, [](auto const& v) { return sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]); },
        [](auto const& v, auto const& y, auto const& ybar) {
            auto to = v;
            to.pop_back();
            for (auto& t : to) t = ybar * t / y;
            return to;
        });
    throws<shape_mismatch>([&] { static_cast<void>(tape.gradient(length, p)); }, {"pullback", "3", "2"});
}

CAUSE("a cube whose pullback forgot a factor") {
    variable x{2.0, "x"};
    gradient_tape tape{{.check_custom_rules = true}};
    throws<wrong_rule>(
        [&] {
            real const cube = custom_gradient(  // HERE
                x.read(), [](auto v) { return v * v * v; },
                [](auto v, auto const& ybar) { return 2.0 * v * v * ybar; });
            static_cast<void>(tape.gradient(cube, x));
        },
        {"8", "12"});
}

CAUSE("a rule of two numbers with a sign too many") {
    std::array<real, 2> p{1.0, 3.0};
    gradient_tape tape{{.explain = true, .check_custom_rules = true}};
    tape.watch(p);
    throws<wrong_rule>(
        [&] {
            real const difference = custom_gradient(  // HERE
                p, [](auto const& v) { return v[0] * v[0] - v[1]; },
                [](auto const& v, auto const& ybar) {
                    auto to = v;
                    to[0] = 2.0 * v[0] * ybar;
                    to[1] = ybar;
                    return to;
                });
            static_cast<void>(tape.gradient(difference, p));
        },
        {"-1", "1"});
}

CAUSE("a pullback that gives NaN") {
    variable x{0.0, "x"};
    gradient_tape tape{{.persistent = true, .explain = true}};
    real const y = custom_gradient(  // HERE
        x.read(), [](auto v) { return v / (1.0 + abs(v)); },
        [](auto v, auto const& ybar) { return ybar * abs(v) / v; });
    real const loss = square(y - 1.0);
    asked{explain(tape, loss, x), tape.gradient(loss, x)}.is_non_finite(
        {clue::undefined_partial, clue::zero_times_infinity}, {"custom_gradient"});
}
