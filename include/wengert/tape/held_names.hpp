// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <wengert/tape/captures.hpp>
#include <wengert/tape/handle.hpp>

namespace wengert::detail {

/// Names that code gave to numbers which outlive it: they stay names of these, also if what it recorded is forgotten.
class held_names {
public:
    /// `statement` is the name of `object` from now on, which was given when code was run `again` or for the first time.
    void hold(std::uint32_t statement, void const* object, bool again) {
        if (!all_.empty() && all_.back().statement >= statement) return;
        all_.push_back({object, stack_position(), statement, again});
    }

    /// Whether it was given when code was run again.
    [[nodiscard]] bool given_again(std::uint32_t statement) const noexcept {
        for (std::size_t i = all_.size(); i > 0 && all_[i - 1].statement >= statement; --i)
            if (all_[i - 1].statement == statement) return all_[i - 1].again;
        return false;
    }

    /// What was recorded from a statement on is forgotten, by the function that has `frame` on its stack. Its locals and those of
    /// what it called are gone. Returns the last statement whose name stays, or `nobody`.
    std::uint32_t outlive(std::uint32_t from, void const* frame) noexcept {
        std::size_t first = all_.size();
        while (first > 0 && all_[first - 1].statement >= from) --first;
        std::size_t stay = first;
        for (std::size_t i = first; i < all_.size(); ++i)
            if (!is_between(all_[i].object, all_[i].stack, frame)) all_[stay++] = all_[i];
        all_.resize(stay);
        return stay == first ? nobody : all_.back().statement;
    }

    void clear() noexcept { all_.clear(); }

private:
    struct name {
        void const* object = nullptr;
        void const* stack = nullptr;  // how far it reached then
        std::uint32_t statement = nobody;
        bool again = false;
    };

    std::vector<name> all_;  // ascending
};

}  // namespace wengert::detail
