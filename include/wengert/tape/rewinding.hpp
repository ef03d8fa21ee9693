// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/tape/recording.hpp>
#include <wengert/tape/tape.hpp>

namespace wengert::detail {

/// Rewinds a list to where it was, but for names of what outlives this. The list is not cleared as long as this lives, whatever the code
/// in between does.
template <class T>
class [[nodiscard]] rewinding {
public:
    /// For the function with this frame, which is the one that calls: its locals and those of what it calls are gone then.
    explicit rewinding(tape<T>& list, void const* frame = __builtin_frame_address(0))
        : list_(list), mark_(list.mark()), frame_(frame), pinned_(list) {}
    rewinding(rewinding const&) = delete;
    rewinding& operator=(rewinding const&) = delete;
    ~rewinding() {
        if (!keep_) list_.rewind(mark_, frame_);
    }

    [[nodiscard]] tape_mark const& mark() const { return mark_; }
    /// All went well: what was recorded stays.
    void keep() { keep_ = true; }

private:
    tape<T>& list_;
    tape_mark mark_;
    void const* frame_;
    pinned<T> pinned_;
    bool keep_ = false;
};

}  // namespace wengert::detail
