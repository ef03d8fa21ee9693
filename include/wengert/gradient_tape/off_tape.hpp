// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <wengert/explain/reason.hpp>
#include <wengert/explain/wording.hpp>
#include <wengert/gradient_tape/session.hpp>

// Why a target or a source is not to be found on the tape.
namespace wengert::detail {

struct absence {
    enum reason why = reason::none;
    remark answer;
};

template <class T>
class off_tape {
    using kind = tape_event::kind_type;

public:
    off_tape(session<T> const& s, window<T> const& w) : session_(s), window_(w) {}

    /// A source that is a number; `object` is its address. Nothing if it is on the tape.
    [[nodiscard]] absence source(active<T> const& x, void const* object) const {
        handle const h = x.identity();
        if (h.tag != passive_tag) return elsewhere(h, {{}, "the source", {}, {}});
        if (auto const* const e = last(kind::watched, object))
            return {reason::not_watched, word(clue::overwritten, {}, place_of(h).known() ? place_of(h) : e->where)};
        return {reason::not_watched, word(clue::never_watched, {}, place_of(h))};
    }

    /// A source that is a variable which the tape does not watch.
    [[nodiscard]] absence source(variable_identity const& v) const {
        auto const* const e = last(kind::not_followed, &v);
        code_place const where = e == nullptr ? code_place() : e->where;
        if (!v.trainable) return {reason::not_trainable, word(clue::not_trainable, {v.name, {}, {}, {}}, where)};
        return {reason::not_watched, word(clue::watching_off, {v.name, {}, {}, {}}, where)};
    }

    /// A target of which the tape has seen nothing, with the name of the source that is asked for.
    [[nodiscard]] absence target(active<T> const& y, std::string const& name, void const* source) const {
        handle const h = y.identity();
        subject s{name, "the target", {}, {}};
        if (h.tag != passive_tag) return elsewhere(h, s);
        auto const say = [&](clue about, code_place where) {
            return absence{reason::not_recorded, word(about, s, where)};
        };
        code_place const where = place_of(h);
        double const number = static_cast<double>(primal(y));
        for (std::size_t i = events().size(); i-- > 0 && !where.known();) {
            tape_event const& e = events()[i];
            if (is_idle_loop(e) && e.number == number) return idle_loop(e, name);
            if (e.kind != kind::gradient && e.kind != kind::read_as_number) continue;
            if (e.number != number || (e.kind == kind::gradient && e.source == &window_)) continue;
            if (e.kind == kind::read_as_number) s.operation = "what became the target";
            return say(e.kind == kind::gradient ? clue::inner_tape : clue::number_taken, e.where);
        }
        switch (cause_of(h)) {
            case cause::not_recorded:
                return say(clue::computed_before, where);
            case cause::paused:
                if (auto const* const e = last_of(kind::paused)) s.place = " (since" + place_text(e->where) + ')';
                return say(clue::computed_while_paused, where);
            case cause::ended:
                s.place = place_text(window_.asked_at);
                return say(clue::computed_after, where);
            case cause::unfollowed: {
                std::uint32_t const computed = session_.list.notes().last_passive_at(where.return_address());
                if (auto const* const e = last(kind::watched, source); e != nullptr && e->time >= computed) {
                    s.place = place_text(e->where);
                    return say(clue::watched_late, where);
                }
                for (std::size_t i = events().size(); i-- > 0;)
                    if (is_idle_loop(events()[i]) && events()[i].time <= computed) return idle_loop(events()[i], name);
                return say(clue::target_constant, where);
            }
            case cause::constant:
                return say(where.known() ? clue::computed_before : clue::target_constant, where);
            default:
                return say(clue::target_constant, where);
        }
    }

private:
    // A loop without a step gives what it was given, which is a plain number if it began with one.
    [[nodiscard]] static bool is_idle_loop(tape_event const& e) {
        return e.kind == kind::no_steps && e.statement == nobody;
    }
    [[nodiscard]] static absence idle_loop(tape_event const& e, std::string const& source) {
        return {reason::not_recorded, word(clue::no_steps, {source, e.name, {}, {}}, e.where)};
    }

    // Somewhere on a list, which may be this one.
    [[nodiscard]] absence elsewhere(handle h, subject s) const {
        bool const was_reset = contains(window_.former_epochs, h.tag);
        if (was_reset && (h.tag != session_.list.epoch() || !window_.sees(h.index)))
            if (h.tag != session_.list.epoch() || !window_.watches(h.index))
                return {reason::tape_reset, word(clue::tape_reset, s, window_.reset_at)};
        if (h.tag == session_.list.epoch()) {
            if (window_.sees(h.index) || window_.watches(h.index)) return {};
            bool const before = window_.stretches.empty() || h.index < window_.stretches.front().from.statement;
            bool const after = window_.consumed && !before && h.index >= window_.stretches.back().to.statement;
            code_place const where = session_.list.annotation_of(h.index).where;
            if (after) s.place = place_text(window_.asked_at);
            return {reason::not_recorded, word(before  ? clue::computed_before
                                               : after ? clue::computed_after
                                                       : clue::computed_while_paused,
                                               s, where)};
        }
        clue const what = session_.had_epoch(h.tag) ? clue::outlived
                          : tag_is_ours(h.tag)      ? clue::other_tape
                                                    : clue::other_thread;
        return {reason::other_tape, word(what, s)};
    }

    [[nodiscard]] std::vector<tape_event> const& events() const { return session_.list.notes().events(); }

    [[nodiscard]] tape_event const* last(kind what, void const* source) const {
        for (std::size_t i = events().size(); i-- > 0;)
            if (events()[i].kind == what && events()[i].source == source) return &events()[i];
        return nullptr;
    }
    [[nodiscard]] tape_event const* last_of(kind what) const {
        for (std::size_t i = events().size(); i-- > 0;)
            if (events()[i].kind == what) return &events()[i];
        return nullptr;
    }

    session<T> const& session_;
    window<T> const& window_;
};

}  // namespace wengert::detail
