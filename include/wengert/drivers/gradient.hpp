// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/drivers/call.hpp>
#include <wengert/drivers/with.hpp>
#include <wengert/dual/dual.hpp>

namespace wengert {

namespace detail {

// Forward, one number at a time: what a constant expression can do.
template <class F, class... A>
constexpr auto value_and_gradient_by_duals(F& f, A const&... args) {
    using T = argument_scalar_t<A...>;
    using D = dual<T, 1, tag_of<F>>;
    auto arguments = map_leaves<D>(arguments_t<A...>(args...), [](auto const& x) { return D(T(x)); });
    T value = call<D>(f, arguments).value;
    auto gradient = map_leaves<T>(arguments_t<A...>(args...), [](auto const&) { return T(0); });
    for_each_leaf(arguments, gradient, [&](D& x, T& derivative) {
        x.tangent[0] = T(1);
        derivative = call<D>(f, arguments).tangent[0];
        x.tangent[0] = T(0);
    });
    return std::pair(value, unpack_single(std::move(gradient)));
}

template <class F, class... A>
auto value_and_gradient_by_tape(F& f, A const&... args) {
    using T = argument_scalar_t<A...>;
    using S = active<T>;
    auto recorded = record_call<T, F&>(f, arguments_t<A...>(args...));
    S const y = recorded.result();
    auto const& sweep = recorded.reverse_from(y);
    return std::pair(y.value(),
                     unpack_single(map_leaves<T>(recorded.arguments(), [&](S const& x) { return sweep[x]; })));
}

}  // namespace detail

/// {f(args...), its gradient}: of one argument in its structure, of several as a std::tuple of theirs.
/// Costs a small multiple of one evaluation, however many numbers the arguments hold.
///
/// Uses straight-line code where the compiler can trace f, else a tape; `value_and_gradient<with::tape>(f, x)` and
/// `<with::program>` say which.
template <class How, class F, class... A>
    requires detail::is_way<How>
constexpr auto value_and_gradient(F&& f, A const&... args) {
    detail::assert_scalar_call<How, active<detail::argument_scalar_t<A...>>, F, A...>();
    if constexpr (detail::by_program<How, F, A...>) {
        return detail::program_for<F, A...>::value_and_gradient(args...);
    } else {
        if (std::is_constant_evaluated()) return detail::value_and_gradient_by_duals(f, args...);
        return detail::value_and_gradient_by_tape(f, args...);
    }
}
/// The same; the library chooses.
template <class F, class... A>
    requires(!detail::is_way<F>)
constexpr auto value_and_gradient(F&& f, A const&... args) {
    return value_and_gradient<with::automatic>(f, args...);
}

/// The gradient of a function that returns one number; see value_and_gradient.
template <class How, class F, class... A>
    requires detail::is_way<How>
constexpr auto gradient(F&& f, A const&... args) {
    if constexpr (detail::by_program<How, F, A...>) {
        detail::assert_scalar_call<How, active<detail::argument_scalar_t<A...>>, F, A...>();
        return detail::program_for<F, A...>::gradient(args...);
    } else {
        return value_and_gradient<How>(f, args...).second;
    }
}
/// The same; the library chooses.
template <class F, class... A>
    requires(!detail::is_way<F>)
constexpr auto gradient(F&& f, A const&... args) {
    return gradient<with::automatic>(f, args...);
}

}  // namespace wengert
