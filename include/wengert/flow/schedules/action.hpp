// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>

namespace wengert {

/// What a schedule asks of the one who executes it. "State k" is the state that step k starts from; "the present state"
/// is the one that the executor holds to compute with, beside what lies in slots.
enum class action_kind : std::uint8_t {
    advance,  ///< evaluate the body untaped for the steps [from, to): the present state becomes state `to`
    store,    ///< copy the present state, which is state `from`, into `slot`; the slot is free
    restore,  ///< the present state becomes state `from`, which lies in `slot`; the slot keeps it
    tape,  ///< tape the steps [from, to) from the present state and reverse them; there is no present state afterwards
    drop,  ///< state `from` in `slot` is not needed again
    finished,  ///< every step has been reversed; asking again gives `finished` again
};

/// Where a slot lies. The slots of each level are numbered from 0; `scratch` is the one copy that an online schedule's
/// executor keeps beside its slots.
enum class storage_level : std::uint8_t { ram, disk, scratch };

/// One thing to do. A `drop` comes as early as it can, before the present state that was just restored from that slot
/// is taped: an executor may move the state instead of copying it, and the slot's memory is free while the tape is
/// there. Steps and slots are 64-bit numbers everywhere: the formulas stay exact far beyond 2^32 steps.
struct action {
    action_kind kind = action_kind::finished;
    std::uint64_t from = 0;
    std::uint64_t to = 0;  ///< of `advance` and `tape`; `from` in the others
    std::uint64_t slot = 0;
    storage_level level = storage_level::ram;

    friend constexpr bool operator==(action const&, action const&) = default;
};

/// Anything that says what to do next until it says `finished`.
template <class S>
concept schedule = requires(S& s) {
    { s.next() } -> std::same_as<action>;
};

/// The actions that a schedule has left, for a range-based loop; they are taken from the schedule as the loop goes.
template <schedule S>
class remaining_actions {
public:
    // Not std::default_sentinel_t: <iterator> would bring streams along.
    struct sentinel {};

    class iterator {
    public:
        using value_type = action;
        using difference_type = std::ptrdiff_t;
        using pointer = action const*;
        using reference = action const&;

        constexpr explicit iterator(S& from) : from_(&from), now_(from.next()) {}

        constexpr action const& operator*() const noexcept { return now_; }
        constexpr action const* operator->() const noexcept { return &now_; }
        constexpr iterator& operator++() {
            now_ = from_->next();
            return *this;
        }
        constexpr void operator++(int) { ++*this; }
        friend constexpr bool operator==(iterator const& i, sentinel) noexcept {
            return i.now_.kind == action_kind::finished;
        }

    private:
        S* from_;
        action now_;
    };

    constexpr explicit remaining_actions(S& from) noexcept : from_(&from) {}

    [[nodiscard]] constexpr iterator begin() const { return iterator(*from_); }
    [[nodiscard]] constexpr sentinel end() const noexcept { return {}; }

private:
    S* from_;
};

/// `for (action a : actions(schedule))`.
template <schedule S>
[[nodiscard]] constexpr remaining_actions<S> actions(S& from) noexcept {
    return remaining_actions<S>(from);
}

}  // namespace wengert
