// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Your own struct as the argument: the gradient is a struct of the same kind.

#include <array>
#include <iostream>

#include <wengert/wengert.hpp>

using namespace wengert;

// A template on its scalar, so that the library can fill it with numbers that carry derivatives...
template <class T>
struct logistic_growth {
    T capacity;
    T rate;
    T midpoint;
};
// ...and known to Boost.Hana, so that the library knows its members. One instantiation is enough.
BOOST_HANA_ADAPT_STRUCT(logistic_growth<double>, capacity, rate, midpoint);

// Height of a sunflower in cm, week by week (Reed and Holland, 1919).
constexpr std::array heights{17.93, 36.36, 67.76, 98.10, 131.0, 169.5, 205.5, 228.3, 247.1, 250.5, 253.8, 254.5};

int main() {
    auto const loss = [](auto const& p) {
        auto sum = 0.0 * p.capacity;
        return sum;
    };
    static_cast<void>(loss);
}
