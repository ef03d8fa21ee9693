// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <wengert/core/error.hpp>
#include <wengert/tape/active.hpp>

namespace wengert {

/// The adjoints, or tangents, of a tape as an operator record sees them: one lane of them, by statement.
template <class T>
class adjoint_view {
public:
    adjoint_view(T* first, std::size_t stride) : first_(first), stride_(stride) {}

    T& operator[](std::uint32_t statement) const { return first_[statement * stride_]; }

private:
    T* first_;
    std::size_t stride_;
};

/// A record that runs code in the sweeps: a block with a rule of its own, a loop, a solver.
///
/// Its results are statements without arguments, made just before it. It may read and add to any adjoint that is older.
template <scalar T>
struct operator_record {
    virtual ~operator_record() = default;

    /// Adds to the adjoints of the arguments what the adjoints of the results give.
    virtual void reverse(adjoint_view<T> const& adjoints) const = 0;

    /// Sets the tangents of the results from those of the arguments.
    virtual void forward(adjoint_view<T> const& /*tangents*/) const {
        throw no_such_rule(std::string(name()) + " has no rule for a forward sweep of the tape.");
    }

    /// The same as `reverse` with active adjoints, for a sweep that is itself recorded: `adjoint(i)` is that of result i, and
    /// `add(i, a)` adds to that of argument i.
    virtual void reverse_recorded(std::vector<active<T>> const& /*results*/,
                                  std::vector<active<T>>& /*arguments*/) const {
        throw no_such_rule(
            std::string(name()) +
            " cannot be differentiated twice by nested tapes; make its pullback generic over the scalar.");
    }

    /// The statements that it reads and those that it makes: what a walk along the structure needs.
    [[nodiscard]] virtual std::vector<std::uint32_t> const& arguments() const = 0;
    [[nodiscard]] virtual std::vector<std::uint32_t> const& results() const = 0;
    [[nodiscard]] virtual char const* name() const = 0;
    [[nodiscard]] virtual std::size_t bytes() const = 0;
};

}  // namespace wengert
