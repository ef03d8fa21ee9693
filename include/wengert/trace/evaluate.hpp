// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <limits>

#include <wengert/core/cmath/ieee.hpp>
#include <wengert/core/small_algorithms.hpp>
#include <wengert/trace/finish.hpp>

namespace wengert::detail {

// What evaluators make of a sine and a cosine of the same number: both at the first, nothing at the second.
inline constexpr opcode sine_cosine_code = row_count;
inline constexpr opcode nothing_code = row_count + 1;

/// By code, which there are.
constexpr auto codes_among(instruction const* code, std::size_t count) {
    std::array<bool, nothing_code + 1> all{};
    for (std::size_t k = 0; k < count; ++k) all[code[k].code] = true;
    return all;
}

/// A list as the evaluator wants it: the constants stand behind the numbers.
///
/// No std::array: an element of that is a call, which would be inlined once for every operand.
template <class Recipe>
struct placed_list {
    static constexpr auto& from = list_of<Recipe>;

    instruction code[from.size() + 1];
    operand_number outputs[from.outputs.size() + 1];
    // If none of these is infinite or NaN, no partial is, and no adjoint of 0 can meet one that is.
    operand_number suspects[from.size() + from.constants.size() + 1];
    std::size_t suspect_count;
};

template <class Recipe, bool Pairs>
constexpr placed_list<Recipe> placed() {
    constexpr auto& list = list_of<Recipe>;
    placed_list<Recipe> to{};
    auto const place = [&](operand_number a) {
        return !names_constant(a) || a == no_operand ? a
                                                     : static_cast<operand_number>(list.numbers) + constant_index(a);
    };
    bool guarded = false;
    std::size_t first_of[list.numbers + list.constants.size() + 1]{};  // the sine or cosine of a number, counted from 1
    for (std::size_t k = 0; k < list.size(); ++k) {
        instruction& i = to.code[k];
        i = list.code[k];
        for (operand_number& a : i.from) a = place(a);
        guarded = guarded || i.code == code_of<rules::scale_>;
        if (facts[i.code].unbounded) to.suspects[to.suspect_count++] = i.to;
        if (Pairs && (i.code == code_of<rules::sin_> || i.code == code_of<rules::cos_>)) {
            std::size_t& first = first_of[i.from[0]];
            if (first == 0) {
                first = k + 1;
                continue;
            }
            instruction& both = to.code[first - 1];
            bool const sine_first = both.code == code_of<rules::sin_>;
            both = {
                sine_cosine_code, sine_first ? both.to : i.to, {i.from[0], sine_first ? i.to : both.to, no_operand}};
            i.code = nothing_code;
        }
    }
    for (std::size_t k = 0; k < list.outputs.size(); ++k) to.outputs[k] = place(list.outputs[k]);
    using limits = std::numeric_limits<typename Recipe::base>;
    for (std::size_t k = 0; k < list.constants.size(); ++k)
        if (!(list.constants[k] <= (limits::max)() && list.constants[k] >= limits::lowest()))
            to.suspects[to.suspect_count++] = static_cast<operand_number>(list.numbers + k);
    if (!guarded) to.suspect_count = 0;
    return to;
}

/// Up to how many numbers are named one by one, so that compilers need not put them into memory between two functions.
inline constexpr std::size_t most_one_by_one = 64;

/// Runs a list on numbers of type T: as straight-line code, each instruction at its place; the rare inputs where an infinite
/// partial may meet an adjoint of 0, and constant expressions, go instruction by instruction.
template <class Recipe, class T>
class evaluator {
    static constexpr auto& list = list_of<Recipe>;
    static constexpr std::size_t constants = list.constants.size();
    // Of numbers that are themselves traced, nobody knows yet how they compare.
    using flag = decltype(std::declval<T const&>() == std::declval<T const&>());
    static constexpr bool is_traced = is_condition<flag>;

public:
    using results = std::array<T, list.outputs.size()>;

    /// The results for `list.inputs` numbers.
    template <class Input>
    [[gnu::always_inline]] static constexpr results run(Input const& input) {
        if constexpr (is_traced) {
            return run_carefully(input);
        } else {
            if (std::is_constant_evaluated()) return run_carefully(input);
            return run_straight(input, std::make_index_sequence<list.inputs>{}, std::make_index_sequence<constants>{},
                                std::make_index_sequence<list.size()>{},
                                std::make_index_sequence<placed.suspect_count>{},
                                std::make_index_sequence<list.outputs.size()>{});
        }
    }

