// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>
#include <vector>

#include <wengert/core/error.hpp>
#include <wengert/core/free_memory.hpp>
#include <wengert/core/ownership.hpp>
#include <wengert/core/small_algorithms.hpp>
#include <wengert/tape/recorder.hpp>

namespace wengert {

/// A position on a tape, to walk from and to rewind to.
struct tape_mark {
    std::uint32_t statement = 1;
    std::uint32_t block = 0;
    std::uint32_t used = 0;
    std::size_t operators = 0;
    std::size_t cuts = 0;
    std::size_t annotations = 0;
    std::size_t reads = 0;
    std::size_t decisions = 0;
    std::size_t steps = 0;

    [[nodiscard]] constexpr bool is_beyond(tape_mark const& m) const noexcept {
        return statement > m.statement || operators > m.operators;
    }
};

/// A part of a tape, between two positions.
struct tape_stretch {
    tape_mark from, to;
};

namespace detail {

/// The three streams of a tape, in blocks: growing allocates another block and moves nothing.
template <class T>
class streams : public recorder<T> {
public:
    struct block {
        buffer memory;
        std::uint32_t capacity = 0;  // arguments; the statements of a block are no more than that
        std::uint32_t first = 0;     // its first statement
        std::uint32_t last = 0;      // one past its last, once it is closed
        std::uint32_t used = 0;      // its arguments, once it is closed

        T* partials() const { return reinterpret_cast<T*>(memory.data()); }
        std::uint32_t* indices() const { return reinterpret_cast<std::uint32_t*>(partials() + capacity); }
        argument_count* counts() const { return reinterpret_cast<argument_count*>(indices() + capacity); }
    };
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);

    /// Makes room for a statement of `count` arguments. Strong guarantee.
    void make_room(std::uint32_t count) {
        bool const statement_fits = !blocks_.empty() && this->next - this->first < capacity_;
        std::uint32_t const limit = this->watching ? smaller(limit_, most_watched_statements) : limit_;
        if (statement_fits && capacity_ - this->used >= count && this->next <= limit) return;
        if (this->next > limit) throw tape_full(limit);
        open_next(count);
    }

    /// Sets the most statements that may be recorded; a statement beyond is a `tape_full`.
    void limit(std::uint32_t statements) {
        limit_ = smaller(statements, most_statements);
        refresh();
    }

    /// A statement without arguments: an input, or the result of an operator record.
    std::uint32_t append_leaf() {
        bool const fits = this->fits(1);
        if (!fits) make_room(0);
        std::uint32_t const index = this->next;
        this->counts[index - this->first] = argument_count{0};
        this->next = index + 1;
        // Statements must not outgrow the block before its arguments do: the fast path checks only those.
        if (fits) --this->capacity;
        else refresh();
        return index;
    }

    [[nodiscard]] tape_mark position() const {
        tape_mark m;
        m.statement = this->next;
        m.block = open_;
        m.used = this->used;
        return m;
    }

    void go_to(tape_mark const& m) {
        if (forgetful_) return skip_to(m.statement);
        issued_ = larger(issued_, this->next);
        this->next = m.statement;
        open_ = m.block;
        if (!blocks_.empty()) attach(m.used);
    }

    /// One past the largest statement that any handle of this epoch names.
    [[nodiscard]] std::uint32_t issued() const { return larger(issued_, this->next); }
    void forget_issued() { issued_ = 1; }
    /// So many more will be recorded in sweeps, which should have room for them from the start.
    void expect(std::uint32_t statements) { issued_ = larger(issued_, this->next + statements); }

    /// The arguments and the statements between two positions in block `b`.
    [[nodiscard]] block const& at(std::size_t b) const { return blocks_[b]; }
    [[nodiscard]] bool empty() const { return blocks_.empty(); }

    /// Calls use(arguments, count) for the statements that were read since a position, a block at a time.
    template <class Use>
    void arguments_since(tape_mark const& m, Use&& use) const {
        for (std::uint32_t b = m.block; b <= open_ && b < blocks_.size(); ++b) {
            std::uint32_t const begin = b == m.block ? m.used : 0;
            use(blocks_[b].indices() + begin, (b == open_ ? this->used : blocks_[b].used) - begin);
        }
    }

