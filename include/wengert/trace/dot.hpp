// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <wengert/core/dot_graph.hpp>
#include <wengert/trace/program.hpp>

namespace wengert {

/// Which of the lists of a program: `to_dot<program_part::gradient>(p)`.
enum class program_part { value, gradient, jacobian, hessian };

namespace detail {

inline constexpr auto row_names =
    []<std::size_t... I, class... Rows>(numbered_rows<std::index_sequence<I...>, Rows...> const*) {
        return std::array<char const*, sizeof...(Rows)>{Rows::name...};
    }(static_cast<all_rows const*>(nullptr));

template <class B, std::size_t Code, std::size_t Constants, std::size_t Outputs>
dot_graph drawn(list<B, Code, Constants, Outputs> const& source) {
    dot_graph graph;
    std::vector<std::size_t> numbers(source.numbers), flags(source.flags), constants(Constants);
    for (std::size_t i = 0; i < source.inputs; ++i) numbers[i] = graph.add(dot_graph::named("x" + std::to_string(i)));
    for (std::size_t i = 0; i < Constants; ++i) constants[i] = graph.add(dot_graph::constant(source.constants[i]));
    auto const vertex_of = [&](operand_kind kind, operand_number a) {
        if (kind == operand_kind::flag) return flags[a];
        return names_constant(a) ? constants[constant_index(a)] : numbers[a];
    };
    for (instruction const& step : source.code) {
        row_facts const& row = facts[step.code];
        std::vector<std::size_t> operands;
        for (std::size_t k = 0; k < row.arity; ++k) operands.push_back(vertex_of(row.kinds[k], step.from[k]));
        (is_predicate(step.code) ? flags : numbers)[step.to] =
            graph.add(dot_graph::operation(row_names[step.code], std::move(operands)));
    }
    for (std::size_t k = 0; k < Outputs; ++k) {
        auto result = dot_graph::named("y" + std::to_string(k));
        result.operands = {vertex_of(operand_kind::number, source.outputs[k])};
        graph.add(std::move(result));
    }
    return graph;
}

template <program_part Part, class Source>
consteval auto find_recipe() {
    if constexpr (Part == program_part::value) return std::type_identity<Source>{};
    else if constexpr (Part == program_part::jacobian) return std::type_identity<jacobian_recipe<Source>>{};
    else {
        static_assert(list_of<Source>.outputs.size() == 1,
                      "wengert: the gradient and the Hessian of a program need one result; draw its jacobian.");
        if constexpr (Part == program_part::gradient) return std::type_identity<gradient_recipe<Source>>{};
        else return std::type_identity<hessian_recipe<Source>>{};
    }
}

}  // namespace detail

/// The program's list as a graph for Graphviz, in the style of to_dot(expression): inputs x0, x1, ..., results y0, y1, ...
template <program_part Part = program_part::value, class F, class... A>
std::string to_dot(program_of<F, A...> const&) {
    using recipe = typename decltype(detail::find_recipe<Part, detail::recipe_for<F, A...>>())::type;
    return detail::drawn(detail::list_of<recipe>).text("program");
}

}  // namespace wengert
