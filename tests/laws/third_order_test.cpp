// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <cstdlib>

#include "laws/forms.hpp"
#include "laws/oracle.hpp"

#ifndef WENGERT_LAW_SCALAR
#define WENGERT_LAW_SCALAR double
#endif

namespace {

using namespace laws;
using T = WENGERT_LAW_SCALAR;

struct row {
    row_facts facts;
    function reference;
    evaluator<dual<dual<dual<T, 3>, 3>, 3>> duals;
    evaluator<taylor<T, 3>> series;
};

template <class Law>
void each(Law&& law) {
    each_row([&]<class Rule> {
        law(row{facts_of<Rule>(), &reference<Rule>, &evaluate<Rule, dual<dual<dual<T, 3>, 3>, 3>>,
                &evaluate<Rule, taylor<T, 3>>});
    });
}

constexpr long double tolerance = 16;

}  // namespace

TEST_CASE("third derivatives of nested duals are what MPFR says") {
    each([](row const& r) {
        for (auto const& sample : r.facts.samples) {
            auto const x = round_to<T>(sample);
            place const p = place_of(r.facts, x);
            auto const expected = all_derivatives(r.reference, p.at, r.facts, 3);
            long double const scale = scale_of(r.reference, p.at, r.facts, 3);
            auto const y = r.duals(in_lanes(in_lanes(in_lanes(x))).data());
            for (std::size_t i = 0; i < 3; ++i)
                for (std::size_t j = 0; j < 3; ++j)
                    for (std::size_t k = 0; k < 3; ++k)
                        near(p, "dual of dual of dual", y.tangent[i].tangent[j].tangent[k], expected.at(i, j, k),
                             tolerance, scale);
        }
    });
}

// Along a direction v the kth derivative is the kth derivative tensor applied to v k times.
TEST_CASE("the coefficients of a series are the derivatives along a direction, as MPFR says") {
    constexpr std::array<std::array<int, 3>, 4> directions{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 2, -1}}};
    each([&](row const& r) {
        for (auto const& sample : r.facts.samples) {
            auto const x = round_to<T>(sample);
            place const p = place_of(r.facts, x);
            std::array<derivatives, 4> expected;
            std::array<long double, 4> scale{};
            for (std::size_t order = 1; order <= 3; ++order) {
                expected[order] = all_derivatives(r.reference, p.at, r.facts, order);
                scale[order] = scale_of(r.reference, p.at, r.facts, order);
            }
            for (auto const& v : directions) {
                std::array<taylor<T, 3>, 3> moving{taylor<T, 3>(x[0]), taylor<T, 3>(x[1]), taylor<T, 3>(x[2])};
                for (std::size_t i = 0; i < 3; ++i) moving[i].coefficient[1] = static_cast<T>(v[i]);
                auto const y = r.series(moving.data());
                long double first = 0, second = 0, third = 0, length = 0;
                for (std::size_t i = 0; i < 3; ++i) {
                    if (r.facts.differentiates(i)) length += std::abs(v[i]);
                    first += v[i] * expected[1].at(i);
                    for (std::size_t j = 0; j < 3; ++j) {
                        second += v[i] * v[j] * expected[2].at(i, j);
                        for (std::size_t k = 0; k < 3; ++k) third += v[i] * v[j] * v[k] * expected[3].at(i, j, k);
                    }
                }
                near(p, "first coefficient", y.coefficient[1], first, 8, scale[1] * length);
                near(p, "second coefficient", y.coefficient[2] * 2, second, tolerance, scale[2] * length * length);
                near(p, "third coefficient", y.coefficient[3] * 6, third, tolerance,
                     scale[3] * length * length * length);
            }
        }
    });
}
