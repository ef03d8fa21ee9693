// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdio>
#include <string>

namespace wengert {

/// Is told in a sentence, without the name of the library, of what went wrong and was made good: a disk that is full, a
/// damaged block. The result is right nevertheless. Called on the thread that noticed; the text lives as long as the call.
using diagnostic_handler = void (*)(char const* sentence);

namespace detail {

// One call, so that the lines of two threads do not mix.
inline void print_diagnostic(char const* sentence) { std::fprintf(stderr, "wengert: %s\n", sentence); }

inline constinit diagnostic_handler current_diagnostic_handler = print_diagnostic;

inline void warn(std::string const& sentence) {
    diagnostic_handler const handler = __atomic_load_n(&current_diagnostic_handler, __ATOMIC_ACQUIRE);
    if (handler != nullptr) handler(sentence.c_str());
}

}  // namespace detail

/// Sends diagnostics to `handler` from now on, on every thread, and returns where they went before, to be put back.
/// nullptr silences them. At first they are printed to stderr.
inline diagnostic_handler set_diagnostic_handler(diagnostic_handler handler) noexcept {
    return __atomic_exchange_n(&detail::current_diagnostic_handler, handler, __ATOMIC_ACQ_REL);
}

}  // namespace wengert
