// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <wengert/core/ownership.hpp>
#include <wengert/tape/annotation.hpp>
#include <wengert/tape/careful.hpp>
#include <wengert/tape/direction.hpp>
#include <wengert/tape/held_names.hpp>
#include <wengert/tape/journal.hpp>
#include <wengert/tape/record.hpp>
#include <wengert/tape/recording.hpp>
#include <wengert/tape/streams.hpp>
#include <wengert/tape/tags.hpp>
#include <wengert/tape/trap.hpp>

namespace wengert {

/// A path that was cut on purpose: what `result` would depend on if the operation let derivatives through.
struct tape_cut {
    std::uint32_t result;
    std::uint32_t source;
    cause why;
    char const* name;
};

/// A comparison whose outcome depended on `operand`: what code did with it, no derivative sees.
struct tape_decision {
    std::uint32_t operand;
    char const* name;
    bool left;  // of the sign
    code_place where;
};

/// A leaf that was read from something outside of the tape.
struct tape_read {
    void const* source;
    std::uint32_t statement;
    std::uint32_t again = nobody;  // the statement of the first read, which this one is another name of
};

/// How much a tape holds.
struct tape_statistics {
    std::uint64_t statements = 0;      ///< inputs among them
    std::uint64_t arguments = 0;       ///< what statements read, in all
    std::uint64_t operators = 0;       ///< records: loops, checkpoints, kernels, rules of the user
    std::uint64_t bytes = 0;           ///< what these need
    std::uint64_t bytes_reserved = 0;  ///< what is allocated
};

/// A run-time list of statements, and the ways to walk it. Which tape a thread records to is said by a `recording`.
///
/// Recording a statement costs a few nanoseconds and allocates only when a block is full. A tape belongs to the thread that
/// records to it; it neither copies nor moves, because values and recordings name it.
template <scalar T>
class tape : public detail::streams<T> {
    using base = detail::streams<T>;

public:
    using value_type = T;  ///< the number of a statement

    /// An empty tape.
    tape() { this->tag = detail::new_tag(); }
    tape(tape const&) = delete;
    tape& operator=(tape const&) = delete;
    ~tape() {
        detail::direction<T>::forget(*this);
        explain(false);
    }

    /// A new independent value, a statement without arguments. Where it came from matters to a tape that explains.
    [[nodiscard]] active<T> input(T const& v, code_place where = {}) {
        if (this->watching && where.known()) {
            base::make_room(0);
            annotations_.add({this->next, this->tag}, v, where);
        }
        return active<T>(v, {base::append_leaf(), this->tag});
    }

    /// The same for a number that is read from `source`, something outside that may be asked for its derivative later.
    [[nodiscard]] active<T> input(T const& v, void const* source, code_place where = {}) {
        return read_from(source, [&] { return input(v, where); });
    }
    /// The same for the number that `make` records, which may be another name of one that was read before.
    template <class Make>
    [[nodiscard]] active<T> read_from(void const* source, Make&& make, std::uint32_t again = nobody) {
        // So that nothing throws between the number and the note of it.
        if (reads_.size() == reads_.capacity()) reads_.reserve(2 * reads_.size() + 16);
        active<T> const number = make();
        reads_.push_back({source, number.identity().index, again});
        return number;
    }

    /// True if `x` was recorded here since the last clear().
    [[nodiscard]] bool owns(active<T> const& x) const noexcept { return owns(x.identity()); }
    /// The same of the name of a statement.
    [[nodiscard]] bool owns(handle h) const noexcept { return h.tag == this->tag; }

    /// Whether this thread records here now.
    [[nodiscard]] bool is_recording() const noexcept { return detail::current<T> == this; }

    /// Where the tape is, to come back to with rewind().
    [[nodiscard]] tape_mark mark() const {
        tape_mark m = base::position();
        m.operators = operators_.size();
        m.cuts = cuts_.size();
        m.annotations = annotations_.size();
        m.reads = reads_.size();
        m.decisions = decisions_.size();
        m.steps = journal_.steps().size();
        return m;
    }

