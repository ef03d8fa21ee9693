// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/trace/partials.hpp>

namespace wengert::detail {

/// Of each result: how many of the active inputs it depends on, and which, counted among the active ones.
template <std::size_t Rows, std::size_t Columns>
struct dependence {
    std::size_t count[Rows + 1]{};
    std::size_t of[Rows + 1][Columns + 1]{};
};

/// Which results depend on which inputs by a path that derivatives take: as in a tape, whatever the numbers are.
template <class Source, class Active>
constexpr auto find_dependence() {
    constexpr auto& list = list_of<Source>;
    dependence<list.outputs.size(), list.inputs> found;
    auto* const reaches = new bool[list.numbers + 1];
    std::size_t column = 0;
    for (std::size_t i = 0; i < list.inputs; ++i) {
        if (!Active::has(i)) continue;
        for (std::size_t k = 0; k < list.numbers; ++k) reaches[k] = k == i;
        for (instruction const& at : list.code) {
            if (is_predicate(at.code)) continue;
            row_facts const& row = facts[at.code];
            for (std::size_t k = 0; k < row.arity; ++k)
                if (row.passes[k] && !names_constant(at.from[k]) && reaches[at.from[k]]) reaches[at.to] = true;
        }
        for (std::size_t k = 0; k < list.outputs.size(); ++k)
            if (!names_constant(list.outputs[k]) && reaches[list.outputs[k]]) found.of[k][found.count[k]++] = column;
        ++column;
    }
    delete[] reaches;
    return found;
}

template <class Source, class Active>
inline constexpr auto dependence_of = find_dependence<Source, Active>();

}  // namespace wengert::detail
