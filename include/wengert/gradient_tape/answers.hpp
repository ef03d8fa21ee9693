// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <wengert/core/structure.hpp>
#include <wengert/explain/blame.hpp>
#include <wengert/explain/gap.hpp>
#include <wengert/explain/notes.hpp>
#include <wengert/explain/searches.hpp>
#include <wengert/explain/vanishing.hpp>
#include <wengert/gradient_tape/gradient_result.hpp>
#include <wengert/gradient_tape/off_tape.hpp>
#include <wengert/gradient_tape/recorded_sweep.hpp>
#include <wengert/gradient_tape/variable.hpp>

namespace wengert::detail {

inline std::string const& name_of_variable(void const* source) {
    return static_cast<variable_identity const*>(source)->name;
}

/// The numbers of a target. An expression among them is recorded now.
template <class T, class Y>
std::vector<active<T>> recorded_numbers(Y const& target) {
    static_assert(structure<Y>, "wengert: the target of a gradient is a number or a structure of numbers.");
    std::vector<active<T>> numbers;
    for_each_leaf(target, [&](auto const& leaf) { numbers.push_back(active<T>(leaf)); });
    return numbers;
}

/// After a sweep: what the gradient of the targets by each source is, and if it is not there, why.
template <class T>
class answers {
    using S = active<T>;
    using result = gradient_result<T>;

public:
    /// `asked` are the numbers of the target, `seen` those of them that the tape has seen, `adjoints` what the sweep has left;
    /// `recorded` may be null.
    answers(session<T>& s, window<T> const& w, std::vector<S> const& asked, std::vector<S> const& seen,
            T const* adjoints, recorded_sweep<T>* recorded)
        : session_(s), window_(w), asked_(asked), seen_(seen), adjoints_(adjoints), recorded_(recorded) {}

    result operator()(S const& source) {
        if (absence a = off().source(source, &source); a.why != reason::none) return missing(std::move(a));
        std::uint32_t const statement = source.identity().index;
        return at({statement}, text().name(statement), &source);
    }

    result operator()(basic_variable<T> const& source) {
        variable_identity const* const v = source.identity().get();
        if (!window_.watches(v)) return missing(off().source(*v));
        std::vector<std::uint32_t> const reads = reads_of(v);
        if (reads.empty() && contains(window_.read_unseen, v) && seen_.empty() && !asked_.empty())
            return missing(off().target(asked_.front(), v->name, v));
        if (reads.empty() && contains(window_.read_unseen, v) && !explains())
            return missing({reason::not_recorded, word(clue::read_while_paused, {v->name, {}, {}, {}})});
        return at(reads, v->name, v);
    }

    template <class Other>
    result operator()(Other const&) {
        static_assert(
            never<Other>,
            "wengert: the source of a gradient is a number of type real or a variable; a double is on no tape.");
        return {};
    }

    /// Throws `non_finite` if the sweep has left an adjoint that is no finite number.
    void trap(std::source_location where) {
        for (std::uint32_t s = window_.begin(); s < session_.sweep.size(); ++s)
            if (!isfinite(primal(adjoints_[s])))
                throw non_finite("an adjoint is " + number_text(number_of(adjoints_[s])) + ": " +
                                     out_of_numbers(ask({}, {}, nullptr), nullptr).sentence(),
                                 where);
    }

    /// The statements at which the window has read a variable.
    [[nodiscard]] std::vector<std::uint32_t> reads_of(variable_identity const* v) const {
        std::vector<std::uint32_t> reads;
        for (tape_read const& r : session_.list.reads())
            if (r.source == v && window_.sees(r.statement) && (r.again == nobody || !window_.sees(r.again)))
                reads.push_back(r.statement);
        return reads;
    }

    [[nodiscard]] inquiry<T> ask(std::vector<std::uint32_t> sources, std::string name, void const* object) const {
        return {session_.list,      window_.stretches, seen_,  adjoints_, text(),
                std::move(sources), std::move(name),   object, &window_};
    }

private:
    [[nodiscard]] bool differentiable_again() const { return recorded_ != nullptr && recorded_->obstacle().empty(); }
    [[nodiscard]] bool explains() const { return explaining<T> == &session_.list; }
    [[nodiscard]] off_tape<T> off() const { return {session_, window_}; }
    [[nodiscard]] statement_text<T> text() const { return {session_.list, &name_of_variable}; }

    static result missing(absence a) { return result(S(), status::missing, a.why, std::move(a.answer)); }

    result at(std::vector<std::uint32_t> const& statements, std::string const& name, void const* object) {
        if (seen_.empty() && !asked_.empty()) return missing(absent(statements, name, object));
        T sum(0);
        S recorded;
        for (std::uint32_t const s : statements) {
            sum = T(sum + adjoints_[s]);
            if (differentiable_again())
                recorded = is_zero(recorded) ? recorded_->adjoint(s) : S(recorded + recorded_->adjoint(s));
        }
        // The number is the same to the last bit whether an outer tape sees how it is computed or not.
        S const derivative(sum, differentiable_again() ? recorded.identity() : passive(cause::not_recorded));
        std::string const obstacle = recorded_ != nullptr ? recorded_->obstacle()
                                     : now_reading<T> != nullptr
                                         ? "a loop or checkpoint runs the code around this tape, which no outer tape "
                                           "follows there: use save_all(), or gradient(f, x) in place of the tape."
                                         : std::string();
        if (isfinite(primal(sum)) && primal(sum) != 0)
            return result(derivative, status::value, reason::none, {}, obstacle);
        inquiry<T> const q = ask(statements, name, object);
        if (!isfinite(primal(sum))) {
            if (may_look()) {
                spread<T> const ahead(q);
                out_of_numbers_ = out_of_numbers(q, &ahead);
            }
            return result(derivative, status::non_finite, reason::none, out_of_numbers_, obstacle);
        }
        for (std::uint32_t const s : statements)
            if (back().by_path(s)) return result(derivative, status::zero, reason::none, zero(q), obstacle);
        return missing(no_path(q));
    }

