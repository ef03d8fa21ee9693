// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <utility>

#include <wengert/rules/table.hpp>

namespace wengert {

/// A truncated Taylor series in one variable: coefficient[k] multiplies t^k, k <= K.
///
/// One rule serves every primitive: y' = sum of partial * x', with the partial evaluated on series of one order less, then
/// integrated (Griewank & Walther, Evaluating Derivatives, 2nd ed., section 13.2). A primitive costs O(K^2) to O(K^3).
/// `Tag` keeps the series of different derivatives apart, as in `dual`.
template <scalar T, std::size_t K, class Tag = void>
struct taylor {
    std::array<T, K + 1> coefficient{};  ///< the k-th derivative, divided by k!

    /// 0.
    constexpr taylor() = default;
    /// A constant.
    constexpr taylor(T const& v) { coefficient[0] = v; }

    /// A constant: any number that is no deeper than `T`.
    template <operand U>
        requires(!std::same_as<U, T> && !is_parameter<U> && (std::is_arithmetic_v<U> || std::convertible_to<U, T>))
    constexpr taylor(U const& v) {
        coefficient[0] = static_cast<T>(v);
    }

    /// The independent variable at `v`: v + t.
    static constexpr taylor variable(T const& v) {
        taylor x(v);
        if constexpr (K > 0) x.coefficient[1] = T(1);
        return x;
    }
};

template <scalar T, std::size_t K, class Tag>
struct form<taylor<T, K, Tag>> {
    using scalar_type = taylor<T, K, Tag>;
    using value_type = T;

    static constexpr T const& value(scalar_type const& x) { return x.coefficient[0]; }

    static constexpr bool is_zero(scalar_type const& x) {
        bool zero = true;
        for (auto const& c : x.coefficient) zero = zero && wengert::is_zero(c);
        return zero;
    }

    template <class Rule, class... A>
    static constexpr scalar_type lift(A const&... a) {
        scalar_type y(static_cast<T>(apply<Rule>(first(a)...)));
        if constexpr (!Rule::discrete && K > 0) {
            // The result to one order less, for the partials that read it.
            auto const lower_y = [&] {
                if constexpr (Rule::uses_result) return apply<Rule>(lower(a)...);
                else return unread{};
            }();
            std::array<T, K> slope{};
            auto add = [&]<std::size_t... I>(std::index_sequence<I...>) {
                (add_slope<Rule, I>(slope, a, lower_y, unwrap(lower(a))...), ...);
            };
            add(std::index_sequence_for<A...>{});
            for (std::size_t k = 1; k <= K; ++k) y.coefficient[k] = slope[k - 1] / static_cast<base_t<T>>(k);
        }
        return y;
    }

private:
    // What a row sees of a result that it has not asked for.
    struct unread {};

    template <class A>
    static constexpr auto first(A const& a) {
        if constexpr (std::same_as<A, scalar_type>) return a.coefficient[0];
        else return constant(a);
    }

    template <class A>
    static constexpr auto lower(A const& a) {
        if constexpr (std::same_as<A, scalar_type>) {
            taylor<T, K - 1, Tag> b;
            for (std::size_t k = 0; k < K; ++k) b.coefficient[k] = a.coefficient[k];
            return b;
        } else {
            return constant(a);
        }
    }

    // An integer must not meet the arithmetic of a partial as one: 1 / 4 is 0.
    template <class A>
    static constexpr auto constant(A const& a) {
        if constexpr (std::is_arithmetic_v<A>) return static_cast<base_t<T>>(a);
        else return a;
    }

    // slope += partial * a'
    template <class Rule, std::size_t I, class A, class Y, class... X>
    static constexpr void add_slope(std::array<T, K>& slope, A const& a, Y const& y, X const&... x) {
        if constexpr (std::same_as<A, scalar_type>) {
            auto const p = partial<Rule, I>(y, x...);
            using P = std::remove_cvref_t<decltype(p)>;
            static_assert(!std::same_as<P, unread>,
                          "wengert: a partial of this row is its result: the row has to say so, static constexpr bool "
                          "uses_result = true.");
            auto const derivative = [&a](std::size_t k) {
                return static_cast<base_t<T>>(k + 1) * a.coefficient[k + 1];
            };
            if constexpr (std::same_as<P, one_t>) {
                for (std::size_t k = 0; k < K; ++k) slope[k] = slope[k] + derivative(k);
            } else if constexpr (std::same_as<P, minus_one_t>) {
                for (std::size_t k = 0; k < K; ++k) slope[k] = slope[k] - derivative(k);
            } else if constexpr (!std::same_as<P, no_partial_t>) {
                taylor<T, K - 1, Tag> const series(p);
                if (Rule::chooses && primal(series) == 0) return;
                // A zero coefficient ends its path: it makes no NaN of an infinite partial.
                for (std::size_t i = 0; i < K; ++i) {
                    T const d(derivative(i));
                    if (wengert::is_zero(d)) continue;
                    for (std::size_t j = 0; i + j < K; ++j) slope[i + j] = slope[i + j] + series.coefficient[j] * d;
                }
            }
        }
    }
};

/// The value of a series: its first coefficient.
template <scalar T, std::size_t K, class Tag>
constexpr T value(taylor<T, K, Tag> const& x) {
    return x.coefficient[0];
}

/// The series of the value alone.
template <scalar T, std::size_t K, class Tag>
constexpr taylor<T, K, Tag> stop_gradient(taylor<T, K, Tag> const& x) {
    return taylor<T, K, Tag>(stop_gradient(x.coefficient[0]));
}

}  // namespace wengert

template <wengert::scalar T, std::size_t K, class Tag>
struct std::numeric_limits<wengert::taylor<T, K, Tag>> : std::numeric_limits<wengert::base_t<T>> {};
