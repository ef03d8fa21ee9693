// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <wengert/explain/inquiry.hpp>
#include <wengert/explain/searches.hpp>

// Why no path leads from a source on the tape to a target on the tape.
namespace wengert::detail {

/// The last time that value() took a number of the source, or of what was computed from it.
template <class T>
bool taken_from_source(inquiry<T> const& q, spread<T> const& ahead, remark& r) {
    for (std::size_t i = q.events().size(); i-- > 0;) {
        tape_event const& e = q.events()[i];
        if (e.kind != tape_event::kind_type::read_as_number) continue;
        if (e.statement == nobody ? e.source != q.object : !ahead.reaches(e.statement)) continue;
        std::string what = e.statement == nobody ? std::string("·") : q.text.whole(e.statement);
        if (what == "·") what = q.about().x();
        r = word(clue::number_taken, q.about(std::move(what)), e.where, q.list.notes().step_of(e.time));
        return true;
    }
    return false;
}

template <class T>
class gap {
    using kind = tape_event::kind_type;

public:
    gap(inquiry<T> const& q, reach<T> const& back) : q_(q), back_(back), ahead_(q) {}

    /// The best of what can be said, from what is certain to what is likely.
    [[nodiscard]] remark answer() const {
        if (remark r;
            watched_late(r) || renamed(r) || number_went_in(r) || only_decides(r) || no_steps(r) || off_the_tape(r))
            return r;
        return where_it_ends();
    }

private:
    // ---- the source came too late -------------------------------------------------------------------------------------------

    bool watched_late(remark& r) const {
        std::uint32_t last_target = nobody;
        for (active<T> const& y : q_.targets) last_target = larger(last_target, y.identity().index);
        for (tape_event const& e : q_.events()) {
            if (e.kind != kind::watched || e.source != q_.object) continue;
            bool const is_variable = e.statement == nobody;
            if (!is_variable && (!contains(q_.sources, e.statement) || e.statement < last_target)) continue;
            code_place where = q_.at(last_target, clue::none, {}).where;
            if (is_variable) {
                tape_event const* const read = read_before(e);
                if (read == nullptr) continue;
                where = read->where;
            }
            subject s = q_.about();
            s.place = place_text(e.where);
            r = word(clue::watched_late, s, where);
            return true;
        }
        return false;
    }

    [[nodiscard]] tape_event const* read_before(tape_event const& watched) const {
        for (tape_event const& e : q_.events()) {
            if (&e == &watched) return nullptr;
            if (e.kind == kind::not_followed && e.source == q_.object) return &e;
        }
        return nullptr;
    }

    // ---- the program meant another value ------------------------------------------------------------------------------------

    bool renamed(remark& r) const {
        if (q_.sources.size() != 1) return false;
        for (std::size_t i = q_.events().size(); i-- > 0;) {
            tape_event const& e = q_.events()[i];
            if (e.kind != kind::watched || e.source != q_.object || e.statement == nobody) continue;
            if (e.statement == q_.sources.front()) return false;
            r = q_.at(q_.sources.front(), clue::renamed, q_.text.whole(q_.sources.front()));
            return true;
        }
        return false;
    }

    // ---- a number went from one side to the other, without its history ------------------------------------------------------

