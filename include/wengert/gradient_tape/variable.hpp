// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <string>
#include <utility>

#include <wengert/gradient_tape/session.hpp>

namespace wengert {

/// Whether the tapes watch a variable by themselves.
struct trainable {
    bool value = true;
};

/// A named, versioned number that programs assign to. Reading it under a recording tape records a leaf; every read of every
/// version adds to its gradient. Assignment is not differentiated.
///
/// It moves but does not copy: a copy would be another variable. Reading from many threads at once is safe, assigning is not.
template <scalar T>
class basic_variable {
public:
    basic_variable(T const& v = T(0), std::string name = {}, trainable t = {})
        : value_(v), name_(std::move(name)), trainable_(t.value), id_(new_id()) {}
    basic_variable(T const& v, trainable t) : basic_variable(v, {}, t) {}

    basic_variable(basic_variable&&) noexcept = default;
    basic_variable& operator=(basic_variable&&) noexcept = default;
    basic_variable(basic_variable const&) = delete;
    basic_variable& operator=(basic_variable const&) = delete;

    [[nodiscard]] T const& value() const noexcept { return value_; }
    [[nodiscard]] std::string const& name() const noexcept { return name_; }
    [[nodiscard]] bool is_trainable() const noexcept { return trainable_; }
    /// How often it was assigned to.
    [[nodiscard]] std::uint64_t version() const noexcept { return version_; }
    [[nodiscard]] detail::variable_id id() const noexcept { return id_; }

    void assign(T const& v) {
        value_ = v;
        ++version_;
    }
    void assign_add(T const& v) { assign(T(value_ + v)); }
    void assign_sub(T const& v) { assign(T(value_ - v)); }

    /// The present value; under a recording tape that watches the variable, a leaf of that tape.
    [[nodiscard]] active<T> read() const {
        auto& s = detail::session<T>::of_this_thread();
        if (s.windows.empty()) return active<T>(value_, passive(cause::not_recorded));
        bool watched = false;
        for (detail::window* w : s.windows) {
            if (!w->recording) {
                detail::insert_once(w->read_while_paused, id_);
            } else if (detail::contains(w->explicit_variables, id_) ||
                       (trainable_ && w->options.watch_accessed_variables)) {
                detail::insert_once(w->watched_variables, id_);
                watched = true;
            }
        }
        if (!watched) return active<T>(value_, passive(trainable_ ? cause::not_recorded : cause::not_trainable));
        active<T> const leaf = s.list.input(value_);
        s.reads.push_back({id_, leaf.identity().index});
        return leaf;
    }
    operator active<T>() const { return read(); }

private:
    static detail::variable_id new_id() {
        static constinit std::atomic<detail::variable_id> next{1};
        return next.fetch_add(1, std::memory_order_relaxed);
    }

    T value_;
    std::string name_;
    bool trainable_;
    detail::variable_id id_;
    std::uint64_t version_ = 0;
};

/// A variable of doubles.
using variable = basic_variable<double>;

template <scalar T>
struct form<basic_variable<T>> {
    using scalar_type = active<T>;
    using value_type = T;

    static T const& value(basic_variable<T> const& x) { return x.value(); }
};

/// The number of a variable, without reading it on a tape.
template <scalar T>
T value(basic_variable<T> const& x) {
    return x.value();
}

namespace detail {
template <class T>
inline constexpr bool is_variable = false;
template <class T>
inline constexpr bool is_variable<basic_variable<T>> = true;
}  // namespace detail

}  // namespace wengert
