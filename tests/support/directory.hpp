// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

#include <stdlib.h>

namespace support {

/// A new directory that is gone, with what is in it, when this is.
struct directory {
    std::string path = [] {
        std::string name = (std::filesystem::temp_directory_path() / "wengert_XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no directory " + name);
        return name;
    }();

    directory() = default;
    directory(directory const&) = delete;
    directory& operator=(directory const&) = delete;
    ~directory() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }

    [[nodiscard]] std::string operator/(std::string const& name) const { return path + '/' + name; }
    [[nodiscard]] bool empty() const { return std::filesystem::is_empty(path); }
};

}  // namespace support
