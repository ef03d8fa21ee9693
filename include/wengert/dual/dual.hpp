// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <utility>

#include <wengert/dual/vector_register.hpp>
#include <wengert/rules/table.hpp>

namespace wengert {

/// A number with `N` tangents: forward mode. Nests: `dual<dual<double>>` has second derivatives.
///
/// `Tag` keeps the numbers of different derivatives apart. Two of the same depth with different tags do not mix: that would
/// be the perturbation confusion of an inner derivative that captures a variable of an outer one.
template <scalar T, std::size_t N = 1, class Tag = void>
struct dual {
    T value{};                   ///< the number
    std::array<T, N> tangent{};  ///< its derivatives, in N directions

    /// 0, with tangents of 0.
    constexpr dual() = default;
    /// A constant.
    constexpr dual(T const& v) : value(v) {}
    /// A number and its tangents.
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
        T const y(static_cast<T>(apply<Rule>(inner(a)...)));
        if constexpr (Rule::discrete || N == 0) {
            return scalar_type(y);
        } else {
            return [&]<std::size_t... I>(std::index_sequence<I...>) {
                return along<Rule>(y, path<Rule, I>(y, a, inner(a)...)...);
            }(std::index_sequence_for<A...>{});
        }
    }

private:
    // An integer must not meet the arithmetic of a partial as one: 1 / 4 is 0.
    template <class A>
    static constexpr auto inner(A const& a) {
        if constexpr (std::same_as<A, scalar_type>) return a.value;
        else if constexpr (std::is_arithmetic_v<A>) return static_cast<base_t<T>>(a);
        else return a;
    }

    // How a tangent of the result follows from those of one operand. What a choice has not taken adds nothing, even if its own
    // tangent is infinite.
    template <class P, bool Chosen, class Operand = scalar_type const&>
    struct scaled {
        P partial;
        Operand operand;

        template <std::size_t Width = 1>
        [[gnu::always_inline]] constexpr auto at(std::size_t k) const {
            auto const t = detail::load<Width>(operand.tangent, k);
            if constexpr (std::same_as<P, one_t>) return t;
            else if constexpr (std::same_as<P, minus_one_t>) return -t;
            else if constexpr (Chosen) return partial == 0 ? decltype(partial * t){} : partial * t;
            else return partial * t;
        }
    };
    struct nothing {
        template <std::size_t Width = 1>
        constexpr nothing at(std::size_t) const {
            return {};
        }
        friend constexpr nothing operator+(nothing, nothing) { return {}; }
        template <class Part>
        [[gnu::always_inline]] friend constexpr Part operator+(nothing, Part const& x) {
            return x;
        }
        template <class Part>
        [[gnu::always_inline]] friend constexpr Part operator+(Part const& x, nothing) {
            return x;
        }
    };

    template <class Rule, std::size_t I, class A, class... X>
    static constexpr auto path(T const& y, A const& a, X const&... x) {
        if constexpr (std::same_as<A, scalar_type>) {
            auto const p = partial<Rule, I>(y, unwrap(x)...);
            using P = std::remove_cvref_t<decltype(p)>;
            if constexpr (std::same_as<P, no_partial_t>) return nothing{};
            else if constexpr (std::same_as<P, one_t> || std::same_as<P, minus_one_t>) return scaled<P, false>{p, a};
            else return scaled<T, Rule::chooses>{T(p), a};
        } else {
            return nothing{};
        }
    }

    // Inlined first: else clang++ loads the parts of a path as one vector, and then keeps its operand in memory.
    template <class Rule, class... Paths>
    [[gnu::always_inline]] static constexpr scalar_type along(T const& y, Paths const&... paths) {
        if constexpr (!plain_scalar<T>) {
            return one_by_one<Rule>(y, paths...);
        } else {
            // Overflow is an error in a constant expression.
            if (std::is_constant_evaluated()) return one_by_one<Rule>(y, paths...);
            // A sum that is not finite though its terms are only sends them the careful way.
            if (Rule::finite_partials || isfinite((T(0) + ... + known(paths)))) [[likely]]
                return at_once(y, paths...);
            // Copies, so that the operands themselves stay in registers.
            return carefully<Rule>(y, kept(paths)...);
        }
    }

    /// For partials that are finite: every tangent is a sum of products. One that is 0 may have either sign.
    template <class... Paths>
    [[gnu::always_inline]] static constexpr scalar_type at_once(T const& y, Paths const&... paths) {
        scalar_type result(y);
        if constexpr (!(std::same_as<Paths, nothing> && ...)) {
            detail::each_part<T, N>([&]<std::size_t Width>(std::size_t k) __attribute__((always_inline)) {
                detail::store<Width>(result.tangent, k, (... + paths.template at<Width>(k)));
            });
        }
        return result;
    }

    template <class Rule, class... Paths>
    static constexpr scalar_type one_by_one(T const& y, Paths const&... paths) {
        scalar_type result(y);
        (add<Rule>(result, paths), ...);
        return result;
    }
    template <class Rule, class... Paths>
    [[gnu::cold, gnu::noinline]] static constexpr scalar_type carefully(T y, Paths... paths) {
        return one_by_one<Rule>(y, paths...);
    }

    template <class P, bool Chosen>
    static constexpr scaled<P, Chosen, scalar_type> kept(scaled<P, Chosen> const& path) {
        return {path.partial, path.operand};
    }
    static constexpr nothing kept(nothing) { return {}; }
    template <class P, bool Chosen>
    static constexpr T known(scaled<P, Chosen> const& path) {
        return T(path.partial);
    }
    static constexpr T known(nothing) { return T(0); }

    template <class Rule>
    static constexpr void add(scalar_type&, nothing) {}
    template <class Rule, class P, bool Chosen, class O>
    static constexpr void add(scalar_type& y, scaled<P, Chosen, O> const& path) {
        if constexpr (std::same_as<P, T>) {
            add_scaled<Rule>(y, path.partial, path.operand);
        } else {
            for (std::size_t k = 0; k < N; ++k) y.tangent[k] = y.tangent[k] + path.at(k);
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
        // A zero tangent ends its path: it makes no NaN of an infinite partial in a lane that has no part in it.
        for (std::size_t k = 0; k < N; ++k)
            if (!wengert::is_zero(a.tangent[k])) y.tangent[k] = y.tangent[k] + scale * a.tangent[k];
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
