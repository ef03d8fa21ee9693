// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include <wengert/tape/tape.hpp>

// A statement that a tape kept, for people: its operations in numbers and in text.
namespace wengert::detail {

/// A statement taken apart: the numbers of its operations, in their order, and what an adjoint of the whole gives each.
template <class T>
struct taken_apart {
    struct part {
        operation_row<T> row;
        T value{};
        T adjoint{};
        std::array<T, 3> operands{};
        std::array<T, 3> partials{};
    };
    std::vector<part> parts;

    explicit taken_apart(annotation<T> const& a, T const& adjoint = T(0))
        : parts(a.kind == nullptr ? 0 : a.kind->operations) {
        for (std::size_t i = 0; i < parts.size(); ++i) {
            part& p = parts[i];
            p.row = a.kind->rows[i];
            for (std::size_t k = 0; k < p.row.kind->arity; ++k) {
                std::int16_t const from = p.row.operand[k];
                p.operands[k] = from >= 0 ? a.numbers[from] : parts[~static_cast<std::size_t>(from)].value;
            }
            p.value = i + 1 == parts.size() ? a.value : p.row.kind->value(p.operands.data());
            p.row.kind->partials(p.value, p.operands.data(), p.partials.data());
        }
        if (parts.empty()) return;
        parts.back().adjoint = adjoint;
        for (std::size_t i = parts.size(); i-- > 0;)
            for (std::size_t k = 0; k < parts[i].row.kind->arity; ++k)
                if (std::int16_t const from = parts[i].row.operand[k]; from < 0) {
                    T& to = parts[~static_cast<std::size_t>(from)].adjoint;
                    to = T(to + chain<T>(parts[i].adjoint, parts[i].partials[k]));
                }
    }
};

template <class T>
double number_of(T const& x) {
    return static_cast<double>(primal(x));
}

/// Names and writes statements.
template <class T>
class statement_text {
public:
    using name_of_source = std::string const& (*)(void const* source);

    statement_text(tape<T> const& list, name_of_source naming) : list_(list), name_(naming) {}

    /// The name of a variable.
    [[nodiscard]] std::string const& name_of(void const* source) const { return name_(source); }

    /// The name of what was labelled or read from a variable, or empty.
    [[nodiscard]] std::string name(std::uint32_t statement) const {
        if (std::string const* const label = list_.notes().label_of(statement)) return *label;
        auto const& reads = list_.reads();
        std::size_t const at = lower_position(reads, statement, [](tape_read const& r) { return r.statement; });
        return at < reads.size() && reads[at].statement == statement ? name_(reads[at].source) : std::string();
    }

    /// A leaf of a statement: its name, the number of a constant, or a dot.
    [[nodiscard]] std::string leaf(active<T> const& x) const {
        if (!list_.owns(x)) return number_text(number_of(x.value()));
        std::string const known = name(x.identity().index);
        return known.empty() ? "·" : known;
    }

    /// The whole statement: `log(abs(1 - x))`. Of an input its name, or a dot.
    [[nodiscard]] std::string whole(std::uint32_t statement) const {
        annotation<T> const a = list_.annotation_of(statement);
        std::size_t const cut = lower_position(list_.cuts(), statement, [](tape_cut const& c) { return c.result; });
        bool const is_cut = cut < list_.cuts().size() && list_.cuts()[cut].result == statement;
        if (is_cut && a.kind != nullptr) return list_.cuts()[cut].name + std::string("(") + leaf(a.operand(0)) + ')';
        if (a.kind != nullptr) return operation(a, a.kind->operations - 1, 0, true);
        if (is_cut && list_.cuts()[cut].source != nobody)
            return list_.cuts()[cut].name + std::string("(") + named(list_.cuts()[cut].source) + ')';
        return named(statement);
    }

    /// The same with the name that it was given: `penalty = strength * x`.
    [[nodiscard]] std::string with_name(std::uint32_t statement) const {
        std::string const known = name(statement), text = whole(statement);
        return known.empty() || known == text ? text : known + " = " + text;
    }

    /// One operation of it, with dots for what is no leaf.
    [[nodiscard]] std::string one(annotation<T> const& a, std::size_t row) const { return operation(a, row, 0, false); }

    /// The numbers of its operands, but for those that the text shows: `, where x is 2 and · is 3`.
    [[nodiscard]] std::string numbers(annotation<T> const& a, std::size_t row, T const* operands) const {
        std::string text;
        std::size_t const arity = a.kind->rows[row].kind->arity;
        for (std::size_t k = 0; k < arity; ++k) {
            std::int16_t const from = a.kind->rows[row].operand[k];
            if (from >= 0 && !a.on_tape(static_cast<std::size_t>(from))) continue;
            text += (text.empty() ? ", where " : " and ") +
                    (from < 0 ? std::string("·") : leaf(a.operand(static_cast<std::size_t>(from)))) + " is " +
                    number_text(number_of(operands[k]));
        }
        return text;
    }

    /// One operation, with dots for its operands.
    [[nodiscard]] static std::string bare(operation_row<T> const& row) {
        std::string operands[] = {"·", "·", "·"};
        return row.kind->print(operands);
    }
    /// The same with another operation in the place of the operand `k`.
    [[nodiscard]] static std::string around(operation_row<T> const& row, std::size_t k, operation_row<T> const& inner) {
        std::string operands[] = {"·", "·", "·"};
        operands[k] = enclosed(bare(inner), inner, needed(row, k));
        return row.kind->print(operands);
    }

private:
    [[nodiscard]] std::string named(std::uint32_t statement) const {
        std::string const known = name(statement);
        return known.empty() ? "·" : known;
    }

    [[nodiscard]] std::string operation(annotation<T> const& a, std::size_t i, int within, bool deep) const {
        operation_row<T> const& row = a.kind->rows[i];
        std::string operands[3];
        for (std::size_t k = 0; k < row.kind->arity; ++k) {
            std::int16_t const from = row.operand[k];
            int const tight = needed(row, k);
            if (from >= 0) {
                operands[k] = leaf(a.operand(static_cast<std::size_t>(from)));
                if (tight > 0 && operands[k][0] == '-') operands[k] = '(' + operands[k] + ')';
            } else if (deep) operands[k] = operation(a, ~static_cast<std::size_t>(from), tight, true);
            else operands[k] = "·";
        }
        return enclosed(row.kind->print(operands), row, within);
    }

    // How tightly an operand must bind: what stands right of a sign does so more, or has parentheses.
    [[nodiscard]] static int needed(operation_row<T> const& row, std::size_t k) {
        int const own = row.kind->precedence;
        return own == 0 ? 0 : k == 0 ? own : own + 1;
    }
    [[nodiscard]] static std::string enclosed(std::string const& text, operation_row<T> const& row, int within) {
        int const own = row.kind->precedence;
        return own != 0 && own < within ? '(' + text + ')' : text;
    }

    tape<T> const& list_;
    name_of_source name_;
};

}  // namespace wengert::detail
