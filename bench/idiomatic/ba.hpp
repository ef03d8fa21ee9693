// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include <wengert/wengert.hpp>

#include "problems/ba.hpp"
#include "tool.hpp"

// The residuals of an observation are straight-line code, and so is their Jacobian.
namespace {

using namespace bench;
using problems::ba;

// What was seen comes last, so that the columns by the parameters come first.
inline constexpr auto residuals = []<class T>(std::array<T, ba::inputs> const& in, std::array<T, 2> const& seen) {
    // A program does not branch: no camera looks straight along the axis.
    return ba::residuals(in, seen, programs::reprojection::rotate);
};

class engine {
public:
    explicit engine(ba const& p) : p_(p) {}

    void jacobian(std::size_t i, std::array<double, ba::inputs> const& in, std::span<double, ba::outputs> y,
                  std::span<double, ba::outputs * ba::inputs> out) {
        auto const J = wengert::jacobian<wengert::with::program>(residuals, in, p_.seen[i]);
        for (std::size_t row = 0; row != ba::outputs; ++row)
            for (std::size_t column = 0; column != ba::inputs; ++column)
                out[row * ba::inputs + column] = J(row, column);
        // The misses are linear in the weight: no need to evaluate them again.
        double const weight = in.back();
        y[0] = weight * J(0, ba::inputs - 1);
        y[1] = weight * J(1, ba::inputs - 1);
        y[2] = 1.0 - weight * weight;
    }

private:
    ba const& p_;
};

registration const here(tool_of<ba, engine>("Wengert program"));

}  // namespace
