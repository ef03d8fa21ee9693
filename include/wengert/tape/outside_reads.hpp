// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <wengert/core/error.hpp>
#include <wengert/core/small_algorithms.hpp>
#include <wengert/tape/active.hpp>
#include <wengert/tape/captures.hpp>

// Code that is run again in a sweep must find outside what it found the first time: a variable that has been assigned since
// still has its old number there, and its old statement on the tape.
namespace wengert::detail {

/// Counts what may be read from: what is younger than a piece of code belongs to it.
constinit inline std::uint64_t sources_made = 0;

/// While it lives, code runs from its beginning that may be run again up to a loop or a checkpoint in it. If it opens a tape of its
/// own, it would open another then, and what it records under that and from then on is not found in its place: so loops and
/// checkpoints are recorded in full.
template <class T>
class [[nodiscard]] repeatable {
public:
    repeatable() : around_(std::exchange(innermost, this)) {}
    repeatable(repeatable const&) = delete;
    repeatable& operator=(repeatable const&) = delete;
    ~repeatable() { innermost = around_; }

    /// A gradient_tape is opened now.
    static void opens_tape() noexcept {
        if (innermost != nullptr) innermost->has_opened_ = true;
    }
    /// Whether the code that runs now has opened one.
    [[nodiscard]] static bool has_opened_tapes() noexcept { return innermost != nullptr && innermost->has_opened_; }

private:
    constinit static inline thread_local repeatable* innermost = nullptr;

    repeatable* around_;
    bool has_opened_ = false;
};

/// What a piece of code has read from outside, such as variables.
template <class T>
struct outside_reads {
    struct read {
        void const* source;
        active<T> number;
        std::vector<std::size_t> names{};  // for tapes that do not see it: their places among the reads of the list
        std::uint64_t run = 0;             // when it got them
    };

    struct number {
        void const* source;
        T value;
    };

    std::vector<read> all;
    std::vector<read> made;                 // what the last step has made itself, which may stay
    std::vector<number> numbers;            // that were read without a place on a tape
    std::size_t last = 0, last_number = 0;  // that were asked for
    std::uint64_t run = 0;                  // how often the code has been recorded again
    std::uint64_t sources_before = sources_until_now();

    static std::uint64_t sources_until_now() { return __atomic_load_n(&sources_made, __ATOMIC_RELAXED); }
};

template <class T>
class reading;

template <class T>
constinit inline thread_local reading<T>* now_reading = nullptr;

/// What becomes of the reads of a piece of code: they are kept for the next time, when it is not recorded or when it is, once and
/// for all; or this is the next time, and all that it reads has been kept; or it is a trial whose reads will be forgotten with all
/// that it records.
enum class reads { kept, recorded, known, tried };

/// While it lives, what this thread reads from outside goes by `all`.
template <class T>
class [[nodiscard]] reading {
public:
    reading(outside_reads<T>& all, reads what) : all_(all), what_(what), outer_(now_reading<T>) {
        now_reading<T> = this;
    }
    reading(reading const&) = delete;
    reading& operator=(reading const&) = delete;
    ~reading() { now_reading<T> = outer_; }

    /// A step of the code begins. What there is by now is outside of it, such as a variable that was made when it was used first,
    /// and stays.
    static void begins_step() {
        if (now_reading<T> == nullptr || !now_reading<T>->keeps()) return;
        now_reading<T>->all_.made.clear();
        now_reading<T>->ended();
    }
    /// The code is recorded again, and none of the names that it gave before is seen by the sweep through this.
    static void begins_again() {
        if (now_reading<T> != nullptr) ++now_reading<T>->all_.run;
    }
    void ended() { all_.sources_before = outside_reads<T>::sources_until_now(); }
    /// Whether what runs now is recorded, and stays so.
    [[nodiscard]] bool records() const { return what_ == reads::recorded; }
    /// Whether code runs whose statements may be forgotten, and this object is none of its locals: those lie beyond where it began.
    [[nodiscard, gnu::noinline]] static bool is_around_code(void const* object) noexcept {
        return now_reading<T> != nullptr && !is_between(object, __builtin_frame_address(0), now_reading<T>);
    }
    /// Whether what runs now is run again, and all that it reads is known.
    [[nodiscard]] static bool runs_again() noexcept {
        return now_reading<T> != nullptr && now_reading<T>->what_ == reads::known;
    }
    /// Whether a source of this age is the code's own.
    [[nodiscard]] bool made(std::uint64_t age) const { return age >= all_.sources_before; }

