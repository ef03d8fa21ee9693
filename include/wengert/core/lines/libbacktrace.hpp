// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <wengert/core/lines/frame.hpp>
#include <wengert/core/lines/modules.hpp>

// libbacktrace, if the program is linked with it. A plain weak declaration would also make weak what the user's code says
// of these functions, and with a static library the linker would then not bring them: hence weakref, and types of our own.
namespace wengert::detail::libbacktrace {

struct state;
using on_frame = int (*)(void* data, std::uintptr_t address, char const* file, int line, char const* function);
using on_error = void (*)(void* data, char const* message, int number);

[[gnu::weakref("backtrace_create_state")]] static state* create_state(char const* program, int threaded, on_error,
                                                                      void* data);
[[gnu::weakref("backtrace_pcinfo")]] static int frames_at(state*, std::uintptr_t address, on_frame, on_error,
                                                          void* data);

inline bool linked() noexcept { return &create_state != nullptr && &frames_at != nullptr; }

inline void ignore(void*, char const*, int) {}

/// A state can not be freed, and knows the libraries that were loaded when it was first asked. So there is one, until
/// libraries come or go.
inline state* state_for(loaded_code const& code) {
    static char* program = nullptr;
    static state* current = nullptr;
    static unsigned long long changes = 0;
    static bool busy = false;
    while (__atomic_test_and_set(&busy, __ATOMIC_ACQUIRE)) {
    }
    if (program == nullptr)
        for (code_segment const& s : code.segments)
            if (s.main && program == nullptr) program = ::strdup(s.file.c_str());
    if (current == nullptr || changes != code.changes) {
        current = create_state(program, 1, ignore, nullptr);
        changes = code.changes;
    }
    state* const known = current;
    __atomic_clear(&busy, __ATOMIC_RELEASE);
    return known;
}

/// Says whether a line was seen, of whoever.
inline bool find_lines(std::vector<source_line>& lines, loaded_code const& code) {
    state* const known = linked() ? state_for(code) : nullptr;
    bool seen = false;
    for (source_line& line : lines) {
        if (known == nullptr) break;
        frame_choice choice(line);
        auto const add = [](void* data, std::uintptr_t, char const* file, int number, char const* function) {
            static_cast<frame_choice*>(data)->add(file == nullptr ? "" : file,
                                                  number > 0 ? static_cast<unsigned>(number) : 0,
                                                  function == nullptr ? "" : function);
            return 0;
        };
        frames_at(known, call_before(line.address), add, ignore, &choice);
        seen = seen || choice.seen();
    }
    return seen;
}

}  // namespace wengert::detail::libbacktrace
