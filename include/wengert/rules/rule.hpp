// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>

#include <wengert/core/concepts.hpp>

namespace wengert {

/// A string that a template can take: the name of a rule or of a symbol.
template <std::size_t N>
struct fixed_string {
    char text[N]{};  ///< with the 0 at its end

    /// From a literal.
    consteval fixed_string(char const (&literal)[N]) {
        for (std::size_t i = 0; i < N; ++i) text[i] = literal[i];
    }
};

namespace detail {

inline constexpr fixed_string no_way_out = fixed_string(
    "wengert: no number comes out of a tape by itself: read it with value(x), or cut with stop_gradient(x)");

// Never satisfied: what a conversion requires that must not be, so that the compiler's note says why.
template <class, fixed_string Sentence>
inline constexpr bool refused = false;

}  // namespace detail

/// Partials that are known to the compiler: adding needs no product, subtracting only a sign, and a discrete argument nothing.
struct one_t {
    /// 1.
    template <plain_scalar T>
    constexpr operator T() const noexcept {
        return T(1);
    }
};
/// See one_t.
struct minus_one_t {
    /// -1.
    template <plain_scalar T>
    constexpr operator T() const noexcept {
        return T(-1);
    }
};
/// See one_t.
struct no_partial_t {};

/// The partial 1.
inline constexpr one_t one{};
/// The partial -1.
inline constexpr minus_one_t minus_one{};
/// The partial by a discrete argument.
inline constexpr no_partial_t no_partial{};

/// A partial as a number, however many forms deep.
template <scalar T, class Partial>
[[gnu::always_inline]] constexpr T to_number(Partial const& p) {
    if constexpr (std::same_as<Partial, one_t>) return T(base_t<T>(1));
    else if constexpr (std::same_as<Partial, minus_one_t>) return T(base_t<T>(-1));
    else return static_cast<T>(p);
}

namespace rules {

/// Sample arguments of a rule.
template <std::size_t Arity>
using point = std::array<double, Arity>;

/// The partials that a rule chooses where the function has none.
template <std::size_t Arity>
struct kink {
    point<Arity> at;
    std::array<double, Arity> partials;
};

/// What the rows have in common, and what most of them do not say.
///
/// A row adds `value(x...)`, on plain numbers alone, and `d0(y, x...)`, `d1`, ...: its partials given the result and the
/// arguments, generic over the scalar, so that they can be differentiated again. It never branches: a choice is `select`.
template <fixed_string Name, std::size_t Arity>
struct row {
    static constexpr char const* name = Name.text;
    static constexpr std::size_t arity = Arity;

    /// Where the value is a number, in words.
    static constexpr char const* domain = "everywhere";
    /// What is chosen where the derivative does not exist, in words; the points are in `kinks`.
    static constexpr char const* at_kinks = "";

    /// Which argument is a parameter, not a number to differentiate; none if it equals the arity.
    static constexpr std::size_t parameter_at = Arity;
    /// The partials read the result.
    static constexpr bool uses_result = false;
    /// The partials are finite wherever the arguments and the result are: no factor of the chain rule needs a guard.
    static constexpr bool finite_partials = false;
    /// The value may be infinite or NaN where the arguments are neither, nor huge.
    static constexpr bool unbounded = false;
    /// The result is one of the arguments: a partial of 0 says "not taken", whatever the argument's own derivative is.
    static constexpr bool chooses = false;
    /// Piecewise constant: there is a value, and no partial.
    static constexpr bool discrete = false;
    /// A truth value, which carries no derivative.
    static constexpr bool predicate = false;

    /// Whether the rule chooses, at these plain numbers.
    static constexpr bool kinked(auto const&...) { return false; }

    static constexpr std::array<kink<Arity>, 0> kinks{};
    static constexpr std::array<point<Arity>, 0> outside{};
};

/// Lists of sample points: `points<1>(0.5, 2.0)`, `points<2>({1, 2}, {3, 4})`.
template <std::size_t Arity, std::size_t N>
consteval std::array<point<Arity>, N> points(point<Arity> const (&list)[N]) {
    return std::to_array(list);
}

template <class... X>
    requires(std::convertible_to<X, double> && ...)
consteval std::array<point<1>, sizeof...(X)> at(X... x) {
    return {point<1>{static_cast<double>(x)}...};
}

}  // namespace rules

/// The partial of `Rule` in argument `I`, given the result and the arguments.
template <class Rule, std::size_t I, class Y, class... X>
constexpr auto partial(Y const& y, X const&... x) {
    static_assert(I < Rule::arity && I < 3);
    if constexpr (I == 0) return Rule::d0(y, x...);
    else if constexpr (I == 1) return Rule::d1(y, x...);
    else return Rule::d2(y, x...);
}

}  // namespace wengert
