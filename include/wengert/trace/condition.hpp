// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <wengert/trace/simplify.hpp>

namespace wengert {

template <plain_scalar B>
class tracer;

namespace detail {

/// What comparing two tracers gives: a truth value that is known, or the result of an instruction.
template <plain_scalar B>
class traced_condition {
public:
    using scalar_type = tracer<B>;

    constexpr traced_condition() = default;
    constexpr traced_condition(bool known) : known_(known) {}
    constexpr traced_condition(parameter<bool> known) : known_(known.value) {}
    constexpr traced_condition(list_builder<B>& list, operand_number number) : list_(&list), number_(number) {}

    /// A branch on it: only one that is known can be taken.
    constexpr operator bool() const {
        if (list_ != nullptr) throw untraceable{};
        return known_;
    }

    [[nodiscard]] constexpr bool is_known() const { return list_ == nullptr; }
    [[nodiscard]] constexpr list_builder<B>* list() const { return list_; }
    [[nodiscard]] constexpr operand_number number() const { return number_; }

    // Both sides are there already, so nothing is lost by not stopping at the first. The templates fit better than the conversion
    // to bool that the language would make.
    friend constexpr traced_condition operator!(traced_condition const& a) {
        return a.is_known() ? traced_condition(!a.known_)
                            : traced_condition(*a.list_, a.list_->append(code_of<rules::not_>, a.number_));
    }
    template <class C>
    friend constexpr traced_condition operator&&(traced_condition const& a, C const& b) {
        return a.both(of(b));
    }
    template <class C>
        requires std::is_arithmetic_v<C>
    friend constexpr traced_condition operator&&(C const& a, traced_condition const& b) {
        return b.both(of(a));
    }
    template <class C>
    friend constexpr traced_condition operator||(traced_condition const& a, C const& b) {
        return !((!a).both(!of(b)));
    }
    template <class C>
        requires std::is_arithmetic_v<C>
    friend constexpr traced_condition operator||(C const& a, traced_condition const& b) {
        return b || a;
    }
    template <class C>
        requires std::is_arithmetic_v<C> || std::same_as<C, traced_condition>
    friend constexpr traced_condition operator==(traced_condition const& a, C const& b) {
        if constexpr (!std::same_as<C, traced_condition>)
            if (b != C(0) && b != C(1)) return false;
        traced_condition const other = of(b);
        if (a.is_known()) return a.known_ ? other : !other;
        if (other.is_known()) return other.known_ ? a : !a;
        return {*a.list_, a.list_->append(code_of<rules::same_>, a.number_, other.number_)};
    }
    template <class C>
        requires std::is_arithmetic_v<C> || std::same_as<C, traced_condition>
    friend constexpr traced_condition operator!=(traced_condition const& a, C const& b) {
        return !(a == b);
    }
    template <class C>
    friend constexpr traced_condition operator&(traced_condition const& a, C const& b) {
        return a && b;
    }
    template <class C>
    friend constexpr traced_condition operator|(traced_condition const& a, C const& b) {
        return a || b;
    }
    constexpr traced_condition& operator&=(traced_condition const& b) { return *this = *this && b; }
    constexpr traced_condition& operator|=(traced_condition const& b) { return *this = *this || b; }

private:
    static constexpr traced_condition of(traced_condition const& c) { return c; }
    template <class C>
        requires std::is_arithmetic_v<C>
    static constexpr traced_condition of(C const& c) {
        return c != C(0);
    }

    [[nodiscard]] constexpr traced_condition both(traced_condition const& b) const {
        if (is_known()) return known_ ? b : *this;
        if (b.is_known()) return b.known_ ? *this : b;
        return {*list_, list_->append(code_of<rules::and_>, number_, b.number_)};
    }

    list_builder<B>* list_ = nullptr;
    operand_number number_ = 0;
    bool known_ = false;
};

}  // namespace detail

}  // namespace wengert
