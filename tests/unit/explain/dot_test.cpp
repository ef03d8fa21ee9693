// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <string>

#include <wengert/explain/dot.hpp>
#include <wengert/wengert.hpp>

#include "support/catch.hpp"
#include "unit/explain/html/reports.hpp"

using namespace wengert;
using Catch::Matchers::Contains;

TEST_CASE("the picture of a path that does not break") {
    CHECK(to_dot(reports::fine()) ==
          "digraph explanation {\n  ordering=out;\n"
          "  n0 [label=\"source: w\nvalue 3, adjoint 6\", shape=box];\n"
          "  n1 [label=\"target: loss = w * w\nvalue 9, adjoint 1\", shape=box];\n"
          "  n1 -> n0;\n  n1 -> n0;\n}\n");
}

TEST_CASE("a break is a ✕ on the way, and the culprit a double octagon") {
    std::string const dot = to_dot(reports::through_floor());
    CHECK_THAT(dot, Contains("n7 [label=\"✕ floor\", shape=plaintext];\n  n7 -> n2;") && Contains("n3 -> n7;") &&
                        !Contains("n3 -> n2;"));
    CHECK_THAT(dot, Contains("n3 [label=\"⚠ cut: floor(x / h)\nvalue 14, adjoint 0.5\", shape=doubleoctagon]"));
    CHECK_THAT(dot, Contains("unused: x * x") && Contains("shape=hexagon"));
}

TEST_CASE("numbers that are none, and labels that are hostile") {
    explanation e = reports::injected();
    e.graph.left_out = 12;
    std::string const dot = to_dot(e);
    CHECK_THAT(dot, Contains("value -inf, adjoint 1") && Contains("adjoint nan") && Contains("and 12 more statements"));
    CHECK_THAT(dot, Contains("\\\"'&amp;&\\\\ ") && !Contains("\xFF") && !Contains("\x1b"));
}

TEST_CASE("edges to nodes that are not there are not drawn") {
    explanation e = reports::fine();
    e.graph.edges.push_back({0, 17, 1, false, ""});
    e.graph.edges.push_back({17, 0, 1, true, ""});
    CHECK(to_dot(e) == to_dot(reports::fine()));
}

TEST_CASE("the picture of a recording: texts, names, numbers, a cut, and what nothing reads") {
    variable x{7.0, "x"}, h{2.0, "h"};
    gradient_tape tape{{.explain = true}};
    real const cell = floor(x / h);
    [[maybe_unused]] real const unused = x * x;
    real const loss = label(sqrt(cell + 1.0), "loss");
    CHECK(to_dot(explain(tape, loss, x).explanations.front()) ==
          "digraph explanation {\n  ordering=out;\n"
          "  n0 [label=\"source: x\nvalue 7, adjoint 0\", shape=box];\n"
          "  n1 [label=\"h\nvalue 2, adjoint 0\", shape=box];\n"
          "  n2 [label=\"unused: x / h\nvalue 3.5, adjoint 0\", shape=hexagon];\n  n2 -> n0;\n  n2 -> n1;\n"
          "  n3 [label=\"⚠ cut: floor(·)\nvalue 3, adjoint 0.25\", shape=doubleoctagon];\n  n3 -> n8;\n"
          "  n4 [label=\"source: x\nvalue 7, adjoint 0\", shape=box];\n"
          "  n5 [label=\"source: x\nvalue 7, adjoint 0\", shape=box];\n"
          "  n6 [label=\"unused: x * x\nvalue 49, adjoint 0\", shape=hexagon];\n  n6 -> n4;\n  n6 -> n5;\n"
          "  n7 [label=\"target: loss = sqrt(· + 1)\nvalue 2, adjoint 1\", shape=box];\n  n7 -> n3;\n"
          "  n8 [label=\"✕ floor\", shape=plaintext];\n  n8 -> n2;\n}\n");
}
