// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <source_location>
#include <utility>

#include <wengert/tape/captures.hpp>
#include <wengert/tape/outside_reads.hpp>
#include <wengert/tape/rewinding.hpp>
#include <wengert/tape/tape.hpp>

// A loop keeps its body to run it again in the reverse sweep, and the body may have captured by reference what lived only as
// long as the function around it ran. So whoever ran that function runs it again, up to the loop: there everything is alive.
namespace wengert::detail {

/// Where on a list something is: the statement and the record that come next.
struct place {
    std::uint32_t statement = 1;
    std::size_t operators = 0;

    template <class T>
    static place end_of(tape<T> const& list) {
        return {list.next_statement(), list.records()};
    }
};

/// An address for each type.
template <class>
inline constexpr char key_of = 0;

/// A record that runs code again. The code is at hand wherever the record is met while its surroundings are run again.
template <class T>
class replay_record : public tape_record<T> {
public:
    /// Takes part with this code, or with the copy of it that it keeps if that is null.
    virtual void take_part_with(void* code, sweep_view<T>& sweep) = 0;
    /// Whether anything came to its results.
    [[nodiscard]] virtual bool reached(sweep_view<T> const& sweep) const { return sweep.carries(this->results()); }
    /// Runs again what it recorded after itself, to whatever the thread records to.
    virtual void record_again(void* /*code*/) {}
    /// Tells the types of records apart.
    [[nodiscard]] virtual void const* key() const = 0;
    /// The copy of the code that it keeps.
    [[nodiscard]] virtual std::pair<void const*, std::size_t> own_code() const = 0;

    void take_part(sweep_view<T>& sweep) final;

    /// Takes part by running its code, unless that is run already: then it has asked for a gradient that leads through itself.
    template <class Run>
    void take_part_once(Run&& run) {
        if (takes_part_)
            throw invalid_argument(
                std::string("the body of ") + this->name() + place_text(where) +
                    " asked a tape for a gradient that leads through this very loop or checkpoint, while it was run "
                    "again for a gradient: ask for it outside.",
                where.location());
        struct done {
            bool& taking_part;
            ~done() { taking_part = false; }
        } const afterwards{takes_part_};
        takes_part_ = true;
        repeatable<T> const apart;
        run();
    }
    [[nodiscard]] bool runs_again() const final { return true; }

    tape<T>* list = nullptr;
    /// The record that ran the code in which this one was made, if that was recorded once and for all; else null.
    replay_record* made_by = nullptr;
    /// Where it began, what follows it on the list, and the end of all that it made.
    place begin, inside, end;
    /// Its results and all that is recorded from here on came after its code had run.
    std::uint32_t first_result = 0;
    /// The end of the stack when it was made, and the line of the user's code.
    void const* stack = nullptr;
    code_place where;

protected:
    /// It is made now, at the end of this list, by a call there.
    void register_on(tape<T>& on, code_place at);

private:
    bool takes_part_ = false;

    /// Throws if the copy of the code has visibly outlived what it refers to.
    void require_captures() const {
        auto const [code, size] = own_code();
        if (stack_edge != nullptr && refers_between(code, size, stack, stack_edge))
            throw dangling_capture(this->name(), where);
    }
};

/// The record whose code this thread records just now, once and for all.
template <class T>
constinit inline thread_local replay_record<T>* making = nullptr;

template <class T>
class [[nodiscard]] made_by {
public:
    explicit made_by(replay_record<T>* record) : before_(std::exchange(making<T>, record)) {}
    made_by(made_by const&) = delete;
    made_by& operator=(made_by const&) = delete;
    ~made_by() { making<T> = before_; }

private:
    replay_record<T>* before_;
};

template <class T>
void replay_record<T>::register_on(tape<T>& on, code_place at) {
    list = &on;
    where = at;
    begin = place::end_of(on);
    if (making<T> != nullptr && making<T>->list == list) made_by = making<T>;
    stack = stack_position();
}

/// Code that recorded a part of a list and can be run again to record the same, for as long as that part is swept.
template <class T>
class stage {
public:
    stage(tape<T>& list, place const& begin) : list_(list), begin_(begin), before_(innermost) { innermost = this; }
    stage(stage const&) = delete;
    stage& operator=(stage const&) = delete;
    virtual ~stage() { innermost = before_; }

    /// The stage on which the part of `list` was recorded that is being swept, or null.
    static stage* of(tape<T> const& list) {
        return innermost != nullptr && &innermost->list_ == &list ? innermost : nullptr;
    }

