// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <wengert/core/dot_graph.hpp>
#include <wengert/expr/expression.hpp>

namespace wengert {

namespace detail::symbols {

/// Draws e, equal expressions once: the number of its vertex.
template <class E>
std::size_t draw(dot_graph& graph, E const& e) {
    if constexpr (is_symbol<E>) return graph.add_once(dot_graph::named(E::name));
    else if constexpr (!is_expression<E>) return graph.add_once(dot_graph::constant(e.value));
    else {
        auto operands = e.unpack([&](auto const&... operand) { return std::vector{draw(graph, operand)...}; });
        return graph.add_once(dot_graph::operation(E::rule::name, std::move(operands)));
    }
}

}  // namespace detail::symbols

/// The expression as a graph for Graphviz: an arrow from every operation to each of its operands, and what is used several
/// times drawn once.
template <symbolic_expression E>
std::string to_dot(E const& e) {
    detail::dot_graph graph;
    detail::symbols::draw(graph, e);
    return graph.text("expression");
}

}  // namespace wengert
