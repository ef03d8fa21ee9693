// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <wengert/core/small_algorithms.hpp>
#include <wengert/explain/explanation.hpp>
#include <wengert/explain/html/nearest_nodes.hpp>
#include <wengert/explain/html/pack.hpp>
#include <wengert/explain/html/source_files.hpp>
#include <wengert/explain/text.hpp>

namespace wengert::detail {

/// The name of a status or a reason with something else between its words.
inline std::string words_of(std::string_view name, char between) {
    std::string words(name);
    for (char& c : words)
        if (c == '_') c = between;
    return words;
}

/// A report as the page's script reads it: JSON with string tables, and graphs in base64.
class page_data {
public:
    explicit page_data(report const& r) {
        std::size_t room = most_nodes, rest = r.explanations.size();
        std::string const explanations = array(r.explanations, [&](explanation const& e) {
            std::size_t const limit = larger(room / rest--, fewest_nodes);
            room -= smaller(room, smaller(limit, e.graph.nodes.size()));
            return one(e, limit);
        });
        text_ = object({{"explanations", explanations}, {"files", files()}, {"strings", strings_.json()}});
    }

    [[nodiscard]] std::string const& text() const { return text_; }

private:
    static constexpr std::size_t most_nodes = 200'000;  // of the page: some 10 MB
    static constexpr std::size_t fewest_nodes = 20;     // of an explanation, however many there are
    static constexpr std::size_t context = 6;           // lines above and below one that is spoken of
    static constexpr std::size_t most_lines = 20'000;
    static constexpr std::size_t most_columns = 300;

    struct member {
        char const* name;
        std::string value;
    };
    static std::string object(std::initializer_list<member> members) {
        std::string out = "{";
        for (member const& m : members) {
            if (out.size() > 1) out += ",\n";
            out += '"';
            out += m.name;
            out += "\":";
            out += m.value;
        }
        out += '}';
        return out;
    }
    template <class List, class Text>
    static std::string array(List const& list, Text&& text) {
        std::string out = "[";
        for (auto const& element : list) {
            if (out.size() > 1) out += ',';
            out += text(element);
        }
        out += ']';
        return out;
    }

    std::string one(explanation const& e, std::size_t limit) {
        return object({{"target", json_text(e.target)},
                       {"source", json_text(e.source)},
                       {"status", json_text(words_of(to_string(e.what), '-'))},
                       {"reason", json_text(e.why == reason::none ? "" : words_of(to_string(e.why), ' '))},
                       {"outcome", json_text(outcome(e))},
                       {"findings", array(e.findings, [&](finding const& f) { return one(f); })},
                       {"graph", one(e.graph, limit)}});
    }

    std::string one(finding const& f) {
        return object({{"note", f.kind == finding::kind_type::note ? "true" : "false"},
                       {"what", json_text(f.what)},
                       {"where", json_text(location(f))},
                       {"line", line(f.where)},
                       {"cure", json_text(f.cure)}});
    }

    /// [file, line, what else is known]: the line is noted to be quoted.
    std::string line(source_line const& l) {
        std::size_t const file = position_if(files_, [&](spoken_of const& f) { return f.name == l.file; });
        if (file == files_.size()) files_.push_back({l.file, {}});
        if (l.known()) files_[file].lines.push_back(l.line);
        return '[' + std::to_string(file) + ',' + std::to_string(l.line) + ',' + json_text(location(l)) + ']';
    }

    std::string one(explanation_graph const& g, std::size_t limit) {
        nearest_nodes const kept(g, limit);
        std::vector<std::uint32_t> position(g.nodes.size()), lost(g.nodes.size());
        std::uint32_t nodes = 0, edges = 0;
        for (std::size_t i = 0; i < g.nodes.size(); ++i)
            if (kept.keeps(i)) position[i] = nodes++;
        packed_bytes integers;
        number_table numbers;
        for (graph_edge const& e : g.edges)
            if (kept.valid(e) && kept.keeps(e.from) != kept.keeps(e.to)) ++lost[kept.keeps(e.from) ? e.from : e.to];
        std::uint64_t last = 0;
        for (std::size_t i = 0; i < g.nodes.size(); ++i) {
            if (!kept.keeps(i)) continue;
            graph_node const& n = g.nodes[i];
            integers.difference(n.statement, last);
            last = n.statement;
            integers.natural(strings_.position(n.text));
            integers.natural(strings_.position(n.name));
            integers.natural(strings_.position(n.place));
            integers.natural(n.line <= g.lines.size() ? n.line : 0);
            integers.natural(static_cast<unsigned>(n.role) | (n.from_source ? 8u : 0u) | (n.to_target ? 16u : 0u) |
                             (n.culprit ? 32u : 0u));
            integers.natural(lost[i]);
            numbers.write(integers, n.value);
            numbers.write(integers, n.adjoint);
        }
        last = 0;
        for (graph_edge const& e : g.edges) {
            if (!kept.valid(e) || !kept.keeps(e.from) || !kept.keeps(e.to)) continue;
            ++edges;
            integers.difference(position[e.to], last);
            last = position[e.to];
            integers.difference(last, position[e.from]);
            integers.natural(e.broken ? 1 + strings_.position(e.why) : 0);
            numbers.write(integers, e.partial);
        }
        return object({{"nodes", std::to_string(nodes)},
                       {"edges", std::to_string(edges)},
                       {"leftOut", std::to_string(g.left_out + g.nodes.size() - nodes)},
                       {"lines", array(g.lines, [&](source_line const& l) { return line(l); })},
                       {"integers", integers.json()},
                       {"numbers", numbers.json()}});
    }

    /// Of every file, the lines that are spoken of and some around them: runs of lines, each [first, lines...].
    std::string files() {
        source_files sources;
        std::size_t room = most_lines;
        return array(files_, [&](spoken_of const& file) {
            std::size_t const count = sources.lines(file.name);
            std::vector<bool> wanted(count + 1);
            for (std::size_t const n : file.lines)
                for (std::size_t i = n > context ? n - context : 1; i <= n + context && i <= count; ++i)
                    wanted[i] = true;
            std::string runs = "[";
            for (std::size_t n = 1; n <= count && room != 0; ++n) {
                if (!wanted[n]) continue;
                if (!wanted[n - 1]) {
                    runs += runs.size() == 1 ? "[" : "],[";
                    runs += std::to_string(n);
                }
                runs += ',';
                runs += json_text(shortened(sources.line(file.name, n), most_columns));
                --room;
            }
            runs += runs.size() == 1 ? "]" : "]]";
            return object({{"name", json_text(file.name)}, {"runs", runs}});
        });
    }

    struct spoken_of {
        std::string name;
        std::vector<std::size_t> lines;
    };

    string_table strings_;
    std::vector<spoken_of> files_;
    std::string text_;
};

}  // namespace wengert::detail
