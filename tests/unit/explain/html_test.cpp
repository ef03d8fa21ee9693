// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// What a browser does with the pages is tested by html/browser.sh.

#include <clocale>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

#include <wengert/explain/html.hpp>

#include "support/catch.hpp"
#include "support/directory.hpp"
#include "unit/explain/html/reports.hpp"

using namespace wengert;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

struct directory : support::directory {
    [[nodiscard]] std::ptrdiff_t files() const { return std::distance(fs::directory_iterator(path), {}); }
};

std::string content(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string page_of(report const& r) { return detail::report_page(r); }
std::string page_of(explanation e) { return page_of(report{{std::move(e)}}); }

std::size_t count(std::string const& text, std::string const& what) {
    std::size_t n = 0;
    for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++n;
    return n;
}

}  // namespace

TEST_CASE("a page is complete and asks for nothing else") {
    directory const d;
    write_html(reports::log_of_zero(), d / "report.html");
    std::string const page = content(d / "report.html");
    CHECK_THAT(page, Catch::Matchers::StartsWith("<!DOCTYPE html>") && Catch::Matchers::EndsWith("</html>\n"));
    CHECK_THAT(page,
               Contains("default-src 'none'") && !Contains("https://") && !Contains("@import") && !Contains(" src="));
    CHECK(count(page, "http://") == 1);  // the name of SVG
    CHECK_THAT(page, Contains("keep x away from 1") && Contains("auto const gap = record("));
    CHECK(d.files() == 1);
}

TEST_CASE("no text of others is markup") {
    std::string const page = page_of(reports::injected());
    CHECK(count(page, "<script") == 2);
    CHECK(count(page, "</script>") == 2);
    CHECK_THAT(page, !Contains("<img") && !Contains("<!--") && !Contains("\xFF") && !Contains("\xE2\x80\xA8") &&
                         !Contains("\x1b"));
    CHECK(detail::json_text("a\"b\\c</script>\xE2\x80\xA8\n") == "\"a\\\"b\\\\c\\u003c/script>\xEF\xBF\xBD \"");
}

TEST_CASE("numbers travel bit by bit") {
    detail::packed_bytes bytes;
    bytes.natural(0);
    bytes.natural(300);
    bytes.difference(3, 5);
    CHECK(bytes.json() == "\"AKwCAw==\"");  // 0; 44 + 128, 2; 3
    detail::packed_bytes integers;
    detail::number_table numbers;
    for (double const x : {reports::infinity, 1.0, 1.0, reports::infinity, -0.0, 0.0}) numbers.write(integers, x);
    CHECK(integers.json() == "\"AAACAQAA\"");  // new, new, the second, the first, new, new
    CHECK(numbers.json() == "\"AAAAAAAA8H8AAAAAAADwPwAAAAAAAACAAAAAAAAAAAA=\"");
}

TEST_CASE("a page does not depend on the locale") {
    std::string const page = page_of(reports::several());
    if (std::setlocale(LC_ALL, "de_DE.UTF-8") == nullptr) return;
    CHECK(page_of(reports::several()).substr(page.find("<script")) == page.substr(page.find("<script")));
    std::setlocale(LC_ALL, "C");
}

TEST_CASE("strings are kept once") {
    detail::string_table table;
    CHECK(table.position("") == 0);
    for (int round = 0; round < 2; ++round)
        for (std::uint32_t i = 0; i < 1000; ++i) CHECK(table.position("x" + std::to_string(i)) == i + 1);
}

TEST_CASE("a file that cannot be written is named, and what was there stays") {
    directory const d;
    report const r = reports::several();
    CHECK_THROWS_AS(write_html(r, d / "none/report.html"), report_not_written);
    CHECK_THROWS_WITH(write_html(r, d / "none/report.html"), Contains("wengert: the report cannot be written to '" +
                                                                      d / "none/report.html" + "': No such file") &&
                                                                 Contains("Name a file in a directory that exists"));
    CHECK_THROWS_AS(write_html(r, d.path), error);
    CHECK_THROWS_AS(write_html(r, ""), report_not_written);
    if (fs::exists("/dev/full")) CHECK_THROWS_WITH(write_html(r, "/dev/full"), Contains("No space left"));
    CHECK(fs::is_character_file("/dev/full"));
    CHECK(d.files() == 0);

    write_html(r, d / "report.html");
    std::string const before = content(d / "report.html");
    fs::create_symlink("report.html", d / "link.html");
    write_html(reports::fine(), d / "link.html");
    CHECK(fs::is_symlink(d / "link.html"));
    CHECK(content(d / "report.html") != before);
    CHECK(d.files() == 2);

    if (::geteuid() == 0) return;  // who may write everywhere
    ::chmod((d / "report.html").c_str(), 0444);
    CHECK_THROWS_WITH(write_html(r, d / "report.html"), Contains("Permission denied"));
}

