// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// statements known|not_wrong|unknown|deleted|time: whether the lines of all statements are right, or may be unknown, or all
// are. `deleted` first removes the program's own file.

#include "statements.hpp"

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include <unistd.h>

#include <wengert/core/lines.hpp>

std::vector<void const*> wengert::mock::addresses;

namespace {

int wrong = 0;
bool may_be_unknown = false;

void check(bool holds, std::string const& what, wengert::source_line const& line) {
    if (holds || (may_be_unknown && !line.known())) return;
    ++wrong;
    std::printf("%s: found %s:%u in %s\n", what.c_str(), line.file.c_str(), line.line, line.function.c_str());
}

std::string last_part(std::string const& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

int main(int, char** arguments) {
    std::string const mode = arguments[1];
    may_be_unknown = mode == "not_wrong";
    if (mode == "deleted" && std::remove(arguments[0]) != 0) return 2;
    user::run();
    if (::chdir("/") != 0) return 2;
    std::size_t const exact = wengert::mock::addresses.size();
    library_square(2);
    user::product({{1}, {2}, {3}});

    auto const start = std::chrono::steady_clock::now();
    auto const lines = wengert::detail::lines_of(wengert::mock::addresses);
    std::chrono::duration<double, std::milli> const time = std::chrono::steady_clock::now() - start;
    if (mode == "time") std::printf("%zu addresses: %.1f ms\n", lines.size(), time.count());

    if (mode == "unknown") {
        for (auto const& line : lines) check(!line.known() && line.file.empty() && line.address, "unknown", line);
    } else {
        for (std::size_t i = 0; i < exact; ++i) {
            expectation const& e = expectations[i];
            std::string const name = lines[i].function.substr(0, lines[i].function.find('<'));
            // Compilers do not keep all of a static function's name.
            bool const named = name == e.function || e.function.ends_with("::" + name) || name == "lambda";
            check(last_part(lines[i].file) == last_part(e.file) && lines[i].line == e.line && named,
                  e.name + ", line " + std::to_string(e.line) + " in " + e.function, lines[i]);
        }
        check(last_part(lines[exact].file) == "in_library.cpp" && lines[exact].line == 100 &&
                  lines[exact].function == "library_square",
              "library", lines[exact]);
        for (std::size_t i = exact + 1; i < lines.size(); ++i)
            if (i - 1 < expectations.size())
                check(lines[i].line == expectations[i - 1].line && lines[i].function == "user::product",
                      "inner_product, line " + std::to_string(expectations[i - 1].line), lines[i]);
            else
                check(lines[i].known() && lines[i].function.starts_with("std::"), "inner_product not inlined",
                      lines[i]);
    }
    std::printf("%s\n", wengert::detail::how_to_get_lines().c_str());
    return wrong == 0 ? 0 : 1;
}
