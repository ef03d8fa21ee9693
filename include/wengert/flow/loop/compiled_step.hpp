// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <vector>

#include <wengert/flow/kernel.hpp>
#include <wengert/flow/loop/kind.hpp>
#include <wengert/tape/tape.hpp>

// A body that the compiler traces needs no tape: its reverse step is straight-line code that recomputes the step.
namespace wengert::detail {

/// What a body is to the tracer: a function, and what is bound to its arguments after the state.
template <class Body>
struct step_parts {
    using function = Body;
    using bound = std::tuple<>;
    static constexpr std::size_t limit = automatic_limit;
    static bound values(Body const&) { return {}; }
};
template <class F, class... P>
struct step_parts<bound_kernel<F, P...>> {
    using function = F;
    using bound = std::tuple<P...>;
    static constexpr std::size_t limit = trace_limit;
    static bound const& values(bound_kernel<F, P...> const& k) { return k.bound(); }
};

// Nothing is known of that at compile time.
template <class F, class State, class... P>
consteval bool takes_step_number() {
    if constexpr (sizeof...(P) > 0) return false;
    else return std::is_invocable_v<F&, State const&, std::size_t>;
}

template <class F, std::size_t Limit, class State, class... P>
consteval bool is_step() {
    using B = scalar_of_t<State>;
    if constexpr (!stateless<F>) return false;
    else if constexpr (takes_step_number<F, State, P...>()) return false;
    else if constexpr (traceable_within<F, Limit, State, P...>)
        return std::is_same_v<rebind_t<result_t<tracer<B>, F, State, P...>, B>, State>;
    else return false;
}

template <class Body, class State>
consteval bool is_compilable() {
    if constexpr (!fixed_numbers<State>) {
        return false;
    } else {
        using B = base_t<scalar_of_t<State>>;
        return []<class... P>(std::type_identity<std::tuple<P...>>) {
            return is_step<typename step_parts<Body>::function, step_parts<Body>::limit, rebind_t<State, B>,
                           rebind_t<P, B>...>();
        }(std::type_identity<typename step_parts<Body>::bound>{});
    }
}

/// Whether the steps of a loop over `State`s with this body are straight-line code.
template <class Body, class State>
inline constexpr bool compilable = is_compilable<Body, State>();

template <class T, class State, class Body>
class compiled_step {
    using parts = step_parts<Body>;
    using F = typename parts::function;
    using Plain = rebind_t<State, T>;
    using Bound = rebind_t<typename parts::bound, T>;

    template <class... P>
    static auto recipe_of(std::type_identity<std::tuple<P...>>) {
        using B = base_t<T>;
        return std::type_identity<vjp_recipe<recipe_for<F, rebind_t<State, B>, rebind_t<P, B>...>>>{};
    }
    using recipe = typename decltype(recipe_of(std::type_identity<typename parts::bound>{}))::type;

public:
    static constexpr std::size_t state_size = static_leaf_count_v<State>;
    static constexpr std::size_t bound_size = static_leaf_count_v<typename parts::bound>;

    compiled_step(tape<T> const& list, Body const& body)
        : bound_(map_leaves<T>(parts::values(body), [](auto const& leaf) { return T(primal_of(leaf)); })) {
        std::size_t k = 0;
        for_each_leaf(parts::values(body), [&](auto const& leaf) {
            statements_[k++] = nobody;
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(leaf)>, active<T>>)
                if (list.owns(leaf)) statements_[k - 1] = leaf.identity().index;
        });
    }

    Plain operator()(Plain const& s) const {
        F f{};
        return unpack(bound_, [&](auto const&... p) {
            return call<T>(f, std::tuple<Plain, std::remove_cvref_t<decltype(p)>...>(s, p...));
        });
    }

    struct adjoints_of {
        std::array<T, state_size> state;
        std::array<T, bound_size> bound;
    };

    /// Takes the adjoints of the last state off the list.
    adjoints_of take(adjoint_view<T> const& from, std::vector<std::uint32_t> const& results) const {
        adjoints_of all{};
        for (std::size_t k = 0; k < state_size; ++k) {
            all.state[k] = from[results[k]];
            from[results[k]] = T(0);
        }
        return all;
    }

    /// From the adjoints of the next state to those of `s`, in place; those of what is bound are added up.
    void pull(Plain const& s, adjoints_of& all) const {
        std::array<T, 2 * state_size + bound_size> input{};
        std::size_t k = 0;
        for_each_leaf(s, [&](T const& leaf) { input[k++] = leaf; });
        for_each_leaf(bound_, [&](T const& leaf) { input[k++] = leaf; });
        for (T const& a : all.state) input[k++] = a;
        auto const found = evaluator<recipe, T>::run(input);
        for (std::size_t i = 0; i < state_size; ++i) all.state[i] = found[i];
        for (std::size_t i = 0; i < bound_size; ++i) all.bound[i] = T(all.bound[i] + found[state_size + i]);
    }

    /// Adds the adjoints of the first state and of what is bound to those on the list.
    void give(adjoint_view<T> const& to, std::vector<std::uint32_t> const& arguments, adjoints_of const& all) const {
        auto const add_to = [&](std::uint32_t statement, T const& a) {
            if (statement != nobody) to[statement] = T(to[statement] + a);
        };
        for (std::size_t k = 0; k < state_size; ++k) add_to(arguments[k], all.state[k]);
        for (std::size_t k = 0; k < bound_size; ++k) add_to(statements_[k], all.bound[k]);
    }

private:
    template <class Leaf>
    static auto primal_of(Leaf const& leaf) {
        if constexpr (std::is_same_v<Leaf, active<T>>) return leaf.value();
        else return leaf;
    }

    Bound bound_;
    std::array<std::uint32_t, bound_size> statements_{};
};

/// Loops that put out something at each step keep to the tape.
template <class State, class Kind, class Body>
inline constexpr bool can_be_compiled = false;
template <class State, class Body>
inline constexpr bool can_be_compiled<State, state_loop<State>, Body> = compilable<Body, State>;

struct no_step_code {
    template <class List, class Body>
    no_step_code(List const&, Body const&) {}
};

template <class T, class State, class Kind, class Body>
consteval auto find_step_code() {
    if constexpr (can_be_compiled<State, Kind, Body>) return std::type_identity<compiled_step<T, State, Body>>{};
    else return std::type_identity<no_step_code>{};
}
/// The code of a step, or nothing.
template <class T, class State, class Kind, class Body>
using step_code = typename decltype(find_step_code<T, State, Kind, Body>())::type;

/// A loop as a rule, for a sweep of single adjoints.
template <class T, class Loop>
class loop_rule final : public operator_record<T> {
public:
    explicit loop_rule(Loop& loop) : loop_(loop) {}

    void reverse(adjoint_view<T> const& adjoints) const override { loop_.reverse_compiled(adjoints); }
    [[nodiscard]] std::vector<std::uint32_t> const& arguments() const override { return loop_.arguments(); }
    [[nodiscard]] std::vector<std::uint32_t> const& results() const override { return loop_.results(); }
    [[nodiscard]] char const* name() const override { return loop_.name(); }
    [[nodiscard]] std::size_t bytes() const override { return 0; }

private:
    Loop& loop_;
};

}  // namespace wengert::detail
