// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdio>

#include <sys/resource.h>
#include <unistd.h>

// Memory as the system sees it, whoever allocates it and by what means. What a process has once touched stays in its count, so
// each measurement has a process of its own.
namespace bench {

/// Bytes in memory that are this process's now.
inline std::size_t resident_bytes() {
    std::size_t all = 0, resident = 0;
    if (std::FILE* const f = std::fopen("/proc/self/statm", "r")) {
        if (std::fscanf(f, "%zu %zu", &all, &resident) != 2) resident = 0;
        std::fclose(f);
    }
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

/// The most memory that `task` takes at once, in a process that has done nothing else.
template <class Task>
std::size_t peak_bytes_of(Task task) {
    std::size_t const before = resident_bytes();
    task();
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    std::size_t const peak = static_cast<std::size_t>(used.ru_maxrss) * 1024;
    return peak > before ? peak - before : 0;
}

/// What a new process of this program prints, called with these arguments: a number. 0 if it prints none.
inline double number_printed_with(char const* arguments) {
    double number = 0;
    char command[512];
    char self[256];
    auto const length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0) return 0;
    self[length] = 0;
    std::snprintf(command, sizeof command, "'%s' %s", self, arguments);
    if (std::FILE* const f = popen(command, "r")) {
        if (std::fscanf(f, "%lf", &number) != 1) number = 0;
        pclose(f);
    }
    return number;
}

}  // namespace bench
