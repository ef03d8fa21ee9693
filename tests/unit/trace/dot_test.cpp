// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Programs as graphs for Graphviz.

#include <array>
#include <string>

#include <wengert/trace/dot.hpp>

#include "support/catch.hpp"

using namespace wengert;

namespace dot_test {

constexpr auto product = [](auto x, auto y) { return sin(x * y) - 2.5 / (x * y); };
constexpr auto chosen = [](auto const& p) {
    return std::array{select(p[0] < p[1] || p[0] == 0, pow(p[0], 5), p[1]), p[0] * 0.0 + 7.0};
};

bool has(std::string const& text, std::string const& line) { return text.find("  " + line + ";\n") < text.size(); }

TEST_CASE("a program is drawn with its inputs, constants, operations and results") {
    CHECK(to_dot(program<decltype(product), 2>{}) ==
          "digraph program {\n"
          "  ordering=out;\n"
          "  n0 [label=\"x0\", shape=box];\n"
          "  n1 [label=\"x1\", shape=box];\n"
          "  n2 [label=\"2.5\", shape=plaintext];\n"
          "  n3 [label=\"*\", shape=ellipse];\n"
          "  n3 -> n0;\n"
          "  n3 -> n1;\n"
          "  n4 [label=\"sin\", shape=ellipse];\n"
          "  n4 -> n3;\n"
          "  n5 [label=\"/\", shape=ellipse];\n"
          "  n5 -> n2;\n"
          "  n5 -> n3;\n"
          "  n6 [label=\"-\", shape=ellipse];\n"
          "  n6 -> n4;\n"
          "  n6 -> n5;\n"
          "  n7 [label=\"y0\", shape=box];\n"
          "  n7 -> n6;\n"
          "}\n");
}

TEST_CASE("truth values and parameters are operands as others") {
    std::string const text = to_dot(program<decltype(chosen), 2>{});
    INFO(text);
    for (char const* const line :
         {"n0 [label=\"x0\", shape=box]", "n3 [label=\"5\", shape=plaintext]", "n5 [label=\"<\", shape=ellipse]",
          "n6 [label=\"==\", shape=ellipse]", "n7 [label=\"not\", shape=ellipse]", "n9 [label=\"and\", shape=ellipse]",
          "n10 [label=\"pow\", shape=ellipse]", "n11 [label=\"select\", shape=ellipse]", "n7 -> n5", "n9 -> n7",
          "n10 -> n0", "n10 -> n3", "n11 -> n9", "n11 -> n1", "n11 -> n10", "n14 [label=\"y0\", shape=box]",
          "n14 -> n11", "n15 [label=\"y1\", shape=box]"})
        CHECK(has(text, line));
}

TEST_CASE("the lists of derivatives are drawn too") {
    constexpr auto power = [](auto x, auto y) { return x * x * y; };
    program<decltype(power), 2> const p;
    std::string const gradient = to_dot<program_part::gradient>(p);
    INFO(gradient);
    CHECK(gradient.find("label=\"y1\"") < gradient.size());
    CHECK(gradient.find("label=\"y2\"") == std::string::npos);
    CHECK(to_dot<program_part::jacobian>(p) == gradient);
    std::string const hessian = to_dot<program_part::hessian>(p);
    INFO(hessian);
    CHECK(hessian.find("label=\"y3\"") < hessian.size());
    CHECK(has(hessian, "n0 [label=\"x0\", shape=box]"));
    CHECK(to_dot<program_part::jacobian>(program<decltype(chosen), 2>{}).find("label=\"y3\"") != std::string::npos);
}

TEST_CASE("a result that is a constant is drawn as one") {
    constexpr auto seven = []<class T>(T const&) { return T(7); };
    CHECK(to_dot(program<decltype(seven), 1, float>{}) ==
          "digraph program {\n"
          "  ordering=out;\n"
          "  n0 [label=\"x0\", shape=box];\n"
          "  n1 [label=\"7\", shape=plaintext];\n"
          "  n2 [label=\"y0\", shape=box];\n"
          "  n2 -> n1;\n"
          "}\n");
}

}  // namespace dot_test
