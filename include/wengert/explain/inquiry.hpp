// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <wengert/explain/reach.hpp>
#include <wengert/explain/statement.hpp>
#include <wengert/explain/wording.hpp>

namespace wengert::detail {

/// What is asked of a tape that has been swept: why the derivative by one source is what it is.
template <class T>
struct inquiry {
    tape<T> const& list;
    std::vector<tape_stretch> const& seen;  // of the list, by the tape that is asked
    std::vector<active<T>> const& targets;  // those on it
    T const* adjoints;
    statement_text<T> text;

    // The source: where it stands on the list, its name, and what it is to the program: a variable, or an object by its address.
    std::vector<std::uint32_t> sources;
    std::string name;
    void const* object = nullptr;
    void const* asker = nullptr;  // the tape that is asked, as events name it

    /// What the sweep has left at an argument of a record: before the tape's own statements it leaves nothing to read.
    [[nodiscard]] T passed_to(std::uint32_t argument) const {
        bool const ours = argument != nobody && (seen.empty() || argument >= seen.front().from.statement);
        return ours || contains(sources, argument) ? adjoints[argument] : T(0);
    }
    [[nodiscard]] subject about(std::string operation = {}, std::string detail = {}) const {
        return {name, std::move(operation), std::move(detail), {}};
    }
    /// A remark about a statement, at its line.
    [[nodiscard]] remark at(std::uint32_t statement, clue what, std::string operation, std::string detail = {}) const {
        return locate(word(what, about(std::move(operation), std::move(detail))), statement);
    }
    /// The same at the place of this statement. What a body returns is recorded by the loop that called it, at no line of the user's
    /// but the loop's.
    [[nodiscard]] remark locate(remark r, std::uint32_t statement) const {
        r.statement = statement;
        r.where = list.annotation_of(statement).where;
        r.around = list.notes().around(statement);
        r.step = list.notes().step_of(statement);
        return r;
    }
    [[nodiscard]] std::vector<tape_event> const& events() const { return list.notes().events(); }
};

/// For every statement whether the sources lead there, and whether anything reads it.
template <class T>
class spread {
public:
    explicit spread(inquiry<T> const& q) : reached_(q.list.size()), read_(q.list.size()) {
        for (std::uint32_t const s : q.sources) reached_[s] = true;
        for (tape_stretch const& s : q.seen) q.list.walk_forward(s.from, s.to, walker{*this});
    }

    [[nodiscard]] bool reaches(std::uint32_t statement) const { return reached_[statement]; }
    [[nodiscard]] bool is_read(std::uint32_t statement) const { return read_[statement]; }

private:
    struct walker {
        spread& to;

        void statement(std::uint32_t index, std::uint32_t count, T const*, std::uint32_t const* arguments) const {
            for (std::uint32_t k = 0; k < count; ++k) {
                if (to.reached_[arguments[k]]) to.reached_[index] = true;
                to.read_[arguments[k]] = true;
            }
        }
        void operation(tape_record<T> const& record) const {
            bool any = false;
            for (std::uint32_t const a : record.arguments()) {
                any = any || (a != nobody && to.reached_[a]);
                if (a != nobody) to.read_[a] = true;
            }
            for (std::uint32_t const r : record.results())
                if (any && r != nobody) to.reached_[r] = true;
        }
    };

    std::vector<bool> reached_, read_;
};

/// Which operands of the operations of a statement come from leaves that are wanted.
template <class T, class Wanted>
class led {
public:
    led(annotation<T> const& a, Wanted wanted) : a_(a), wanted_(std::move(wanted)), parts_(a.kind->operations) {
        for (std::size_t i = 0; i < parts_.size(); ++i)
            for (std::size_t k = 0; k < a.kind->rows[i].kind->arity; ++k)
                if (operand(i, k)) parts_[i] = true;
    }

    [[nodiscard]] bool part(std::size_t i) const { return parts_[i]; }
    [[nodiscard]] bool operand(std::size_t i, std::size_t k) const {
        std::int16_t const from = a_.kind->rows[i].operand[k];
        if (from < 0) return parts_[~static_cast<std::size_t>(from)];
        return wanted_(static_cast<std::size_t>(from));
    }

private:
    annotation<T> const& a_;
    Wanted wanted_;
    std::vector<bool> parts_;
};

/// Those that come from the sources.
template <class T>
auto led_by_sources(spread<T> const& ahead, annotation<T> const& a) {
    return led(a, [&](std::size_t leaf) { return a.on_tape(leaf) && ahead.reaches(a.names[leaf]); });
}

}  // namespace wengert::detail
