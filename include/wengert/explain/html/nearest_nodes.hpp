// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <wengert/explain/explanation.hpp>

namespace wengert::detail {

/// Which nodes of a graph a page takes along if it is too large: those that the answer speaks of, then the ends of
/// broken edges, then the statements around them, the nearest first.
class nearest_nodes {
public:
    nearest_nodes(explanation_graph const& graph, std::size_t limit)
        : keeps_(graph.nodes.size(), graph.nodes.size() <= limit), graph_(graph), limit_(limit) {
        if (graph.nodes.size() <= limit) return;
        using role = graph_node::role_type;
        auto const take_if = [&](auto&& test, std::size_t most) {
            for (std::uint32_t i = 0; i < graph.nodes.size() && order_.size() < most; ++i)
                if (test(graph.nodes[i])) take(i);
        };
        take_if([](graph_node const& n) { return n.role == role::target; }, limit / 8);
        take_if([](graph_node const& n) { return n.culprit; }, limit / 4);
        take_if([](graph_node const& n) { return n.role == role::source; }, limit / 3);
        for (bool const of_both : {true, false})
            for (graph_edge const& e : graph.edges)
                if (e.broken && valid(e) && order_.size() < limit / 2 &&
                    of_both == (graph.nodes[e.from].from_source && graph.nodes[e.to].to_target))
                    take(e.from), take(e.to);
        take_if([](graph_node const& n) { return n.role == role::cut || n.role == role::unused; }, limit / 2);
        walk();
    }

    [[nodiscard]] bool keeps(std::size_t node) const { return keeps_[node]; }

    [[nodiscard]] bool valid(graph_edge const& e) const {
        return e.from < graph_.nodes.size() && e.to < graph_.nodes.size();
    }

private:
    void take(std::uint32_t node) {
        if (keeps_[node] || order_.size() >= limit_) return;
        keeps_[node] = true;
        order_.push_back(node);
    }

    /// Breadth first, against and along the edges.
    void walk() {
        std::vector<std::size_t> starts(graph_.nodes.size() + 1);
        for (graph_edge const& e : graph_.edges)
            if (valid(e)) ++starts[e.from], ++starts[e.to];
        for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
        std::vector<std::uint32_t> neighbours(starts.back());
        for (graph_edge const& e : graph_.edges)
            if (valid(e)) neighbours[--starts[e.from]] = e.to, neighbours[--starts[e.to]] = e.from;
        for (std::size_t i = 0; i < order_.size(); ++i)
            for (std::size_t k = starts[order_[i]]; k < starts[order_[i] + 1]; ++k) take(neighbours[k]);
        for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i) take(i);
    }

    std::vector<bool> keeps_;
    std::vector<std::uint32_t> order_;
    explanation_graph const& graph_;
    std::size_t limit_;
};

}  // namespace wengert::detail
