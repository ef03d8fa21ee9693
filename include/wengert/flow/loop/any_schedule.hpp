// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include <wengert/core/ownership.hpp>
#include <wengert/flow/schedules/offline.hpp>
#include <wengert/flow/schedules/online.hpp>
#include <wengert/flow/schedules/periodic.hpp>
#include <wengert/flow/schedules/two_level.hpp>

namespace wengert::detail {

/// A schedule of any kind: which one is a matter of the policy, which is known only at run time.
class any_schedule {
    struct base {
        virtual ~base() = default;
        virtual forward_step before_step() = 0;
        virtual action next() = 0;
        virtual storage_level forward_level() const = 0;
    };

    template <class Schedule>
    struct holder final : base {
        explicit holder(Schedule s) : schedule(std::move(s)) {}
        forward_step before_step() override {
            if constexpr (requires { schedule.before_step(); }) return schedule.before_step();
            else return {};
        }
        [[gnu::flatten]] action next() override { return schedule.next(); }
        storage_level forward_level() const override {
            if constexpr (requires { Schedule::forward_level; }) return Schedule::forward_level;
            else return storage_level::ram;
        }
        Schedule schedule;
    };

public:
    any_schedule() = default;
    template <schedule Schedule>
    explicit any_schedule(Schedule s) : held_(new holder<Schedule>(std::move(s))) {}

    explicit operator bool() const noexcept { return static_cast<bool>(held_); }
    forward_step before_step() { return held_->before_step(); }
    action next() { return held_->next(); }
    /// Where the slots of a forward_step lie.
    [[nodiscard]] storage_level forward_level() const { return held_->forward_level(); }

private:
    owner<base> held_;
};

}  // namespace wengert::detail
