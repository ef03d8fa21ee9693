// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <wengert/core/small_algorithms.hpp>
#include <wengert/expr/to_string.hpp>

namespace wengert {

namespace detail::symbols {

/// The nodes of an expression, equal ones once.
class expression_graph {
public:
    /// The number of e's node.
    template <class E>
    std::size_t add(E const& e) {
        vertex v;
        if constexpr (is_symbol<E>) v = {E::name, "box", {}};
        else if constexpr (!is_expression<E>) v = {std::string(std::string_view(digits_of(e.value))), "plaintext", {}};
        else
            v = {E::rule::name, "ellipse",
                 e.unpack([this](auto const&... operand) { return std::vector{this->add(operand)...}; })};
        std::size_t const known = position_if(vertices_, [&](vertex const& other) {
            return other.label == v.label && other.shape == v.shape && other.operands == v.operands;
        });
        if (known == vertices_.size()) vertices_.push_back(v);
        return known;
    }

    [[nodiscard]] std::string text() const {
        std::string out = "digraph expression {\n  ordering=out;\n";
        for (std::size_t i = 0; i < vertices_.size(); ++i) {
            std::string const name = "  n" + std::to_string(i);
            out += name + " [label=\"" + escaped(vertices_[i].label) + "\", shape=" + vertices_[i].shape + "];\n";
            for (std::size_t const operand : vertices_[i].operands)
                out += name + " -> n" + std::to_string(operand) + ";\n";
        }
        return out + "}\n";
    }

private:
    struct vertex {
        std::string label;
        char const* shape = "";
        std::vector<std::size_t> operands;
    };

    static std::string escaped(std::string const& label) {
        std::string out;
        for (char const c : label) {
            if (c == '"' || c == '\\') out += '\\';
            out += c;
        }
        return out;
    }

    std::vector<vertex> vertices_;
};

}  // namespace detail::symbols

/// The expression as a graph for Graphviz: an arrow from every operation to each of its operands, and what is used several
/// times drawn once.
template <symbolic_expression E>
std::string to_dot(E const& e) {
    detail::symbols::expression_graph graph;
    graph.add(e);
    return graph.text();
}

}  // namespace wengert
