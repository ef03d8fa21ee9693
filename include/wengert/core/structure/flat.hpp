// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <source_location>
#include <vector>

#include <wengert/core/structure/map.hpp>

namespace wengert {

/// The numbers of a structure in one vector, in the order of for_each_leaf: what optimisers want.
template <class S>
[[nodiscard]] constexpr std::vector<scalar_of_t<S>> flatten(S const& s) {
    std::vector<scalar_of_t<S>> numbers;
    numbers.reserve(leaf_count(s));
    for_each_leaf(s, [&](auto const& leaf) { numbers.push_back(scalar_of_t<S>(leaf)); });
    return numbers;
}

/// The way back: a structure of the shape of `shape` that holds `numbers`, of any vector type.
/// Throws `shape_mismatch` if there are more or fewer.
template <class S, class Numbers>
[[nodiscard]] constexpr auto unflatten(Numbers const& numbers, S const& shape,
                                       std::source_location where = std::source_location::current()) {
    using U = std::remove_cvref_t<decltype(numbers[0])>;
    if (numbers.size() != leaf_count(shape))
        throw shape_mismatch("unflatten", leaf_count(shape), numbers.size(), where);
    std::size_t i = 0;
    return map_leaves<U>(shape, [&](auto const&) { return numbers[i++]; });
}

}  // namespace wengert
