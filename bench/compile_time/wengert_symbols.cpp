// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <wengert/wengert.hpp>

#ifndef INCLUDE_ONLY
#include "ten_lines.hpp"

// The same ten lines: here each of them is a type.
double run(point const& x) {
    using wengert::symbol;
    constexpr auto p = symbol<"p">;
    constexpr auto q = symbol<"q">;
    constexpr auto r = symbol<"r">;
    constexpr auto s = symbol<"s">;
    auto const a = p * q + sin(r);
    auto const b = exp(-0.5 * a) * s - p;
    auto const c = sqrt(a * a + b * b + 1.0);
    auto const d = (a - b) / c;
    auto const e = log(c + q * q) * d;
    auto const f = sin(e) * exp(-d * d) + r;
    auto const g = f * b - e * a + 0.1 * c;
    auto const h = sqrt(1.0 + g * g) / (c + s * s);
    auto const i = log(1.0 + h * h) * f - g;
    auto const y = i * d + h * q - exp(-c);
    return wengert::gradient(y, p = x[0], q = x[1], r = x[2], s = x[3])[p];
}
#endif
