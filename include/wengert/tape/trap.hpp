// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <wengert/core/error.hpp>
#include <wengert/core/place_text.hpp>
#include <wengert/tape/annotation.hpp>

namespace wengert::detail {

/// The first operation of a statement whose result is no finite number, with its operands: `log(0) gave -inf`.
template <class T>
std::string first_not_finite(statement_kind<T> const& kind, std::vector<T> const& leaves) {
    std::vector<T> values(kind.operations);
    for (std::size_t i = 0; i < kind.operations; ++i) {
        operation_row<T> const& row = kind.rows[i];
        T x[3];
        std::string text[3];
        for (std::size_t k = 0; k < row.kind->arity; ++k) {
            std::int16_t const from = row.operand[k];
            x[k] = from >= 0 ? leaves[static_cast<std::size_t>(from)] : values[static_cast<std::size_t>(~from)];
            text[k] = number_text(static_cast<double>(primal(x[k])));
        }
        values[i] = row.kind->value(x);
        if (!isfinite(primal(values[i])))
            return row.kind->print(text) + " gave " + number_text(static_cast<double>(primal(values[i])));
    }
    return "an operation left the finite numbers";
}

template <class T, class E>
[[noreturn, gnu::cold, gnu::noinline]] void throw_not_finite(E const& expression, code_place where) {
    auto const& kind = kind_of_statement<T, E>::kind;
    annotations<T> kept;
    kept.add({1, passive_tag}, expression, where);
    T const* const numbers = kept.find(1, passive_tag).numbers;
    throw non_finite(
        first_not_finite(kind, std::vector<T>(numbers, numbers + kind.leaves)) + place_text(where) +
        ": keep its operands in the domain of the function, or open the tape without trap_non_finite to go "
        "on.");
}

}  // namespace wengert::detail
