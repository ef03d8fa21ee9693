// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <source_location>
#include <string>
#include <utility>

#include <wengert/gradient_tape/session.hpp>
#include <wengert/tape/label.hpp>

namespace wengert {

/// Whether the tapes watch a variable by themselves.
struct trainable {
    bool value = true;  ///< false: only watch() makes a tape follow it
};

/// A named, versioned number that programs assign to. Reading it under a recording tape records a leaf; every read of every
/// version adds to its gradient. Assignment is not differentiated.
///
/// It moves but does not copy: a copy would be another variable. Reading from many threads at once is safe, assigning is not.
template <scalar T>
class basic_variable {
public:
    /// A new variable. Reports speak of it by its name.
    explicit basic_variable(T const& v, std::string name = {}, trainable t = {})
        : value_(v), identity_(detail::variable_pointer::make(std::move(name), t.value)) {}
    /// A new variable without a name.
    basic_variable(T const& v, trainable t) : basic_variable(v, {}, t) {}

    /// What was moved from goes on to name the same variable, so that no tape meets one without a name.
    basic_variable(basic_variable&& other) noexcept
        : value_(other.value_), version_(other.version_), identity_(other.identity_) {}  // NOLINT: it is shared
    /// This name is another variable from now on.
    basic_variable& operator=(basic_variable&& other) noexcept {
        value_ = other.value_;
        version_ = other.version_;
        identity_ = other.identity_;
        return *this;
    }
    basic_variable(basic_variable const&) = delete;
    basic_variable& operator=(basic_variable const&) = delete;
    ~basic_variable() = default;

    /// The present value, without a place on a tape. A loop that runs its body again finds there what it found the first time.
    [[nodiscard]] T value(std::source_location where = std::source_location::current()) const {
        note(tape_event::kind_type::read_as_number, value_, where);
        return present();
    }
    /// The same without a note that the number was taken.
    [[nodiscard]] T present() const {
        detail::reading<T>* const kept = detail::now_reading<T>;
        return kept == nullptr || kept->made(identity_->age) ? value_ : kept->number(identity_.get(), value_);
    }
    /// As it was given; may be empty.
    [[nodiscard]] std::string const& name() const noexcept { return identity_->name; }
    /// Whether the tapes watch it by themselves.
    [[nodiscard]] bool is_trainable() const noexcept { return identity_->trainable; }
    /// How often it was assigned to.
    [[nodiscard]] std::uint64_t version() const noexcept { return version_; }

    /// The value is v from now on. What was computed from the old one keeps its gradient.
    void assign(T const& v, std::source_location where = std::source_location::current()) {
        value_ = v;
        ++version_;
        note(tape_event::kind_type::assigned, v, where);
    }
    /// Never: assignment is not differentiated, and assign() says so.
    template <class V>
        requires(std::is_arithmetic_v<V> || differentiable<V>)
    basic_variable& operator=(V const&) {
        return never_by_operator<V>();
    }
    /// See operator=.
    template <class V>
        requires(std::is_arithmetic_v<V> || differentiable<V>)
    basic_variable& operator+=(V const&) {
        return never_by_operator<V>();
    }
    /// See operator=.
    template <class V>
        requires(std::is_arithmetic_v<V> || differentiable<V>)
    basic_variable& operator-=(V const&) {
        return never_by_operator<V>();
    }

    /// assign(value() + v).
    void assign_add(T const& v, std::source_location where = std::source_location::current()) {
        assign(T(value_ + v), where);
    }
    /// assign(value() - v).
    void assign_sub(T const& v, std::source_location where = std::source_location::current()) {
        assign(T(value_ - v), where);
    }

    /// The present value; under a recording tape that watches the variable, a leaf of that tape.
    [[nodiscard, gnu::always_inline]] active<T> read() const {
        active<T> const leaf = read_from(identity_, value_);
        asm volatile("");  // so that the call is no jump, and returns to the line that reads
        return leaf;
    }
    /// The same as read().
    [[gnu::always_inline]] operator active<T>() const { return read(); }

    /// For the library: the same for all reads of all versions.
    [[nodiscard]] detail::variable_pointer const& identity() const noexcept { return identity_; }

private:
    [[gnu::noinline]] static active<T> read_from(detail::variable_pointer const& v, T const& value) {
        return detail::session<T>::read(v, value, __builtin_return_address(0));
    }

    template <class V>
    basic_variable& never_by_operator() {
        static_assert(never<V>,
                      "wengert: a variable is changed by assign(v), assign_add(v) or assign_sub(v), which are not "
                      "differentiated.");
        return *this;
    }

    void note(tape_event::kind_type what, T const& number, std::source_location where) const {
        if (detail::explaining<T> != nullptr)
            detail::session<T>::of_this_thread()->note(
                {.kind = what, .source = identity_.get(), .where = code_place(where)}, number);
    }

    T value_;
    std::uint64_t version_ = 0;
    detail::variable_pointer identity_;
};

/// A variable of doubles.
using variable = basic_variable<double>;

template <scalar T>
struct form<basic_variable<T>> {
    using scalar_type = active<T>;
    using value_type = T;

    static T value(basic_variable<T> const& x) { return x.present(); }
};

/// The number of a variable, without reading it on a tape.
template <scalar T>
T value(basic_variable<T> const& x, std::source_location where = std::source_location::current()) {
    return x.value(where);
}

/// The number of a variable with the path cut, and a read of it under a name.
template <scalar T>
[[gnu::always_inline]] inline active<T> stop_gradient(basic_variable<T> const& x) {
    return stop_gradient(x.read());
}
/// A read of the variable, under another name.
template <scalar T>
[[gnu::always_inline]] inline active<T> label(basic_variable<T> const& x, std::string name) {
    return label(x.read(), std::move(name));
}

namespace detail {
template <class T>
inline constexpr bool is_variable = false;
template <class T>
inline constexpr bool is_variable<basic_variable<T>> = true;
}  // namespace detail

}  // namespace wengert
