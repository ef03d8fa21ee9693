// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// A libbacktrace that knows every line at once, so that sentences cost nothing.

#include <cstdint>

extern "C" {
using on_frame = int (*)(void*, std::uintptr_t, char const*, int, char const*);
using on_error = void (*)(void*, char const*, int);

void* backtrace_create_state(char const*, int, on_error, void*);
int backtrace_pcinfo(void*, std::uintptr_t, on_frame, on_error, void*);

void* backtrace_create_state(char const*, int, on_error, void*) {
    static char state;
    return &state;
}
int backtrace_pcinfo(void*, std::uintptr_t address, on_frame frame, on_error, void* data) {
    return frame(data, address, "somewhere.cpp", 1, "f");
}
}