    [[nodiscard]] std::size_t arguments() const {
        std::size_t n = this->used;
        for (std::size_t b = 0; b < open_; ++b) n += blocks_[b].used;
        return n;
    }
    [[nodiscard]] std::size_t bytes_reserved() const {
        std::size_t n = 0;
        for (auto const& b : blocks_) n += bytes_of(b.capacity);
        return n;
    }
    static constexpr std::size_t bytes_of(std::size_t capacity) {
        return capacity * (sizeof(T) + sizeof(std::uint32_t) + sizeof(argument_count));
    }

    /// From here on a full block is written over: statements are counted, and nobody will read them.
    void forget_as_it_goes(bool on) { forgetful_ = on; }

    /// The next statement gets this number: what lies between belongs to someone else.
    void skip_to(std::uint32_t statement) {
        this->next = statement;
        if (!blocks_.empty()) {
            blocks_[open_].first = statement;
            attach(0);
        }
    }

    /// The size of the blocks to come, where four times that of the last would be too much; 0: that. Returns what it was before.
    std::uint32_t grow_by(std::uint32_t arguments) { return std::exchange(growth_, arguments); }

    /// Gives the memory back.
    void free_blocks() {
        blocks_.clear();
        open_ = 0;
        capacity_ = 0;
        this->used = this->capacity = 0;
        this->first = this->next;
    }

    /// Sends every statement past the fast path, or no longer.
    void watch_every_statement(bool on) {
        this->watching = on;
        refresh();
    }

protected:
    // The fast path may take what is left of arguments, statements and the limit, whichever is least.
    void refresh() {
        if (this->watching) {
            this->capacity = 0;
            return;
        }
        std::uint32_t const statements = smaller(capacity_ - (blocks_.empty() ? 0 : this->next - this->first),
                                                 limit_ >= this->next ? limit_ - this->next + 1 : 0);
        std::uint32_t const room = smaller(capacity_ - this->used, statements);
        this->capacity = this->used + room;
    }

private:
    static constexpr std::uint32_t most_statements = 0xFFFFFFFE;
    static constexpr std::uint32_t most_watched_statements = 0x7FFFFFFF;  // an annotation needs a bit of their names
    static constexpr std::uint32_t smallest_block = 1u << 10;
    static constexpr std::uint32_t largest_block = 1u << 20;

    void open_next(std::uint32_t count) {
        if (forgetful_ && capacity_ >= count && !blocks_.empty()) return skip_to(this->next);
        std::size_t const target = blocks_.empty() ? 0 : open_ + std::size_t{1};
        if (target < blocks_.size() && blocks_[target].capacity < count) blocks_.resize(target);
        if (target == blocks_.size()) {
            std::uint32_t const previous = target == 0 ? smallest_block / 4 : blocks_.back().capacity;
            block b;
            b.capacity = larger(growth_ != 0 ? growth_ : smaller(previous * 4, largest_block), count);
            allowance_.take(bytes_of(b.capacity), "the tape");
            b.memory = buffer(bytes_of(b.capacity));
            blocks_.push_back(std::move(b));
        }
        if (target > 0) {
            blocks_[open_].last = this->next;
            blocks_[open_].used = this->used;
        }
        open_ = static_cast<std::uint32_t>(target);
        blocks_[open_].first = this->next;
        attach(0);
    }

    void attach(std::uint32_t filled) {
        block const& b = blocks_[open_];
        this->partials = b.partials();
        this->indices = b.indices();
        this->counts = b.counts();
        this->first = b.first;
        this->used = filled;
        capacity_ = b.capacity;
        refresh();
    }

    std::vector<block> blocks_;
    std::uint32_t open_ = 0;
    std::uint32_t capacity_ = 0;
    std::uint32_t limit_ = most_statements;
    std::uint32_t issued_ = 1;
    std::uint32_t growth_ = 0;
    bool forgetful_ = false;
    memory_allowance allowance_;
};

}  // namespace detail

}  // namespace wengert
