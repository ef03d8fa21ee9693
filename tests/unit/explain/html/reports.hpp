// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <source_location>
#include <string>
#include <utility>
#include <vector>

#include <wengert/explain/explanation.hpp>

// Reports as explain() makes them, of programs that were never run. Their source lines are those of this file.
namespace reports {

using namespace wengert;
using role = graph_node::role_type;
using kind = finding::kind_type;

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Builds a graph in the order of a recording.
class sketch {
public:
    struct argument {
        std::uint32_t node;
        double partial = 1;
        char const* broken = nullptr;
    };

    std::uint32_t operator()(std::string text, double value, double adjoint, std::vector<argument> const& arguments,
                             std::source_location where = std::source_location::current()) {
        auto const id = static_cast<std::uint32_t>(graph.nodes.size());
        graph_node node;
        node.statement = id + 1;
        node.text = std::move(text);
        node.value = value;
        node.adjoint = adjoint;
        node.line = line(where);
        for (auto const& a : arguments) {
            graph.edges.push_back({a.node, id, a.partial, a.broken != nullptr, a.broken == nullptr ? "" : a.broken});
            node.from_source = node.from_source || (graph.nodes[a.node].from_source && a.broken == nullptr);
        }
        graph.nodes.push_back(std::move(node));
        return id;
    }
    std::uint32_t leaf(role r, std::string name, double value, double adjoint,
                       std::source_location where = std::source_location::current()) {
        std::uint32_t const id = (*this)(name, value, adjoint, {}, where);
        graph.nodes[id].name = std::move(name);
        graph.nodes[id].role = r;
        graph.nodes[id].from_source = r == role::source;
        return id;
    }
    void target(std::uint32_t id, std::string name) {
        graph.nodes[id].name = std::move(name);
        graph.nodes[id].role = role::target;
        std::vector<bool> leads(graph.nodes.size());
        leads[id] = true;
        for (std::size_t e = graph.edges.size(); e-- != 0;)
            if (leads[graph.edges[e].to]) leads[graph.edges[e].from] = true;
        for (std::size_t i = 0; i < leads.size(); ++i) graph.nodes[i].to_target = leads[i];
    }
    void culprit(std::uint32_t id) { graph.nodes[id].culprit = true; }
    source_line at(std::uint32_t id) const { return graph.lines[graph.nodes[id].line - 1]; }

