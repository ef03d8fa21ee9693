// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <link.h>
#include <unistd.h>

namespace wengert::detail {

/// The address after a call may belong to the next statement already.
inline std::uintptr_t call_before(void const* return_address) {
    return reinterpret_cast<std::uintptr_t>(return_address) - 1;
}

/// Code of the program or of a shared library, as it lies in memory.
struct code_segment {
    std::uintptr_t from = 0, to = 0;
    std::uintptr_t base = 0;  ///< what was added to the addresses in the file
    std::string file;
    bool main = false;  ///< of the program itself
};

struct loaded_code {
    std::vector<code_segment> segments;
    unsigned long long changes = 0;  ///< how often libraries were loaded and unloaded

    code_segment const* at(std::uintptr_t address) const noexcept {
        for (code_segment const& s : segments)
            if (s.from <= address && address < s.to) return &s;
        return nullptr;
    }
};

/// The name of the program's file while it has one, else one that leads to it all the same: it may have been replaced
/// while it runs, as by compiling it again.
inline std::string file_of_program(std::string const& mapped) {
    if (!mapped.empty() && ::access(mapped.c_str(), R_OK) == 0) return mapped;
    char name[4096];
    auto const size = ::readlink("/proc/self/exe", name, sizeof name);
    std::string linked(name, size > 0 ? static_cast<std::size_t>(size) : 0);
    if (!linked.empty() && mapped.empty() && ::access(linked.c_str(), R_OK) == 0) return linked;
    return "/proc/" + std::to_string(::getpid()) + "/exe";
}

/// Replaces the names by those of the files that are mapped: they are absolute, while the loader's may depend on a
/// directory that the process has left.
inline void name_by_mappings(std::vector<code_segment>& segments) {
    std::FILE* const maps = std::fopen("/proc/self/maps", "re");
    char* text = nullptr;
    std::size_t capacity = 0;
    while (maps != nullptr) {
        auto const size = ::getline(&text, &capacity, maps);
        if (size <= 0) break;
        std::string_view line(text, static_cast<std::size_t>(size));
        std::size_t const path = line.find('/');
        if (path == std::string_view::npos || !line.ends_with('\n')) continue;
        line.remove_suffix(1);
        char* end = nullptr;
        auto const from = static_cast<std::uintptr_t>(std::strtoull(text, &end, 16));
        auto const to = static_cast<std::uintptr_t>(std::strtoull(end + 1, nullptr, 16));
        for (code_segment& s : segments)
            if (from <= s.from && s.from < to) s.file = line.substr(path);
    }
    std::free(text);
    if (maps != nullptr) std::fclose(maps);
    for (code_segment& s : segments)
        if (s.main) s.file = file_of_program(s.file);
}

inline loaded_code code_in_memory() {
    loaded_code code;
    ::dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t size, void* data) {
            auto& found = *static_cast<loaded_code*>(data);
            if (size >= offsetof(dl_phdr_info, dlpi_subs) + sizeof info->dlpi_subs)
                found.changes = info->dlpi_adds + info->dlpi_subs;
            std::string const name = info->dlpi_name == nullptr ? "" : info->dlpi_name;
            for (std::size_t i = 0; i < info->dlpi_phnum; ++i) {
                auto const& header = info->dlpi_phdr[i];
                if (header.p_type != PT_LOAD || (header.p_flags & PF_X) == 0) continue;
                std::uintptr_t const from = info->dlpi_addr + header.p_vaddr;
                found.segments.push_back({from, from + header.p_memsz, info->dlpi_addr, name, name.empty()});
            }
            return 0;
        },
        &code);
    name_by_mappings(code.segments);
    return code;
}

}  // namespace wengert::detail
