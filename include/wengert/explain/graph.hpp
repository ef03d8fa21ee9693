// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <wengert/explain/explanation.hpp>
#include <wengert/explain/inquiry.hpp>
#include <wengert/explain/places.hpp>

namespace wengert::detail {

/// The part of a tape that has to do with one derivative: what the source leads to, and what leads to the target.
template <class T>
class graph_builder {
    using role = graph_node::role_type;

public:
    graph_builder(inquiry<T> const& q, reach<T> const& back, spread<T> const& ahead, places& lines,
                  std::uint32_t culprit, std::size_t most)
        : q_(q), back_(back), ahead_(ahead), lines_(lines), culprit_(culprit), position_(q.list.size()) {
        choose(most);
        for (tape_stretch const& s : q.seen) q.list.walk_forward(s.from, s.to, *this);
        for (tape_cut const& c : q.list.cuts()) cut(c);
    }

    [[nodiscard]] explanation_graph take() { return std::move(graph_); }

    void statement(std::uint32_t index, std::uint32_t count, T const* partials, std::uint32_t const* arguments) {
        if (position_[index] == nowhere) return;
        node(index, count == 0);
        for (std::uint32_t k = 0; k < count; ++k)
            edge(arguments[k], index, number_of(partials[k]), primal(partials[k]) == 0, "derivative 0");
    }

    void operation(tape_record<T> const& record) {
        // A record may have many of both; one of each is enough to see what hangs together.
        std::size_t const many = record.results().size() * record.arguments().size();
        for (std::uint32_t const r : record.results()) {
            if (!drawn(r)) continue;
            graph_node& n = graph_.nodes[position_[r] - 1];
            n.text = record.name();
            if (n.role == role::input) n.role = role::plain;
            for (std::uint32_t const a : record.arguments()) {
                edge(a, r, 0, false, "");
                if (many > most_record_edges) break;
            }
        }
    }

private:
    static constexpr std::uint32_t nowhere = 0, chosen = 0xFFFFFFFF;
    static constexpr std::size_t most_record_edges = 1000;

    // They ascend, and a variable may have been read very often.
    [[nodiscard]] bool is_source(std::uint32_t s) const {
        std::size_t const at = lower_position(q_.sources, s, [](std::uint32_t x) { return x; });
        return at < q_.sources.size() && q_.sources[at] == s;
    }

    [[nodiscard]] bool drawn(std::uint32_t s) const {
        return s != nobody && position_[s] != nowhere && position_[s] != chosen;
    }

    // The statements nearest to the end of both sides, if there are too many.
    void choose(std::size_t most) {
        std::size_t count = 0;
        auto const take = [&](auto const& wanted) {
            for (std::uint32_t s = q_.list.next_statement(); s-- > 1;) {
                if (position_[s] == chosen || !wanted(s)) continue;
                if (count++ < most) position_[s] = chosen;
                else ++graph_.left_out;
            }
        };
        for (std::uint32_t const s : q_.sources) position_[s] = chosen;
        take([&](std::uint32_t s) { return back_.by_path(s) && ahead_.reaches(s); });
        take([&](std::uint32_t s) { return ahead_.reaches(s); });
        take([&](std::uint32_t s) { return back_.by_path(s) || back_.across_cut(s) != nullptr; });
    }

    void node(std::uint32_t s, bool is_input) {
        graph_node n;
        n.statement = s;
        n.text = q_.text.whole(s);
        n.name = q_.text.name(s);
        n.from_source = ahead_.reaches(s);
        n.to_target = back_.by_path(s);
        n.culprit = s == culprit_;
        n.adjoint = number_of(q_.adjoints[s]);
        if (annotation<T> const a = q_.list.annotation_of(s)) {
            n.value = number_of(a.value);
            n.line = lines_.add(a.where);
        }
        n.place = q_.list.notes().step_of(s);
        bool const is_target = any_of(q_.targets, [s](auto const& y) { return y.identity().index == s; });
        n.role = is_source(s)                                          ? role::source
                 : is_target                                           ? role::target
                 : n.from_source && !ahead_.is_read(s) && !n.to_target ? role::unused
                 : is_input                                            ? role::input
                                                                       : role::plain;
        graph_.nodes.push_back(std::move(n));
        position_[s] = static_cast<std::uint32_t>(graph_.nodes.size());
    }

    void edge(std::uint32_t from, std::uint32_t to, double partial, bool broken, std::string why) {
        if (!drawn(from) || !drawn(to)) return;
        graph_.edges.push_back(
            {position_[from] - 1, position_[to] - 1, partial, broken, broken ? std::move(why) : std::string()});
    }

    void cut(tape_cut const& c) {
        if (!drawn(c.result)) return;
        graph_node& n = graph_.nodes[position_[c.result] - 1];
        if (n.role == role::plain || n.role == role::input) n.role = role::cut;
        edge(c.source, c.result, 0, true, c.name);
    }

    inquiry<T> const& q_;
    reach<T> const& back_;
    spread<T> const& ahead_;
    places& lines_;
    std::uint32_t culprit_;
    std::vector<std::uint32_t> position_;  // among the nodes, plus 1
    explanation_graph graph_;
};

}  // namespace wengert::detail
