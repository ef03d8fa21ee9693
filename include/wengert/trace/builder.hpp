// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>

#include <wengert/trace/instruction.hpp>

// Compilers count the steps of a constant expression (clang++ stops at a million) and take about a microsecond for each: here
// and in simplify.hpp and differentiate.hpp, few statements and few calls come before short ones.
namespace wengert::detail {

/// A function of at most so many instructions becomes a program without being asked to; none of more than the second number is
/// traced.
inline constexpr std::size_t automatic_limit = 400;
inline constexpr std::size_t trace_limit = 20000;

/// What ends a constant expression that cannot be traced.
struct untraceable {};

/// What was written to a list, with room for `Room` of each: what is not needed is still there.
template <class B, std::size_t Room>
struct draft {
    using base = B;

    instruction code[Room];  // the inputs first
    B constants[Room];
    operand_number outputs[Room];
    std::size_t inputs, instructions, constant_count, output_count;
};

/// A list while it is being written, in a constant expression. What has been computed before is not computed again.
template <class B>
class list_builder {
public:
    /// Becomes untraceable with more than `room` instructions, constants or outputs.
    constexpr explicit list_builder(std::size_t room)
        : code_(new instruction[room]),
          constants_(new B[room]),
          outputs_(new operand_number[room]),
          next_(new operand_number[room]),
          next_constant_(new operand_number[room]),
          room_(room) {}
    list_builder(list_builder const&) = delete;
    list_builder& operator=(list_builder const&) = delete;
    constexpr ~list_builder() {
        delete[] code_;
        delete[] constants_;
        delete[] outputs_;
        delete[] next_;
        delete[] next_constant_;
    }

    /// Inputs come before all instructions.
    constexpr operand_number input() {
        if (size_ == room_) throw untraceable{};
        code_[size_] = {0, 0, {no_operand, no_operand, no_operand}};
        inputs_ = ++size_;
        return static_cast<operand_number>(size_ - 1);
    }

    constexpr operand_number constant(B const& x) {
        std::uint64_t const bits = std::bit_cast<std::uint64_t>(static_cast<double>(x));
        auto const hash = static_cast<std::size_t>((bits ^ (bits >> 29) ^ (bits >> 51)) % constant_buckets);
        for (operand_number i = first_constant_[hash]; i != 0; i = next_constant_[i - 1])
            if (constants_[i - 1] == x && std::bit_cast<std::uint64_t>(static_cast<double>(constants_[i - 1])) == bits)
                return constant_bit | (i - 1);
        if (constant_count_ == room_) throw untraceable{};
        constants_[constant_count_] = x;
        next_constant_[constant_count_] = first_constant_[hash];
        first_constant_[hash] = static_cast<operand_number>(++constant_count_);
        return constant_bit | static_cast<operand_number>(constant_count_ - 1);
    }

    /// The instruction with this code and these operands: a new one, or the one that is there.
    constexpr operand_number append(opcode code, operand_number a, operand_number b = no_operand,
                                    operand_number c = no_operand) {
        std::uint64_t const mixed = code * 0x9E3779B1ULL + a * 0x85EBCA77ULL + b * 0xC2B2AE3DULL + c * 0x27D4EB2FULL;
        auto const hash = static_cast<std::size_t>(mixed % buckets);
        for (operand_number i = first_with_[hash]; i != 0; i = next_[i - 1])
            if (code_[i - 1].code == code && code_[i - 1].from[0] == a && code_[i - 1].from[1] == b &&
                code_[i - 1].from[2] == c)
                return i - 1;
        if (size_ == room_) throw untraceable{};
        code_[size_] = {code, 0, {a, b, c}};
        next_[size_] = first_with_[hash];
        first_with_[hash] = static_cast<operand_number>(++size_);
        return static_cast<operand_number>(size_ - 1);
    }

    [[nodiscard]] constexpr instruction const& operator[](operand_number i) const { return code_[i]; }
    [[nodiscard]] constexpr instruction const* code() const { return code_; }
    [[nodiscard]] constexpr B const& constant_at(operand_number a) const { return constants_[a & ~constant_bit]; }

    /// Says that `a` is a result.
    constexpr void output(operand_number a) {
        if (output_count_ == room_) throw untraceable{};
        outputs_[output_count_++] = a;
    }

    template <std::size_t Room>
    [[nodiscard]] constexpr draft<B, Room> contents() const {
        draft<B, Room> all{};
        for (std::size_t i = 0; i < size_; ++i) all.code[i] = code_[i];
        for (std::size_t i = 0; i < constant_count_; ++i) all.constants[i] = constants_[i];
        for (std::size_t i = 0; i < output_count_; ++i) all.outputs[i] = outputs_[i];
        all.inputs = inputs_;
        all.instructions = size_;
        all.constant_count = constant_count_;
        all.output_count = output_count_;
        return all;
    }

private:
    static constexpr std::size_t buckets = 4093;
    static constexpr std::size_t constant_buckets = 251;

    instruction* code_;
    B* constants_;
    operand_number* outputs_;
    // Chains of those with the same hash, by their number plus 1.
    operand_number first_with_[buckets]{};
    operand_number first_constant_[constant_buckets]{};
    operand_number* next_;
    operand_number* next_constant_;
    std::size_t room_, size_ = 0, inputs_ = 0, constant_count_ = 0, output_count_ = 0;
};

}  // namespace wengert::detail