    /// Forgets what was recorded after the mark. Values recorded since must not be used any more: the next statements take
    /// their names.
    void rewind(tape_mark const& m) {
        if (rewound_.is_beyond(m)) rewound_ = m;
        base::go_to(m);
        auto const shrink = [](auto& v, std::size_t size) {
            if (v.size() != size) v.resize(size);
        };
        shrink(operators_, m.operators);
        shrink(cuts_, m.cuts);
        if (annotations_.size() != m.annotations) annotations_.shrink(m.annotations);
        if (detail::explaining<T> == this) journal_.rewind(m.statement, m.steps);
        shrink(reads_, m.reads);
        shrink(decisions_, m.decisions);
    }

    /// Whether the tape was rewound since take_rewound(), which gives the earliest place that it was rewound to.
    [[nodiscard]] bool was_rewound() const noexcept { return rewound_.statement != nowhere_rewound.statement; }
    tape_mark take_rewound() noexcept { return std::exchange(rewound_, nowhere_rewound); }  ///< and forgets that

    /// While code runs that goes on with the tape, such as a loop, nobody should clear it.
    void pin() noexcept { ++pins_; }
    void unpin() noexcept { --pins_; }                                   ///< takes one pin() back
    [[nodiscard]] bool is_pinned() const noexcept { return pins_ > 0; }  ///< whether there is such code

    /// Names that outlive the code that gave them.
    [[nodiscard]] detail::held_names& held() noexcept { return held_; }
    /// To look at them.
    [[nodiscard]] detail::held_names const& held() const noexcept { return held_; }
    /// rewind(), by the function that has `frame` on its stack; nothing else gets the names that outlive it.
    void rewind(tape_mark const& m, void const* frame) {
        rewind(m);
        std::uint32_t const last = held_.outlive(m.statement, frame);
        while (this->next <= last) base::append_leaf();
    }

    /// Forgets everything and keeps the memory. Values of the tape become values of another recording.
    void clear() {
        rewind(tape_mark{});
        journal_.clear();
        base::forget_issued();
        held_.clear();
        this->tag = detail::new_tag();
    }

    /// Forgets everything and gives the memory back.
    void release() {
        clear();
        base::free_blocks();
        operators_ = decltype(operators_)();
        cuts_ = decltype(cuts_)();
        annotations_ = decltype(annotations_)();
        reads_ = decltype(reads_)();
        decisions_ = decltype(decisions_)();
    }

    using base::arguments_since;
    using base::expect;
    using base::grow_by;
    using base::limit;
    using base::skip_to;

    /// Becomes a shadow of `original`: what is recorded here gets the names that it would get there from `at` on, and is
    /// forgotten. For code that is run again to find the same things under the same names.
    void shadow(tape const& original, std::uint32_t at) {
        clear();
        this->tag = original.tag;
        base::forget_as_it_goes(true);
        grow_by(detail::most_arguments + 1);
        keep_cuts(original.keeps_cuts());
        skip_to(at);
    }

    /// The tag of the present epoch.
    [[nodiscard]] std::uint32_t epoch() const noexcept { return this->tag; }
    /// One past the largest statement that a handle of this epoch can name: the size that adjoints need.
    [[nodiscard]] std::uint32_t size() const noexcept { return base::issued(); }

    /// The number of the statement to come, and how many records there are.
    [[nodiscard]] std::uint32_t next_statement() const noexcept { return this->next; }
    [[nodiscard]] std::size_t records() const noexcept { return operators_.size(); }  ///< how many records there are

    /// Counts what is on the tape.
    [[nodiscard]] tape_statistics statistics() const {
        tape_statistics s;
        s.statements = this->next - 1;
        s.arguments = base::arguments();
        s.operators = operators_.size();
        s.bytes = s.arguments * (sizeof(T) + sizeof(std::uint32_t)) + s.statements;
        for (auto const& o : operators_) s.bytes += o.record->bytes();
        s.bytes += cuts_.size() * sizeof(tape_cut) + annotations_.bytes() + journal_.bytes();
        s.bytes_reserved = base::bytes_reserved();
        return s;
    }