    explanation_graph graph;

private:
    std::uint32_t line(std::source_location where) {
        for (std::uint32_t i = 0; i < graph.lines.size(); ++i)
            if (graph.lines[i].line == where.line()) return i + 1;
        graph.lines.push_back({where.file_name(), where.line(), "main", nullptr});
        return static_cast<std::uint32_t>(graph.lines.size());
    }
};

inline explanation about(char const* target, char const* source, status what, double gradient = 0,
                         reason why = reason::none) {
    explanation e;
    e.target = target;
    e.source = source;
    e.what = what;
    e.why = why;
    e.gradient = gradient;
    return e;
}

/// The logarithm of 0: ten statements.
inline explanation log_of_zero() {
    sketch record;
    auto const x = record.leaf(role::source, "x", 1, not_a_number);
    auto const w = record.leaf(role::input, "w", 0.25, 4.8);
    auto const b = record.leaf(role::input, "b", -3, 0.6);
    auto const gap = record("1 - x", 0, not_a_number, {{x, -1}});
    auto const size = record("abs(1 - x)", 0, infinity, {{gap, 0}});
    auto const term = record("log(abs(1 - x))", -infinity, 1, {{size, infinity}});
    auto const square = record("w * w", 0.0625, 9.6, {{w, 0.25}, {w, 0.25}});
    auto const share = record("exp(w * w) * b", -3.19349, 0.6, {{square, -3.19349}, {b, 1.06449}});
    auto const penalty = record("tanh(share)", -0.99663, 1, {{share, 0.00673}});
    auto const loss = record("term + penalty", -infinity, 1, {{term, 1}, {penalty, 1}});
    record.target(loss, "loss");
    record.culprit(size);
    explanation e = about("loss", "x", status::non_finite, not_a_number);
    e.findings = {
        {kind::answer, "0·∞ at log(abs(·)), where · is 0: the derivative of abs is 0 there, and that of log infinite.",
         record.at(term), "", "keep x away from 1, or add a small number inside the logarithm."},
        {kind::note, "x was read once; an assignment afterwards is not differentiated.", record.at(x), "", ""}};
    e.graph = std::move(record.graph);
    return e;
}

/// The only path leads through floor.
inline explanation through_floor() {
    sketch record;
    auto const x = record.leaf(role::source, "x", 7.3, 0);
    auto const h = record.leaf(role::input, "h", 0.5, -2);
    auto const ratio = record("x / h", 14.6, 0, {{x, 2}, {h, -29.2}});
    auto const cell = record("floor(x / h)", 14, 0.5, {{ratio, 0, "floor"}});
    auto const y = record("cell * h", 7, 1, {{cell, 0.5}, {h, 14}});
    auto const debug = record("x * x", 53.29, 0, {{x, 14.6}});
    auto const price = record("sqrt(y)", 2.64575, 1, {{y, 0.188982}});
    record.target(price, "price");
    record.culprit(cell);
    record.graph.nodes[cell].role = role::cut;
    record.graph.nodes[debug].role = role::unused;
    record.graph.nodes[cell].place = "step 3 of for_loop";
    explanation e = about("price", "x", status::missing, 0, reason::discrete);
    e.findings = {{kind::answer,
                   "every path from x leads through floor, which is constant between its jumps and has no derivative.",
                   record.at(cell), "step 3 of for_loop", "use a smooth function, or custom_gradient."}};
    e.graph = std::move(record.graph);
    return e;
}

/// Nothing connects target and source.
inline explanation without_path() {
    sketch record;
    auto const rate = record.leaf(role::source, "rate", 0.05, 0);
    auto const copy = record.leaf(role::input, "rate.value()", 0.05, 3);
    auto const growth = record("exp(rate)", 1.05127, 0, {{rate, 1.05127}});
    auto const sum = record("1 + rate.value()", 1.05, 1, {{copy, 1}});
    record.target(sum, "total");
    record.graph.nodes[growth].role = role::unused;
    explanation e = about("total", "rate", status::missing, 0, reason::no_path);
    e.findings = {{kind::answer, "total does not depend on rate: both are on the tape and no operation connects them.",
                   record.at(sum), "", "check that the computation reads rate, not a copy of its number."}};
    e.graph = std::move(record.graph);
    return e;
}

/// relu on its flat side.
inline explanation flat() {
    sketch record;
    auto const x = record.leaf(role::source, "bias", -0.7, 0);
    auto const y = record("relu(bias)", 0, 2, {{x, 0, "relu at -0.7"}});
    auto const z = record("2 * relu(bias)", 0, 1, {{y, 2}});
    record.target(z, "loss");
    record.culprit(y);
    explanation e = about("loss", "bias", status::zero);
    e.findings = {{kind::answer, "a path exists, and relu is flat at -0.7.", record.at(y), "",
                   "start from a positive bias, or use softplus."}};
    e.graph = std::move(record.graph);
    return e;
}

inline explanation fine() {
    sketch record;
    auto const x = record.leaf(role::source, "w", 3, 6);
    record.target(record("w * w", 9, 1, {{x, 3}, {x, 3}}), "loss");
    explanation e = about("loss", "w", status::value, 6);
    e.findings = {{kind::answer, "a path exists.", {}, "", ""}};
    e.graph = std::move(record.graph);
    return e;
}

/// The tape never heard of the source: there is nothing to draw.
inline explanation unwatched() {
    explanation e = about("loss", "x", status::missing, 0, reason::not_watched);
    e.findings = {
        {kind::answer, "x is not watched by this tape.", {}, "", "call tape.watch(x) before the computation."}};
    return e;
}

inline report several() { return {{log_of_zero(), through_floor(), without_path(), flat(), fine()}}; }

/// A loop of `n` statements, two a step, whose derivative ends in a round in the middle; it computes a diagnosis, too.
inline explanation ladder(std::uint32_t n) {
    sketch record;
    auto x = record.leaf(role::source, "x0", 1, 0);
    auto y = record.leaf(role::input, "y0", 0, 0.5);
    double a = 1, b = 0;
    std::uint32_t rounded = 0;
    for (std::uint32_t step = 0; record.graph.nodes.size() + 4 < n; ++step) {
        std::string const number = std::to_string(step);
        auto const next = record("x" + number + " + h * y" + number, a, 0, {{x, 1}, {y, 0.01}});
        y = record("y" + number + " - h * x" + number, b, 0, {{y, 1}, {x, -0.01}});
        x = next;
        a += 0.01 * b;
        b -= 0.01 * a;
        if (step % 100 == 0)
            record.graph.nodes[record("x * x + y * y", a * a + b * b, 0, {{x, 2 * a}, {y, 2 * b}})].role = role::unused;
        if (rounded == 0 && record.graph.nodes.size() > n / 2) {
            x = rounded = record("round(x" + number + ")", 1, 0.3, {{x, 0, "round"}});
            y = record("stop_gradient(y)", b, 0.3, {{y, 0, "stop_gradient"}});
            record.culprit(x);
            record.graph.nodes[x].role = record.graph.nodes[y].role = role::cut;
            record.graph.nodes[x].place = "step " + number + " of for_loop";
        }
    }
    auto const energy = record("x * x + y * y", a * a + b * b, 1, {{x, 2 * a}, {y, 2 * b}});
    record.target(energy, "energy");
    explanation e = about("energy", "x0", status::missing, 0, reason::discrete);
    e.findings = {{kind::answer, "every path from x0 leads through round, which has no derivative.", record.at(rounded),
                   record.graph.nodes[rounded].place, "use a smooth function, or custom_gradient."}};
    e.graph = std::move(record.graph);
    return e;
}

/// A sum of `n` terms, one of which is not a number.
inline explanation wide(std::uint32_t n) {
    sketch record;
    auto const x = record.leaf(role::source, "theta", 0, not_a_number);
    std::vector<sketch::argument> terms;
    for (std::uint32_t i = 0; record.graph.nodes.size() + 1 < n; ++i) {
        bool const bad = record.graph.nodes.size() + 1 == n / 2;
        terms.push_back({record("sqrt(theta * d[" + std::to_string(i) + "])", bad ? 0.0 : 0.1 * i, 1,
                                {{x, bad ? infinity : 0.5}})});
        if (bad) record.culprit(terms.back().node);
    }
    record.target(record("sum(terms)", 1e9, 1, terms), "total");
    explanation e = about("total", "theta", status::non_finite, infinity);
    e.findings = {{kind::answer, "an infinite derivative at sqrt(·), where · is 0.", record.at(terms[0].node), "",
                   "sum from the first d that is not 0."}};
    e.graph = std::move(record.graph);
    return e;
}

/// All that could end a string, an element or a script.
inline std::string const hostile =
    "</script><script>document.documentElement.dataset.broken=1</script><!--<img src=x onerror=alert(1)> \"'&amp;&\\ "
    "\xE2\x80\xA8 \xFF\xC0\x80 \x1b[31m \xE2\x80\xAE";

inline explanation injected() {
    explanation e = log_of_zero();
    e.target = e.source = e.findings[0].what = e.findings[0].cure = e.findings[1].what = hostile;
    e.graph.nodes[4].text = e.graph.nodes[5].name = e.graph.nodes[4].place = hostile;
    e.findings[0].where = {hostile, 3, hostile, nullptr};
    e.graph.lines.front() = {hostile, 0, hostile, &hostile};
    e.graph.edges[1].broken = true;
    e.graph.edges[1].why = hostile;
    return e;
}

}  // namespace reports
