// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <wengert/core/error.hpp>
#include <wengert/core/small_algorithms.hpp>

// Linux gives memory away that it does not have, and ends the process which uses it. So what grows with a tape asks first.
namespace wengert::detail {

/// Where Linux tells of memory: of the machine, and of the control groups (version 2) that a process is in, such as a container.
struct memory_files {
    char const* machine = "/proc/meminfo";
    char const* group = "/proc/self/cgroup";
    char const* groups = "/sys/fs/cgroup";
};
constinit inline memory_files memory_is_told_by;  // tests name others

inline constexpr std::uint64_t unlimited = ~std::uint64_t{0};

/// The first line of a file that begins with `key`, without that; empty if there is none.
inline std::string line_of_file(std::string const& path, std::string_view key) {
    std::FILE* const file = std::fopen(path.c_str(), "r");
    if (file == nullptr) return {};
    std::string found;
    char line[4096];
    while (found.empty() && std::fgets(line, sizeof line, file) != nullptr)
        if (std::string_view(line).starts_with(key)) found.assign(line + key.size());
    std::fclose(file);
    return found;
}

/// The number there, so many times, or `otherwise`.
inline std::uint64_t number_of_file(std::string const& path, std::string_view key, std::uint64_t otherwise,
                                    std::uint64_t times = 1) {
    std::string const line = line_of_file(path, key);
    char* end = nullptr;
    std::uint64_t const number = std::strtoull(line.c_str(), &end, 10);
    return end == line.c_str() ? otherwise : number * times;
}

/// Bytes of memory: what may be used before the system swaps or ends a process, and what there is in all.
struct memory_state {
    std::uint64_t free = unlimited, total = unlimited;

    /// `unlimited` where the system does not tell.
    static memory_state now() {
        memory_files const from = memory_is_told_by;
        memory_state m;
        m.limit(number_of_file(from.machine, "MemTotal:", unlimited, 1024),
                number_of_file(from.machine, "MemAvailable:", unlimited, 1024));
        std::string group = line_of_file(from.group, "0::");
        for (bool more = !group.empty(); more;) {
            group.resize(group.find_last_not_of("/\n") + 1);
            more = !group.empty();
            std::string const folder = from.groups + group + '/';
            std::uint64_t const most = number_of_file(folder + "memory.max", {}, unlimited);
            std::uint64_t const files = number_of_file(folder + "memory.stat", "inactive_file ", 0);
            std::uint64_t const used = number_of_file(folder + "memory.current", {}, 0);
            if (most != unlimited) m.limit(most, most - smaller(most, used - smaller(used, files)));
            if (more) group.resize(smaller(group.rfind('/'), group.size() - 1));
        }
        return m;
    }

private:
    void limit(std::uint64_t all, std::uint64_t left) {
        total = smaller(total, all);
        free = smaller(free, left);
    }
};

/// Asks the system before something takes so much that it matters, and seldom enough to cost nothing.
class memory_allowance {
public:
    /// `what` is about to take so many bytes. Throws `out_of_memory` if the system would have less than a 64th left.
    void take(std::uint64_t bytes, char const* what) {
        if (bytes > left_) look(bytes, what);
        left_ -= bytes;
    }

private:
    [[gnu::noinline]] void look(std::uint64_t bytes, char const* what) {
        memory_state const m = memory_state::now();
        std::uint64_t const reserve = m.total / 64;
        if (m.free < reserve || m.free - reserve < bytes) throw out_of_memory(what, bytes, m.free);
        left_ = bytes + (m.free - reserve - bytes) / 64;
    }

    std::uint64_t left_ = std::uint64_t{1} << 26;
};

}  // namespace wengert::detail
