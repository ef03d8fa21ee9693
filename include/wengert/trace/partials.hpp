// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/trace/finish.hpp>
#include <wengert/trace/tracer.hpp>

// The partials that the rows state, as instructions: the rows run on tracers.
namespace wengert::detail {

/// A partial as a row states it: some need no product.
enum class partial_kind : std::uint8_t { unknown, none, one, minus_one, number, adjoint };

template <class B>
struct partial_number {
    partial_kind kind = partial_kind::unknown;
    tracer<B> number{};
};

/// The result and the operands of an instruction.
template <class B>
struct row_operands {
    tracer<B> y{};
    tracer<B> x[3]{};
    traced_condition<B> condition = false;
    std::int32_t parameter = 0;

    template <class Rule, std::size_t K>
    [[nodiscard]] constexpr auto at() const {
        constexpr operand_kind kind = kind_of_operand<Rule, K>;
        if constexpr (kind == operand_kind::flag) return condition;
        else if constexpr (kind == operand_kind::parameter) return parameter;
        else return x[K];
    }
};

/// The partial of a row in operand I.
template <class Rule, std::size_t I, class B>
constexpr partial_number<B> state_partial(row_operands<B> const& of) {
    if constexpr (I >= Rule::arity || Rule::discrete) {
        return {partial_kind::none, {}};
    } else if constexpr (kind_of_operand<Rule, I> != operand_kind::number) {
        return {partial_kind::none, {}};
    } else {
        return [&]<std::size_t... K>(std::index_sequence<K...>) -> partial_number<B> {
            auto const p = partial<Rule, I>(of.y, of.template at<Rule, K>()...);
            using P = std::remove_cvref_t<decltype(p)>;
            if constexpr (std::is_same_v<P, no_partial_t>) return {partial_kind::none, {}};
            else if constexpr (std::is_same_v<P, one_t>) return {partial_kind::one, {}};
            else if constexpr (std::is_same_v<P, minus_one_t>) return {partial_kind::minus_one, {}};
            else return {partial_kind::number, tracer<B>(p)};
        }(std::make_index_sequence<Rule::arity>{});
    }
}

template <class B>
struct row_partials {
    partial_number<B> (*in[3])(row_operands<B> const&){};
};

template <opcode Code, bool Used, class B>
constexpr row_partials<B> partials_of_row() {
    if constexpr (Used) {
        using Rule = row_of<Code>;
        return {{&state_partial<Rule, 0, B>, &state_partial<Rule, 1, B>, &state_partial<Rule, 2, B>}};
    } else {
        return {};
    }
}

/// By code, of the rows that the source uses: a program pays for no others.
template <class Source>
inline constexpr auto partials_by_code = []<std::size_t... Code>(std::index_sequence<Code...>) {
    constexpr auto used = codes_used<Source>();
    return std::array{partials_of_row<static_cast<opcode>(Code), used[Code], typename Source::base>()...};
}(std::make_index_sequence<row_count>{});

}  // namespace wengert::detail
