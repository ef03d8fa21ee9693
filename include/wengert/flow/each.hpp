// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <source_location>
#include <span>
#include <type_traits>
#include <utility>

#include <wengert/core/error.hpp>
#include <wengert/core/structure.hpp>

namespace wengert {

/// data[i] at step i of a loop; see each().
template <class Range>
class each_of {
public:
    /// What a step gets: a number or a structure of numbers.
    using element = std::remove_cvref_t<decltype(*std::begin(std::declval<Range const&>()))>;
    static_assert(
        structure<element>,
        "wengert: the elements of each(data) must be float, double, long double, active numbers or structures of "
        "these. Integers are none: copy them into a std::vector<double>.");

    /// Data, and the line that gave them.
    constexpr each_of(Range data, std::source_location where) : data_(std::move(data)), where_(where) {}

    /// Throws `out_of_range` where the loop takes more steps than there are data.
    constexpr decltype(auto) operator[](std::uint64_t step) const {
        if (step >= data_.size())
            throw out_of_range("a step of a loop reads each(data), which needs an element for every step",
                               static_cast<std::size_t>(step), data_.size(), where_);
        return std::begin(data_)[static_cast<std::ptrdiff_t>(step)];
    }

private:
    Range data_;
    std::source_location where_;
};

/// Stands among the arguments of `kernel(step, p...)` for another number at every step: data[i] at step i. They get derivatives
/// where they are active.
///
/// Data that have a name are referred to, and must be there, unchanged, when the derivatives are asked for: if they have changed,
/// that throws `not_reproducible`. A temporary is kept.
template <class Range>
    requires requires(Range const& data) { std::begin(data) != std::end(data); }
constexpr auto each(Range&& data, std::source_location where = std::source_location::current()) {
    if constexpr (std::is_lvalue_reference_v<Range>) {
        constexpr bool in_one_piece = requires { std::span(data); };
        static_assert(
            in_one_piece,
            "wengert: each(data) refers to data that have a name, and these must lie in one piece: std::vector, "
            "std::array, std::span or an array. Copy others into a std::vector.");
        if constexpr (in_one_piece) {
            using element = typename decltype(std::span(data))::element_type;
            return each_of<std::span<element const>>(data, where);
        } else {
            return each_of<std::remove_cvref_t<Range>>(data, where);
        }
    } else {
        return each_of<std::remove_cvref_t<Range>>(std::forward<Range>(data), where);
    }
}

namespace detail {

/// What a step sees of an argument that is bound to it.
template <class P>
struct bound_argument {
    using type = P;
    static constexpr bool changes = false;
    static constexpr P const& at(P const& p, std::uint64_t) { return p; }
};
template <class Range>
struct bound_argument<each_of<Range>> {
    using type = typename each_of<Range>::element;
    static constexpr bool changes = true;
    static constexpr decltype(auto) at(each_of<Range> const& data, std::uint64_t step) { return data[step]; }
};

}  // namespace detail

}  // namespace wengert
