// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>

#include <wengert/dual/dual.hpp>
#include <wengert/dual/taylor.hpp>
#include <wengert/tape/sweep.hpp>

#include "laws/support.hpp"

// The ways to differentiate a row. They treat a parameter like the other arguments: its derivative is 0.
namespace laws {

using wengert::active;
using wengert::adjoints;
using wengert::dual;
using wengert::recording;
using wengert::tape;
using wengert::taylor;

/// A row recorded on a tape: its inputs, its result, and the sweeps over it.
template <class T>
struct recorded {
    tape<T> list;
    std::array<active<T>, 3> x;
    active<T> y;

    recorded(evaluator<active<T>> row, std::array<T, 3> const& at, bool annotate = false)
        : x{list.input(at[0]), list.input(at[1]), list.input(at[2])} {
        list.annotate(annotate);
        recording<T> const open(list);
        y = row(x.data());
    }
    // A statement names its tape by address.
    recorded(recorded const&) = delete;
    recorded& operator=(recorded const&) = delete;

    std::array<T, 3> reversed() const {
        adjoints<T> sweep(list);
        sweep.seed(y) = T(1);
        sweep.reverse(list);
        return {sweep[x[0]], sweep[x[1]], sweep[x[2]]};
    }

    std::array<T, 3> swept_forward() const {
        std::array<T, 3> tangents;
        for (std::size_t i = 0; i < 3; ++i) {
            adjoints<T> sweep(list);
            sweep.seed(x[i]) = T(1);
            sweep.forward(list);
            tangents[i] = sweep[y];
        }
        return tangents;
    }
};

/// The gradient by a tape of its own. The sweep is arithmetic on S: an outer tape may be recording it.
template <class S>
std::array<S, 3> gradient_by_tape(evaluator<active<S>> row, std::array<S, 3> const& at) {
    return recorded<S>(row, at).reversed();
}

/// The Hessian by two tapes: the outer one records the sweep of the inner one.
template <class S>
std::array<std::array<S, 3>, 3> hessian_by_tapes(evaluator<active<active<S>>> row, std::array<S, 3> const& at) {
    tape<S> outer;
    std::array<active<S>, 3> const x{outer.input(at[0]), outer.input(at[1]), outer.input(at[2])};
    std::array<active<S>, 3> const gradient = [&] {
        recording<S> const open(outer);
        return gradient_by_tape<active<S>>(row, x);
    }();
    std::array<std::array<S, 3>, 3> hessian{};
    for (std::size_t i = 0; i < 3; ++i) {
        if (!outer.owns(gradient[i])) continue;
        adjoints<S> sweep(outer);
        sweep.seed(gradient[i]) = S(1);
        sweep.reverse(outer);
        for (std::size_t j = 0; j < 3; ++j) hessian[i][j] = sweep[x[j]];
    }
    return hessian;
}

/// Every argument as a dual number with a lane of its own.
template <class T>
std::array<dual<T, 3>, 3> in_lanes(std::array<T, 3> const& at) {
    return {dual<T, 3>::seeded(at[0], 0), dual<T, 3>::seeded(at[1], 1), dual<T, 3>::seeded(at[2], 2)};
}

/// The arguments, of which number `i` moves.
template <class S, class T>
std::array<S, 3> moving(std::array<T, 3> const& at, std::size_t i, S const& mover) {
    std::array<S, 3> x{S(at[0]), S(at[1]), S(at[2])};
    x[i] = mover;
    return x;
}

}  // namespace laws