    bool number_went_in(remark& r) const {
        sought_numbers in, out;
        bool const assigns = any_of(q_.events(), [](tape_event const& e) { return e.kind == kind::assigned; });
        reads_by_source const reads = assigns ? reads_by_source(q_.list.reads(), back_) : reads_by_source();
        std::uint32_t first_taken = nobody;
        for (tape_event const& e : q_.events()) {
            if (may_go_in(e)) in.add(e.number);
            if (may_come_out(e, reads)) out.add(e.number);
            if (e.kind == kind::read_as_number && is_ours(e) && (first_taken == nobody || e.time < first_taken))
                first_taken = e.time;
        }
        look_for_operands(in);
        look_for_values(out);
        for (std::size_t i = q_.events().size(); i-- > 0;) {
            tape_event const& e = q_.events()[i];
            if (may_go_in(e) && in.found(e.number)) {
                r = e.kind == kind::gradient ? word(clue::inner_tape, q_.about(), e.where) : taken(e);
                return true;
            }
            // The source leads to this number, or had it taken out before.
            bool const taken_before = first_taken != nobody && first_taken <= e.time;
            if (may_come_out(e, reads) && (taken_before || out.found(e.number))) {
                r = word(clue::assigned, q_.about({}, "'" + q_.text.name_of(e.source) + "'"), e.where,
                         q_.list.notes().step_of(e.time));
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] bool may_go_in(tape_event const& e) const {
        return (e.kind == kind::gradient && e.source != q_.asker) || (e.kind == kind::read_as_number && is_ours(e));
    }
    [[nodiscard]] bool may_come_out(tape_event const& e, reads_by_source const& reads) const {
        return e.kind == kind::assigned && e.source != q_.object && reads.has(e.source, e.time);
    }

    [[nodiscard]] bool is_ours(tape_event const& e) const {
        if (e.statement == nobody) return e.source == q_.object;
        return ahead_.reaches(e.statement);
    }

    [[nodiscard]] remark taken(tape_event const& e) const {
        std::string what = e.statement == nobody ? std::string("·") : q_.text.whole(e.statement);
        if (what == "·") what = q_.about().x();
        return word(clue::number_taken, q_.about(std::move(what)), e.where, q_.list.notes().step_of(e.time));
    }

    // Which numbers something that leads to the target has as an operand that no tape follows.
    void look_for_operands(sought_numbers& numbers) const {
        numbers.search([&](auto const& see) {
            each_annotation([&](annotation<T> const& a) {
                if (a.kind == nullptr || !back_.by_path(a.statement)) return;
                for (std::size_t k = 0; k < a.kind->leaves; ++k)
                    if (!a.on_tape(k)) see(number_of(a.numbers[k]));
            });
        });
    }

    // Which numbers the source leads to.
    void look_for_values(sought_numbers& numbers) const {
        numbers.search([&](auto const& see) {
            each_annotation([&](annotation<T> const& a) {
                if (ahead_.reaches(a.statement)) see(number_of(a.value));
            });
        });
    }

    template <class Use>
    void each_annotation(Use&& use) const {
        static_cast<void>(any_annotation([&](annotation<T> const& a) { return use(a), false; }));
    }

    template <class P>
    [[nodiscard]] bool any_annotation(P&& p) const {
        return static_cast<bool>(q_.list.find_annotation(p));
    }

    // ---- the source mattered, but not to a derivative -----------------------------------------------------------------------

    bool only_decides(remark& r) const {
        for (tape_decision const& d : q_.list.decisions())
            if (ahead_.reaches(d.operand)) {
                std::string const operand = q_.text.whole(d.operand);
                r = word(clue::predicate,
                         q_.about(d.left ? operand + ' ' + d.name + " ·" : std::string("· ") + d.name + ' ' + operand),
                         d.where, q_.list.notes().step_of(d.operand));
                return true;
            }
        return false;
    }

    bool no_steps(remark& r) const {
        sought_numbers in;
        for (tape_event const& e : q_.events())
            if (e.kind == kind::no_steps && e.statement == nobody) in.add(e.number);
        look_for_operands(in);
        for (tape_event const& e : q_.events())
            if (e.kind == kind::no_steps && (e.statement == nobody ? in.found(e.number) : back_.by_path(e.statement))) {
                r = word(clue::no_steps, q_.about(e.name), e.where);
                return true;
            }
        return false;
    }

    // A part of the target was computed where the tape did not see it, and so was what it read.
    bool off_the_tape(remark& r) const {
        for (std::uint32_t const s : q_.sources)
            if (ahead_.is_read(s)) return false;
        handle found;
        bool const exists = any_annotation([&](annotation<T> const& a) {
            if (a.kind == nullptr || !back_.by_path(a.statement)) return false;
            for (std::size_t k = 0; k < a.kind->leaves; ++k) {
                if (a.on_tape(k)) continue;
                found = a.operand(k).identity();
                cause const why = cause_of(found);
                if (why == cause::not_recorded || why == cause::paused || why == cause::ended ||
                    (why == cause::constant && place_of(found).known()))
                    return true;
            }
            return false;
        });
        if (!exists) return false;
        cause const why = cause_of(found);
        clue const what = why == cause::paused  ? clue::computed_while_paused
                          : why == cause::ended ? clue::computed_after
                                                : clue::computed_before;
        r = word(what, q_.about("a part of the target"), place_of(found));
        r.what += "; no recorded operation reads " + q_.about().x();
        return true;
    }

    // ---- both sides of the gap ----------------------------------------------------------------------------------------------

    [[nodiscard]] remark where_it_ends() const {
        std::uint32_t last = nobody;
        bool used = false;
        for (std::uint32_t const s : q_.sources) used = used || ahead_.is_read(s);
        for (std::uint32_t s = q_.list.next_statement(); used && s-- > 1 && last == nobody;)
            if (ahead_.reaches(s) && !ahead_.is_read(s)) last = s;
        for (std::size_t i = q_.events().size(); i-- > 0;) {
            tape_event const& e = q_.events()[i];
            if (e.kind == kind::read_as_number && is_ours(e) && (!used || e.statement == last)) return taken(e);
        }
        if (!used && q_.sources.empty())
            for (std::size_t i = q_.events().size(); i-- > 0;)
                if (tape_event const& e = q_.events()[i]; e.kind == kind::not_followed && e.source == q_.object)
                    return word(clue::read_while_paused, q_.about(), e.where);
        std::string const back = other_side();
        if (!used) {
            std::uint32_t const s = q_.sources.empty() ? nobody : q_.sources.front();
            return q_.at(s, clue::never_used, {}, back);
        }
        if (last != nobody) return q_.at(last, clue::unused_result, q_.text.with_name(last), back);
        return word(clue::no_path, q_.about({}, back));
    }

    // What the target goes back to.
    [[nodiscard]] std::string other_side() const {
        std::string text;
        std::size_t count = 0;
        for (std::uint32_t s = 1; s < q_.list.next_statement(); ++s) {
            if (!back_.by_path(s)) continue;
            std::string const name = q_.text.name(s);
            if (name.empty() || text.find("'" + name + "'") != std::string::npos) continue;
            if (++count > 3) continue;
            text += (count == 1 ? "'" : ", '") + name + "'";
        }
        if (count > 3) text += " and " + std::to_string(count - 3) + " more";
        return text.empty() ? text : " The target goes back to " + text + '.';
    }

    inquiry<T> const& q_;
    reach<T> const& back_;
    spread<T> ahead_;
};

}  // namespace wengert::detail
