// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/core/matrix.hpp>
#include <wengert/trace/evaluate.hpp>
#include <wengert/trace/recipes.hpp>
#include <wengert/trace/trace.hpp>

namespace wengert {

/// The compile-time list of f(args...) for arguments of types `A...`, and straight-line code for its value and derivatives.
///
/// The code has no tape, allocates nothing and, but for a test that infinite partials need, does not branch. It works for any
/// scalar: `float`, `double`, `dual`, `active`, and in constant expressions. Every function takes arguments that have the shapes
/// of `A...`, over any one scalar.
template <class F, class... A>
class program_of {
    static_assert(detail::assert_traceable<F, A...>());

    using primal = detail::recipe_for<F, A...>;
    static constexpr auto& list = detail::list_of<primal>;
    static constexpr std::size_t input_count = list.inputs;
    static constexpr std::size_t output_count = list.outputs.size();

public:
    /// The operations left after folding, sharing and dropping of dead code.
    static constexpr std::size_t size() { return list.size(); }
    /// The numbers that go in and come out.
    static constexpr std::size_t inputs() { return input_count; }
    /// See inputs().
    static constexpr std::size_t outputs() { return output_count; }

    /// Whether so many sweeps over the list are little enough to be written out.
    static constexpr bool is_short(std::size_t sweeps) { return sweeps * list.size() <= 8000; }

    /// f(x...).
    template <class... X>
    static constexpr auto value(X const&... x) {
        return result(run<primal>(x...), 0);
    }
    /// The same as value(x...), so that a program is a function.
    template <class... X>
    constexpr auto operator()(X const&... x) const {
        return value(x...);
    }

    /// {f(x...), its gradient}, for one result.
    template <class... X>
    static constexpr auto value_and_gradient(X const&... x) {
        static_assert(output_count == 1, "wengert: the gradient of a program needs one result; use its jacobian.");
        auto const results = run<detail::gradient_recipe<primal, detail::put_out::results_and_derivatives>>(x...);
        return std::pair(results[0], arguments(results, 1));
    }
    /// The gradient alone, for one result.
    template <class... X>
    static constexpr auto gradient(X const&... x) {
        static_assert(output_count == 1, "wengert: the gradient of a program needs one result; use its jacobian.");
        return arguments(run<detail::gradient_recipe<primal>>(x...), 0);
    }

    /// A row for every number that f returns, a column for every number in the arguments.
    template <class... X>
    static constexpr auto jacobian(X const&... x) {
        return as_matrix<output_count>(run<detail::jacobian_recipe<primal>>(x...));
    }

    /// The Hessian, for one result: forward over reverse, each entry of a triangle once.
    template <class... X>
    static constexpr auto hessian(X const&... x) {
        static_assert(output_count == 1, "wengert: the Hessian of a program needs one result.");
        return as_matrix<input_count>(run<detail::hessian_recipe<primal>>(x...));
    }

    /// {f(x), its directional derivative}: x and the tangent are one argument or a std::tuple of them.
    template <class X, class V>
    static constexpr auto jvp(X const& x, V const& tangent) {
        auto const results = run<detail::jvp_recipe<primal>>(x, tangent);
        return std::pair(result(results, 0), result(results, output_count));
    }

    /// The adjoints of x for adjoints of the results: x is one argument or a std::tuple of them.
    template <class X, class Y>
    static constexpr auto vjp(X const& x, Y const& adjoints) {
        return arguments(run<detail::vjp_recipe<primal>>(x, adjoints), 0);
    }

private:
    template <class Recipe, class... X>
    [[gnu::always_inline]] static constexpr auto run(X const&... x) {
        using T = scalar_of_t<std::tuple<std::remove_cvref_t<X>...>>;
        constexpr std::size_t count = detail::list_of<Recipe>.inputs;
        static_assert((std::size_t{0} + ... + static_leaf_count_v<X>) == count,
                      "wengert: a program takes arguments that hold as many numbers as it was made for.");
        if constexpr ((std::is_same_v<X, std::array<T, count>> && ...)) {
            return detail::evaluator<Recipe, T>::run(x...);
        } else {
            std::array<T, count> input{};
            std::size_t i = 0;
            (for_each_leaf(x, [&](auto const& leaf) { input[i++] = T(leaf); }), ...);
            return detail::evaluator<Recipe, T>::run(input);
        }
    }

    /// The results from `first` on, in the structure that f returns.
    template <class T, std::size_t N>
    static constexpr auto result(std::array<T, N> const& results, std::size_t first) {
        using R = detail::result_t<T, std::remove_cvref_t<F>, A...>;
        static_assert(std::is_default_constructible_v<R>, "wengert: a program needs a result that can be made empty.");
        if constexpr (std::is_same_v<R, std::array<T, N>>) {
            return results;
        } else {
            R r{};
            for_each_leaf(r, [&](auto& leaf) { leaf = results[first++]; });
            return r;
        }
    }

    template <class T, std::size_t N>
    static constexpr auto arguments(std::array<T, N> const& results, std::size_t first) {
        using R = rebind_t<detail::arguments_t<A...>, T>;
        if constexpr (std::is_same_v<R, std::tuple<std::array<T, N>>>) return results;
        else {
            R all{};
            for_each_leaf(all, [&](T& leaf) { leaf = results[first++]; });
            return detail::unpack_single(std::move(all));
        }
    }

    template <std::size_t Rows, class T>
    [[gnu::always_inline]] static constexpr auto as_matrix(std::array<T, Rows * input_count> const& elements) {
        matrix<T, Rows, input_count> m;
        // One by one, where they may still be in registers; folds nest as deep as they are long.
        if constexpr (constexpr std::size_t count = Rows * input_count; count <= detail::most_one_by_one) {
            [&]<std::size_t... K>(std::index_sequence<K...>) __attribute__((always_inline)) {
                ((m.data()[K] = elements[K]), ...);
            }(std::make_index_sequence<count>{});
        } else {
            for (std::size_t k = 0; k < count; ++k) m.data()[k] = elements[k];
        }
        return m;
    }
};

namespace detail {

template <class F, class B, class... A>
consteval auto program_with(std::type_identity<std::tuple<A...>>) {
    if constexpr (callable_with<tracer<B>, F, std::tuple<A...>>) return std::type_identity<program_of<F, A...>>{};
    else return std::type_identity<program_of<F, std::array<B, sizeof...(A)>>>{};
}

template <class F, class B, std::size_t... I>
consteval auto program_of_count(std::index_sequence<I...>) {
    return program_with<F, B>(std::type_identity<std::tuple<std::conditional_t<I == I, B, void>...>>{});
}

}  // namespace detail

/// The program of a function of N numbers, or of a std::array of N.
template <class F, std::size_t N, plain_scalar B = double>
using program =
    typename decltype(detail::program_of_count<std::remove_cvref_t<F>, B>(std::make_index_sequence<N>{}))::type;

}  // namespace wengert