    reach<T> const& back() {
        if (!back_) back_ = make_owner<reach<T>>(session_.list, window_.stretches, seen_);
        return *back_;
    }

    // The target is not on the tape. What was computed from plain numbers may have read a number of the source.
    absence absent(std::vector<std::uint32_t> const& statements, std::string const& name, void const* object) const {
        handle const h = asked_.front().identity();
        if (explains() && h.tag == passive_tag && cause_of(h) == cause::unfollowed) {
            inquiry<T> const q = ask(statements, name, object);
            if (remark r; taken_from_source(q, spread<T>(q), r)) return {reason::not_recorded, std::move(r)};
        }
        return off().target(asked_.front(), name, object);
    }

    // A model has many parameters, and what is wrong with one is mostly wrong with others.
    bool may_look() {
        if (looks_left_ == 0) return false;
        --looks_left_;
        return true;
    }

    remark out_of_numbers(inquiry<T> const& q, spread<T> const* ahead) {
        blame<T> look(q, ahead);
        for (auto s = window_.stretches.rbegin(); s != window_.stretches.rend(); ++s)
            session_.list.walk_backward(s->to, s->from, look);
        remark answer = look.answer();
        // What follows from a value that was none is not where it began; that log(0) is infinite is.
        if (explains() && ahead != nullptr && answer.clue != clue::zero_times_infinity)
            if (annotation<T> const first = first_not_finite(
                    q, back(),
                    answer.clue == clue::infinite_partial || answer.clue == clue::overflow ? ahead : nullptr))
                return not_finite(q, first);
        return answer;
    }

    remark of_no_number(inquiry<T> const& q, S const& target) {
        if (explains() && may_look()) {
            spread<T> const ahead(q);
            if (annotation<T> const first = first_not_finite(q, back(), &ahead)) return not_finite(q, first);
        }
        return word(clue::value_not_finite, q.about("the target", " is " + number_text(number_of(target.value()))));
    }

    remark zero(inquiry<T> const& q) {
        // What came of a number that is none may well have a partial of 0.
        for (S const& y : seen_)
            if (!isfinite(primal(y.value()))) return of_no_number(q, y);
        if (!explains()) return {clue::none, "a path exists, and the derivative along it is exactly 0"};
        if (!may_look())
            return {clue::none, "a path exists, and the derivative along it is exactly 0",
                    "as of others before; explain(tape, target, source) says why."};
        spread<T> const ahead(q);
        vanishing<T> const look(q, back(), ahead);
        return look.found() ? look.answer() : look.among_reads();
    }

    // Whether the source is a read of a variable from which the target was not computed, but from another one.
    bool is_another_read(inquiry<T> const& q) {
        if (q.sources.size() != 1) return false;
        std::uint32_t const source = q.sources.front();
        auto const& reads = session_.list.reads();
        std::size_t const at = lower_position(reads, source, [](tape_read const& r) { return r.statement; });
        if (at == reads.size() || reads[at].statement != source || reads[at].source == q.object) return false;
        if (!reads_) reads_ = make_owner<reads_by_source>(reads, back());
        return reads_->has(reads[at].source, 0);
    }

    absence no_path(inquiry<T> const& q) {
        tape_cut const* cut = nullptr;
        for (std::uint32_t const s : q.sources)
            if (cut == nullptr) cut = back().across_cut(s);
        if (cut == nullptr) cut = back().across_branch();
        if (cut == nullptr && is_another_read(q)) return {reason::another_read, word(clue::another_read, q.about())};
        if (cut == nullptr)
            return {reason::no_path,
                    explains() && may_look() ? gap<T>(q, back()).answer() : word(clue::no_path, q.about())};
        auto const by = [&](reason why, clue what) {
            bool const kept = static_cast<bool>(session_.list.annotation_of(cut->result));
            std::string const operation = kept && cut->source != nobody ? q.text.whole(cut->result) : cut->name;
            bool const several = cut->source != nobody && several_cuts(q);
            return absence{why, q.at(cut->result, what, operation, cut_paths(q.about(), several))};
        };
        switch (cut->why) {
            case cause::stopped:
                return by(reason::stopped, clue::stopped);
            case cause::discrete:
                return by(reason::discrete, clue::discrete);
            default:
                return by(reason::branch_not_taken, clue::branch_not_taken);
        }
    }

    // Whether paths from the source to the target end at more than one cut.
    bool several_cuts(inquiry<T> const& q) {
        auto const more_than_one = [&](auto const& leads) {
            std::size_t count = 0;
            for (tape_cut const& c : session_.list.cuts())
                if (c.source != nobody && back().by_path(c.result) && leads(c.source) && ++count > 1) return true;
            return false;
        };
        if (!more_than_one([](std::uint32_t) { return true; }) || !may_look()) return false;
        spread<T> const ahead(q);
        return more_than_one([&](std::uint32_t s) { return ahead.reaches(s); });
    }

    session<T>& session_;
    window<T> const& window_;
    std::vector<S> const& asked_;
    std::vector<S> const& seen_;
    T const* adjoints_;
    recorded_sweep<T>* recorded_;
    owner<reach<T>> back_;
    owner<reads_by_source> reads_;  // from which a path leads to the target
    remark out_of_numbers_;
    std::size_t looks_left_ = 32;
};

}  // namespace wengert::detail
