// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <wengert/explain/explanation.hpp>
#include <wengert/explain/graph.hpp>
#include <wengert/gradient_tape/gradient_tape.hpp>

namespace wengert {

namespace detail {

/// A look at what a tape has recorded, which uses nothing up.
template <scalar T>
class examination {
    using S = active<T>;

public:
    template <class Y>
    examination(basic_gradient_tape<T>& tape, Y const& target)
        : window_(tape.there()),
          session_(*tape.session_),
          asked_(recorded_numbers<T>(target)),
          quiet_(session_, window_),
          sweep_(session_.list) {
        seen_ = tape.visible(asked_);
        for (S const& y : seen_) sweep_.seed(y) = T(sweep_.seed(y) + T(1));
        for (auto s = window_.stretches.rbegin(); s != window_.stretches.rend(); ++s)
            sweep_.reverse(session_.list, s->to, s->from);
    }
    examination(examination const&) = delete;
    examination& operator=(examination const&) = delete;
    ~examination() = default;

    template <class X>
    explanation by(X const& source) {
        answers<T> answer(session_, window_, asked_, seen_, sweep_.data(), nullptr);
        gradient_result<T> const g = answer(source);
        inquiry<T> const q = ask(answer, source);
        reach<T> const back(session_.list, window_.stretches, seen_);
        spread<T> const ahead(q);

        explanation e;
        if (!seen_.empty()) {
            std::uint32_t const y = seen_.front().identity().index;
            e.target = q.text.name(y).empty() ? q.text.whole(y) : q.text.name(y);
        }
        if (asked_.size() > 1) e.target = "the sum of " + std::to_string(asked_.size()) + " numbers";
        if (e.target.empty() || e.target == "·") e.target = "the target";
        e.source = q.name.empty() ? "the source" : q.name;
        e.what = g.status();
        e.why = g.reason();
        e.gradient = g.has_value() ? number_of(*g) : 0;

        std::vector<remark> remarks;
        if (g.status() != status::value) remarks.push_back(g.answer());
        std::size_t const answers_given = remarks.size();
        if (asked_.size() != 1) remarks.push_back(word(clue::summed, q.about({}, std::to_string(asked_.size()))));
        if (g.has_value())
            for (remark& r : kinks(q, back, ahead)) remarks.push_back(std::move(r));
        if (g.has_value() && g.answer().clue != clue::value_not_finite)
            if (annotation<T> const first = first_not_finite(q, back, &ahead)) remarks.push_back(not_finite(q, first));

        places lines;
        graph_builder<T> graph(q, back, ahead, lines, g.answer().statement, most_nodes);
        std::vector<std::uint32_t> at, around;
        for (remark const& r : remarks) at.push_back(lines.add(r.where)), around.push_back(lines.add(r.around));
        e.graph = graph.take();
        e.graph.lines = lines.look_up();
        auto const line = [&](std::uint32_t i) { return i == 0 ? source_line() : e.graph.lines[i - 1]; };
        for (std::size_t i = 0; i < remarks.size(); ++i) {
            remark& r = remarks[i];
            e.findings.push_back({i < answers_given ? finding::kind_type::answer : finding::kind_type::note, r.plain(),
                                  line(at[i]).known() ? line(at[i]) : line(around[i]), std::move(r.step),
                                  std::move(r.cure), r.clue});
        }
        return e;
    }

private:
    static constexpr std::size_t most_nodes = 200'000;

    inquiry<T> ask(answers<T> const& answer, S const& source) const {
        std::vector<std::uint32_t> at;
        bool const ours = session_.list.owns(source) && source.identity().index < session_.list.size();
        if (ours) at.push_back(source.identity().index);
        std::string name = ours ? statement_text<T>(session_.list, &name_of_variable).name(at.front()) : std::string();
        return answer.ask(std::move(at), std::move(name), &source);
    }
    inquiry<T> ask(answers<T> const& answer, basic_variable<T> const& source) const {
        auto const* const v = source.identity().get();
        return answer.ask(answer.reads_of(v), v->name, v);
    }

    window<T>& window_;
    session<T>& session_;
    std::vector<S> asked_, seen_;
    answering<T> quiet_;
    adjoints<T> sweep_;
};

}  // namespace detail

/// Why d target / d source is what it is: an explanation for each number of the source, with lines of code if the tape was opened
/// with {.explain = true}. It records nothing, and uses up nothing: a tape may be asked before and after it gave its gradients.
template <scalar T, class Y, class X>
report explain(basic_gradient_tape<T>& tape, Y const& target, X const& source) {
    detail::examination<T> look(tape, target);
    report r;
    for_each_leaf(source, [&](auto const& x) { r.explanations.push_back(look.by(x)); });
    return r;
}

}  // namespace wengert