    /// Runs the code again up to `target`, which takes part in the sweep there.
    void revisit(replay_record<T>& target, sweep_view<T>& sweep);

protected:
    /// Runs the code; this thread records already.
    virtual void run() = 0;

private:
    constinit static inline thread_local stage* innermost = nullptr;

    tape<T>& list_;
    place begin_;
    stage* before_;
};

/// The way through code that is run again: which records it will come to, and which of them it is done for.
template <class T>
class visit {
public:
    visit(tape<T>& list, place const& begin, replay_record<T>& target, sweep_view<T>& sweep)
        : list_(list),
          afterwards_(list),
          next_(begin.operators),
          end_(list.records()),
          target_(target),
          sweep_(sweep),
          before_(now) {
        shadow_.shadow(list, begin.statement);
        now = this;
    }
    visit(visit const&) = delete;
    visit& operator=(visit const&) = delete;
    ~visit() { now = before_; }

    /// The visit that the code which records to `to` is part of, or null.
    static visit* on(recorder<T> const& to) { return now != nullptr && &now->shadow_ == &to ? now : nullptr; }

    [[nodiscard]] tape<T>& shadow() { return shadow_; }

    /// What code that is run again reads from outside has a statement in the midst of it, if it was read there first.
    static void passes_read(active<T> const& number) {
        if (now == nullptr || !now->shadow_.owns(number)) return;
        std::uint32_t const statement = number.identity().index;
        if (statement == now->shadow_.next_statement()) now->shadow_.skip_to(statement + 1);
    }

    void expect_done() const {
        if (!done_)
            throw not_reproducible(
                "It did not come to a loop or checkpoint again in the place where it had come to it.");
    }

    /// The record that `code` made the first time; if it is the target, it takes part in the sweep now. Null if it made none, as
    /// when it ended with an exception that was caught.
    replay_record<T>* arrive(void* code, void const* key) {
        replay_record<T>* found = nullptr;
        for (std::size_t i = next_; found == nullptr && i < end_; ++i)
            if (list_.record_at(i).runs_again()) found = static_cast<replay_record<T>*>(&list_.record_at(i));
        if (found == nullptr || found->key() != key || found->begin.statement != shadow_.next_statement())
            return nullptr;
        if (!done_ && found == &target_) {
            done_ = true;
            visit* const self = std::exchange(now, nullptr);
            struct back {
                visit* self;
                ~back() { now = self; }
            } const again{self};
            target_.take_part_once([&] { target_.take_part_with(code, sweep_); });
        } else if (!done_ && target_.begin.operators >= found->inside.operators &&
                   target_.begin.operators < found->end.operators) {
            enter(*found, code);
        }
        shadow_.skip_to(found->end.statement);
        next_ = found->end.operators;
        return found;
    }

    /// Through what a record made after itself.
    void enter(replay_record<T>& record, void* code) {
        shadow_.skip_to(record.inside.statement);
        next_ = record.inside.operators;
        record.record_again(code);
    }

private:
    constinit static inline thread_local visit* now = nullptr;

    tape<T>& list_;
    rewinding<T> afterwards_;
    tape<T> shadow_;
    std::size_t next_, end_;
    replay_record<T>& target_;
    sweep_view<T>& sweep_;
    bool done_ = false;
    visit* before_;
};

template <class T>
void stage<T>::revisit(replay_record<T>& target, sweep_view<T>& sweep) {
    visit<T> way(list_, begin_, target, sweep);
    {
        recording<T> const open(way.shadow());
        run();
    }
    way.expect_done();
}

template <class T>
void replay_record<T>::take_part(sweep_view<T>& sweep) {
    if (sweep.backward() && !reached(sweep)) return;
    if (stage<T>* const around = stage<T>::of(*list)) return around->revisit(*this, sweep);
    replay_record* outermost = this;
    while (outermost->made_by != nullptr) outermost = outermost->made_by;
    outermost->require_captures();
    if (outermost == this) return take_part_once([&] { take_part_with(nullptr, sweep); });
    visit<T> way(*list, outermost->inside, *this, sweep);
    {
        recording<T> const open(way.shadow());
        outermost->take_part_once([&] { way.enter(*outermost, nullptr); });
    }
    way.expect_done();
}

/// A stage whose code is a function object that outlives it.
template <class T, class Code>
class stage_of final : public stage<T> {
public:
    stage_of(tape<T>& list, place const& begin, Code& code) : stage<T>(list, begin), code_(code) {}

private:
    void run() override { code_(); }

    Code& code_;
};

}  // namespace wengert::detail
