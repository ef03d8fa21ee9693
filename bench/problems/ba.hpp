// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "programs/reprojection.hpp"

namespace problems {

/// Bundle adjustment: where a camera sees a point, less where it was seen, weighted; and the error of the weight. An observation
/// has the parameters of its camera: rotation as axis times angle (3), centre (3), focal length, principal point (2), radial
/// distortion (2); the point (3); the weight. Of ADBench: F. Srajer, Z. Kukelova, A. Fitzgibbon 2018.
struct ba {
    static constexpr char const *name = "ba", *unit = "observations";
    static constexpr std::array<std::size_t, 3> sizes{1'000, 10'000, 100'000};
    static constexpr std::size_t inputs = 15, outputs = 3;

    using image_point = std::array<double, 2>;
    template <class T>
    using triple = programs::triple<T>;

    std::vector<std::array<double, inputs>> observations;
    std::vector<image_point> seen;

    explicit ba(std::size_t n) : observations(n), seen(n) {
        programs::random_numbers random;
        for (std::size_t i = 0; i != n; ++i) {
            observations[i] = programs::reprojection::draw(random);
            seen[i] = {random.between(-100, 100), random.between(-100, 100)};
        }
    }

    std::size_t count() const { return observations.size(); }
    std::array<double, inputs> start(std::size_t i) const { return observations[i]; }

    template <class T>
    std::array<T, outputs> operator()(std::size_t i, std::array<T, inputs> const& in) const {
        return residuals(in, seen[i], [](auto const& rotation, auto const& x) { return rotated(rotation, x); });
    }

    template <class T, class S, class Rotate>
    static constexpr std::array<T, outputs> residuals(std::array<T, inputs> const& in, std::array<S, 2> const& at,
                                                      Rotate rotate) {
        auto const [u, v] = programs::reprojection::residuals(in, at, rotate);
        return {u, v, 1.0 - in.back() * in.back()};
    }

    /// Rodrigues' formula, and the limit where there is no angle.
    template <class T>
    static constexpr triple<T> rotated(triple<T> const& r, triple<T> const& x) {
        T const squared = programs::dot(r, r);
        if (squared > 0.0) return programs::reprojection::rotate(r, x);
        triple<T> const across = programs::cross(r, x);
        return {x[0] + across[0], x[1] + across[1], x[2] + across[2]};
    }

    void hand(std::size_t i, std::array<double, inputs> const& in, std::span<double, outputs> y,
              std::span<double, outputs * inputs> jacobian) const {
        programs::reprojection::hand(in, seen[i], jacobian.first<2 * inputs>());
        // The residuals are linear in the weight.
        double const weight = in.back();
        y[0] = weight * jacobian[inputs - 1];
        y[1] = weight * jacobian[2 * inputs - 1];
        y[2] = 1.0 - weight * weight;
        for (double& partial : jacobian.last<inputs>()) partial = 0.0;
        jacobian.back() = -2.0 * weight;
    }
};

}  // namespace problems
