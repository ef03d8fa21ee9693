// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cmath>

// Ten lines, as one writes them. Every FORM.cpp here differentiates them by its numbers; with INCLUDE_ONLY it has only the
// headers that it needs.
inline constexpr auto ten_lines = []<class T>(std::array<T, 4> const& x) -> T {
    using std::exp, std::log, std::sin, std::sqrt;
    T const a = x[0] * x[1] + sin(x[2]);
    T const b = exp(-0.5 * a) * x[3] - x[0];
    T const c = sqrt(a * a + b * b + 1.0);
    T const d = (a - b) / c;
    T const e = log(c + x[1] * x[1]) * d;
    T const f = sin(e) * exp(-d * d) + x[2];
    T const g = f * b - e * a + 0.1 * c;
    T const h = sqrt(1.0 + g * g) / (c + x[3] * x[3]);
    T const i = log(1.0 + h * h) * f - g;
    return i * d + h * x[1] - exp(-c);
};

using point = std::array<double, 4>;
