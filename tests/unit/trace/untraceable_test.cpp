// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What the compiler cannot run to a list: then drivers use the tape in silence, and the number is the same.

#include <algorithm>
#include <array>
#include <vector>

#include <wengert/wengert.hpp>

#include "support/engines.hpp"

using namespace wengert;
using engines::check_tape;

namespace {

template <class T>
struct counted {
    T x;
    int n = 2;
};

double at_run_time = 3;

template <class T>
T not_constexpr(T const& x) {
    return x * x * at_run_time;
}

template <class T>
constexpr T power_of(T const& x, int n) {
    return n == 0 ? T(1) : T(x * power_of(x, n - 1));
}

struct made_from_number {
    constexpr explicit made_from_number(int) {}
    template <class T>
    constexpr T operator()(T const& x) const {
        return x * x;
    }
};

}  // namespace

BOOST_HANA_ADAPT_STRUCT(counted<double>, x, n);

TEST_CASE("what depends on a number that is not there yet goes to the tape") {
    check_tape([](auto x) { return x > 1 ? decltype(x)(x * x) : x; }, 2.0);
    check_tape(
        [](auto x) {
            if (x > 1) return decltype(x)(x * x);
            return x;
        },
        2.0);
    check_tape(
        [](auto x) {
            decltype(x) y = x;
            while (y < 100) y = y * y;
            return y;
        },
        2.0);
    check_tape([](auto x) { return x * value(x); }, 2.0);
    check_tape([](auto x) { return x * (isnan(x) ? 2 : 3); }, 2.0);
    check_tape([](auto x, auto y) { return (std::max)(x, y) * x; }, 2.0, 3.0);
    check_tape([](auto const& x) { return *std::max_element(x.begin(), x.end()); }, std::array{1.0, 3.0, 2.0});
    check_tape(
        [](auto const& x) {
            auto sorted = x;
            std::sort(sorted.begin(), sorted.end());
            return sorted[0] * sorted[1];
        },
        std::array{3.0, 1.0, 2.0});
}

TEST_CASE("what depends on run time goes to the tape") {
    double const k = 3;
    check_tape([k](auto x) { return k * x * x; }, 2.0);
    check_tape([&k](auto x) { return k * x * x; }, 2.0);
    check_tape([](auto const& x) { return x[0] * x[1]; }, std::vector{2.0, 3.0});
    check_tape([](auto x) { return not_constexpr(x); }, 2.0);
    check_tape([](auto x) { return x * x * at_run_time; }, 2.0);
    check_tape(
        [](auto x) {
            static int const three = 3;
            return x * three;
        },
        2.0);
    check_tape(
        [](auto x) {
            static int calls = 0;
            return x * (++calls > 0 ? 3 : 4);
        },
        2.0);
    check_tape(made_from_number(1), 2.0);
    check_tape([](auto const& c) { return c.x * c.x * c.n; }, counted<double>{2, 7});
}

TEST_CASE("what is too long goes to the tape, without keeping the compiler busy") {
    check_tape(
        [](auto x) {
            decltype(x) s = x;
            for (int i = 0; i < 1'000'000; ++i) s = s * x - s;
            return s;
        },
        1.5);
    // Nothing of it remains, but the compiler may give up on the way.
    auto const nothing = [](auto x) {
        decltype(x) s = x;
        for (int i = 0; i < 2'000'000; ++i) s = s * 1.0;
        return s;
    };
    CHECK(gradient(nothing, 1.5) == 1.0);
    auto const deep = [](auto x) { return power_of(x, 3000); };
    CHECK(engine_for(deep, 1.0) == engine::tape);
    CHECK(gradient(deep, 1.0) == 3000);
}

TEST_CASE("only a long function is a program when it is told to be, and not else") {
    auto const product = []<class S>(S x) {
        S y = 1;
        for (int i = 0; i < 500; ++i) y = y * (x + i * 0.001);
        return y;
    };
    STATIC_REQUIRE(traceable<decltype(product), double>);
    CHECK(engine_for(product, 0.9) == engine::tape);
    CHECK(gradient<with::program>(product, 0.9) == Approx(gradient<with::tape>(product, 0.9)).epsilon(1e-12));
    auto const loop = []<class S>(S x) {
        S y = 1;
        for (int i = 0; i < 30000; ++i) y = y * x;
        return y;
    };
    STATIC_REQUIRE(!traceable<decltype(loop), double>);
}
