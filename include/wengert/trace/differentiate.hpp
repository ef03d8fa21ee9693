// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/trace/partials.hpp>

namespace wengert::detail {

/// Whether a derivative puts out the results before itself.
enum class put_out { derivatives, results_and_derivatives };

/// The list of `Source` written again, and its derivatives after it, by the partials that the rows state.
///
/// An adjoint or tangent is an operand, or `no_operand` as long as nothing has reached its number.
template <class Source>
class differentiated {
public:
    using B = typename Source::base;
    static constexpr auto& source = list_of<Source>;
    static constexpr std::size_t results = source.outputs.size();

    /// With so many inputs beyond those of the source. Where nobody sees the results, a / b may be a * (1 / b): the partials need
    /// the reciprocal anyway.
    constexpr explicit differentiated(list_builder<B>& list, put_out what, std::size_t more_inputs = 0)
        : list_(list),
          simplify_(list),
          numbers_(new operand_number[source.numbers + 1]),
          flags_(new operand_number[source.flags + 1]),
          reached_(new operand_number[source.numbers + 1]),
          partials_(new partial[3 * source.size() + 1]{}) {
        for (std::size_t i = 0; i < source.inputs; ++i) numbers_[i] = list.input();
        for (std::size_t i = 0; i < more_inputs; ++i) list.input();
        clear();
        for (instruction const& i : source.code) {
            // All of it is there because it could not be made simpler.
            row_facts const& row = facts[i.code];
            operand_number const a = again(row.kinds[0], i.from[0]);
            operand_number const b = row.arity > 1 ? again(row.kinds[1], i.from[1]) : no_operand;
            if (i.code == code_of<rules::div_> && what == put_out::derivatives)
                numbers_[i.to] = simplify_.product(a, list.append(code_of<rules::div_>, one(), b));
            else
                (is_predicate(i.code) ? flags_ : numbers_)[i.to] =
                    list.append(i.code, a, b, row.arity > 2 ? again(row.kinds[2], i.from[2]) : no_operand);
        }
    }
    differentiated(differentiated const&) = delete;
    differentiated& operator=(differentiated const&) = delete;
    constexpr ~differentiated() {
        delete[] numbers_;
        delete[] flags_;
        delete[] reached_;
        delete[] partials_;
    }

    /// An input beyond those of the source.
    static constexpr operand_number more_input(std::size_t i) { return static_cast<operand_number>(source.inputs + i); }
    constexpr operand_number one() { return list_.constant(B(1)); }

    constexpr void put_out(operand_number a) { list_.output(a == no_operand ? list_.constant(B(0)) : a); }
    constexpr void put_out_results() {
        for (operand_number const k : source.outputs) list_.output(number(k));
    }

    /// Nothing has an adjoint or tangent.
    constexpr void clear() {
        for (std::size_t i = 0; i < source.numbers; ++i) reached_[i] = no_operand;
    }
    constexpr void seed_input(std::size_t i, operand_number tangent) { reached_[i] = tangent; }
    constexpr void seed_result(std::size_t k, operand_number adjoint) {
        if (!names_constant(source.outputs[k])) add(reached_[source.outputs[k]], adjoint);
    }
    constexpr operand_number at_input(std::size_t i) const { return reached_[i]; }
    constexpr operand_number at_result(std::size_t k) const {
        return names_constant(source.outputs[k]) ? no_operand : reached_[source.outputs[k]];
    }

    constexpr void reverse() {
        for (std::size_t n = source.size(); n-- > 0;) {
            instruction const& i = source.code[n];
            row_facts const& row = facts[i.code];
            if (is_predicate(i.code) || reached_[i.to] == no_operand) continue;
            operand_number const adjoint = reached_[i.to];
            for (std::size_t k = 0; k < row.arity; ++k)
                if (row.kinds[k] == operand_kind::number && !names_constant(i.from[k]))
                    pass(adjoint, partial_in(n, k), reached_[i.from[k]]);
        }
    }

    constexpr void forward() {
        for (std::size_t n = 0; n < source.size(); ++n) {
            instruction const& i = source.code[n];
            row_facts const& row = facts[i.code];
            if (is_predicate(i.code)) continue;
            for (std::size_t k = 0; k < row.arity; ++k) {
                if (row.kinds[k] != operand_kind::number || names_constant(i.from[k])) continue;
                if (operand_number const tangent = reached_[i.from[k]]; tangent != no_operand) {
                    partial const& p = partial_in(n, k);
                    // What a choice has not taken adds nothing, even if its own tangent is infinite.
                    if (row.chooses && p.kind == partial_kind::number)
                        add(reached_[i.to], simplify_.scaled(p.number, tangent));
                    else pass(tangent, p, reached_[i.to]);
                }
            }
        }
    }

private:
    struct partial {
        partial_kind kind = partial_kind::unknown;
        operand_number number = 0;
    };

    constexpr operand_number again(operand_kind kind, operand_number a) {
        return kind == operand_kind::flag ? flags_[a] : number(a);
    }
    constexpr operand_number number(operand_number a) {
        return names_constant(a) ? list_.constant(source.constants[constant_index(a)]) : numbers_[a];
    }

    constexpr void add(operand_number& to, operand_number a) { to = to == no_operand ? a : simplify_.sum(to, a); }

    constexpr void pass(operand_number x, partial const& p, operand_number& to) {
        if (p.kind == partial_kind::one) add(to, x);
        else if (p.kind == partial_kind::minus_one) add(to, simplify_.negated(x));
        // A row whose partials are always finite has infinite ones where its result is: every product may meet 0 times infinity.
        else if (p.kind == partial_kind::number) add(to, simplify_.scaled(x, p.number));
        else if (p.kind == partial_kind::adjoint) add(to, simplify_.scaled(p.number, x));
    }

    constexpr partial const& partial_in(std::size_t n, std::size_t k) {
        partial& p = partials_[3 * n + k];
        if (p.kind != partial_kind::unknown) return p;
        instruction const& i = source.code[n];
        // The most frequent row of all, read off without running it.
        if (i.code == code_of<rules::mul_>) return p = {partial_kind::number, number(i.from[1 - k])};
        // Of a factor of the chain rule, an adjoint of 0 ends the path of the partial's tangent too.
        if (i.code == code_of<rules::scale_> && k == 1) return p = {partial_kind::adjoint, number(i.from[0])};
        partial_number<B> const stated = partials_by_code<Source>[i.code].in[k](operands_of(i));
        return p = {stated.kind,
                    stated.number.is_known() ? list_.constant(stated.number.value()) : stated.number.number()};
    }

    constexpr row_operands<B> operands_of(instruction const& i) {
        row_operands<B> all{tracer<B>(list_, number(i.to))};
        row_facts const& row = facts[i.code];
        for (std::size_t k = 0; k < row.arity; ++k) {
            if (row.kinds[k] == operand_kind::number) all.x[k] = tracer<B>(list_, number(i.from[k]));
            else if (row.kinds[k] == operand_kind::parameter)
                all.parameter = static_cast<std::int32_t>(source.constants[constant_index(i.from[k])]);
            else all.condition = traced_condition<B>(list_, flags_[i.from[k]]);
        }
        return all;
    }

    list_builder<B>& list_;
    simplifier<B> simplify_;
    operand_number* numbers_;
    operand_number* flags_;
    operand_number* reached_;
    partial* partials_;
};

}  // namespace wengert::detail
