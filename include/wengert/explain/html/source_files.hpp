// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#if __has_include(<unistd.h>)
#include <sys/stat.h>
#endif

#include <wengert/core/small_algorithms.hpp>
#include <wengert/explain/html/readable.hpp>

namespace wengert::detail {

/// The user's source files, each read once, when a line of it is first asked for.
class source_files {
public:
    /// Line `n`, counted from 1, or nothing if the file cannot be read or has no such line.
    [[nodiscard]] std::string line(std::string const& file, std::size_t n) {
        opened const& f = open(file);
        if (n == 0 || n > f.starts.size()) return {};
        std::size_t const begin = f.starts[n - 1];
        std::size_t const end = n < f.starts.size() ? f.starts[n] : f.text.size();
        std::string_view text = std::string_view(f.text).substr(begin, end - begin);
        while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
        return readable(text);
    }
    [[nodiscard]] std::size_t lines(std::string const& file) { return open(file).starts.size(); }

private:
    struct opened {
        std::string name, text;
        std::vector<std::size_t> starts;
    };

    opened const& open(std::string const& name) {
        std::size_t const known = position_if(files_, [&](opened const& f) { return f.name == name; });
        if (known < files_.size()) return files_[known];
        opened& f = files_.emplace_back(opened{name, content(name), {}});
        for (std::size_t i = 0; i < f.text.size(); ++i)
            if (i == 0 || f.text[i - 1] == '\n') f.starts.push_back(i);
        return f;
    }

    static std::string content(std::string const& name) {
        constexpr std::size_t most = 1 << 24;  // who has longer files generates them
        std::string text;
#if __has_include(<unistd.h>)
        // To open a pipe would wait for its writer.
        struct stat about{};
        if (::stat(name.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) return text;
#endif
        std::FILE* const file = std::fopen(name.c_str(), "rb");
        if (file == nullptr) return text;
        char block[4096];
        for (std::size_t n = 0; text.size() < most && (n = std::fread(block, 1, sizeof block, file)) != 0;)
            text.append(block, n);
        std::fclose(file);
        return text;
    }

    std::vector<opened> files_;
};

}  // namespace wengert::detail
