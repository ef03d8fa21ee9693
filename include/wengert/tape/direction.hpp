// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/tape/captures.hpp>
#include <wengert/tape/recorder.hpp>

namespace wengert::detail {

/// Where the statements of this thread shall go, from begin() to end(). The thread follows the last that does not leave it to
/// those before, and they may end in any order.
template <class T>
class direction {
public:
    direction() = default;
    direction(direction const&) = delete;
    direction& operator=(direction const&) = delete;

    /// Null leaves it to those before.
    void begin(recorder<T>* to) noexcept {
        before_ = last;
        last = this;
        point(to);
    }
    void point(recorder<T>* to) noexcept {
        to_ = to;
        follow();
    }
    void end() noexcept {
        if (last == this) last = before_;
        else take_out();
        follow();
    }

    [[nodiscard]] recorder<T> const* to() const noexcept { return to_; }
    [[nodiscard]] direction const* before() const noexcept { return before_; }
    /// Whether code that is only evaluated runs now, and this object is none of its locals: those lie beyond where it began.
    [[nodiscard, gnu::noinline]] static bool is_around_silence(void const* object) noexcept {
        for (direction const* d = last; d != &first; d = d->before_)
            if (d->to_ != nullptr && d->to_->silent) return !is_between(object, __builtin_frame_address(0), d);
        return false;
    }
    /// The last that this thread began, or the one before all, which leads nowhere and has none before it.
    [[nodiscard]] static direction const* last_of_thread() noexcept { return last; }

    /// What was sent to `ended` goes nowhere from now on.
    static void forget(recorder<T> const& ended) noexcept {
        for (direction* d = last; d != &first; d = d->before_)
            if (d->to_ == &ended) d->to_ = &nowhere<T>;
        follow();
    }

private:
    constexpr explicit direction(recorder<T>* to) : to_(to) {}

    static void follow() noexcept {
        direction const* d = last;
        while (d->to_ == nullptr) d = d->before_;
        current<T> = d->to_;
    }

    [[gnu::noinline]] void take_out() noexcept {
        for (direction** d = &last; *d != &first; d = &(*d)->before_)
            if (*d == this) {
                *d = before_;
                return;
            }
    }

    static direction first;
    constinit static inline thread_local direction* last = &first;

    recorder<T>* to_ = nullptr;
    direction* before_ = nullptr;
};

template <class T>
constinit direction<T> direction<T>::first{&nowhere<T>};

}  // namespace wengert::detail
