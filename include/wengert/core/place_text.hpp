// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <source_location>
#include <string>
#include <vector>

#include <wengert/core/code_place.hpp>
#include <wengert/core/lines.hpp>
#include <wengert/core/small_algorithms.hpp>

namespace wengert {

namespace detail {

inline source_line line_of(std::source_location const& where) {
    return {where.file_name(), where.line(), short_name(where.function_name()), nullptr};
}

// What this thread has looked up, by address: a look-up may start a program.
inline std::vector<source_line>& lines_known() {
    thread_local std::vector<source_line> lines;
    return lines;
}
inline std::size_t place_among_known(void const* address) {
    return lower_position(lines_known(), reinterpret_cast<std::uintptr_t>(address),
                          [](source_line const& l) { return reinterpret_cast<std::uintptr_t>(l.address); });
}
inline source_line const* known_line(void const* address) {
    std::size_t const at = place_among_known(address);
    return at < lines_known().size() && lines_known()[at].address == address ? &lines_known()[at] : nullptr;
}

/// The lines of the user's code at these places; those of addresses are looked up together, and once.
inline std::vector<source_line> lines_of(std::vector<code_place> const& places) {
    std::vector<void const*> addresses;
    for (code_place const& p : places)
        if (p.return_address() != nullptr && known_line(p.return_address()) == nullptr)
            addresses.push_back(p.return_address());
    if (!addresses.empty())
        for (source_line& line : lines_of(addresses)) {
            auto& known = lines_known();
            std::size_t const at = place_among_known(line.address);
            if (at == known.size() || known[at].address != line.address)
                known.insert(known.begin() + static_cast<std::ptrdiff_t>(at), std::move(line));
        }
    std::vector<source_line> lines;
    for (code_place const& p : places) {
        if (p.return_address() != nullptr) lines.push_back(*known_line(p.return_address()));
        else lines.push_back(p.known() ? line_of(p.location()) : source_line());
    }
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
