// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <tuple>
#include <type_traits>

#include <wengert/flow/each.hpp>
#include <wengert/flow/kernel.hpp>

namespace wengert {

namespace detail {

/// What a kernel is bound to: of expressions and variables their numbers.
template <class P>
constexpr auto to_bind(P const& p) {
    if constexpr (std::is_integral_v<P>) {
        return static_cast<double>(p);
    } else if constexpr (structure<P>) {
        using S = scalar_of_t<P>;
        if constexpr (depth_v<S> > 0) return map_leaves<S>(p, [](auto const& leaf) { return S(leaf); });
        else return p;
    } else {
        return p;
    }
}

}  // namespace detail

/// A kernel whose arguments after the first are given: a loop's body with its parameters and data.
template <class F, class... P>
class bound_kernel {
public:
    /// Whether the arguments depend on the number of the step.
    static constexpr bool counts = (false || ... || detail::bound_argument<P>::changes);

    /// f, and what its arguments after the first are to be.
    constexpr explicit bound_kernel(F f, P const&... bound) : kernel_(f), bound_(bound...) {}

    /// f(a, the others...).
    template <class A>
        requires(!counts)
    constexpr auto operator()(A const& a) const {
        return at_step(a, 0);
    }
    /// f(a, the others at this step...).
    template <class A>
        requires counts
    constexpr auto operator()(A const& a, std::uint64_t step) const {
        return at_step(a, step);
    }

    /// The arguments after the first.
    [[nodiscard]] constexpr std::tuple<P...> const& bound() const { return bound_; }

private:
    template <class A>
    constexpr auto at_step(A const& a, std::uint64_t step) const {
        return detail::unpack(bound_,
                              [&](P const&... p) { return kernel_(a, detail::bound_argument<P>::at(p, step)...); });
    }

    [[no_unique_address]] traced_kernel<F> kernel_;
    std::tuple<P...> bound_;
};

/// a -> f(a, bound...), traced: `for_loop(n, state, kernel(step, p))` runs straight-line code forward and backward, and the
/// numbers in p get their derivatives. Where `each(data)` stands in the place of an argument, it is data[i] at step i.
template <class F, class... P>
    requires(sizeof...(P) > 0)
constexpr auto kernel(F f, P const&... bound) {
    return bound_kernel<F, decltype(detail::to_bind(bound))...>(f, detail::to_bind(bound)...);
}

}  // namespace wengert
