// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Writes the pages that browser.sh looks at into a directory.

#include <string>

#include <wengert/explain/html.hpp>

#include "unit/explain/html/reports.hpp"

int main(int, char** argv) {
    std::string const directory = std::string(argv[1]) + '/';
    write_html(reports::log_of_zero(), directory + "ten.html");
    write_html(reports::through_floor(), directory + "floor.html");
    write_html(reports::several(), directory + "several.html");
    write_html(reports::ladder(100'000), directory + "ladder.html");
    write_html(reports::wide(100'000), directory + "wide.html");
    write_html(reports::unwatched(), directory + "unwatched.html");
    write_html(reports::injected(), directory + "injected.html");
    write_html(wengert::report{{reports::without_path()}}, directory + "unconnected.html");
    write_html(wengert::report{}, directory + "empty.html");
    wengert::explanation pruned = reports::ladder(250'000);
    write_html(pruned, directory + "pruned.html");
}
