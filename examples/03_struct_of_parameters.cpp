// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Your own struct as the argument: the gradient is a struct of the same kind.

#include <array>
#include <iostream>

#include <wengert/wengert.hpp>

using namespace wengert;

// How tea cools. A template on its scalar, so that the library can fill it with numbers that carry derivatives...
template <class T>
struct cooling {
    T room;   // degrees
    T start;  // degrees above the room
    T rate;   // per hour
};
// ...and known to Boost.Hana, so that the library finds its members. One instantiation is enough.
BOOST_HANA_ADAPT_STRUCT(cooling<double>, room, start, rate);

// Degrees, every five minutes. The numbers are made up: 21 + 63 exp(-2.4 t), to one decimal place.
constexpr std::array measured{84.0, 72.6, 63.2, 55.6, 49.3, 44.2, 40.0, 36.5};

// Half the sum of the squared errors. For the library it is a function of one argument, a cooling of any scalar.
constexpr auto loss = []<class T>(cooling<T> const& tea) {
    T sum = 0.0;
    double hours = 0.0;
    for (double const degrees : measured) {
        sum += 0.5 * square(tea.room + tea.start * exp(-tea.rate * hours) - degrees);
        hours += 1.0 / 12.0;
    }
    return sum;
};

int main() {
    cooling<double> tea{.room = 20.0, .start = 60.0, .rate = 3.0};

    auto const [before, slope] = value_and_gradient(loss, tea);  // slope is a cooling<double>
    std::cout << "loss = " << before << '\n'
              << "d loss / d room = " << slope.room << '\n'
              << "d loss / d start = " << slope.start << '\n'
              << "d loss / d rate = " << slope.rate << "\n\n";

    // A step downhill. for_each_leaf walks two structures of the same shape together, number by number.
    auto const descend = [&tea](cooling<double> const& g) {
        double const length = 2e-3;
        for_each_leaf(tea, g, [&](double& parameter, double partial) { parameter -= length * partial; });
    };
    descend(slope);
    std::cout << "loss after one step = " << loss(tea) << '\n';

    for (int i = 1; i < 100000; ++i) descend(gradient(loss, tea));
    std::cout << "loss after 100000 steps = " << loss(tea) << '\n'
              << "room = " << tea.room << ", start = " << tea.start << ", rate = " << tea.rate << '\n';
}