    /// From here on it is kept of every statement what it was, where, and its operands.
    void annotate(bool on) { base::watch_every_statement(on); }
    /// While annotating: an operation whose result is NaN or infinite throws `non_finite` instead of being recorded.
    void trap_non_finite(bool on) { trapping_ = on; }
    [[nodiscard]] bool traps_non_finite() const { return trapping_; }  ///< see trap_non_finite()
    [[nodiscard]] bool annotates() const { return this->watching; }    ///< see annotate()
    /// Whether a rule of the user is compared with finite differences when it is recorded.
    void check_custom_rules(bool on) { checking_rules_ = on; }
    [[nodiscard]] bool checks_custom_rules() const { return checking_rules_; }  ///< see check_custom_rules()
    /// Whether it is noted here what this thread does beside the statements, for reasons that name it.
    void explain(bool on) noexcept {
        explains_ = on;
        if (on || detail::explaining<T> == this) detail::explaining<T> = on ? this : nullptr;
    }
    [[nodiscard]] bool explains() const noexcept { return explains_; }  ///< see explain()

    // ---- what writes ------------------------------------------------------------------------------------------------------

    /// Records an expression whose operands are all on this tape, as if the user's code at `where` had done it.
    template <class E>
    [[nodiscard]] active<T> single(E const& expression, code_place where) {
        return active<T>(expression.value(), append(expression, static_cast<std::uint32_t>(E::leaves), where));
    }

    /// Appends a statement of `count` active operands; the passive ones among the leaves are left out.
    template <class E>
    handle append(E const& expression, std::uint32_t count, code_place where) {
        bool const fits = this->fits(count);
        if (!fits) base::make_room(count);
        if constexpr (detail::is_node<E>) {
            if (this->watching) {
                annotations_.add({this->next, this->tag}, expression, where);
                if (trapping_ && !isfinite(primal(expression.value()))) [[unlikely]]
                    trap();
            }
        }
        std::uint32_t at = this->used;
        expression.reverse(one, [&](active<T> const& leaf, auto const& adjoint) {
            if (leaf.identity().tag != this->tag) return;
            this->partials[at] = to_number<T>(adjoint);
            this->indices[at++] = leaf.identity().index;
        });
        std::uint32_t const index = this->next;
        this->counts[index - this->first] = static_cast<detail::argument_count>(count);
        this->used = at;
        this->next = index + 1;
        if (!fits) base::refresh();
        return {index, this->tag};
    }

    /// Appends a record after the statements that are its results.
    void append(detail::owner<tape_record<T>> record) { operators_.push_back({this->next, std::move(record)}); }

    void append_cut(tape_cut const& c) { cuts_.push_back(c); }                 ///< notes that a path was cut
    void append_decision(tape_decision const& d) { decisions_.push_back(d); }  ///< notes a comparison

    /// Whether it is kept where branches were not taken: only by a tape that is asked why a gradient is missing.
    [[nodiscard]] bool keeps_cuts() const noexcept { return keeps_cuts_; }
    void keep_cuts(bool on) noexcept { keeps_cuts_ = on; }  ///< see keeps_cuts()

    // ---- what reads -------------------------------------------------------------------------------------------------------

    /// Calls `visit.statement(index, count, partials, indices)` and `visit.operation(record)` from `from` back to `to`.
    template <class Visit>
    void walk_backward(tape_mark const& from, tape_mark const& to, Visit&& visit) const {
        if (base::empty()) return;
        std::size_t operation = from.operators;
        for (std::uint32_t b = from.block;; --b) {
            // A record may itself record, on new blocks: of this one only the memory stays where it is.
            auto const& part = base::at(b);
            std::uint32_t const beginning = part.first;
            bool const last_block = b == from.block;
            std::uint32_t statement = last_block ? from.statement : part.last;
            std::uint32_t const end = detail::larger(to.statement, beginning);
            std::uint32_t const filled = last_block ? from.used : part.used;
            T const* p = part.partials() + filled;
            std::uint32_t const* of = part.indices() + filled;
            detail::argument_count const* const sizes = part.counts();
            for (;;) {
                while (operation > to.operators && operators_[operation - 1].position >= statement)
                    visit.operation(*operators_[--operation].record);
                std::uint32_t const stop =
                    operation > to.operators ? detail::larger(end, operators_[operation - 1].position) : end;
                while (statement > stop) {
                    auto const count = static_cast<std::uint32_t>(sizes[--statement - beginning]);
                    p -= count;
                    of -= count;
                    visit.statement(statement, count, p, of);
                }
                if (statement <= end) break;
            }
            if (b == to.block) break;
        }
        while (operation > to.operators) visit.operation(*operators_[--operation].record);
    }

