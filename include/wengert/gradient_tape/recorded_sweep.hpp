// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <wengert/gradient_tape/session.hpp>

// A reverse sweep whose arithmetic is recorded: how an inner tape's gradient becomes a value of the outer tapes.
namespace wengert::detail {

template <class T>
class recorded_sweep {
    using S = active<T>;

public:
    /// Walks what `w` sees backwards, from the targets, each seeded with 1.
    recorded_sweep(tape<T>& list, window<T> const& w, std::vector<S> const& targets)
        : list_(list),
          base_(w.stretches.empty() ? list.size() : w.stretches.front().from.statement),
          inside_(list.size() - base_),
          window_(w),
          before_(w.watched.size()) {
        for (S const& y : targets)
            if (S* const a = place(y.identity().index); a != nullptr) *a = *a + S(T(1));
        collect(w);
        for (step const& s : steps_) {
            if (!obstacle_.empty()) return;
            s.operation == nullptr ? statement(s.statement) : operation(*s.operation);
        }
    }

    /// Why the adjoints are numbers only and cannot be differentiated again; empty if they can.
    [[nodiscard]] std::string const& obstacle() const { return obstacle_; }

    [[nodiscard]] S adjoint(std::uint32_t statement) {
        S const* const a = place(statement);
        return a == nullptr ? S() : *a;
    }

private:
    struct step {
        std::uint32_t statement;
        tape_record<T> const* operation;
    };

    // The list grows while it is swept, so that the steps are listed first.
    void collect(window<T> const& w) {
        struct lister {
            std::vector<step>& steps;
            void statement(std::uint32_t index, std::uint32_t count, T const*, std::uint32_t const*) {
                if (count > 0) steps.push_back({index, nullptr});
            }
            void operation(tape_record<T> const& record) { steps.push_back({0, &record}); }
        };
        for (auto s = w.stretches.rbegin(); s != w.stretches.rend(); ++s)
            list_.walk_backward(s->to, s->from, lister{steps_});
    }

    // Where the adjoint of a statement is: all inside the window, and of those before it only the watched ones.
    S* place(std::uint32_t statement) {
        if (statement >= base_) return statement - base_ < inside_.size() ? &inside_[statement - base_] : nullptr;
        return window_.watches(statement) ? &before_[window_.place_among_watched(statement)] : nullptr;
    }

    void add(S const& to, S const& adjoint) {
        if (!list_.owns(to)) return;
        if (S* const a = place(to.identity().index); a != nullptr) *a = is_zero(*a) ? adjoint : S(*a + adjoint);
    }

    void statement(std::uint32_t index) {
        S const adjoint = *place(index);
        if (is_zero(adjoint)) return;
        annotation<T> const a = list_.annotation_of(index);
        if (a.kind == nullptr) {
            obstacle_ =
                "a part of the computation was recorded before the outer tape was opened: open the outer tape first.";
            return;
        }
        std::vector<S> operands(a.kind->leaves), passed(a.kind->leaves);
        for (std::size_t i = 0; i < operands.size(); ++i) operands[i] = a.operand(i);
        reverse_recorded(*a.kind, S(a.value, {index, list_.epoch()}), operands.data(), adjoint, passed.data());
        for (std::size_t i = 0; i < passed.size(); ++i) add(operands[i], passed[i]);
    }

    void operation(tape_record<T> const& record) {
        std::vector<S> results, passed(record.arguments().size());
        bool reached = false;
        for (std::uint32_t const r : record.results()) {
            results.push_back(*place(r));
            reached = reached || !is_zero(results.back());
        }
        if (!reached) return;
        try {
            record.reverse_recorded(results, passed);
        } catch (no_such_rule const& missing) {
            obstacle_ = missing.sentence();
            return;
        }
        std::size_t i = 0;
        for (std::uint32_t const argument : record.arguments()) add(S(T(0), {argument, list_.epoch()}), passed[i++]);
    }

    tape<T>& list_;
    std::uint32_t base_;
    std::vector<S> inside_;
    window<T> const& window_;
    std::vector<S> before_;
    std::vector<step> steps_;
    std::string obstacle_;
};

}  // namespace wengert::detail
