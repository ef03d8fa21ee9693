// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#include <wengert/core/error.hpp>
#include <wengert/core/ownership.hpp>
#include <wengert/flow/schedules/two_level_plan.hpp>

namespace wengert {

/// What a loop did, and what its sweeps did so far.
struct loop_stats {
    std::uint64_t plain = 0;             ///< evaluations of the body that were not recorded
    std::uint64_t taped = 0;             ///< evaluations of the body that were
    std::uint64_t stores = 0;            ///< states copied into slots
    std::uint64_t restores = 0;          ///< and back
    std::uint64_t peak_checkpoints = 0;  ///< the most slots that were in use at once, in memory and on disk
    std::uint64_t ram_bytes = 0;         ///< the most that the slots in memory have taken
    std::uint64_t disk_bytes = 0;        ///< the most that the slots on disk have taken
};

/// Where a loop is.
struct loop_progress {
    /// The function is evaluated, or its steps are reversed.
    enum class phase_kind { primal, reverse };

    phase_kind phase;     ///< which of the two
    std::uint64_t done;   ///< steps: the primal's so far, or those that have been reversed
    std::uint64_t total;  ///< steps in all; 0 while a while_loop does not know yet
};

namespace detail {

/// A copyable callback for loop_progress: what std::function would be, without <functional>.
class progress_callback {
    struct base {
        virtual ~base() = default;
        virtual void call(loop_progress const& p) = 0;
    };
    template <class F>
    struct holder final : base {
        explicit holder(F f) : function(std::move(f)) {}
        void call(loop_progress const& p) override { function(p); }
        F function;
    };

public:
    constexpr progress_callback() = default;
    template <class F>
    explicit progress_callback(F f) : held_(shared<owner<base>>::make(owner<base>(new holder<F>(std::move(f))))) {}

    constexpr explicit operator bool() const { return static_cast<bool>(held_); }
    void operator()(loop_progress const& p) const { (*held_)->call(p); }

private:
    shared<owner<base>> held_;
};

enum class storage { everything, slots, budget, disk };

constexpr std::uint64_t at_least_nothing(std::integral auto n, char const* asked) {
    if (n < 0)
        throw invalid_argument(std::string(asked) + '(' + std::to_string(n) +
                               ") was asked for: it takes a number that is not negative.");
    return static_cast<std::uint64_t>(n);
}

}  // namespace detail

/// How a loop trades memory for evaluations: made by save_all(), checkpoints(n), memory(bytes) or disk(directory, n).
class loop_policy {
public:
    constexpr loop_policy() = default;

    /// The loop sets the counts when it runs and goes on counting in the sweeps: they must live as long.
    constexpr loop_policy report_to(loop_stats& counts) const {
        loop_policy p = *this;
        p.stats = &counts;
        return p;
    }
    /// The loop throws `iteration_limit` where it would begin another step after `n`.
    constexpr loop_policy max_iterations(std::integral auto n) const {
        loop_policy p = *this;
        p.iterations = detail::at_least_nothing(n, "max_iterations");
        return p;
    }
    /// The loop keeps a hash of every state, 8 bytes a step, and throws `not_reproducible` when a step that is evaluated again
    /// gives another state.
    constexpr loop_policy verify() const {
        loop_policy p = *this;
        p.verifies = true;
        return p;
    }
    /// `f(loop_progress)` is called after every `every` steps.
    template <std::invocable<loop_progress const&> F>
    loop_policy on_progress(F f, std::uint64_t every = 1) const {
        loop_policy p = *this;
        p.progress = detail::progress_callback(std::move(f));
        p.progress_every = every == 0 ? 1 : every;
        return p;
    }
    /// What a write to disk and a read cost, in evaluations of the body: it decides how often disk(...) does either. Ten each,
    /// if it is not said.
    constexpr loop_policy io_cost(disk_cost cost) const {
        loop_policy p = *this;
        p.io = cost;
        return p;
    }

    // For the library.
    /// @cond
    detail::storage kind = detail::storage::everything;
    std::uint64_t slot_count = 0;
    std::uint64_t budget = 0;
    detail::shared<std::string> directory;  // so that a policy is a literal type
    disk_cost io{10.0, 10.0};
    loop_stats* stats = nullptr;
    std::uint64_t iterations = ~std::uint64_t{0};
    bool verifies = false;
    std::uint64_t progress_every = 1;
    detail::progress_callback progress;
    /// @endcond
};

/// The whole loop is recorded: no step is evaluated twice, and memory grows with every statement.
constexpr loop_policy save_all() { return {}; }

/// At most `slot_count` states are kept, the first among them, and the steps between are evaluated again in the reverse sweep,
/// as few of them as possible: binomial::evaluations(n, slot_count) for n steps.
constexpr loop_policy checkpoints(std::integral auto slot_count) {
    if (slot_count == 0)
        throw invalid_argument("checkpoints(0) was asked for: a loop needs at least one slot, for its first state.");
    loop_policy p;
    p.kind = detail::storage::slots;
    p.slot_count = detail::at_least_nothing(slot_count, "checkpoints");
    return p;
}

/// As many checkpoints, and as many steps recorded at once, as fit into so many bytes and cost the fewest evaluations.
constexpr loop_policy memory(std::integral auto bytes) {
    loop_policy p;
    p.kind = detail::storage::budget;
    p.budget = detail::at_least_nothing(bytes, "memory");
    return p;
}

/// States go to a file in `directory`, which is gone when the loop's record is, and up to `ram_checkpoints` are kept in memory.
loop_policy disk(std::string directory, std::integral auto ram_checkpoints) {
    if (ram_checkpoints == 0)
        throw invalid_argument(
            "disk(directory, 0) was asked for: a loop needs at least one slot in memory, to work from.");
    loop_policy p;
    p.kind = detail::storage::disk;
    p.slot_count = detail::at_least_nothing(ram_checkpoints, "disk");
    p.directory = detail::shared<std::string>::make(std::move(directory));
    return p;
}

}  // namespace wengert
