// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/trace/differentiate.hpp>

// The lists that follow from a list: what they put out is said here, how it comes about in differentiate.hpp.
namespace wengert::detail {

/// All inputs are differentiated.
struct all_inputs {
    static constexpr bool has(std::size_t) { return true; }
};

/// What recipes of derivatives have in common.
template <class Source>
struct derived_recipe {
    using base = typename Source::base;
    static constexpr std::size_t inputs = list_of<Source>.inputs;
    static constexpr std::size_t results = list_of<Source>.outputs.size();

    /// Room for so many sweeps: more than any mix of rows has taken. What is not used costs nothing.
    static constexpr std::size_t room_for(std::size_t sweeps) {
        return (sweeps + 2) * (24 * list_of<Source>.size() + inputs + results + 64);
    }
};

/// The Jacobian row by row, by a reverse sweep for every result.
template <class Source, put_out What, class Active>
struct reverse_jacobian_recipe : derived_recipe<Source> {
    static constexpr std::size_t room = derived_recipe<Source>::room_for(derived_recipe<Source>::results);

    static constexpr void write(list_builder<typename Source::base>& list) {
        differentiated<Source> d(list, What);
        if (What == put_out::results_and_derivatives) d.put_out_results();
        for (std::size_t k = 0; k < d.results; ++k) {
            d.clear();
            d.seed_result(k, d.one());
            d.reverse();
            for (std::size_t i = 0; i < d.source.inputs; ++i)
                if (Active::has(i)) d.put_out(d.at_input(i));
        }
    }
};

/// The same, by a forward sweep for every input.
template <class Source, put_out What, class Active>
struct forward_jacobian_recipe : derived_recipe<Source> {
    static constexpr std::size_t room = derived_recipe<Source>::room_for(derived_recipe<Source>::inputs);

    static constexpr void write(list_builder<typename Source::base>& list) {
        differentiated<Source> d(list, What);
        if (What == put_out::results_and_derivatives) d.put_out_results();
        auto* const columns = new operand_number[d.results * d.source.inputs + 1];
        for (std::size_t i = 0; i < d.source.inputs; ++i) {
            if (!Active::has(i)) continue;
            d.clear();
            d.seed_input(i, d.one());
            d.forward();
            for (std::size_t k = 0; k < d.results; ++k) columns[k * d.source.inputs + i] = d.at_result(k);
        }
        for (std::size_t k = 0; k < d.results; ++k)
            for (std::size_t i = 0; i < d.source.inputs; ++i)
                if (Active::has(i)) d.put_out(columns[k * d.source.inputs + i]);
        delete[] columns;
    }
};

// Whichever takes fewer instructions; where writing both would take long, by the shape.
template <class Source, put_out What, class Active>
constexpr bool is_reverse_shorter() {
    using recipe = derived_recipe<Source>;
    if constexpr (recipe::results == 1) return true;
    else if constexpr (list_of<Source>.size() * smaller(recipe::results, recipe::inputs) > 2000)
        return recipe::results <= recipe::inputs;
    else
        return list_of<reverse_jacobian_recipe<Source, What, Active>>.size() <=
               list_of<forward_jacobian_recipe<Source, What, Active>>.size();
}

template <class Source, put_out What = put_out::derivatives, class Active = all_inputs>
using jacobian_recipe =
    std::conditional_t<is_reverse_shorter<Source, What, Active>(), reverse_jacobian_recipe<Source, What, Active>,
                       forward_jacobian_recipe<Source, What, Active>>;

/// The gradient of a source with one result.
template <class Source, put_out What = put_out::derivatives>
using gradient_recipe = reverse_jacobian_recipe<Source, What, all_inputs>;

/// Inputs: x, then a tangent of each. The results, then their tangents.
template <class Source>
struct jvp_recipe : derived_recipe<Source> {
    static constexpr std::size_t room = derived_recipe<Source>::room_for(1);

    static constexpr void write(list_builder<typename Source::base>& list) {
        differentiated<Source> d(list, put_out::results_and_derivatives, derived_recipe<Source>::inputs);
        for (std::size_t i = 0; i < d.source.inputs; ++i) d.seed_input(i, d.more_input(i));
        d.put_out_results();
        d.forward();
        for (std::size_t k = 0; k < d.results; ++k) d.put_out(d.at_result(k));
    }
};

/// Inputs: x, then an adjoint of each result. The adjoints of the x that are `Active`.
template <class Source, class Active = all_inputs>
struct vjp_recipe : derived_recipe<Source> {
    static constexpr std::size_t room = derived_recipe<Source>::room_for(1);

    static constexpr void write(list_builder<typename Source::base>& list) {
        differentiated<Source> d(list, put_out::derivatives, derived_recipe<Source>::results);
        for (std::size_t k = 0; k < d.results; ++k) d.seed_result(k, d.more_input(k));
        d.reverse();
        for (std::size_t i = 0; i < d.source.inputs; ++i)
            if (Active::has(i)) d.put_out(d.at_input(i));
    }
};

/// The Hessian of a source with one result, row by row: forward over the list of the gradient, each entry of a triangle once.
template <class Source>
struct hessian_recipe : derived_recipe<Source> {
    static constexpr std::size_t room =
        derived_recipe<gradient_recipe<Source>>::room_for(derived_recipe<Source>::inputs);

    static constexpr void write(list_builder<typename Source::base>& list) {
        differentiated<gradient_recipe<Source>> d(list, put_out::derivatives);
        constexpr std::size_t n = derived_recipe<Source>::inputs;
        auto* const lower = new operand_number[n * n + 1];
        for (std::size_t j = 0; j < n; ++j) {
            d.clear();
            d.seed_input(j, d.one());
            d.forward();
            for (std::size_t i = j; i < n; ++i) lower[i * n + j] = d.at_result(i);
        }
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j) d.put_out(j <= i ? lower[i * n + j] : lower[j * n + i]);
        delete[] lower;
    }
};

}  // namespace wengert::detail