    /// The same from `from` forward to `to`.
    template <class Visit>
    void walk_forward(tape_mark const& from, tape_mark const& to, Visit&& visit) const {
        if (base::empty()) return;
        std::size_t operation = from.operators;
        for (std::uint32_t b = from.block; b <= to.block; ++b) {
            auto const& part = base::at(b);
            std::uint32_t const beginning = part.first;
            std::uint32_t statement = detail::larger(from.statement, beginning);
            std::uint32_t const end = b == to.block ? to.statement : part.last;
            std::uint32_t const skipped = b == from.block ? from.used : 0;
            T const* p = part.partials() + skipped;
            std::uint32_t const* of = part.indices() + skipped;
            detail::argument_count const* const sizes = part.counts();
            for (; statement < end; ++statement) {
                while (operation < to.operators && operators_[operation].position <= statement)
                    visit.operation(*operators_[operation++].record);
                auto const count = static_cast<std::uint32_t>(sizes[statement - beginning]);
                visit.statement(statement, count, p, of);
                p += count;
                of += count;
            }
        }
        while (operation < to.operators) visit.operation(*operators_[operation++].record);
    }

    /// The paths that were cut on purpose.
    [[nodiscard]] std::vector<tape_cut> const& cuts() const { return cuts_; }
    /// The leaves that were read from something outside.
    [[nodiscard]] std::vector<tape_read> const& reads() const { return reads_; }
    /// The comparisons of active values that were made while annotating.
    [[nodiscard]] std::vector<tape_decision> const& decisions() const { return decisions_; }
    /// The record of that number, in the order in which they were made.
    [[nodiscard]] tape_record<T>& record_at(std::size_t operation) const { return *operators_[operation].record; }

    /// What is kept of a statement, if it was recorded while annotating; else nothing.
    [[nodiscard]] detail::annotation<T> annotation_of(std::uint32_t statement) const {
        return annotations_.find(statement, this->tag);
    }

    /// The first that is kept for which that holds, or nothing.
    template <class P>
    [[nodiscard]] detail::annotation<T> find_annotation(P&& holds) const {
        return annotations_.find_if(this->tag, holds);
    }

    /// What a tape that explains notes beside its statements.
    [[nodiscard]] detail::journal& notes() { return journal_; }
    [[nodiscard]] detail::journal const& notes() const { return journal_; }  ///< the same of a constant tape

private:
    struct placed_operator {
        std::uint32_t position;  // it comes before this statement
        detail::owner<tape_record<T>> record;
    };

    static constexpr tape_mark nowhere_rewound{0xFFFFFFFF, 0, 0, ~std::size_t{0}};

    // The statement that was annotated last is not recorded.
    [[noreturn]] void trap() {
        detail::annotation<T> a = annotation_of(this->next);
        annotations_.shrink(annotations_.size() - 1);
        if (place_text(a.where).empty()) a.where = journal_.around(this->next);
        detail::throw_not_finite(a);
    }

    std::vector<placed_operator> operators_;
    std::vector<tape_cut> cuts_;
    detail::annotations<T> annotations_;
    detail::journal journal_;
    std::vector<tape_read> reads_;
    std::vector<tape_decision> decisions_;
    tape_mark rewound_ = nowhere_rewound;
    std::size_t pins_ = 0;
    detail::held_names held_;
    bool trapping_ = false;
    bool checking_rules_ = false;
    bool explains_ = false;
    bool keeps_cuts_ = false;
};

}  // namespace wengert
