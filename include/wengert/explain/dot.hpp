// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <wengert/core/dot_graph.hpp>
#include <wengert/core/error.hpp>
#include <wengert/explain/explanation.hpp>
#include <wengert/explain/html/readable.hpp>

namespace wengert {

namespace detail {

inline dot_graph::vertex dot_vertex(graph_node const& node) {
    using role = graph_node::role_type;
    constexpr char const* roles[] = {"", "source: ", "target: ", "cut: ", "unused: ", ""};
    std::string label = roles[static_cast<std::size_t>(node.role)] + readable(node.name);
    if (!node.name.empty() && !node.text.empty() && node.text != node.name) label += " = ";
    if (node.text != node.name) label += readable(node.text);
    label += "\nvalue " + number_text(node.value) + ", adjoint " + number_text(node.adjoint);
    if (node.culprit) return {"⚠ " + label, "doubleoctagon"};
    switch (node.role) {
        case role::source:
        case role::target:
        case role::input:
            return {std::move(label), "box"};
        case role::cut:
            return {std::move(label), "octagon"};
        case role::unused:
            return {std::move(label), "hexagon"};
        case role::plain:
            break;
    }
    return {std::move(label), "ellipse"};
}

}  // namespace detail

/// The graph of an explanation for Graphviz, in the style of to_dot(expression). Where no derivative flows, the arrow
/// leads through a ✕ that says why; the statement that the answer speaks of is a double octagon.
inline std::string to_dot(explanation const& e) {
    detail::dot_graph graph;
    std::vector<detail::dot_graph::vertex> nodes;
    nodes.reserve(e.graph.nodes.size());
    for (graph_node const& node : e.graph.nodes) nodes.push_back(detail::dot_vertex(node));
    std::size_t breaks = nodes.size();  // the ✕ are numbered after the statements
    std::vector<detail::dot_graph::vertex> broken;
    for (graph_edge const& edge : e.graph.edges) {
        if (edge.from >= nodes.size() || edge.to >= nodes.size()) continue;
        if (edge.broken) {
            std::string const why = edge.why.empty() ? "the derivative is 0" : detail::readable(edge.why);
            broken.push_back({"✕ " + why, "plaintext", {edge.from}});
        }
        nodes[edge.to].operands.push_back(edge.broken ? breaks++ : edge.from);
    }
    for (auto& vertex : nodes) graph.add(std::move(vertex));
    for (auto& vertex : broken) graph.add(std::move(vertex));
    if (e.graph.left_out != 0) graph.add({"and " + std::to_string(e.graph.left_out) + " more statements", "plaintext"});
    return graph.text("explanation");
}

}  // namespace wengert
