// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Makes the calls of every file in a folder, as libFuzzer did that found them.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "abuse/calls.hpp"

int main(int, char** arguments) {
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator(arguments[1])) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (auto const& path : files) {
        std::puts(path.filename().c_str());
        std::fflush(stdout);
        std::ifstream file(path, std::ios::binary);
        std::vector<std::uint8_t> bytes;
        std::copy(std::istreambuf_iterator<char>(file), {}, std::back_inserter(bytes));
        abuse::make_calls({bytes.data(), bytes.size()});
    }
    return files.size() > 20 ? 0 : 1;
}
