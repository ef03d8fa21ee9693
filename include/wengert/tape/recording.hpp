// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/tape/direction.hpp>

namespace wengert {

namespace detail {

/// While it lives, the statements of this thread go to `to`; then to where they went before.
template <class T>
class [[nodiscard]] redirected {
public:
    explicit redirected(recorder<T>& to) { direction_.begin(&to); }
    redirected(redirected const&) = delete;
    redirected& operator=(redirected const&) = delete;
    ~redirected() { direction_.end(); }

private:
    direction<T> direction_;
};

/// Statements are evaluated and forgotten, and their results do not even know why they are passive: the cheapest way to have
/// numbers from code that is written for active ones.
template <class T>
class [[nodiscard]] silent_run : redirected<T> {
public:
    // Nothing writes to a silent recorder; that it is a constant lets compilers drop what would.
    silent_run() : redirected<T>(const_cast<recorder<T>&>(silence<T>)) {}
};

/// While it lives, nobody should clear the list: code runs that goes on with it.
template <class T>
class [[nodiscard]] pinned {
public:
    explicit pinned(tape<T>& list) : list_(list) { list_.pin(); }
    pinned(pinned const&) = delete;
    pinned& operator=(pinned const&) = delete;
    ~pinned() { list_.unpin(); }

private:
    tape<T>& list_;
};

}  // namespace detail

/// While it lives, this thread records to `t`; then to what it recorded to before.
template <scalar T>
class [[nodiscard]] recording : detail::redirected<T> {
public:
    /// Records to `t` from now on.
    explicit recording(tape<T>& t) : detail::redirected<T>(t) {}
};

/// While it lives, this thread records nothing of scalar `T`, and a variable is read as a plain number.
template <scalar T>
class [[nodiscard]] not_recording : detail::redirected<T> {
public:
    /// Records nothing from now on.
    not_recording() : detail::redirected<T>(detail::nowhere<T>) {}
};

}  // namespace wengert
