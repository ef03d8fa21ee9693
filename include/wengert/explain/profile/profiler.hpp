// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <wengert/core/code_place.hpp>
#include <wengert/core/small_algorithms.hpp>
#include <wengert/explain/profile/tally.hpp>
#include <wengert/tape/revisit.hpp>
#include <wengert/tape/tape.hpp>

namespace wengert {

/// What a tape consists of, and where it came from.
struct tape_profile {
    /// A rule, and how often it was applied.
    struct rule_share {
        std::string name;              ///< of the rule
        std::uint64_t operations = 0;  ///< how often
    };
    /// A loop, a checkpoint or another part with a name, with all that runs inside.
    struct part_share {
        std::string name;              ///< for_loop, checkpoint, ...
        code_place where;              ///< the call
        bool is_record = false;        ///< it keeps what its sweep needs; else its statements are on the tape
        bool has_steps = false;        ///< `times` counts the steps of a loop
        std::uint64_t times = 0;       ///< how often it ran
        std::uint64_t statements = 0;  ///< on the tape
        std::uint64_t bytes = 0;       ///< on the tape and in the record
    };
    /// A place in the code, and how much it recorded.
    struct place_share {
        code_place where;              ///< the operation
        code_place around;             ///< the call of the loop that it is in, for where its own line cannot be found
        std::uint64_t statements = 0;  ///< on the tape
    };

    tape_statistics size;      ///< what is reserved is so for the whole tape
    std::uint64_t inputs = 0;  ///< statements without arguments that no record made and no cut
    std::uint64_t deepest_chain =
        0;  ///< the most statements one after the other, without the input; a record counts as one
    std::uint64_t operations = 0;  ///< those that are known
    std::uint64_t unknown = 0;     ///< statements whose operations are not, as the tape did not explain then

    // Largest first.
    std::vector<rule_share> rules;    ///< by operations
    std::vector<part_share> parts;    ///< by bytes
    std::vector<place_share> places;  ///< by statements; one line may have several
};

namespace detail {

/// Adds up what belongs to the loops of a tape that explains: the marks of its journal say where their steps begin and end.
template <class Marks>
class steps_ledger {
public:
    steps_ledger(Marks const& marks, tally<tape_profile::part_share>& parts) : marks_(marks), parts_(parts) {}

    /// What follows is counted from this statement on.
    void start(std::uint32_t statement) {
        counting_from_ = statement;
        pass(statement, false);
    }
    void add(std::uint32_t statement, std::uint64_t bytes) {
        pass(statement, true);
        ++statements_;
        bytes_ += bytes;
    }
    /// Where the loop was called that what was added last belongs to.
    [[nodiscard]] code_place around() const { return around_; }
    /// Nothing more is counted up to the next start.
    void stop(std::uint32_t statement) {
        pass(statement, true);
        settle();
    }

private:
    void pass(std::uint32_t statement, bool counting) {
        for (; next_ < marks_.size() && marks_[next_].statement <= statement; ++next_) {
            settle();
            bool const begins = is_beginning();
            open_ = begins ? next_ + 1 : open_ == 0 ? 0 : marks_[open_ - 1].around;
            inside_.clear();
            around_ = marks_[next_].where;
            for (std::size_t at = next_ + 1; at != 0 && marks_[at - 1].loop != nullptr; at = marks_[at - 1].around) {
                if (!has_name(marks_[at - 1])) continue;
                if (std::size_t const part = part_of(marks_[at - 1]); !contains(inside_, part)) inside_.push_back(part);
            }
            if (begins && (counting || marks_[next_].statement >= counting_from_) && has_name(marks_[next_]))
                ++parts_[inside_.front()].times;
        }
    }

    // Of some it is kept only where they were called.
    template <class Mark>
    static bool has_name(Mark const& mark) {
        return mark.loop != nullptr && mark.loop[0] != '\0';
    }

    // The end of a step is a copy of the mark around it.
    [[nodiscard]] bool is_beginning() const {
        auto const& mark = marks_[next_];
        if (open_ == 0) return mark.loop != nullptr;
        std::size_t const around = marks_[open_ - 1].around;
        if (around == 0) return mark.loop != nullptr;
        auto const& outer = marks_[around - 1];
        return mark.loop != outer.loop || mark.number != outer.number || mark.around != outer.around;
    }

    template <class Mark>
    std::size_t part_of(Mark const& mark) {
        tally_key key = key_of_place(mark.where);
        key.words[2] = reinterpret_cast<std::uintptr_t>(mark.loop);
        std::size_t const at = parts_(key);
        if (parts_[at].name.empty()) {
            parts_[at].name = mark.loop;
            parts_[at].where = mark.where;
            parts_[at].has_steps = mark.number != journal::no_number;
        }
        return at;
    }

    void settle() {
        for (std::size_t const part : inside_) {
            parts_[part].statements += statements_;
            parts_[part].bytes += bytes_;
        }
        statements_ = bytes_ = 0;
    }

