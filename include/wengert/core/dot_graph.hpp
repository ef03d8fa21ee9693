// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wengert/core/small_algorithms.hpp>
#include <wengert/core/text.hpp>

namespace wengert::detail {

/// What Graphviz draws, in the one style of the library: an arrow from every operation to each of its operands, in their order.
class dot_graph {
public:
    struct vertex {
        std::string label;
        char const* shape = "";
        std::vector<std::size_t> operands{};

        friend bool operator==(vertex const&, vertex const&) = default;
    };

    /// What has a name.
    static vertex named(std::string label) { return {std::move(label), "box"}; }
    template <class T>
    static vertex constant(T const& x) {
        return {std::string(std::string_view(digits_of(x))), "plaintext"};
    }
    static vertex operation(char const* rule, std::vector<std::size_t> operands) {
        return {rule, "ellipse", std::move(operands)};
    }

    /// The number of a vertex that is new.
    std::size_t add(vertex v) {
        vertices_.push_back(std::move(v));
        return vertices_.size() - 1;
    }
    /// The number of this vertex, or of the one that is there and says the same.
    std::size_t add_once(vertex v) {
        std::size_t const known = position_if(vertices_, [&](vertex const& other) { return other == v; });
        return known < vertices_.size() ? known : add(std::move(v));
    }

    [[nodiscard]] std::string text(char const* title) const {
        std::string out = std::string("digraph ") + title + " {\n  ordering=out;\n";
        for (std::size_t i = 0; i < vertices_.size(); ++i) {
            std::string const name = "  n" + std::to_string(i);
            out += name + " [label=\"" + escaped(vertices_[i].label) + "\", shape=" + vertices_[i].shape + "];\n";
            for (std::size_t const operand : vertices_[i].operands)
                out += name + " -> n" + std::to_string(operand) + ";\n";
        }
        return out + "}\n";
    }

private:
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

}  // namespace wengert::detail
