// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <source_location>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <wengert/core/error.hpp>
#include <wengert/core/structure.hpp>
#include <wengert/flow/slots/checksum.hpp>
#include <wengert/tape/active.hpp>

// What the state of a loop is: a structure of numbers of one scalar, the deepest that goes in or comes out of the body.
namespace wengert::detail {

/// A number of steps, of any integer type.
template <std::integral N>
constexpr std::uint64_t trip_count(N n, char const* loop, std::source_location where) {
    if (n < 0)
        throw invalid_argument(
            std::string(loop) + " was asked for " + std::to_string(n) + " steps: give it a number of at least 0.",
            where);
    return static_cast<std::uint64_t>(n);
}

/// Whether a body asks for the number of the step.
template <class Body, class State>
inline constexpr bool takes_step_number = std::is_invocable_v<Body&, State const&, std::size_t>;

// Who takes an int for the number of a step has no more steps than that.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"

/// body(state, i), or body(state) if it does not ask for the number of the step.
template <class Body, class State>
constexpr decltype(auto) call_body(Body& body, State const& s, std::uint64_t i) {
    if constexpr (takes_step_number<Body, State>) {
        return body(s, static_cast<std::size_t>(i));
    } else {
        static_assert(
            std::is_invocable_v<Body&, State const&>,
            "wengert: the body of a loop is called as body(state, i), or as body(state), with the state of the step "
            "before: make it generic, [&](auto const& s, std::size_t i) { ... }. Where it mixes the state with active "
            "numbers, let the loop start from active ones too: real(30.0), not 30.0.");
        return body(s);
    }
}

#pragma GCC diagnostic pop

/// The state that a body returned, as a State: expressions become numbers, numbers constants.
template <class State, class R>
constexpr State to_state(R&& r) {
    using Result = std::remove_cvref_t<R>;
    if constexpr (std::is_same_v<Result, State>) {
        return std::forward<R>(r);
    } else {
        static_assert(structure<Result> || std::is_arithmetic_v<Result>,
                      "wengert: the body of a loop must return the next state, a structure of numbers.");
        using S = scalar_of_t<State>;
        if constexpr (std::is_integral_v<Result>) {
            return State(static_cast<base_t<S>>(r));
        } else {
            static_assert(
                std::is_same_v<rebind_t<Result, S>, State>,
                "wengert: the body of a loop must return a structure of the same type as its state, over perhaps "
                "another scalar.");
            return map_leaves<S>(r, [](auto const& leaf) { return S(leaf); });
        }
    }
}

/// A structure with expressions among its leaves as one of numbers over S.
template <class S, class R>
constexpr auto to_numbers(R&& r) {
    return map_leaves<S>(r, [](auto const& leaf) { return S(leaf); });
}

/// The scalar of a loop that starts from a `State` and whose body, given that over a scalar S, returns `result<S>`.
template <class State, template <class> class Result>
consteval auto loop_scalar() {
    assert_structure<State>();
    using first = scalar_of_t<State>;
    if constexpr (!structure<Result<first>>) {
        return std::type_identity<first>{};
    } else {
        // Twice: a body that mixes a plain state with active numbers gives active ones, and takes them from then on.
        using second = scalar_of_t<std::tuple<rebind_t<State, first>, Result<first>>>;
        if constexpr (!structure<Result<second>>) return std::type_identity<second>{};
        else return std::type_identity<scalar_of_t<std::tuple<rebind_t<State, second>, Result<second>>>>{};
    }
}

/// The same numbers without their histories.
template <class State>
State passive_copy(State const& s) {
    using S = scalar_of_t<State>;
    return map_leaves<S>(s, [](S const& leaf) { return S(leaf.value()); });
}

/// Calls use(bits) for all that a number is, 64 bits at a time.
template <class T, class Use>
void each_word(T const& number, Use&& use) {
    auto const x = primal(number);
    auto const high = static_cast<double>(x);
    use(std::bit_cast<std::uint64_t>(high));
    // Of a long double there is more, beyond the digits of a double or its range.
    if constexpr (sizeof(x) > sizeof(double)) {
        bool const fits = isfinite(high);
        use(std::bit_cast<std::uint64_t>(static_cast<double>(fits ? x - high : x * 0x1p-16000L)));
    }
}

/// A hash of the numbers of a state and of how many there are.
template <class State>
std::uint64_t hash_of(State const& s) {
    std::uint64_t hash = leaf_count(s);
    for_each_leaf(s, [&](auto const& leaf) {
        each_word(leaf, [&](std::uint64_t bits) {
            auto const word = std::bit_cast<std::array<std::byte, 8>>(bits);
            hash = checksum(word.data(), word.size(), hash);
        });
    });
    return hash;
}

/// What the numbers of a structure are compared in.
template <class A>
struct widest_number : std::type_identity<double> {};
template <class A>
    requires has_leaves<A>
struct widest_number<A> : std::common_type<double, base_t<scalar_of_t<A>>> {};

/// Whether two computations of the same numbers differ by no more than rounding, where a compiler fuses operations in one of them:
/// by so much of the largest that differs. What all but vanishes in a difference of large numbers may differ by some of their digits.
template <class A, class B>
bool same_but_for_rounding(A const& a, B const& b, double allowed) {
    if (!same_shape(a, b)) return false;
    using T = typename widest_number<A>::type;
    bool same = true;
    T largest = 0, scale = 0, difference = 0;
    for_each_leaf(a, b, [&](auto const& p, auto const& q) {
        T const x = static_cast<T>(primal(p)), y = static_cast<T>(primal(q));
        T const size = larger(abs(x), abs(y));
        if (isfinite(size)) largest = larger(largest, size);
        if (x == y || (isnan(x) && isnan(y))) return;
        same = same && isfinite(x) && isfinite(y);
        scale = larger(scale, size);
        difference = larger(difference, abs(x - y));
    });
    return same && difference <= T(allowed) * larger(scale, T(1e-8) * largest);
}

/// What a body is called with and returns, and so the scalar and the state of its loop.
template <class State, class Body>
struct loop_types {
    template <class S>
    using result =
        std::remove_cvref_t<decltype(call_body(std::declval<Body&>(), std::declval<rebind_t<State, S> const&>(), 0))>;
    using scalar = typename decltype(loop_scalar<State, result>())::type;
    using state = rebind_t<State, scalar>;
};

}  // namespace wengert::detail
