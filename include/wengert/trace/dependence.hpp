// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/trace/partials.hpp>

namespace wengert::detail {

template <std::size_t Rows, std::size_t Columns>
struct dependence {
    bool of[Rows + 1][Columns + 1]{};
    std::size_t count[Rows + 1]{};
};

/// Which results depend on which inputs by a path that derivatives take: as in a tape, whatever the numbers are.
template <class Source>
constexpr auto find_dependence() {
    constexpr auto& list = list_of<Source>;
    dependence<list.outputs.size(), list.inputs> found;
    auto* const reaches = new bool[list.numbers + 1];
    for (std::size_t i = 0; i < list.inputs; ++i) {
        for (std::size_t k = 0; k < list.numbers; ++k) reaches[k] = k == i;
        for (instruction const& at : list.code) {
            if (is_predicate(at.code)) continue;
            row_facts const& row = facts[at.code];
            for (std::size_t k = 0; k < row.arity; ++k)
                if (row.passes[k] && !names_constant(at.from[k]) && reaches[at.from[k]]) reaches[at.to] = true;
        }
        for (std::size_t k = 0; k < list.outputs.size(); ++k)
            if (!names_constant(list.outputs[k]) && reaches[list.outputs[k]]) {
                found.of[k][i] = true;
                ++found.count[k];
            }
    }
    delete[] reaches;
    return found;
}

template <class Source>
inline constexpr auto dependence_of = find_dependence<Source>();

}  // namespace wengert::detail
