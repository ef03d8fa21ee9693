// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <wengert/explain/inquiry.hpp>

// Why the derivative along a path is exactly 0.
namespace wengert::detail {

/// Walks from the target to the source along the paths between them, up to where the adjoint becomes 0.
template <class T>
class vanishing {
public:
    vanishing(inquiry<T> const& q, reach<T> const& back, spread<T> const& ahead)
        : q_(q), back_(back), ahead_(ahead), fed_(q.list.size()) {
        for (active<T> const& y : q.targets) fed_[y.identity().index] = y.identity().index;
        for (auto s = q.seen.rbegin(); s != q.seen.rend() && !found_; ++s) q.list.walk_backward(s->to, s->from, *this);
    }

    /// What was found, if anything.
    [[nodiscard]] bool found() const { return found_; }
    [[nodiscard]] remark const& answer() const { return answer_; }
    /// What is left to say if nothing was found: each read of the source has a derivative, and they add up to 0.
    [[nodiscard]] remark among_reads() const { return q_.at(meeting_, clue::cancelled, q_.about().x()); }

    void statement(std::uint32_t index, std::uint32_t count, T const* partials, std::uint32_t const* arguments) {
        if (found_ || fed_[index] == nobody || !ahead_.reaches(index) || !back_.by_path(index)) return;
        T const& adjoint = q_.adjoints[index];
        if (primal(adjoint) == 0) return cancelled(index);
        std::size_t ways = 0;
        for (std::uint32_t k = 0; k < count && !found_; ++k) {
            if (!ahead_.reaches(arguments[k])) continue;
            if (++ways == 2 && meeting_ == nobody) meeting_ = index;
            if (primal(T(partials[k] * adjoint)) != 0) fed_[arguments[k]] = larger(fed_[arguments[k]], index);
            else stopped_here(index, partials[k], adjoint);
        }
    }

    void operation(tape_record<T> const& record) {
        if (found_) return;
        auto const has_adjoint = [&](std::uint32_t s) { return primal(q_.passed_to(s)) != 0; };
        if (!any_of(record.results(), has_adjoint)) return;
        if (any_of(record.arguments(), has_adjoint)) {
            for (std::uint32_t const a : record.arguments())
                if (a != nobody) fed_[a] = larger(fed_[a], record.results().front());
        } else if (any_of(record.arguments(), [&](std::uint32_t a) { return a != nobody && ahead_.reaches(a); })) {
            say(record.results().front(), clue::saturated, record.name());
        }
    }

private:
    void cancelled(std::uint32_t index) {
        say(fed_[index], clue::cancelled, contains(q_.sources, index) ? q_.about().x() : q_.text.whole(index));
    }

    // Of several things that may stand there.
    static bool is_choice(std::string const& name) { return name == "select" || name == "max" || name == "min"; }

    // An argument got nothing from this statement, which has an adjoint: which of its operations is it?
    void stopped_here(std::uint32_t index, T const& partial, T const& adjoint) {
        annotation<T> const a = q_.list.annotation_of(index);
        if (a.kind == nullptr)
            return say(index, primal(partial) == 0 ? clue::saturated : clue::underflow, "one of its operations");
        taken_apart<T> const apart(a, adjoint);
        auto const leads = led_by_sources(ahead_, a);
        for (std::size_t i = apart.parts.size(); i-- > 0;) {
            auto const& p = apart.parts[i];
            if (!leads.part(i) || primal(p.adjoint) == 0) continue;
            for (std::size_t k = 0; k < p.row.kind->arity; ++k) {
                if (!leads.operand(i, k) || primal(T(p.partials[k] * p.adjoint)) != 0) continue;
                bool const nothing = primal(p.partials[k]) == 0;
                bool const chooses = is_choice(p.row.kind->name);
                std::string numbers = q_.text.numbers(a, i, p.operands.data());
                if (nothing && !numbers.empty()) numbers += ',';
                return say(index, nothing ? chooses ? clue::masked : clue::saturated : clue::underflow,
                           q_.text.one(a, i), std::move(numbers));
            }
        }
        say(index, clue::cancelled, q_.text.whole(index));
    }

    void say(std::uint32_t index, clue what, std::string operation, std::string detail = {}) {
        found_ = true;
        answer_ = q_.at(index, what, std::move(operation), std::move(detail));
    }

    inquiry<T> const& q_;
    reach<T> const& back_;
    spread<T> const& ahead_;
    std::vector<std::uint32_t> fed_;  // by which statement last
    std::uint32_t meeting_ = nobody;  // where two ways from the source meet, next to the target
    bool found_ = false;
    remark answer_;
};

}  // namespace wengert::detail