    Marks const& marks_;
    tally<tape_profile::part_share>& parts_;
    std::size_t next_ = 0, open_ = 0;  // the mark to come; the position of the step that is open, plus 1
    std::uint32_t counting_from_ = 0;
    std::vector<std::size_t> inside_;  // the loops that are open, each once
    code_place around_;
    std::uint64_t statements_ = 0, bytes_ = 0;
};

/// Counts a tape by one walk along it.
template <class T>
class profiler {
    using marks = std::remove_cvref_t<decltype(std::declval<journal const&>().steps())>;

public:
    explicit profiler(tape<T> const& list)
        : list_(list), depth_(list.size()), is_input_(list.size()), steps_(list.notes().steps(), parts_) {}

    void count(tape_stretch const& part) {
        steps_.start(part.from.statement);
        list_.walk_forward(part.from, part.to, *this);
        steps_.stop(part.to.statement);
        // The result of a cut may be a statement of its own.
        for (std::size_t i = part.from.cuts; i < part.to.cuts; ++i)
            if (std::uint32_t const r = list_.cuts()[i].result; r < is_input_.size()) is_input_[r] = false;
        profile_.size.bytes += (part.to.cuts - part.from.cuts) * sizeof(tape_cut);
    }

    [[nodiscard]] tape_profile result() {
        profile_.size.bytes_reserved = list_.statistics().bytes_reserved;
        for (bool const i : is_input_) profile_.inputs += i ? 1 : 0;
        for (std::uint32_t const d : depth_) profile_.deepest_chain = larger(profile_.deepest_chain, std::uint64_t{d});
        for (kind_count const& k : kinds_.rows())
            for (std::size_t i = 0; i < k.kind->operations; ++i) add_rule(k.kind->rows[i].kind->name, k.statements);
        profile_.parts = std::move(parts_.rows());
        // What ran only between the stretches.
        std::erase_if(profile_.parts, [](auto const& p) { return p.times == 0 && p.statements == 0; });
        profile_.places = std::move(places_.rows());
        largest_first(profile_.rules, [](auto const& r) { return r.operations; });
        largest_first(profile_.parts, [](auto const& p) { return p.bytes; });
        largest_first(profile_.places, [](auto const& p) { return p.statements; });
        return std::move(profile_);
    }

    // ---- what walks along the tape call -------------------------------------------------------------------------------------

    void statement(std::uint32_t index, std::uint32_t count, T const*, std::uint32_t const* arguments) {
        ++profile_.size.statements;
        profile_.size.arguments += count;
        std::uint64_t bytes = 1 + count * (sizeof(T) + sizeof(std::uint32_t));
        annotation<T> const a = list_.annotation_of(index);
        if (a) bytes += note_ + a.leaves() * (sizeof(T) + sizeof(std::uint32_t));
        profile_.size.bytes += bytes;
        steps_.add(index, bytes);
        std::uint32_t deepest = 0;
        for (std::uint32_t k = 0; k < count; ++k) deepest = larger(deepest, depth_[arguments[k]]);
        depth_[index] = count == 0 ? 0 : deepest + 1;
        is_input_[index] = count == 0;
        if (a) {
            if (a.kind != nullptr) {
                kind_count& k = kinds_[kinds_(key_of_object(a.kind))];
                k.kind = a.kind;
                ++k.statements;
            }
            if (a.where.known()) {
                tape_profile::place_share& p = places_[places_(key_of_place(a.where))];
                if (p.statements == 0) p = {a.where, steps_.around(), 0};
                ++p.statements;
            }
        } else if (count != 0) {
            ++profile_.unknown;
        }
    }

    void operation(tape_record<T> const& record) {
        ++profile_.size.operators;
        profile_.size.bytes += record.bytes();
        std::uint32_t deepest = 0;
        for (std::uint32_t const a : record.arguments()) deepest = larger(deepest, depth_[a]);
        code_place where;
        if (record.runs_again()) where = code_place(static_cast<replay_record<T> const&>(record).where);
        for (std::uint32_t const r : record.results()) {
            depth_[r] = deepest + 1;
            is_input_[r] = false;
            if (!where.known()) where = list_.annotation_of(r).where;
        }
        tally_key key = key_of_place(where);
        key.words[2] = reinterpret_cast<std::uintptr_t>(record.name());
        tape_profile::part_share& p = parts_[parts_(key)];
        if (p.name.empty()) p = {record.name(), where, true, false, 0, 0, 0};
        ++p.times;
        p.bytes += record.bytes();
    }

private:
    struct kind_count {
        statement_kind<T> const* kind = nullptr;
        std::uint64_t statements = 0;
    };

    void add_rule(std::string_view name, std::uint64_t operations) {
        std::size_t const at = position_if(profile_.rules, [&](auto const& r) { return r.name == name; });
        if (at == profile_.rules.size()) profile_.rules.push_back({std::string(name), 0});
        profile_.rules[at].operations += operations;
        profile_.operations += operations;
    }

    // What is kept of a statement, without its operands.
    static std::size_t size_of_note() {
        annotations<T> one;
        one.add(handle{1, 1}, T(0), code_place());
        return one.bytes();
    }

    tape<T> const& list_;
    std::size_t note_ = size_of_note();
    tape_profile profile_;
    std::vector<std::uint32_t> depth_;
    std::vector<bool> is_input_;
    tally<kind_count> kinds_;
    tally<tape_profile::place_share> places_;
    tally<tape_profile::part_share> parts_;
    steps_ledger<marks> steps_;
};

}  // namespace detail

}  // namespace wengert