    template <class Input>
    [[gnu::noinline, gnu::cold]] static constexpr results run_carefully(Input const& input) {
        T numbers[list.numbers + constants + 1]{};
        flag flags[list.flags + 1]{};
        for (std::size_t i = 0; i < list.inputs; ++i) numbers[i] = input[i];
        for (std::size_t i = 0; i < constants; ++i) put_constant(numbers, i);
        for (std::size_t k = 0; k < list.size(); ++k)
            careful_steps[placed.code[k].code](numbers, flags, placed.code[k]);
        results all{};
        for (std::size_t k = 0; k < all.size(); ++k) all[k] = numbers[placed.outputs[k]];
        return all;
    }

private:
    /// From a copy and to a copy, so that the caller's own numbers stay in registers, if there are not too many.
    template <class Input>
    [[gnu::always_inline]] static constexpr results run_aside(Input const& input) {
        if constexpr (list.inputs > most_one_by_one || list.outputs.size() > most_one_by_one) {
            return run_carefully(input);
        } else {
            Input const kept = input;
            results const found = run_carefully(kept);
            return [&]<std::size_t... R>(std::index_sequence<R...>) {
                return results{found[R]...};
            }(std::make_index_sequence<list.outputs.size()>{});
        }
    }

    static constexpr placed_list<Recipe> placed = detail::placed<Recipe, plain_scalar<T>>();

    struct done {};

    /// All instructions in one function, without loops, closures, and with a number wherever a place is named: so compilers make
    /// registers of the places at once. Arrays of nothing, because folds nest as deep as they are long.
    template <class Input, std::size_t... I, std::size_t... C, std::size_t... K, std::size_t... P, std::size_t... R>
    [[gnu::always_inline]] static constexpr results run_straight(Input const& input, std::index_sequence<I...>,
                                                                 std::index_sequence<C...>, std::index_sequence<K...>,
                                                                 std::index_sequence<P...>, std::index_sequence<R...>) {
        T numbers[list.numbers + constants + 1];
        [[maybe_unused]] flag flags[list.flags + 1];
        [[maybe_unused]] done const put_in[] = {done(), (static_cast<void>(numbers[I] = input[I]), done())...};
        [[maybe_unused]] done const put_constants[] = {done(), put_constant(numbers, C)...};
        [[maybe_unused]] done const steps[] = {
            done(), step<placed.code[K].code, false>(numbers, flags, placed.code[K].to, placed.code[K].from[0],
                                                     placed.code[K].from[1], placed.code[K].from[2])...};
        if constexpr (sizeof...(P) > 0) {
            base_t<T> sum[4] = {0, 0, 0, 0};  // four, so that no addition waits for the one before
            [[maybe_unused]] done const sums[] = {add_primal(sum[P % 4], numbers[placed.suspects[P]])...};
            base_t<T> const all = (sum[0] + sum[1]) + (sum[2] + sum[3]);
            if (!(all - all == 0)) [[unlikely]]
                return run_aside(input);
        }
        return results{numbers[placed.outputs[R]]...};
    }

    [[gnu::always_inline]] static constexpr done add_primal(base_t<T>& sum, T const& x) {
        if constexpr (plain_scalar<T>) sum += x;
        else sum += primal(x);
        return {};
    }

    [[gnu::always_inline]] static constexpr done put_constant(T* numbers, std::size_t i) {
        numbers[list.numbers + i] = T(static_cast<base_t<T>>(list.constants[i]));
        return {};
    }

    /// One instruction: few calls, because each is inlined once for every instruction.
    template <opcode Code, bool Careful>
    [[gnu::always_inline]] static constexpr done step(T* numbers, flag* flags, operand_number to, operand_number a,
                                                      operand_number b, operand_number c) {
        if constexpr (Code == sine_cosine_code) {
            auto const both = math::sine_cosine(numbers[a]);
            numbers[to] = both.sine;
            numbers[b] = both.cosine;
        } else if constexpr (Code != nothing_code) {
            row_step<row_of<Code>, Careful>(numbers, flags, to, a, b, c);
        }
        return {};
    }

