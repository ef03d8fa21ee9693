// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

// The few searches that the library makes. <algorithm> would bring the ranges along, a tenth of the time to include it all.
namespace wengert::detail {

template <class T>
constexpr T const& smaller(T const& a, T const& b) {
    return b < a ? b : a;
}
template <class T>
constexpr T const& larger(T const& a, T const& b) {
    return a < b ? b : a;
}

/// The greatest common divisor, by Euclid.
constexpr std::uint64_t common_divisor(std::uint64_t a, std::uint64_t b) {
    while (b != 0) {
        std::uint64_t const rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/// The position of the first element that `test` holds for, or the size.
template <class Vector, class Test>
constexpr std::size_t position_if(Vector const& v, Test&& test) {
    std::size_t i = 0;
    while (i < v.size() && !test(v[i])) ++i;
    return i;
}

template <class Vector, class Test>
constexpr bool any_of(Vector const& v, Test&& test) {
    return position_if(v, test) < v.size();
}

template <class Vector, class Value>
constexpr bool contains(Vector const& v, Value const& value) {
    return any_of(v, [&](auto const& x) { return x == value; });
}

/// The position of the first element whose key is no less than `key`, in a vector that ascends by its keys.
template <class Vector, class Key, class KeyOf>
constexpr std::size_t lower_position(Vector const& v, Key const& key, KeyOf&& key_of) {
    std::size_t from = 0, to = v.size();
    while (from < to) {
        std::size_t const middle = from + (to - from) / 2;
        if (key_of(v[middle]) < key) from = middle + 1;
        else to = middle;
    }
    return from;
}

}  // namespace wengert::detail
