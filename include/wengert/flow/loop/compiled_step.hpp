// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <vector>

#include <wengert/flow/bound_kernel.hpp>
#include <wengert/flow/loop/kind.hpp>
#include <wengert/flow/slots/checksum.hpp>
#include <wengert/tape/tape.hpp>

// A body that the compiler traces needs no tape: its reverse step is straight-line code that recomputes the step.
namespace wengert::detail {

/// What a body is to the tracer: a function, and what is bound to its arguments after the state.
template <class Body>
struct step_parts {
    using function = Body;
    using bound = std::tuple<>;
    using arguments = types<>;
    static constexpr std::size_t limit = automatic_limit;

    template <class Visit>
    static void for_each_argument(Body const&, Visit&&) {}
};
template <class F>
struct step_parts<traced_kernel<F>> : step_parts<F> {
    static constexpr std::size_t limit = trace_limit;

    template <class Visit>
    static void for_each_argument(traced_kernel<F> const&, Visit&&) {}
};
template <class F, class... P>
struct step_parts<bound_kernel<F, P...>> {
    using function = F;
    using bound = std::tuple<typename bound_argument<P>::type...>;
    using arguments = types<bound_argument<P>...>;
    static constexpr std::size_t limit = trace_limit;

    template <class Visit>
    static void for_each_argument(bound_kernel<F, P...> const& k, Visit&& visit) {
        unpack(k.bound(), [&](P const&... p) { (visit(p), ...); });
    }
};

template <class Body, class State, class... P>
consteval bool is_step() {
    using B = scalar_of_t<State>;
    using F = typename step_parts<Body>::function;
    if constexpr (!stateless<F>) return false;
    else if constexpr (sizeof...(P) == 0 && takes_step_number<Body, State>) return false;  // known only at run time
    else if constexpr (traceable_within<F, step_parts<Body>::limit, State, P...>)
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
            return is_step<Body, rebind_t<State, B>, rebind_t<P, B>...>();
        }(std::type_identity<typename step_parts<Body>::bound>{});
    }
}

/// Whether the steps of a loop over `State`s with this body are straight-line code.
template <class Body, class State>
inline constexpr bool compilable = is_compilable<Body, State>();

/// The code of the steps over plain numbers, and the numbers that are bound to them.
template <class T, class State, class Body>
class compiled_step {
    using parts = step_parts<Body>;
    using F = typename parts::function;
    using Plain = rebind_t<State, T>;

    template <class... P>
    struct forms_of {
        using source = kernel_source<T, F, State, P...>;
        using active_numbers = active_leaves<State, P...>;
    };
    template <class... P>
    static auto forms(std::type_identity<std::tuple<P...>>) -> forms_of<P...>;
    using found = decltype(forms(std::type_identity<typename parts::bound>{}));
    using source = typename found::source;
    using active_numbers = typename found::active_numbers;

public:
    static constexpr std::size_t state_size = static_leaf_count_v<State>;
    static constexpr std::size_t bound_size = active_numbers::all - state_size;
    static constexpr std::size_t active_size = active_numbers::count - state_size;

    compiled_step(tape<T> const& list, Body const& body) : list_(list) { read<false>(body, 0); }

    /// Step i. The first time they come in order.
    Plain operator()(Body const& body, std::uint64_t i, Plain const& s) {
        std::uint64_t const print = read<true>(body, i);
        if (i == steps_) {
            prints_ += print;
            ++steps_;
        }
        return as_result<Plain>(evaluator<source, T>::run(inputs<0>(s)));
    }

    /// Only the steps before `end` will be reversed.
    void end_at(Body const& body, std::uint64_t end) {
        while (steps_ > end) prints_ -= read<true>(body, --steps_);
    }

    struct adjoints_of {
        std::array<T, state_size> state;
        std::array<T, active_size> bound;
        std::uint64_t prints = 0;
    };

    /// The adjoints of the last state.
    adjoints_of take(adjoint_view<T> const& from, std::vector<std::uint32_t> const& results) const {
        adjoints_of all{};
        for (std::size_t k = 0; k < state_size; ++k) all.state[k] = from[results[k]];
        return all;
    }

