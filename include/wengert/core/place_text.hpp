// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <source_location>
#include <string>
#include <vector>

#include <wengert/core/code_place.hpp>
#include <wengert/core/lines.hpp>

namespace wengert {

namespace detail {

inline source_line line_of(std::source_location const& where) {
    return {where.file_name(), where.line(), short_name(where.function_name()), nullptr};
}

/// The lines of the user's code at these places; those of addresses are looked up together.
inline std::vector<source_line> lines_of(std::vector<code_place> const& places) {
    std::vector<void const*> addresses;
    for (code_place const& p : places) addresses.push_back(p.return_address());
    std::vector<source_line> lines = lines_of(addresses);
    for (std::size_t i = 0; i < places.size(); ++i)
        if (places[i].known() && places[i].return_address() == nullptr) lines[i] = line_of(places[i].location());
    return lines;
}

}  // namespace detail

/// A line of code as messages show it: ` at file:line`; empty if it is not known.
inline std::string place_text(std::source_location const& where) {
    return where.line() == 0 ? std::string()
                             : std::string(" at ") + where.file_name() + ':' + std::to_string(where.line());
}
inline std::string place_text(code_place where) {
    if (where.return_address() == nullptr) return place_text(where.location());
    source_line const line = detail::lines_of(std::vector<code_place>{where}).front();
    return line.known() ? " at " + line.file + ':' + std::to_string(line.line) : std::string();
}

}  // namespace wengert
