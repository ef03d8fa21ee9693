// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

#include <wengert/flow/loop/state.hpp>
#include <wengert/flow/loop/step_note.hpp>
#include <wengert/tape/tape.hpp>
#include <wengert/trace/dependence.hpp>
#include <wengert/trace/program.hpp>

namespace wengert {

namespace detail {

/// Which leaves of arguments of types `A...` are differentiable.
template <class... A>
struct active_leaves {
    static constexpr std::size_t all = (std::size_t{0} + ... + static_leaf_count_v<A>);
    static constexpr auto flags = [] {
        std::array<bool, all + 1> found{};
        std::size_t next = 0;
        auto const note = [&]<class Each>(std::type_identity<Each>) {
            for (std::size_t i = 0; i < static_leaf_count_v<Each>; ++i) found[next++] = depth_v<scalar_of_t<Each>> > 0;
        };
        (note(std::type_identity<A>{}), ...);
        return found;
    }();
    static constexpr bool has(std::size_t i) { return flags[i]; }
    static constexpr std::size_t count = [] {
        std::size_t n = 0;
        for (bool const f : flags) n += f ? 1 : 0;
        return n;
    }();
};

/// One statement of a tape whose partials are known: what stands for an expression there.
template <class T, std::size_t N>
struct preaccumulated {
    static constexpr std::size_t leaves = N;

    std::array<std::uint64_t, N> operands;  // their names
    std::array<T, N> partials;

    // A statement does not read its operands' numbers.
    template <class Visit>
    [[gnu::always_inline]] constexpr void for_each_leaf(Visit&& visit) const {
        for (std::size_t i = 0; i < N; ++i) visit(active<T>(T(), unpacked(operands[i])));
    }
    template <bool Guarded = true, class Sink>
    [[gnu::always_inline]] constexpr void reverse(one_t, Sink&& sink) const {
        for (std::size_t i = 0; i < N; ++i) sink(active<T>(T(), unpacked(operands[i])), partials[i]);
    }
};

/// All arguments over one scalar: what is passive becomes a constant.
template <class S, class... A>
constexpr auto as_arguments(A const&... a) {
    return std::make_tuple(map_leaves<S>(a, [](auto const& leaf) { return S(leaf); })...);
}

/// The numbers in all arguments, and the names of those that are active.
template <class T, class... A>
struct kernel_arguments {
    using mask = active_leaves<A...>;

    std::array<T, mask::all> numbers{};
    std::array<std::uint64_t, mask::count + 1> names{};

    [[gnu::always_inline]] explicit kernel_arguments(A const&... a) {
        std::size_t i = 0, active = 0;
        auto const take = [&](auto const& leaf) {
            if constexpr (depth_v<std::remove_cvref_t<decltype(leaf)>> > 0) {
                // Not as a copy: what was just made is slow to read in one piece.
                names[active++] = leaf.name();
                numbers[i++] = leaf.value();
            } else {
                numbers[i++] = T(leaf);
            }
        };
        (for_each_leaf(a, take), ...);
    }
};

template <class T, class F, class... A>
using kernel_source = recipe_for<F, rebind_t<A, base_t<T>>...>;

/// What a kernel makes of an argument: an integer is a number like any other.
template <class A, class T>
using number_for = std::conditional_t<std::is_integral_v<A>, T, A>;

template <class R, class Results>
R as_result(Results const& numbers) {
    R result{};
    std::size_t next = 0;
    for_each_leaf(result, [&](auto& leaf) { leaf = numbers[next++]; });
    return result;
}

/// f(a...) on a tape that keeps its statements: recorded as any other code. What is at no line of the user's is at that of the call,
/// or of the loop that calls its body.
template <class T, class F, class... A>
[[gnu::noinline]] auto record_in_full(F const& f, A const&... a) {
    using S = active<T>;
    bool const called_by_user = !static_cast<tape<T>&>(*current<T>).notes().in_a_step();
    step_note<S> const note(called_by_user, "", __builtin_return_address(0), journal::no_number);
    return result_t<S, F, A...>(call<S>(f, as_arguments<S>(a...)));
}

/// f(a...) as one statement for each result, of the tape that this thread records to.
template <class T, class F, class... A>
auto record_kernel(A const&... a) {
    using S = active<T>;
    using source = kernel_source<T, F, A...>;
    using mask = active_leaves<A...>;
    using recipe = jacobian_recipe<source, put_out::results_and_derivatives, mask>;
    constexpr auto& depends = dependence_of<source, mask>;
    constexpr std::size_t results = list_of<source>.outputs.size();
    using R = result_t<S, F, A...>;

    kernel_arguments<T, A...> const in(a...);
    auto const found = evaluator<recipe, T>::run(in.numbers);
    std::array<S, results> y;
    [&]<std::size_t... K>(std::index_sequence<K...>) {
        auto const record_one = [&]<std::size_t Row>(std::integral_constant<std::size_t, Row>) {
            if constexpr (constexpr std::size_t count = depends.count[Row]; count == 0) {
                y[Row] = S(found[Row]);
            } else {
                preaccumulated<T, count> statement;
                for (std::size_t k = 0; k < count; ++k) {
                    std::size_t const column = depends.of[Row][k];
                    statement.operands[k] = in.names[column];
                    statement.partials[k] = found[results + Row * mask::count + column];
                }
                y[Row] = S(found[Row], unpacked(record<T>(statement)));
            }
        };
        (record_one(std::integral_constant<std::size_t, K>{}), ...);
    }(std::make_index_sequence<results>{});
    return as_result<R>(y);
}

/// f(a...) where nothing is recorded and nobody will ask why: only numbers.
template <class T, class F, class... A>
auto evaluate_kernel(A const&... a) {
    using S = active<T>;
    using source = kernel_source<T, F, A...>;
    constexpr auto& depends = dependence_of<source, active_leaves<A...>>;
    auto const found = evaluator<source, T>::run(kernel_arguments<T, A...>(a...).numbers);
    std::array<S, found.size()> y;
    for (std::size_t k = 0; k < y.size(); ++k)
        y[k] = depends.count[k] == 0 ? S(found[k]) : S(found[k], passive(cause::inside_loop));
    return as_result<result_t<S, F, A...>>(y);
}

}  // namespace detail

/// A function that the compiler traces; see kernel().
template <class F>
class traced_kernel {
public:
    /// See kernel().
    constexpr explicit traced_kernel(F f) : f_(f) {}

