// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <utility>

#include <wengert/rules/table.hpp>

namespace wengert {

/// A number with `N` tangents: forward mode. Nests: `dual<dual<double>>` has second derivatives.
///
/// `Tag` keeps the numbers of different derivatives apart. Two of the same depth with different tags do not mix: that would
/// be the perturbation confusion of an inner derivative that captures a variable of an outer one.
template <scalar T, std::size_t N = 1, class Tag = void>
struct dual {
    T value{};
    std::array<T, N> tangent{};

    constexpr dual() = default;
    constexpr dual(T const& v) : value(v) {}
    constexpr dual(T const& v, std::array<T, N> const& t) : value(v), tangent(t) {}

    /// A constant: any number that is no deeper than `T`.
    template <operand U>
        requires(!std::same_as<U, T> && !is_parameter<U> && (std::is_arithmetic_v<U> || std::convertible_to<U, T>))
    constexpr dual(U const& v) : value(static_cast<T>(v)) {}

    /// The independent variable number `lane`.
    static constexpr dual seeded(T const& v, std::size_t lane = 0) {
        dual x(v);
        x.tangent[lane] = T(1);
        return x;
    }
};

template <scalar T, std::size_t N, class Tag>
struct form<dual<T, N, Tag>> {
    using scalar_type = dual<T, N, Tag>;
    using value_type = T;

    static constexpr T const& value(scalar_type const& x) { return x.value; }

    static constexpr bool is_zero(scalar_type const& x) {
        bool zero = wengert::is_zero(x.value);
        for (auto const& t : x.tangent) zero = zero && wengert::is_zero(t);
        return zero;
    }

    template <class Rule, class... A>
    static constexpr scalar_type lift(A const&... a) {
        scalar_type y(static_cast<T>(apply<Rule>(inner(a)...)));
        if constexpr (!Rule::discrete && N > 0) {
            auto add = [&]<std::size_t... I>(std::index_sequence<I...>) {
                (add_tangent<Rule, I>(y, a, inner(a)...), ...);
            };
            add(std::index_sequence_for<A...>{});
        }
        return y;
    }

private:
    // An integer must not meet the arithmetic of a partial as one: 1 / 4 is 0.
    template <class A>
    static constexpr auto inner(A const& a) {
        if constexpr (std::same_as<A, scalar_type>) return a.value;
        else if constexpr (std::is_arithmetic_v<A>) return static_cast<base_t<T>>(a);
        else return a;
    }

    template <class Rule, std::size_t I, class A, class... X>
    static constexpr void add_tangent(scalar_type& y, A const& a, X const&... x) {
        if constexpr (std::same_as<A, scalar_type>) {
            auto const p = partial<Rule, I>(y.value, unwrap(x)...);
            using P = std::remove_cvref_t<decltype(p)>;
            if constexpr (std::same_as<P, one_t>) {
                for (std::size_t k = 0; k < N; ++k) y.tangent[k] = y.tangent[k] + a.tangent[k];
            } else if constexpr (std::same_as<P, minus_one_t>) {
                for (std::size_t k = 0; k < N; ++k) y.tangent[k] = y.tangent[k] - a.tangent[k];
            } else if constexpr (!std::same_as<P, no_partial_t>) {
                add_scaled<Rule>(y, T(p), a);
            }
        }
    }

    template <class Rule>
    static constexpr void add_scaled(scalar_type& y, T const& scale, scalar_type const& a) {
        if constexpr (is_condition<std::remove_cvref_t<decltype(primal(scale) == 0)>>) {
            // What is not known yet is decided when it is.
            for (std::size_t k = 0; k < N; ++k) {
                if (wengert::is_zero(a.tangent[k])) continue;
                T const product = scale * a.tangent[k];
                y.tangent[k] = y.tangent[k] + (Rule::chooses ? T(select(primal(scale) == 0, 0, product)) : product);
            }
        } else {
            add_known_scale<Rule>(y, scale, a);
        }
    }

    template <class Rule>
    static constexpr void add_known_scale(scalar_type& y, T const& scale, scalar_type const& a) {
        // What a choice has not taken adds nothing, even if its own tangent is infinite.
        if (Rule::chooses && primal(scale) == 0) return;
        if (plain_scalar<T> && (Rule::finite_partials || isfinite(primal(scale)))) {
            for (std::size_t k = 0; k < N; ++k) y.tangent[k] = y.tangent[k] + scale * a.tangent[k];
        } else {
            // A zero tangent ends its path: it makes no NaN of an infinite partial in a lane that has no part in it.
            for (std::size_t k = 0; k < N; ++k)
                if (!wengert::is_zero(a.tangent[k])) y.tangent[k] = y.tangent[k] + scale * a.tangent[k];
        }
    }
};

/// The number under a dual number.
template <scalar T, std::size_t N, class Tag>
constexpr T value(dual<T, N, Tag> const& x) {
    return x.value;
}

/// The same number with tangents of 0.
template <scalar T, std::size_t N, class Tag>
constexpr dual<T, N, Tag> stop_gradient(dual<T, N, Tag> const& x) {
    return dual<T, N, Tag>(stop_gradient(x.value));
}

}  // namespace wengert

template <wengert::scalar T, std::size_t N, class Tag>
struct std::numeric_limits<wengert::dual<T, N, Tag>> : std::numeric_limits<wengert::base_t<T>> {};
