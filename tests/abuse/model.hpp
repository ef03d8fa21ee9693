// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <vector>

// What gradient_tapes should answer, said as plainly as possible: every number is a node of a graph and knows which tapes saw it
// being computed. All numbers are integers, so that every order of summation gives the same.
namespace abuse {

inline constexpr std::size_t none = ~std::size_t{0};

struct node {
    struct edge {
        std::size_t of, partial;  // both are nodes
    };

    double value = 0;
    bool live = false;            // it is on the list
    std::size_t epoch = 0;        // of the list
    std::size_t variable = none;  // that was read there
    std::vector<edge> edges{};
    std::vector<std::size_t> seen_by{};  // tapes, counted anew when they are reset
};

/// A gradient_tape.
struct window {
    std::size_t name = 0;
    bool persistent = false, watches_all = true;
    bool recording = true, consumed = false;
    std::vector<std::size_t> watched, told;  // nodes, variables
};

struct slope {
    double value = 0;
    bool path = false;
    bool exact = true;  // no number on the way was too large to be exact
    std::size_t node = none;
};

class model {
public:
    std::size_t constant(double v) {
        nodes_.push_back({.value = v});
        return nodes_.size() - 1;
    }
    node const& operator[](std::size_t n) const { return nodes_[n]; }

    std::shared_ptr<window> open() {
        auto w = std::make_shared<window>();
        w->name = names_++;
        windows_.push_back(w);
        return w;
    }
    void close(std::shared_ptr<window> const& w) {
        w->recording = false;
        std::erase(windows_, w);
        if (windows_.empty()) ++epoch_;
    }
    void reset(window& w) {
        if (windows_.size() == 1) ++epoch_;
        w.name = names_++;
        w.watched.clear();
        w.told.clear();
        w.recording = true;
        w.consumed = false;
    }
    [[nodiscard]] bool is_open(window const& w) const {
        return std::any_of(windows_.begin(), windows_.end(), [&](auto const& v) { return v.get() == &w; });
    }
    [[nodiscard]] bool recording() const {
        return std::any_of(windows_.begin(), windows_.end(), [](auto const& w) { return w->recording; });
    }

    [[nodiscard]] bool on_list(std::size_t n) const { return nodes_[n].live && nodes_[n].epoch == epoch_; }
    /// It was on a list that is no more.
    [[nodiscard]] bool stale(std::size_t n) const { return nodes_[n].live && nodes_[n].epoch != epoch_; }

    std::size_t leaf(double value, std::size_t variable = none) {
        node n{.value = value, .live = true, .epoch = epoch_, .variable = variable};
        for (auto const& w : windows_)
            if (w->recording) n.seen_by.push_back(w->name);
        nodes_.push_back(n);
        return nodes_.size() - 1;
    }
    std::size_t read(std::size_t variable, bool trainable, double value) {
        for (auto const& w : windows_)
            if (w->recording && watches(*w, variable, trainable)) return leaf(value, variable);
        return constant(value);
    }

    std::size_t add(std::size_t a, std::size_t b) {
        std::size_t const one = constant(1);
        return make(nodes_[a].value + nodes_[b].value, {{a, one}, {b, one}});
    }
    std::size_t subtract(std::size_t a, std::size_t b) {
        std::size_t const one = constant(1), minus = constant(-1);
        return make(nodes_[a].value - nodes_[b].value, {{a, one}, {b, minus}});
    }
    std::size_t multiply(std::size_t a, std::size_t b) {
        return make(nodes_[a].value * nodes_[b].value, {{a, b}, {b, a}});
    }
    /// The same number without a path to it.
    std::size_t cut(std::size_t a) {
        return recording() && on_list(a) ? leaf(nodes_[a].value) : constant(nodes_[a].value);
    }

    /// Of the sum of targets; the tape does not record any more. With `again`, others may record how it is computed.
    std::vector<std::size_t> sweep(window const& w, std::vector<std::size_t> const& targets) {
        exact_ = true;
        std::vector<std::size_t> adjoints(nodes_.size(), none);
        for (std::size_t const t : targets)
            if (on_list(t) && (seen(w, t) || contains(w.watched, t))) pass(adjoints[t], constant(1));
        for (std::size_t n = adjoints.size(); n-- > 0;) {
            if (adjoints[n] == none || !seen(w, n)) continue;
            for (node::edge const& e : std::vector(nodes_[n].edges))
                if (on_list(e.of)) pass(adjoints[e.of], multiply(adjoints[n], e.partial));
        }
        return adjoints;
    }
    slope at(std::vector<std::size_t> const& adjoints, std::vector<std::size_t> const& sources) {
        slope s;
        for (std::size_t const n : sources)
            if (n < adjoints.size() && adjoints[n] != none) pass(s.node, adjoints[n]);
        s.path = s.node != none;
        if (s.path) s.value = nodes_[s.node].value;
        s.exact = exact_;
        return s;
    }

    [[nodiscard]] std::vector<std::size_t> reads_of(window const& w, std::size_t variable) const {
        std::vector<std::size_t> reads;
        for (std::size_t n = 0; n < nodes_.size(); ++n)
            if (nodes_[n].variable == variable && on_list(n) && seen(w, n)) reads.push_back(n);
        return reads;
    }
    [[nodiscard]] bool seen(window const& w, std::size_t n) const {
        return on_list(n) && contains(nodes_[n].seen_by, w.name);
    }
    [[nodiscard]] static bool watches(window const& w, std::size_t variable, bool trainable) {
        return (trainable && w.watches_all) || contains(w.told, variable);
    }
    [[nodiscard]] static bool contains(std::vector<std::size_t> const& v, std::size_t n) {
        return std::find(v.begin(), v.end(), n) != v.end();
    }

private:
    std::size_t make(double value, std::vector<node::edge> edges) {
        std::erase_if(edges, [&](node::edge const& e) { return !on_list(e.of); });
        exact_ = exact_ && std::abs(value) < 9e15;
        if (edges.empty() || !recording()) return constant(value);
        std::size_t const n = leaf(value);
        nodes_[n].edges = std::move(edges);
        return n;
    }
    void pass(std::size_t& to, std::size_t adjoint) { to = to == none ? adjoint : add(to, adjoint); }

    std::vector<node> nodes_;
    std::vector<std::shared_ptr<window>> windows_;
    std::size_t epoch_ = 0, names_ = 0;
    bool exact_ = true;
};

/// A number of the model, for functions that are written once for it and for the library's.
struct model_number {
    abuse::model* model;
    std::size_t node;

    friend model_number operator+(model_number a, model_number b) { return {a.model, a.model->add(a.node, b.node)}; }
    friend model_number operator-(model_number a, model_number b) {
        return {a.model, a.model->subtract(a.node, b.node)};
    }
    friend model_number operator*(model_number a, model_number b) {
        return {a.model, a.model->multiply(a.node, b.node)};
    }
    friend model_number operator*(double a, model_number b) { return model_number{b.model, b.model->constant(a)} * b; }
    friend model_number& operator+=(model_number& a, model_number b) { return a = a + b; }
    friend model_number square(model_number a) { return a * a; }
};

}  // namespace abuse
