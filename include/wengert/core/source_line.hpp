// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace wengert {

/// A line of the user's code. `line` is 0 where it is not known; `address` is then what there is.
struct source_line {
    std::string file;
    unsigned line = 0;
    std::string function;  ///< demangled, without its parameters; may be empty
    void const* address = nullptr;

    [[nodiscard]] bool known() const noexcept { return line != 0; }
    friend bool operator==(source_line const&, source_line const&) = default;
};

}  // namespace wengert