    /// f(a...): on a tape one statement for each result, with partials from straight-line code.
    template <class... A>
    [[gnu::always_inline]] constexpr auto operator()(A const&... a) const {
        using S = scalar_of_t<std::tuple<A...>>;
        using P = std::tuple<rebind_t<detail::number_for<A, base_t<S>>, base_t<S>>...>;
        static_assert(is_traceable(std::type_identity<P>{}));
        return on_numbers<S>(as_numbers<S>(a)...);
    }

private:
    template <class... X>
    static consteval bool is_traceable(std::type_identity<std::tuple<X...>>) {
        return detail::assert_traceable<F, X...>();
    }

    // Expressions become numbers, and what is passive stays so.
    template <class S, class A>
    static constexpr decltype(auto) as_numbers(A const& a) {
        if constexpr (std::is_integral_v<A>) return static_cast<base_t<S>>(a);
        else if constexpr (depth_v<scalar_of_t<A>> == 0 || std::is_same_v<A, rebind_t<A, S>>) return (a);
        else return map_leaves<S>(a, [](auto const& leaf) { return S(leaf); });
    }

    template <class S, class... A>
    [[gnu::always_inline]] constexpr auto on_numbers(A const&... a) const {
        if constexpr (detail::is_active<S>) {
            using T = typename form<S>::value_type;
            if (!std::is_constant_evaluated()) {
                if (detail::current<T>->tag != no_recording_tag) {
                    if (!detail::current<T>->watching) return detail::record_kernel<T, F>(a...);
                    auto result = detail::record_in_full<T>(f_, a...);
                    asm volatile("");  // so that the call is no jump, and returns to the line that it stands in
                    return result;
                }
                if (detail::current<T>->silent) return detail::evaluate_kernel<T, F>(a...);
            }
        }
        return detail::call<S>(f_, detail::as_arguments<S>(a...));
    }

    [[no_unique_address]] F f_;
};

namespace detail {

// To ask whether it can be called would be an error where it cannot.
template <class F, class State>
inline constexpr bool takes_step_number<traced_kernel<F>, State> =
    callable_with<tracer<double>, F, std::tuple<State, double>>;

}  // namespace detail

/// f as a block of straight-line code: called with active numbers, it is one statement of the tape for each of its results, with
/// the partials computed on the spot, instead of a statement for each of its own. A function that captures nothing and does not
/// depend on the values of its arguments.
template <class F>
constexpr traced_kernel<F> kernel(F f) {
    return traced_kernel<F>(f);
}

}  // namespace wengert
