// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <ranges>
#include <valarray>
#include <vector>

#include <catch2/catch.hpp>

#include <wengert/wengert.hpp>

namespace {

using namespace wengert;
using numbers = std::vector<double>;

numbers const at{3.0, -1.0, 4.0, 1.5};

// By the tape, and one direction after the other by dual numbers.
void gives(auto const& f, numbers const& x, numbers const& expected) {
    auto const g = gradient(f, x);
    CHECK(g == expected);
    for (std::size_t i = 0; i < x.size(); ++i) {
        numbers direction(x.size());
        direction[i] = 1.0;
        CHECK(jvp(f, x, direction) == expected[i]);
    }
}

}  // namespace

TEST_CASE("the sums of <numeric> have derivatives") {
    gives([]<class T>(std::vector<T> const& x) { return std::accumulate(x.begin(), x.end(), T(0.0)); }, at,
          {1.0, 1.0, 1.0, 1.0});
    gives(
        []<class T>(std::vector<T> const& x) { return std::reduce(x.begin(), x.end(), T(1.0), std::multiplies<T>()); },
        at, {-6.0, 18.0, -4.5, -12.0});
    gives([]<class T>(std::vector<T> const& x) { return std::inner_product(x.begin(), x.end(), x.begin(), T(0.0)); },
          at, {6.0, -2.0, 8.0, 3.0});
    gives(
        []<class T>(std::vector<T> const& x) { return std::transform_reduce(x.begin(), x.end(), at.begin(), T(0.0)); },
        at, at);
    gives(
        []<class T>(std::vector<T> const& x) {
            return std::transform_reduce(x.begin(), x.end(), T(0.0), std::plus<T>(),
                                         [](T const& v) -> T { return v * v; });
        },
        at, {6.0, -2.0, 8.0, 3.0});
    gives(
        []<class T>(std::vector<T> x) {
            std::partial_sum(x.begin(), x.end(), x.begin());
            return std::accumulate(x.begin(), x.end(), T(0.0));
        },
        at, {4.0, 3.0, 2.0, 1.0});
    gives(
        []<class T>(std::vector<T> x) {
            std::adjacent_difference(x.begin(), x.end(), x.begin());
            return x.back();
        },
        at, {0.0, 0.0, -1.0, 1.0});
}

TEST_CASE("what an algorithm chooses has the derivative, alone") {
    gives([](auto const& x) { return std::ranges::max(x); }, at, {0.0, 0.0, 1.0, 0.0});
    gives([](auto const& x) { return *std::ranges::min_element(x); }, at, {0.0, 1.0, 0.0, 0.0});
    gives([](auto const& x) { return *std::max_element(x.begin(), x.end()); }, at, {0.0, 0.0, 1.0, 0.0});
    gives([]<class T>(std::vector<T> const& x) { return std::clamp(x[0], T(0.0), x[3]); }, at, {0.0, 0.0, 0.0, 1.0});
    gives(
        [](auto const& x) {
            auto const [least, most] = std::ranges::minmax(x);
            return most - least;
        },
        at, {0.0, -1.0, 1.0, 0.0});
}

TEST_CASE("at a tie the first has the derivative, where the library's max gives half to each") {
    numbers const tie{2.0, 2.0};
    gives([](auto const& x) { return std::ranges::max(x); }, tie, {1.0, 0.0});
    gives([](auto const& x) { return std::max(x[0], x[1]); }, tie, {1.0, 0.0});
    gives([](auto const& x) { return max(x[0], x[1]); }, tie, {0.5, 0.5});
}

TEST_CASE("sorting permutes the derivatives") {
    auto const weighted = []<class T>(std::vector<T> const& x) {  // the least once, the next twice, ...
        T sum = 0.0;
        for (std::size_t i = 0; i < x.size(); ++i) sum += static_cast<double>(i + 1) * x[i];
        return sum;
    };
    numbers const expected{3.0, 1.0, 4.0, 2.0};
    gives([&](auto x) { return std::sort(x.begin(), x.end()), weighted(x); }, at, expected);
    gives([&](auto x) { return std::ranges::sort(x), weighted(x); }, at, expected);
    gives([&](auto x) { return std::nth_element(x.begin(), x.begin() + 1, x.end()), x[1]; }, at, {0.0, 0.0, 0.0, 1.0});
}

TEST_CASE("views have derivatives") {
    gives(
        []<class T>(std::vector<T> const& x) {
            T sum = 0.0;
            auto const positive = std::views::filter([](T const& p) { return p > 0.0; });
            for (T const v : x | positive | std::views::transform([](T const& p) -> T { return p * p; })) sum += v;
            return sum;
        },
        at, {6.0, 0.0, 8.0, 3.0});
}

TEST_CASE("std::valarray has derivatives") {
    gives(
        []<class T>(std::vector<T> const& x) {
            std::valarray<T> const v(x.data(), x.size());
            return std::valarray<T>(v * v + T(2.0) * v).sum();
        },
        at, {8.0, 0.0, 10.0, 5.0});
    gives(
        []<class T>(std::vector<T> const& x) {
            std::valarray<T> const v(x.data(), x.size());
            return T(std::valarray<T>(v[std::slice(0, 2, 3)]).sum() + v.max());
        },
        at, {1.0, 0.0, 1.0, 1.0});
}

TEMPLATE_TEST_CASE("the limits are those of the number underneath", "", real, dual<double>, active<dual<double>>) {
    using limits = std::numeric_limits<TestType>;
    static_assert(limits::is_specialized && limits::digits == 53 && limits::has_quiet_NaN);
    CHECK(limits::epsilon() == std::numeric_limits<double>::epsilon());
    TestType least = limits::infinity();
    for (double const x : at) least = min(least, TestType(x));
    CHECK(least == -1.0);
}
