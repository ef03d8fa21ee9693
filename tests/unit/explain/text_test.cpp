// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>

#include <wengert/explain/text.hpp>

#include "support/catch.hpp"
#include "unit/explain/html/reports.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

TEST_CASE("an explanation says what, where and what to do, and quotes the line") {
    explanation const e = reports::through_floor();
    source_line const& where = e.findings[0].where;
    std::string const line = std::to_string(where.line);
    CHECK(to_string(e) ==
          "The gradient of price with respect to x is missing.\n"
          "  what   every path from x leads through floor, which is constant between its jumps and has no\n"
          "         derivative.\n"
          "  where  " +
              where.file + ':' + line +
              " in main, step 3 of for_loop\n"
              "         " +
              line +
              " | auto const cell = record(\"floor(x / h)\", 14, 0.5, {{ratio, 0, \"floor\"}});\n"
              "  do     use a smooth function, or custom_gradient.\n");
}

TEST_CASE("a note is shorter than an answer") {
    explanation const e = reports::log_of_zero();
    std::string const text = to_string(e), note = text.substr(text.find("  note"));
    CHECK_THAT(text, Contains("is nan.\n"));
    CHECK_THAT(note, Contains("x was read once") && Contains(" in main)"));
    CHECK_THAT(note, !Contains(" | "));
}

TEST_CASE("what is not known is not said") {
    explanation e = reports::about("y", "x", status::missing);
    e.findings = {{finding::kind_type::answer, "not recorded.", {}, "", ""}};
    CHECK(to_string(e) == "The gradient of y with respect to x is missing.\n  what   not recorded.\n");
    e.findings[0].where.address = &e;
    CHECK_THAT(to_string(e), Contains("  where  address 0x"));
    e.findings[0].where = {"no/such/file.cpp", 7, "", nullptr};
    CHECK_THAT(to_string(e), Contains("  where  no/such/file.cpp:7\n") && !Contains(" | "));
    e.findings[0].where = {"/", 1, "", nullptr};
    CHECK_THAT(to_string(e), !Contains(" | "));
    CHECK(to_string(report{}).empty());
}

TEST_CASE("every status has its sentence") {
    std::string const text = to_string(reports::several());
    CHECK_THAT(text, Contains("loss with respect to x is nan.") && Contains("\n\nThe gradient of price") &&
                         Contains("bias is 0.") && Contains("loss with respect to w is 6."));
}

TEST_CASE("lines are no longer than they may be") {
    for (std::size_t const width : {40u, 80u, 96u}) {
        std::istringstream lines(to_string(reports::several(), {.width = width}));
        for (std::string line; std::getline(lines, line);) {
            bool const one_word = line.find(' ', 9) == line.npos;  // a file name is not broken
            if (!one_word) CHECK(detail::columns(line) <= width);
        }
    }
}

TEST_CASE("text of others cannot move the cursor of a terminal") {
    std::string const text = to_string(reports::injected());
    CHECK_THAT(text,
               !Contains("\x1b") && !Contains("\xFF") && !Contains("\xE2\x80\xAE") && Contains("\xEF\xBF\xBD[31m"));
    CHECK(detail::readable("\xC0\x80\xED\xA0\x80\xF5") ==
          detail::readable("\xFF\xFF\xFF\xFF\xFF\xFF"));  // overlong, a surrogate, too large
    CHECK(detail::readable("0·∞ \xF0\x9F\x98\x80") == "0·∞ \xF0\x9F\x98\x80");
    CHECK(detail::readable("\xE2\x88") == "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("colours are asked for, or seen") {
    report const r = reports::several();
    CHECK_THAT(to_string(r, {.colour = true}), Contains("\x1b[1m") && Contains("\x1b[0m"));
    std::ostringstream out;
    out << r << r.explanations[0];
    CHECK(out.str() == to_string(r) + to_string(r.explanations[0]));

    // What was redirected is not a terminal, whatever the stream is called.
    std::stringbuf elsewhere;
    std::streambuf* const before = std::cout.rdbuf(&elsewhere);
    std::cout << r;
    std::cout.rdbuf(before);
    CHECK(elsewhere.str() == to_string(r));
}
