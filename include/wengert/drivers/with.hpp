// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/core/call.hpp>
#include <wengert/trace/program.hpp>

namespace wengert {

/// What a driver is told to use: `gradient<with::program>(f, x)`.
namespace with {
/// A program if the function can be traced and is not long, else the tape: what drivers do that are told nothing.
struct automatic {};
/// Straight-line code from the compile-time list; an error if the function cannot be traced.
struct program {};
/// The run-time tape.
struct tape {};
}  // namespace with

/// The form that a driver uses at run time.
enum class engine { program, tape };

namespace detail {

template <class T>
inline constexpr bool is_way =
    std::is_same_v<T, with::automatic> || std::is_same_v<T, with::program> || std::is_same_v<T, with::tape>;

/// What a driver that is told `How` uses.
template <class How, class F, class... A>
consteval engine chosen_engine() {
    if constexpr (std::is_same_v<How, with::program>) {
        static_assert(assert_traceable<std::remove_cvref_t<F>, std::remove_cvref_t<A>...>());
        return engine::program;
    } else if constexpr (std::is_same_v<How, with::tape>) return engine::tape;
    else return traceable_within<F, automatic_limit, A...> ? engine::program : engine::tape;
}

template <class How, class F, class... A>
inline constexpr bool by_program = chosen_engine<How, F, A...>() == engine::program;

/// The scalar that a driver first calls the function with: errors are told of that.
template <class How, class Otherwise, class F, class... A>
consteval auto find_first_scalar() {
    if constexpr (by_program<How, F, A...>) return std::type_identity<tracer<argument_scalar_t<A...>>>{};
    else return std::type_identity<Otherwise>{};
}
template <class How, class Otherwise, class F, class... A>
using first_scalar = typename decltype(find_first_scalar<How, Otherwise, F, A...>())::type;

/// Says in a sentence what keeps a driver that needs one number from f(args...).
template <class How, class Otherwise, class F, class... A>
constexpr void assert_scalar_call() {
    using S = first_scalar<How, Otherwise, F, A...>;
    assert_differentiable_call<S, F, A...>();
    assert_scalar_result<S, F, A...>();
}

template <class F, class... A>
using program_for = program_of<std::remove_cvref_t<F>, std::remove_cvref_t<A>...>;

}  // namespace detail

/// Which form gradient, jacobian, hessian and hvp use for f(args...) if they are not told.
template <class F, class... A>
constexpr engine engine_for(F&&, A const&...) {
    return detail::chosen_engine<with::automatic, F, A...>();
}

}  // namespace wengert
