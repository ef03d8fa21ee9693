// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <wengert/core/small_algorithms.hpp>
#include <wengert/tape/operation_kind.hpp>

// What a tape that watches every statement keeps of each, so that its sweep can be recorded itself, and that it can say what the
// statement was and where.
namespace wengert::detail {

/// A statement as it was: what kind, where in the code, its result, and its operands. An input has no kind.
template <class T>
struct annotation {
    std::uint32_t statement = nobody;
    statement_kind<T> const* kind = nullptr;
    code_place where;
    T value{};
    std::uint32_t tag = passive_tag;  // of the recording
    T const* numbers = nullptr;
    std::uint32_t const* names = nullptr;

    // What is not on the tape has this bit, and then what is kept of a passive handle.
    static constexpr std::uint32_t passive_bit = 0x80000000;

    [[nodiscard]] bool on_tape(std::size_t k) const { return (names[k] & passive_bit) == 0; }
    /// Operand k, as the statement saw it.
    [[nodiscard]] active<T> operand(std::size_t k) const {
        return active<T>(numbers[k], on_tape(k) ? handle{names[k], tag} : handle{names[k] & ~passive_bit, passive_tag});
    }
    [[nodiscard]] std::size_t leaves() const { return kind == nullptr ? 0 : kind->leaves; }
    [[nodiscard]] explicit operator bool() const { return statement != nobody; }
};

/// Annotations in blocks: growing moves nothing.
template <class T>
class annotations {
public:
    template <class E>
    [[gnu::always_inline]] void add(handle made, E const& expression, code_place where) {
        constexpr statement_kind<T> const& kind = kind_of_statement<T, E>::kind;
        make_room(kind.leaves);
        *next_++ = {made.index, static_cast<std::uint32_t>(number_ - first_number_), &kind, where, expression.value()};
        keep(expression, made.tag);
    }

    /// A statement without operands that a tape follows.
    void add(handle made, T const& value, code_place where) {
        make_room(0);
        *next_++ = {made.index, static_cast<std::uint32_t>(number_ - first_number_), nullptr, where, value};
    }

    /// What is kept of a statement; nothing if `statement` is nobody in it.
    [[nodiscard]] annotation<T> find(std::uint32_t statement, std::uint32_t tag) const {
        std::size_t low = 0, high = blocks_.empty() ? 0 : open_ + std::size_t{1};
        while (high - low > 1) {
            std::size_t const middle = low + (high - low) / 2;
            (blocks_[middle].all.front().statement <= statement ? low : high) = middle;
        }
        if (low == high || used(low) == 0) return {};
        auto const& all = blocks_[low].all;
        std::size_t from = 0, to = used(low);
        while (to - from > 1) {
            std::size_t const middle = from + (to - from) / 2;
            (all[middle].statement <= statement ? from : to) = middle;
        }
        return all[from].statement == statement ? view(blocks_[low], all[from], tag) : annotation<T>();
    }

    /// The first that is so, or nothing.
    template <class P>
    [[nodiscard]] annotation<T> find_if(std::uint32_t tag, P&& p) const {
        for (std::size_t b = 0; size() != 0 && b <= open_; ++b)
            for (std::size_t i = 0; i < used(b); ++i)
                if (annotation<T> const a = view(blocks_[b], blocks_[b].all[i], tag); p(a)) return a;
        return {};
    }

    [[nodiscard]] std::size_t size() const { return blocks_.empty() ? 0 : blocks_[open_].before + used(open_); }
    [[nodiscard]] std::size_t bytes() const {
        std::size_t n = size() * sizeof(note);
        for (std::size_t b = 0; size() != 0 && b <= open_; ++b)
            if (used(b) != 0) n += end_of(blocks_[b].all[used(b) - 1]) * (sizeof(T) + sizeof(std::uint32_t));
        return n;
    }

    /// Forgets all but the first so many.
    void shrink(std::size_t size) {
        if (blocks_.empty()) return;
        while (open_ > 0 && blocks_[open_].before >= size) --open_;
        attach();
        next_ += size - blocks_[open_].before;
        if (next_ == blocks_[open_].all.data()) return;
        number_ += end_of(next_[-1]);
        name_ += end_of(next_[-1]);
    }

private:
    static constexpr std::size_t smallest = 1u << 8, largest = 1u << 15;

    struct note {
        std::uint32_t statement;
        std::uint32_t first;  // of its operands in the block
        statement_kind<T> const* kind;
        code_place where;
        T value;
    };
    struct block {
        std::vector<note> all;
        std::vector<T> numbers;            // of operands,
        std::vector<std::uint32_t> names;  // and the statements that made them
        std::size_t before = 0;            // annotations in earlier blocks
        std::size_t used = 0;              // once it is closed
    };

