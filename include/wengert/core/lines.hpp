// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <wengert/core/lines/frame.hpp>
#include <wengert/core/lines/names.hpp>
#include <wengert/core/small_algorithms.hpp>
#include <wengert/core/source_line.hpp>

#if __has_include(<link.h>) && __has_include(<spawn.h>)
#include <wengert/core/lines/libbacktrace.hpp>
#include <wengert/core/lines/modules.hpp>
#include <wengert/core/lines/tools.hpp>
#endif

namespace wengert::detail {

/// What came of looking lines up.
struct line_search {
    bool possible = false;  ///< on this system
    bool reader = false;    ///< there is a tool, or libbacktrace
    bool seen = false;      ///< some line, if only one of ours
};

/// Completes lines of which the address is known. These differ and ascend.
inline line_search find_lines(std::vector<source_line>& lines) {
    line_search search;
#if __has_include(<link.h>) && __has_include(<spawn.h>)
    loaded_code const code = code_in_memory();
    bool const seen = libbacktrace::find_lines(lines, code);
    tool_answer const tools = ask_tools(lines, code);
    search = {true, libbacktrace::linked() || tools.runs, seen || tools.seen};
    for (source_line& line : lines) line.function = short_name(line.function);
#else
    (void)lines;
#endif
    return search;
}

/// The lines of the user's code from which operators were called that recorded these return addresses. It may start
/// programs, and takes as long as these take to read the debug information.
inline std::vector<source_line> lines_of(std::vector<void const*> const& return_addresses) {
    std::vector<source_line> lines(return_addresses.size()), known;
    if (lines.empty()) return lines;
    auto const place = [](void const* address) { return reinterpret_cast<std::uintptr_t>(address); };

    std::vector<void const*> sorted = return_addresses;
    std::qsort(static_cast<void*>(sorted.data()), sorted.size(), sizeof sorted[0], [](void const* a, void const* b) {
        auto const x = reinterpret_cast<std::uintptr_t>(*static_cast<void const* const*>(a));
        auto const y = reinterpret_cast<std::uintptr_t>(*static_cast<void const* const*>(b));
        return int{x > y} - int{x < y};
    });
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (sorted[i] == nullptr || (i != 0 && sorted[i] == sorted[i - 1])) continue;
        known.emplace_back();
        known.back().address = sorted[i];
    }
    find_lines(known);

    for (std::size_t i = 0; i < lines.size(); ++i)
        if (void const* const address = return_addresses[i]; address != nullptr)
            lines[i] =
                known[lower_position(known, place(address), [&](source_line const& l) { return place(l.address); })];
    return lines;
}

/// One sentence on what there is to do if lines are not known.
inline std::string how_to_get_lines() {
    std::vector<source_line> here(1);
    here[0].address = reinterpret_cast<void const*>(reinterpret_cast<std::uintptr_t>(&how_to_get_lines) + 1);
    line_search const search = find_lines(here);
    if (!search.possible) return "Source lines cannot be found on this system.";
    if (search.seen)
        return "Lines are found only in code that was compiled with -g, and some that clang++ writes only by "
               "llvm-symbolizer (package llvm) or libbacktrace.";
    if (search.reader) return "To see source lines, compile with -g.";
    return "To see source lines, compile with -g and install addr2line (package binutils), or link libbacktrace.";
}

}  // namespace wengert::detail
