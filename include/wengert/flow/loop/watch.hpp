// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <source_location>
#include <string>
#include <vector>

#include <wengert/core/error.hpp>
#include <wengert/core/small_algorithms.hpp>
#include <wengert/flow/loop/state.hpp>
#include <wengert/flow/policy.hpp>

namespace wengert::detail {

/// What a loop tells of itself and checks on the way: its counts, its progress, its limit, and whether it repeats itself.
class loop_watch {
public:
    loop_watch(loop_policy const& policy, char const* name, std::source_location where)
        : stats_(policy.stats),
          limit_(policy.iterations),
          verifies_(policy.verifies),
          progress_(policy.progress),
          every_(policy.progress_every),
          name_(name),
          where_(where) {
        if (stats_ != nullptr) *stats_ = {};
    }

    [[nodiscard]] char const* name() const { return name_; }
    /// Whether it wants to see every single step.
    [[nodiscard]] bool each_step() const { return verifies_ || static_cast<bool>(progress_); }

    void total(std::uint64_t n) { total_ = n; }

    /// The same before the first step. Throws unless the loop may make so many.
    void given(std::uint64_t n) {
        if (n > limit_) throw iteration_limit(name_, limit_, n, where_);
        total(n);
    }
    /// Throws unless the loop, which goes on while a condition holds, may make so many steps.
    void require(std::uint64_t steps) const {
        if (steps > limit_) throw iteration_limit(name_, limit_, where_);
    }

    void plain(std::uint64_t steps) {
        if (stats_ != nullptr) stats_->plain += steps;
    }
    void taped(std::uint64_t steps) {
        if (stats_ != nullptr) stats_->taped += steps;
    }
    /// The first `steps` have been made, perhaps not for the first time.
    void primal(std::uint64_t steps) {
        if (progress_ && steps > seen_) tell(loop_progress::phase_kind::primal, steps, seen_);
    }
    /// All but the first `left` have been reversed. Another sweep begins again.
    void reversed(std::uint64_t left) {
        if (!progress_) return;
        if (total_ - left < reversed_) reversed_ = 0;
        tell(loop_progress::phase_kind::reverse, total_ - left, reversed_);
    }
    void stored() {
        if (stats_ != nullptr) ++stats_->stores;
    }
    void restored() {
        if (stats_ != nullptr) ++stats_->restores;
    }
    void slots(std::uint64_t count, std::uint64_t ram_bytes, std::uint64_t disk_bytes) {
        if (stats_ == nullptr) return;
        stats_->peak_checkpoints = larger(stats_->peak_checkpoints, count);
        stats_->ram_bytes = larger(stats_->ram_bytes, ram_bytes);
        stats_->disk_bytes = larger(stats_->disk_bytes, disk_bytes);
    }

    /// State k was computed without a tape; it must be the same each time.
    template <class State>
    void check(std::uint64_t k, State const& s) {
        if (!verifies_) return;
        std::size_t const at = static_cast<std::size_t>(k - 1);
        std::uint64_t const hash = hash_of(s);
        if (at == hashes_.size()) return hashes_.push_back(hash);
        if (hashes_[at] != hash) throw other_state(k);
    }

    /// State k as it was computed on a tape from state `from`, and without one.
    template <class State>
    void compare(std::uint64_t from, std::uint64_t k, State const& taped, State const& plain) const {
        if (!same_but_for_rounding(taped, plain, allowed(from, k))) throw other_state(k);
    }

    /// What the steps from this one on put out as they were computed on a tape, and the first time.
    template <class Outputs>
    void compare_outputs(std::uint64_t from, Outputs const& taped, Outputs const& all) const {
        for (std::size_t i = 0; i < taped.size(); ++i)
            if (!same_but_for_rounding(taped[i], all[static_cast<std::size_t>(from) + i], allowed(0, i + 1)))
                throw another(from + i, "put out something else");
    }

private:
    // A difference grows from step to step.
    static double allowed(std::uint64_t from, std::uint64_t to) { return to - from == 1 ? 1e-6 : 1e-3; }

    [[nodiscard]] not_reproducible other_state(std::uint64_t k) const { return another(k - 1, "gave another state"); }
    [[nodiscard]] not_reproducible another(std::uint64_t step, char const* what) const {
        return not_reproducible(
            "Step " + std::to_string(step) + " of " + name_ + place_text(where_) + ' ' + what + " than the first time.",
            where_);
    }

    // A group of steps is told of as one, if it brings the count to or across the next multiple.
    void tell(loop_progress::phase_kind phase, std::uint64_t done, std::uint64_t& before) {
        bool const now = done / every_ != before / every_ || done == total_;
        before = done;
        if (now) progress_({phase, done, total_});
    }

    loop_stats* stats_;
    std::uint64_t limit_;
    bool verifies_;
    progress_callback progress_;
    std::uint64_t every_;
    std::uint64_t total_ = 0;
    std::uint64_t seen_ = 0;      // steps of the primal run
    std::uint64_t reversed_ = 0;  // and of the sweep, at the latest
    char const* name_;
    std::source_location where_;
    std::vector<std::uint64_t> hashes_;
};

}  // namespace wengert::detail