    template <class Rule, bool Careful>
    [[gnu::always_inline]] static constexpr void row_step(T* numbers, flag* flags, operand_number to, operand_number a,
                                                          operand_number b, operand_number c) {
#if defined(__clang__)
        // As in code that is written by hand, where a * b + c is one expression, and as g++ does everywhere. It holds for this
        // function alone, so sums and products are written here instead of calling their rows.
#pragma clang fp contract(fast)
#endif
        constexpr std::size_t arity = Rule::arity;
        if constexpr (std::is_same_v<Rule, rules::scale_> && !Careful) numbers[to] = numbers[a] * numbers[b];
        else if constexpr (std::is_same_v<Rule, rules::scale_> && is_traced)
            numbers[to] = T(apply<Rule>(numbers[a], numbers[b]));
        else if constexpr (std::is_same_v<Rule, rules::scale_> && !plain_scalar<T>)
            numbers[to] = T(chain<T>(numbers[a], numbers[b]));
        else if constexpr (is_logical<Rule> && arity == 1) flags[to] = Rule::value(flags[a]);
        else if constexpr (is_logical<Rule>) flags[to] = Rule::value(flags[a], flags[b]);
        else if constexpr (!plain_scalar<T>) nested_step<Rule>(numbers, flags, to, a, b, c);
        else if constexpr (Careful && is_operator<Rule>) numbers[to] = ieee<Rule>(numbers[a], numbers[b]);
        else if constexpr (std::is_same_v<Rule, rules::add_>) numbers[to] = numbers[a] + numbers[b];
        else if constexpr (std::is_same_v<Rule, rules::sub_>) numbers[to] = numbers[a] - numbers[b];
        else if constexpr (std::is_same_v<Rule, rules::mul_>) numbers[to] = numbers[a] * numbers[b];
        else if constexpr (Rule::predicate && arity == 1) flags[to] = Rule::value(numbers[a]);
        else if constexpr (Rule::predicate) flags[to] = Rule::value(numbers[a], numbers[b]);
        else if constexpr (std::is_same_v<Rule, rules::select_>)
            numbers[to] = Rule::value(flags[a], numbers[b], numbers[c]);
        else if constexpr (arity == 1) numbers[to] = Rule::value(numbers[a]);
        else if constexpr (arity == 2 && Rule::parameter_at == 0)
            numbers[to] = Rule::value(static_cast<std::int32_t>(numbers[a]), numbers[b]);
        else if constexpr (arity == 2 && Rule::parameter_at == 1)
            numbers[to] = Rule::value(numbers[a], static_cast<std::int32_t>(numbers[b]));
        else if constexpr (arity == 2) numbers[to] = Rule::value(numbers[a], numbers[b]);
        else numbers[to] = Rule::value(numbers[a], numbers[b], numbers[c]);
    }

    template <class Rule>
    static constexpr bool is_operator =
        std::is_same_v<Rule, rules::add_> || std::is_same_v<Rule, rules::sub_> || std::is_same_v<Rule, rules::mul_> ||
        std::is_same_v<Rule, rules::div_> || std::is_same_v<Rule, rules::scale_>;

    /// What a guard keeps out may be infinite or NaN on the way, and that in constant expressions.
    template <class Rule>
    static constexpr T ieee(T const& a, T const& b) {
        if constexpr (std::is_same_v<Rule, rules::add_>) return math::sum(a, b);
        else if constexpr (std::is_same_v<Rule, rules::sub_>) return math::sum(a, -b);
        else if constexpr (std::is_same_v<Rule, rules::div_>) return math::quotient(a, b);
        else if constexpr (std::is_same_v<Rule, rules::mul_>) return math::product(a, b);
        else return a == 0 ? a : math::product(a, b);
    }

    /// The same on differentiable numbers, through their form.
    template <class Rule>
    static constexpr void nested_step(T* numbers, flag* flags, operand_number to, operand_number a, operand_number b,
                                      operand_number c) {
        auto const parameter_at = [&](operand_number p) {
            return parameter<std::int32_t>{static_cast<std::int32_t>(primal(numbers[p]))};
        };
        constexpr std::size_t arity = Rule::arity;
        if constexpr (Rule::predicate && arity == 1) flags[to] = apply<Rule>(numbers[a]);
        else if constexpr (Rule::predicate) flags[to] = apply<Rule>(numbers[a], numbers[b]);
        else if constexpr (std::is_same_v<Rule, rules::select_>)
            numbers[to] = T(select(flags[a], numbers[b], numbers[c]));
        else if constexpr (std::is_same_v<Rule, rules::stop_>) numbers[to] = stop_gradient(numbers[a]);
        else if constexpr (arity == 1) numbers[to] = T(apply<Rule>(numbers[a]));
        else if constexpr (arity == 2 && Rule::parameter_at == 0)
            numbers[to] = T(apply<Rule>(parameter_at(a), numbers[b]));
        else if constexpr (arity == 2 && Rule::parameter_at == 1)
            numbers[to] = T(apply<Rule>(numbers[a], parameter_at(b)));
        else if constexpr (arity == 2) numbers[to] = T(apply<Rule>(numbers[a], numbers[b]));
        else numbers[to] = T(apply<Rule>(numbers[a], numbers[b], numbers[c]));
    }

    using careful_step = void (*)(T*, flag*, instruction const&);
    template <opcode Code>
    static constexpr void one_step(T* numbers, flag* flags, instruction const& i) {
        step<Code, true>(numbers, flags, i.to, i.from[0], i.from[1], i.from[2]);
    }
    template <opcode Code, bool Used>
    static constexpr careful_step careful_step_of() {
        if constexpr (Used) return &one_step<Code>;
        else return nullptr;
    }
    static constexpr auto careful_steps = []<std::size_t... Code>(std::index_sequence<Code...>) {
        constexpr auto used = codes_among(placed.code, list.size());
        return std::array{careful_step_of<static_cast<opcode>(Code), used[Code]>()...};
    }(std::make_index_sequence<nothing_code + 1>{});
};

}  // namespace wengert::detail
