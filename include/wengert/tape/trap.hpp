// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <source_location>
#include <string>
#include <vector>

#include <wengert/core/error.hpp>
#include <wengert/core/place_text.hpp>
#include <wengert/tape/annotation.hpp>

namespace wengert::detail {

/// The first operation of a statement whose result is no finite number, with its operands: `log(0) gave -inf`.
template <class T>
std::string culprit_in(annotation<T> const& a) {
    std::vector<T> values(a.kind->operations);
    for (std::size_t i = 0; i < values.size(); ++i) {
        operation_row<T> const& row = a.kind->rows[i];
        T x[3];
        std::string text[3];
        for (std::size_t k = 0; k < row.kind->arity; ++k) {
            std::int16_t const from = row.operand[k];
            x[k] = from >= 0 ? a.numbers[from] : values[~static_cast<std::size_t>(from)];
            text[k] = number_text(static_cast<double>(primal(x[k])));
        }
        values[i] = row.kind->value(x);
        if (!isfinite(primal(values[i])))
            return row.kind->print(text) + " gave " + number_text(static_cast<double>(primal(values[i])));
    }
    return "an operation left the finite numbers";
}

[[noreturn, gnu::cold]] inline void throw_not_finite(std::string const& what, std::string const& cure,
                                                     std::source_location where = std::source_location::current()) {
    throw non_finite(what + ": " + cure + ", or open the tape without trap_non_finite to go on.", where);
}
template <class T>
[[noreturn, gnu::cold, gnu::noinline]] void throw_not_finite(annotation<T> const& a) {
    throw_not_finite(culprit_in(a) + place_text(a.where), "keep its operands in the domain of the function");
}

}  // namespace wengert::detail
