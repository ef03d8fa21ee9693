// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <wengert/core/error.hpp>
#include <wengert/tape/active.hpp>

namespace wengert {

struct tape_mark;

template <scalar T>
struct operator_record;

/// A sweep as a record sees it that takes part in it, whatever it is that the sweep carries along the list: an adjoint or a
/// tangent for each statement, several of them, or just whether a path leads there.
///
/// A record that records again what it left out works with it so: record at the end of the list, `open` the new statements,
/// `give` them what was taken from others, `run` over them, `take` the result, and rewind the list.
template <class T>
class sweep_view {
public:
    virtual ~sweep_view() = default;

    /// From results to arguments, or the other way.
    [[nodiscard]] virtual bool backward() const = 0;

    /// Whether it carries one number for each statement, which a rule may read and write at once.
    [[nodiscard]] virtual bool single() const { return false; }

    /// Passes from the results of a record to its arguments by its rule.
    virtual void apply(operator_record<T> const& record) = 0;

    /// Whether there is anything at one of these statements.
    [[nodiscard]] virtual bool carries(std::vector<std::uint32_t> const& statements) const = 0;

    /// Lays a copy aside of what is at these statements: they may be asked for it themselves. At `nobody` there is nothing.
    virtual void take(std::vector<std::uint32_t> const& statements) = 0;

    /// Gives what was laid aside last to as many statements: backward it is added to what is there.
    virtual void give(std::vector<std::uint32_t> const& statements) = 0;

    /// There is nothing at the statements from `first` to the end of the list.
    virtual void open(std::uint32_t first) = 0;

    /// Walks the list between two marks, in the sweep's direction.
    virtual void run(tape_mark const& earlier, tape_mark const& later) = 0;
};

/// Something on a tape that runs code in the sweeps: a block with a rule of its own, a loop, a solver.
///
/// Its results are statements without arguments, made just before it. It may read and add to any adjoint that is older.
template <scalar T>
struct tape_record {
    virtual ~tape_record() = default;

    virtual void take_part(sweep_view<T>& sweep) = 0;

    /// Whether it is a `replay_record`, one that runs code of the user again.
    [[nodiscard]] virtual bool runs_again() const { return false; }

    /// The same as a reverse sweep with active adjoints, for a sweep that is itself recorded: `results` are those of the
    /// results, and those of the arguments go into `arguments`.
    virtual void reverse_recorded(std::vector<active<T>> const& /*results*/,
                                  std::vector<active<T>>& /*arguments*/) const {
        throw no_such_rule(std::string(name()) + " cannot be differentiated twice by nested tapes" + cure());
    }

    /// The statements that it reads, as far as it knows them, and those that it makes: what a walk along the structure needs.
    [[nodiscard]] virtual std::vector<std::uint32_t> const& arguments() const = 0;
    [[nodiscard]] virtual std::vector<std::uint32_t> const& results() const = 0;
    [[nodiscard]] virtual char const* name() const = 0;
    [[nodiscard]] virtual std::size_t bytes() const = 0;

protected:
    /// What to do where it has no rule for a recorded sweep.
    [[nodiscard]] virtual char const* cure() const { return "; make its pullback generic over the scalar."; }
};

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

/// A record that is a rule: how the numbers at its arguments follow from those at its results.
template <scalar T>
struct operator_record : tape_record<T> {
    /// Adds to the adjoints of the arguments what the adjoints of the results give.
    virtual void reverse(adjoint_view<T> const& adjoints) const = 0;

    /// Sets the tangents of the results from those of the arguments.
    virtual void forward(adjoint_view<T> const& /*tangents*/) const {
        throw no_such_rule(std::string(this->name()) + " has no rule for a forward sweep of the tape.");
    }

    void take_part(sweep_view<T>& sweep) final { sweep.apply(*this); }
};

}  // namespace wengert
