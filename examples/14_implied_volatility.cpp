// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Boost.Math's root finders, with exact derivatives: which volatility explains the price of an option? And how does the answer
// depend on the price that was quoted? The root's derivative is that of its equation, however it was found.

#include <cmath>
#include <cstdint>
#include <iostream>
#include <numbers>
#include <tuple>

#include <boost/math/tools/roots.hpp>

#include <wengert/wengert.hpp>

using namespace wengert;

template <class T>
struct quote {
    T price, stock, strike, rate, years;
};
BOOST_HANA_ADAPT_STRUCT(quote<double>, price, stock, strike, rate, years);

// What Black and Scholes' formula for a call gives beyond the price.
constexpr auto excess = []<class Q, class T>(Q const& q, T const& volatility) {
    auto const below = [](auto const& z) -> T { return 0.5 * erfc(-z / std::numbers::sqrt2); };
    T const spread = volatility * sqrt(q.years);
    T const d1 = (log(q.stock / q.strike) + q.rate * q.years) / spread + 0.5 * spread, d2 = d1 - spread;
    return T(q.stock * below(d1) - q.strike * exp(-q.rate * q.years) * below(d2) - q.price);
};

// Halley's iteration: the value and two derivatives, by one evaluation.
double solve(quote<double> const& q, std::uintmax_t& rounds) {
    auto const series = [&](double v) {
        auto const d = derivatives<2>([&](auto const& x) { return excess(q, x); }, v);
        return std::tuple(d[0], d[1], d[2]);
    };
    return boost::math::tools::halley_iterate(series, 0.5, 1e-4, 5.0, 40, rounds);
}

// The root as a function that can be differentiated: excess(q, v) = 0, so excess_q dq + excess_v dv = 0.
constexpr auto implied = [](auto const& q) {
    return custom_gradient(
        q,
        [](quote<double> const& numbers) {
            std::uintmax_t rounds = 50;
            return solve(numbers, rounds);
        },
        [](quote<double> const& numbers, double v, double vbar) {
            auto const [by_quote, by_volatility] = gradient(excess, numbers, v);
            return map_leaves<double>(by_quote, [&](double slope) { return -vbar * slope / by_volatility; });
        });
};

int main() {
    quote<double> const hull{.price = 1.875, .stock = 21.0, .strike = 20.0, .rate = 0.1, .years = 0.25};

    std::uintmax_t by_halley = 50, by_newton = 50;
    double const volatility = solve(hull, by_halley);
    auto const line = [&](double v) {
        auto const [value, slope] = value_and_gradient([&](auto const& x) { return excess(hull, x); }, v);
        return std::tuple(value, slope);
    };
    double const again = boost::math::tools::newton_raphson_iterate(line, 0.5, 1e-4, 5.0, 50, by_newton);
    std::cout << "volatility " << volatility << " (Hull's book: 0.235), " << by_halley << " rounds by Halley, "
              << by_newton << " by Newton\n"
              << (std::abs(again - volatility) < 1e-12 ? "they agree" : "they differ") << '\n';

    // What a price moves is 1 / vega, and vega is S sqrt(T) times the normal density at d1.
    auto const slope = gradient(implied, hull);
    double const root = std::sqrt(hull.years);
    double const d1 = (std::log(21.0 / 20.0) + 0.1 * 0.25) / (volatility * root) + 0.5 * volatility * root;
    double const vega = 21.0 * root * std::exp(-0.5 * d1 * d1) / std::sqrt(2.0 * std::numbers::pi);
    std::cout.precision(10);
    std::cout << "by the price: " << slope.price << ", by the textbook " << 1.0 / vega << '\n'
              << "by the stock: " << slope.stock << ", by the textbook "
              << -0.5 * std::erfc(-d1 / std::numbers::sqrt2) / vega << '\n';
}