TEST_CASE("files that others are writing are left alone") {
    directory const d;
    std::string const part = d / "report.html" + '.' + std::to_string(::getpid()) + '.';
    for (int i = 0; i < 100; ++i) std::ofstream(part + std::to_string(i)) << i;
    CHECK_THROWS_WITH(write_html(reports::fine(), d / "report.html"), Contains("File exists"));
    CHECK(d.files() == 100);
    CHECK(content(part + "99") == "99");

    fs::remove(part + "70");
    write_html(reports::fine(), d / "report.html");
    CHECK(d.files() == 100);  // it took that name and moved the file
    CHECK_FALSE(fs::exists(part + "70"));
}

TEST_CASE("lines that are spoken of are quoted with six above and below, by their numbers") {
    directory const d;
    std::string const path = d / "code.cpp";
    std::ofstream code(path);
    for (int i = 1; i <= 50; ++i) code << 'L' << i << '\n';
    code.close();
    auto const quoted = [](int from, int to) {
        std::string run = '[' + std::to_string(from);
        for (int i = from; i <= to; ++i) run += ",\"L" + std::to_string(i) + '"';
        return run + ']';
    };
    explanation e = reports::unwatched();
    e.findings.clear();
    for (unsigned const line : {3u, 20u, 25u, 48u})
        e.findings.push_back({finding::kind_type::note, "", {path, line, "", nullptr}, "", ""});
    CHECK_THAT(page_of(e), Contains("\"runs\":[" + quoted(1, 9) + ',' + quoted(14, 31) + ',' + quoted(42, 50) + ']'));
}

TEST_CASE("what is left out is counted, and what the answer speaks of is not") {
    explanation const e = reports::ladder(10'000);
    detail::nearest_nodes const kept(e.graph, 100);
    std::size_t nodes = 0;
    for (std::size_t i = 0; i < e.graph.nodes.size(); ++i) {
        graph_node const& n = e.graph.nodes[i];
        nodes += kept.keeps(i);
        if (n.culprit || n.role == graph_node::role_type::source || n.role == graph_node::role_type::target)
            CHECK(kept.keeps(i));
    }
    CHECK(nodes == 100);
    for (graph_edge const& edge : e.graph.edges)
        if (edge.broken) CHECK((kept.keeps(edge.from) && kept.keeps(edge.to)));
}

TEST_CASE("graphs that do not fit together are no harm") {
    explanation e = reports::fine();
    e.graph.edges.push_back({0, 17, 1, false, ""});
    e.graph.nodes[0].line = 99;
    e.graph.edges.push_back({1, 0, 1, false, ""});  // backwards
    CHECK_THAT(page_of(e), Contains("\"nodes\":2,\n\"edges\":3,"));
}

TEST_CASE("many explanations, and many nodes, make a page of a few megabytes") {
    CHECK(count(page_of(reports::several()), "{\"target\":") == 5);
    explanation const ladder = reports::ladder(100'000), wide = reports::wide(100'000);
    CHECK(page_of(ladder).size() < 8'000'000);
    CHECK(page_of(wide).size() < 8'000'000);
    std::string const four = page_of(report{{ladder, ladder, wide, ladder}});
    CHECK(four.size() < 16'000'000);
    CHECK(count(four, "\"nodes\":50000,") == 4);  // 200'000 nodes at most, and none takes them from the others
    report many;
    explanation const small = reports::through_floor();
    many.explanations.assign(1000, small);
    CHECK(page_of(many).size() < 4'000'000);
}
