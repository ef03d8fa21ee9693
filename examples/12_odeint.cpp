// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Boost.Odeint's steppers, over numbers that carry derivatives: how many lynxes there are after five years, and what that depends on.

#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <vector>

#include <boost/numeric/odeint/integrate/integrate_adaptive.hpp>
#include <boost/numeric/odeint/integrate/integrate_const.hpp>
#include <boost/numeric/odeint/stepper/controlled_runge_kutta.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta4.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>

#include <wengert/wengert.hpp>

namespace ode = boost::numeric::odeint;
using namespace wengert;

template <class T>
struct forest {
    T hares, lynxes;                  // thousands of pelts in the first year
    T births, kills, deaths, raised;  // rates
};
BOOST_HANA_ADAPT_STRUCT(forest<double>, hares, lynxes, births, kills, deaths, raised);

// What lynx_hare finds in the books of the Hudson's Bay Company for 1900 to 1920.
constexpr forest<double> canada{34.6024, 5.8445, 0.54015, 0.027165, 0.79638, 0.023694};
constexpr double years = 5.0;

template <class T>
using counts = std::array<T, 2>;

template <class T>
auto lotka_volterra(forest<T> const& f) {
    return [f](counts<T> const& x, counts<T>& rate, double) {
        rate[0] = (f.births - f.kills * x[1]) * x[0];
        rate[1] = (f.raised * x[0] - f.deaths) * x[1];
    };
}

// Constant along every solution. So says the theory, and so must the derivatives.
template <class T>
T invariant(counts<T> const& x, forest<T> const& f) {
    return f.raised * x[0] - f.deaths * log(x[0]) + f.kills * x[1] - f.births * log(x[1]);
}

// How far a step is from right, as a plain number: the derivative is that of the steps, not of their lengths.
struct error_by_value {
    double tolerance;

    template <class T>
    double error(auto&, counts<T> const& x, counts<T> const&, counts<T> const& by, double) const {
        double worst = 0.0;
        for (std::size_t i = 0; i < x.size(); ++i)
            worst = std::max(worst, std::abs(value(by[i])) / (tolerance * (1.0 + std::abs(value(x[i])))));
        return worst;
    }
};

int main() {
    std::size_t steps = 0;
    auto const controlled = [&]<class T>(forest<T> const& f) {
        using dopri5 = ode::controlled_runge_kutta<ode::runge_kutta_dopri5<counts<T>>, error_by_value>;
        counts<T> x{f.hares, f.lynxes};
        steps = ode::integrate_adaptive(dopri5(error_by_value{1e-11}), lotka_volterra(f), x, 0.0, years, 0.01);
        return x;
    };
    auto const fixed = []<class T>(forest<T> const& f) {
        counts<T> x{f.hares, f.lynxes};
        ode::integrate_const(ode::runge_kutta4<counts<T>>(), lotka_volterra(f), x, 0.0, years, 0.01);
        return x;
    };

    auto const end = controlled(canada);
    std::cout << "after five years " << end[0] << " hares, " << end[1] << " lynxes, in " << steps << " steps\n";

    auto const g = flatten(gradient([&](auto const& f) { return controlled(f)[1]; }, canada));  // by the tape
    auto const by_fixed = flatten(gradient([&](auto const& f) { return fixed(f)[1]; }, canada));
    std::array const names{"hares", "lynxes", "births", "kills", "deaths", "raised"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::vector<double> direction(names.size());
        direction[i] = 1.0;
        auto const along = jvp(controlled, canada, unflatten(direction, canada));  // by dual numbers
        std::cout << "lynxes by " << names[i] << ": " << g[i] << ", with dual numbers " << along[1]
                  << ", in fixed steps " << by_fixed[i] << '\n';
    }

    double worst = 0.0;
    for_each_leaf(
        gradient([&](auto const& f) { return invariant(controlled(f), f) - invariant({f.hares, f.lynxes}, f); },
                 canada),
        [&](double slope) { worst = std::max(worst, std::abs(slope)); });
    std::cout << "the invariant " << (worst < 1e-8 ? "stays" : "moves") << ", whatever the forest\n";
}