    /// From the adjoints of the state after step i to those of `s`, the one before, in place; those of what is bound are added
    /// up, or to those on the list where every step has its own.
    void pull(Body const& body, std::uint64_t i, Plain const& s, adjoints_of& all, adjoint_view<T> const& to) {
        all.prints += read<true>(body, i);
        auto input = inputs<state_size>(s);
        for (std::size_t k = 0; k < state_size; ++k) input[state_size + bound_size + k] = all.state[k];
        auto const adjoints = evaluator<vjp_recipe<source, active_numbers>, T>::run(input);
        for (std::size_t k = 0; k < state_size; ++k) all.state[k] = adjoints[k];
        for (std::size_t k = 0; k < active_size; ++k) {
            if (changes[k]) add(to, statements_[k], adjoints[state_size + k]);
            else all.bound[k] = T(all.bound[k] + adjoints[state_size + k]);
        }
    }

    /// Adds the adjoints of the first state and of what is bound to those on the list.
    void give(adjoint_view<T> const& to, std::vector<std::uint32_t> const& arguments, adjoints_of const& all) const {
        if (all.prints != prints_)
            throw not_reproducible("The data of each(data) are not what they were when the loop ran.");
        for (std::size_t k = 0; k < state_size; ++k) add(to, arguments[k], all.state[k]);
        for (std::size_t k = 0; k < active_size; ++k)
            if (!changes[k]) add(to, statements_[k], all.bound[k]);
    }

private:
    /// Which of the active numbers that are bound are others at every step.
    static constexpr auto changes = []<class... A>(detail::types<A...>) {
        std::array<bool, active_size + 1> all{};
        std::size_t k = 0;
        [[maybe_unused]] auto const note = [&](bool each, std::size_t count) {
            for (std::size_t i = 0; i < count; ++i) all[k++] = each;
        };
        (note(A::changes, active_leaves<typename A::type>::count), ...);
        return all;
    }(typename parts::arguments{});

    static void add(adjoint_view<T> const& to, std::uint32_t statement, T const& a) {
        if (statement != nobody) to[statement] = T(to[statement] + a);
    }

    /// Takes over what is bound, and is the same or not at each step. Returns a fingerprint: what is not there in the sweep as it
    /// was in the primal run would give wrong derivatives without a word.
    template <bool Changes>
    std::uint64_t read(Body const& body, std::uint64_t i) {
        std::size_t number = 0, name = 0;
        std::uint64_t print = Changes ? i : 0;
        parts::for_each_argument(body, [&]<class P>(P const& p) {
            using argument = bound_argument<P>;
            using leaves = active_leaves<typename argument::type>;
            if constexpr (argument::changes != Changes) {
                number += leaves::all;
                name += leaves::count;
            } else {
                for_each_leaf(argument::at(p, i), [&](auto const& leaf) {
                    std::uint32_t statement = nobody;
                    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(leaf)>, active<T>>) {
                        numbers_[number] = leaf.value();
                        if (list_.owns(leaf)) statement = leaf.identity().index;
                        else if (leaf.identity().tag != passive_tag) throw wrong_recording("the body of a loop");
                    } else {
                        numbers_[number] = T(leaf);
                    }
                    if constexpr (Changes) {
                        each_word(numbers_[number], [&](std::uint64_t bits) { print = fingerprint(print, bits); });
                        print = fingerprint(print, statement);
                    }
                    ++number;
                    if constexpr (leaves::count > 0) statements_[name++] = statement;
                });
            }
        });
        return print;
    }

    /// The numbers of a state and what is bound, with room for more.
    template <std::size_t More>
    std::array<T, state_size + bound_size + More> inputs(Plain const& s) const {
        std::array<T, state_size + bound_size + More> all{};
        std::size_t k = 0;
        for_each_leaf(s, [&](T const& leaf) { all[k++] = leaf; });
        for (T const& number : numbers_) all[k++] = number;
        return all;
    }

    tape<T> const& list_;
    std::uint64_t steps_ = 0;   // of the primal run
    std::uint64_t prints_ = 0;  // the sum of their fingerprints
    std::array<T, bound_size> numbers_{};
    std::array<std::uint32_t, active_size> statements_{};
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
template <class T, class Loop, class Body>
class loop_rule final : public operator_record<T> {
public:
    loop_rule(Loop& loop, Body& body) : loop_(loop), body_(body) {}

    void reverse(adjoint_view<T> const& adjoints) const override { loop_.reverse_compiled(body_, adjoints); }
    [[nodiscard]] std::vector<std::uint32_t> const& arguments() const override { return loop_.arguments(); }
    [[nodiscard]] std::vector<std::uint32_t> const& results() const override { return loop_.results(); }
    [[nodiscard]] char const* name() const override { return loop_.name(); }
    [[nodiscard]] std::size_t bytes() const override { return 0; }

private:
    Loop& loop_;
    Body& body_;
};

}  // namespace wengert::detail