    /// The names of what was read, if it got them in the present run.
    std::vector<std::size_t>& names_of(typename outside_reads<T>::read& r) {
        if (std::exchange(r.run, all_.run) != all_.run) r.names.clear();
        return r.names;
    }

    /// Whether this statement is what was read from a source.
    [[nodiscard]] bool has_read(std::uint32_t statement) const {
        auto const is_it = [&](auto const& r) { return r.number.identity().index == statement; };
        return any_of(all_.all, is_it) || any_of(all_.made, is_it);
    }
    /// How many numbers on a tape it has read and keeps.
    [[nodiscard]] std::size_t count() const { return all_.all.size(); }
    /// Whether the step has read a variable that it has made itself, which may stay.
    [[nodiscard]] bool may_have_made() const { return what_ == reads::kept && !all_.made.empty(); }

    /// The code has made `source` itself and read it.
    void has_made(void const* source, active<T> const& number) {
        if (what_ == reads::kept) all_.made.push_back({source, number});
    }

    /// The value that `source` had when it was read without a tape before, or else the one that it has.
    T number(void const* source, T const& value) {
        T const now = around(source, value);
        if (T const* const before = find_number(source)) {
            if (keeps() && !same(*before, now)) throw assigned();
            return *before;
        }
        if (keeps()) all_.numbers.push_back({source, now});
        return now;
    }

    /// What was read from `source` before, or else `fresh()`. Until the next read.
    template <class Fresh>
    typename outside_reads<T>::read& read(void const* source, T const& value, Fresh&& fresh) {
        if (auto* const before = find(source)) {
            if (keeps() && !same(before->number.value(), around(source, value))) throw assigned();
            return *before;
        }
        if (what_ == reads::known) throw not_reproducible("The body read a variable that it had not read before.");
        reading* outer = outer_;
        // What a trial reads must not stay with those around it either.
        if (what_ == reads::tried)
            for (; outer != nullptr; outer = outer->outer_)
                if (auto* const before = outer->find(source)) return *before;
        active<T> const number = from(outer, fresh);
        all_.all.push_back({source, number});
        return all_.all.back();
    }

private:
    [[nodiscard]] bool keeps() const { return what_ == reads::kept || what_ == reads::recorded; }

    static invalid_argument assigned() {
        return invalid_argument(
            "a variable was assigned inside the body of a loop that reads it. The body is run again in the reverse "
            "sweep, so "
            "what changes from step to step must be part of the loop's state.");
    }

    typename outside_reads<T>::read* find(void const* source) const {
        if (auto* const found = find(source, all_.all, all_.last)) return found;
        std::size_t from_the_start = 0;
        return find(source, all_.made, from_the_start);
    }

    T const* find_number(void const* source) const {
        auto const* const found = find(source, all_.numbers, all_.last_number);
        return found == nullptr ? nullptr : &found->value;
    }

    // Code reads what it reads in the same order again and again, so the search begins at what it found last.
    template <class Read>
    static Read* find(void const* source, std::vector<Read>& among, std::size_t& last) {
        for (std::size_t i = 0, at = last; i < among.size(); ++i, ++at) {
            if (at >= among.size()) at = 0;
            if (among[at].source != source) continue;
            last = at;
            return &among[at];
        }
        return nullptr;
    }

    /// What `source` is where this code runs: what it was, if the code around is run again, or else its value.
    T around(void const* source, T const& value) const {
        for (reading const* r = outer_; r != nullptr; r = r->outer_) {
            if (r->what_ != reads::known) continue;
            if (auto const* const before = r->find(source)) return before->number.value();
            if (T const* const before = r->find_number(source)) return *before;
        }
        return value;
    }

    template <class Fresh>
    static active<T> from(reading* around, Fresh& fresh) {
        struct within {
            reading* before;
            explicit within(reading* r) : before(std::exchange(now_reading<T>, r)) {}
            within(within const&) = delete;
            within& operator=(within const&) = delete;
            ~within() { now_reading<T> = before; }
        } const there(around);
        return fresh();
    }

    static bool same(T const& a, T const& b) {
        return primal(a) == primal(b) || (primal(a) != primal(a) && primal(b) != primal(b));
    }

    outside_reads<T>& all_;
    reads what_;
    reading* outer_;
};

}  // namespace wengert::detail