    static annotation<T> view(block const& b, note const& n, std::uint32_t tag) {
        return {n.statement, n.kind, n.where, n.value, tag, b.numbers.data() + n.first, b.names.data() + n.first};
    }
    static std::size_t end_of(note const& n) { return n.first + (n.kind == nullptr ? 0 : n.kind->leaves); }

    [[nodiscard]] std::size_t used(std::size_t b) const {
        return b == open_ ? static_cast<std::size_t>(next_ - blocks_[b].all.data()) : blocks_[b].used;
    }

    template <class A>
    [[gnu::always_inline]] void keep(A const& operand, std::uint32_t tag) {
        if constexpr (is_node<A>) {
            operand.each([&]<std::size_t I>(auto const& a) __attribute__((always_inline)) { keep(a, tag); });
        } else {
            constexpr std::uint32_t passive_bit = annotation<T>::passive_bit;
            std::uint32_t name = passive_bit;
            if constexpr (is_parameter<A>) {
                *number_++ = T(static_cast<base_t<T>>(operand.value));
            } else if constexpr (is_constant<A>) {
                *number_++ = T(operand.value);
            } else {
                handle const h = operand.identity();
                *number_++ = operand.value();
                name = h.tag == tag           ? h.index & ~passive_bit
                       : h.tag == passive_tag ? h.index | passive_bit
                                              : passive_bit;
            }
            *name_++ = name;
        }
    }

    [[gnu::always_inline]] void make_room(std::size_t leaves) {
        if (next_ == end_ || static_cast<std::size_t>(last_number_ - number_) < leaves) [[unlikely]]
            open_next(leaves);
    }

    [[gnu::noinline]] void open_next(std::size_t leaves) {
        std::size_t const target = blocks_.empty() ? 0 : open_ + std::size_t{1};
        if (target < blocks_.size() && blocks_[target].numbers.size() < leaves) blocks_.resize(target);
        if (target == blocks_.size()) {
            std::size_t const count = target == 0 ? smallest : smaller(4 * blocks_.back().all.size(), largest);
            block b;
            b.all.resize(count);
            b.numbers.resize(larger(4 * count, leaves));
            b.names.resize(b.numbers.size());
            blocks_.push_back(std::move(b));
        }
        if (target > 0) {
            blocks_[open_].used = used(open_);
            blocks_[target].before = blocks_[open_].before + blocks_[open_].used;
        }
        open_ = target;
        attach();
    }

    void attach() {
        block& b = blocks_[open_];
        next_ = b.all.data();
        end_ = next_ + b.all.size();
        number_ = first_number_ = b.numbers.data();
        last_number_ = number_ + b.numbers.size();
        name_ = b.names.data();
    }

    std::vector<block> blocks_;
    std::size_t open_ = 0;
    note* next_ = nullptr;
    note* end_ = nullptr;
    T* number_ = nullptr;
    T* first_number_ = nullptr;
    T* last_number_ = nullptr;
    std::uint32_t* name_ = nullptr;
};

/// From the adjoint of a statement to those of its operands in active arithmetic, recorded like any other code. `result` is the
/// statement's own; `passed` has room for all operands.
template <class T>
void reverse_recorded(statement_kind<T> const& kind, active<T> const& result, active<T> const* operands,
                      active<T> const& adjoint, active<T>* passed) {
    std::vector<active<T>> values(kind.operations), adjoints(kind.operations);
    auto const of = [](auto* leaves, auto* operations, std::int16_t i) -> auto& {
        return i >= 0 ? leaves[i] : operations[~i];
    };
    auto const gather = [&](operation_row<T> const& row, active<T>* to) {
        for (std::size_t k = 0; k < row.kind->arity; ++k) to[k] = of(operands, values.data(), row.operand[k]);
    };
    std::size_t const last = kind.operations - 1;
    for (std::size_t i = 0; i < last; ++i) {
        active<T> x[3];
        gather(kind.rows[i], x);
        values[i] = kind.rows[i].kind->apply(x);
    }
    values[last] = result;
    adjoints[last] = adjoint;
    for (std::size_t i = kind.operations; i-- > 0;) {
        if (is_zero(adjoints[i])) continue;
        active<T> all[4] = {values[i]}, each[3];
        gather(kind.rows[i], all + 1);
        kind.rows[i].kind->reverse(all, adjoints[i], each);
        for (std::size_t k = 0; k < kind.rows[i].kind->arity; ++k) {
            active<T>& to = of(passed, adjoints.data(), kind.rows[i].operand[k]);
            to = is_zero(to) ? each[k] : active<T>(to + each[k]);
        }
    }
}

}  // namespace wengert::detail
