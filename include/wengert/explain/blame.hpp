// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <wengert/explain/inquiry.hpp>
#include <wengert/tape/revisit.hpp>

// Where a sweep left the finite numbers.
namespace wengert::detail {

/// Looks at the adjoints that a sweep has left, in its order, for the first operation that made one non-finite: on the way to the
/// sources, or anywhere if no `ahead` says where that is.
template <class T>
class blame {
public:
    blame(inquiry<T> const& q, spread<T> const* ahead) : q_(q), ahead_(ahead) {}

    void statement(std::uint32_t index, std::uint32_t count, T const* partials, std::uint32_t const* arguments) {
        if (found_ || !wanted(index)) return;
        T const& adjoint = q_.adjoints[index];
        if (is_zero(adjoint)) return;
        bool finite = true;
        for (std::uint32_t k = 0; k < count; ++k)
            finite = finite && (!wanted(arguments[k]) || isfinite(primal(T(partials[k] * adjoint))));
        if (finite) return;
        annotation<T> const a = q_.list.annotation_of(index);
        if (a.kind == nullptr) {
            for (std::uint32_t k = 0; k < count; ++k)
                if (wanted(arguments[k])) product(adjoint, partials[k], {index, no_operation, {}});
            return;
        }
        taken_apart<T> const apart(a, adjoint);
        led const leads(a, [&](std::size_t leaf) { return a.on_tape(leaf) && wanted(a.names[leaf]); });
        for (std::size_t i = apart.parts.size(); i-- > 0 && !found_;) {
            auto const& p = apart.parts[i];
            if (is_zero(p.adjoint)) continue;
            for (std::size_t k = 0; k < p.row.kind->arity; ++k)
                if (leads.operand(i, k)) product(p.adjoint, p.partials[k], {index, i, a});
        }
    }

    void operation(tape_record<T>& record) {
        if (found_) return;
        auto const has = [&](auto const& statements, auto const& what) {
            return any_of(statements, [&](std::uint32_t s) { return what(primal(q_.passed_to(s))); });
        };
        auto const lost = [](auto const& a) { return !isfinite(a); };
        gives_nan_ = has(record.arguments(), [](auto const& a) { return isnan(a); });
        // What is infinite already may have come to an argument past this record.
        bool const loses_them = gives_nan_ || (infinite_.statement == nobody && has(record.arguments(), lost) &&
                                               !has(record.results(), lost));
        // What a loop captured is not among its arguments: if no other place is found, it was there.
        if (loses_them || (record.runs_again() && record_ == nullptr)) record_ = &record;
        found_ = loses_them;
    }

    /// What was found.
    [[nodiscard]] remark answer() const {
        if (record_ != nullptr) return of_record();
        op const& at = at_.statement != nobody ? at_ : infinite_;
        clue const what = at_.statement != nobody ? what_ : overflows_ ? clue::overflow : clue::infinite_partial;
        if (at.statement == nobody) return {clue::none, "an adjoint left the finite numbers"};
        if (at.kept.kind == nullptr) return one_of_its_operations(what);
        return q_.at(at.statement, what, in_text(at), numbers(at));
    }

private:
    [[nodiscard]] bool wanted(std::uint32_t statement) const { return ahead_ == nullptr || ahead_->reaches(statement); }

    static constexpr std::size_t no_operation = ~std::size_t{0};

    struct op {
        std::uint32_t statement = nobody;
        std::size_t row = 0;
        annotation<T> kept;

        [[nodiscard]] bool is(op const& b) const { return statement == b.statement && row == b.row; }
    };

    void product(T const& adjoint, T const& partial, op const& at) {
        if (found_) return;
        T const p(partial * adjoint);
        if (isfinite(primal(p))) return;
        if (isinf(primal(adjoint)) && primal(partial) == 0) {
            found(clue::zero_times_infinity, at);
        } else if (isinf(primal(p))) {
            // Infinite, and perhaps the answer; what turns it into a NaN further on is the better place.
            if (infinite_.statement == nobody)
                infinite_ = at, overflows_ = isfinite(primal(partial)) && isfinite(primal(adjoint));
            if (isfinite(primal(adjoint))) feeds_ = at;
        } else {
            found(isnan(primal(partial)) ? clue::undefined_partial : clue::infinity_minus_infinity, at);
        }
    }
    void found(clue what, op const& at) {
        found_ = true;
        what_ = what;
        at_ = at;
    }

    // The operation, and around it the one that fed an infinite adjoint into it.
    [[nodiscard]] std::string in_text(op const& at) const {
        operation_row<T> const& row = at.kept.kind->rows[at.row];
        if (feeds_.kept.kind == nullptr || feeds_.is(at)) return statement_text<T>::bare(row);
        operation_row<T> const& outer = feeds_.kept.kind->rows[feeds_.row];
        for (std::size_t k = 0; k < outer.kind->arity; ++k) {
            std::int16_t const from = outer.operand[k];
            bool const here = feeds_.statement == at.statement && from == static_cast<std::int16_t>(~at.row);
            bool const before =
                from >= 0 && at.row + 1 == at.kept.kind->operations && feeds_.kept.names[from] == at.statement;
            if (here || before) return statement_text<T>::around(outer, k, row);
        }
        return statement_text<T>::bare(row);
    }

    [[nodiscard]] std::string numbers(op const& at) const {
        auto const apart = taken_apart<T>(at.kept);
        auto const& p = apart.parts[at.row];
        std::string text = p.row.kind->arity == 1 ? ", where · is " : ", where · are ";
        for (std::size_t k = 0; k < p.row.kind->arity; ++k)
            text += (k == 0 ? "" : k + 1 == p.row.kind->arity ? " and " : ", ") + number_text(number_of(p.operands[k]));
        if (apart.parts.size() > 1 || feeds_.statement != nobody) text += ", in " + q_.text.whole(at.statement);
        if (feeds_.kept.kind != nullptr && feeds_.statement != at.statement) {
            text += "; the ∞ comes from " + statement_text<T>::bare(feeds_.kept.kind->rows[feeds_.row]);
            // The place of the operation follows.
            std::string const place = place_text(feeds_.kept.where);
            if (place != place_text(at.kept.where)) text += place + ',';
        }
        return text;
    }

    [[nodiscard]] remark of_record() const {
        if (!record_->runs_again()) {
            clue const what = gives_nan_ ? clue::undefined_partial : clue::infinite_partial;
            remark r = q_.at(record_->results().front(), what, record_->name());
            r.cure = "look at what its pullback returns.";
            return r;
        }
        remark r;
        r.what = std::string("inside ") + record_->name();
        r.where = static_cast<replay_record<T> const*>(record_)->where;
        return r;
    }

    inquiry<T> const& q_;
    spread<T> const* ahead_;
    bool found_ = false;
    bool overflows_ = false;
    clue what_ = clue::none;
    op at_, infinite_, feeds_;
    tape_record<T> const* record_ = nullptr;
    bool gives_nan_ = false;  // the record
};

}  // namespace wengert::detail
