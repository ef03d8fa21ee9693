// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <wengert/wengert.hpp>

int main() {
    constexpr auto f = [](auto x, auto y) { return x * y + wengert::sin(x); };
    return wengert::gradient(f, 0.0, 3.0) == std::tuple(4.0, 0.0) ? 0 : 1;
}
