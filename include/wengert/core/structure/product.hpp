// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

#include <boost/hana/accessors.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/unpack.hpp>

#include <wengert/core/concepts.hpp>
#include <wengert/core/structure/bindings.hpp>
#include <wengert/core/structure/sequence.hpp>

namespace wengert {

/// Where a structure ends: a number to differentiate, or a differentiable that stands for one, as a variable does.
template <class T>
concept structure_leaf = plain_scalar<std::remove_cv_t<T>> || differentiable<std::remove_cv_t<T>>;

namespace detail {

template <class... T>
struct types {};

/// A member whose type does not follow the scalar of its struct, as `double` in `template <class T> struct p`.
template <class T>
struct fixed {
    T& value;
};

template <class S>
inline constexpr bool is_pair_or_tuple = false;
template <class A, class B>
inline constexpr bool is_pair_or_tuple<std::pair<A, B>> = true;
template <class... T>
inline constexpr bool is_pair_or_tuple<std::tuple<T...>> = true;

/// The other instantiations of the template of S; `scalar` is its first argument.
template <class S>
struct instance;

template <template <class, class...> class P, class T, class... Rest>
struct instance<P<T, Rest...>> {
    using scalar = T;
    template <class U>
    using with = P<U, Rest...>;
};

template <template <class, auto, auto...> class P, class T, auto N, auto... Rest>
struct instance<P<T, N, Rest...>> {
    using scalar = T;
    template <class U>
    using with = P<U, N, Rest...>;
};

// Only such templates are ever instantiated for another scalar: std::basic_string<double> must not be.
template <class S>
concept template_on_scalar = structure_leaf<typename instance<S>::scalar>;

template <class S, class U>
using instance_t = typename instance<S>::template with<U>;

template <class S>
concept adapted = boost::hana::Struct<S>::value;

/// How many members S is adapted with, by itself or by an instantiation for a plain number; 0 if by none.
template <class S>
constexpr std::size_t count_members() {
    if constexpr (adapted<S>) {
        return decltype(boost::hana::unpack(boost::hana::accessors<S>(), [](auto const&... each) {
            return std::integral_constant<std::size_t, sizeof...(each)>{};
        }))::value;
    } else if constexpr (template_on_scalar<S>) {
        if constexpr (adapted<instance_t<S, double>>) return count_members<instance_t<S, double>>();
        else if constexpr (adapted<instance_t<S, float>>) return count_members<instance_t<S, float>>();
        else if constexpr (adapted<instance_t<S, long double>>) return count_members<instance_t<S, long double>>();
        else return 0;
    } else {
        return 0;
    }
}

template <class S>
inline constexpr std::size_t member_count = count_members<S>();

/// A user's struct that Boost.Hana knows.
template <class S>
concept user_struct = std::is_class_v<S> && !structure_leaf<S> && !sequence<S> &&
                      !is_pair_or_tuple<std::remove_cv_t<S>> && (member_count<std::remove_cv_t<S>> > 0);

/// A composite whose members differ in type.
template <class S>
concept product = is_pair_or_tuple<std::remove_cv_t<S>> || user_struct<S>;

/// g(members of s), whatever their types.
template <class S, class G>
constexpr decltype(auto) struct_members(S& s, G&& g) {
    using plain = std::remove_cv_t<S>;
    // BOOST_HANA_ADAPT_STRUCT names one instantiation; its siblings are reached in the order of declaration, so that
    // one is too, or two instantiations could disagree about which member comes first.
    if constexpr (template_on_scalar<plain> && std::is_aggregate_v<plain> &&
                  !requires { typename plain::hana_accessors_impl; }) {
        return bind_members<member_count<plain>>(s, g);
    } else if constexpr (adapted<plain>) {
        return boost::hana::unpack(boost::hana::accessors<plain>(), [&](auto const&... each) -> decltype(auto) {
            return g(boost::hana::second(each)(s)...);
        });
    } else {
        static_assert(never<S>,
                      "wengert: BOOST_HANA_ADAPT_STRUCT of one instantiation reaches the others only where "
                      "the template is an aggregate: write BOOST_HANA_DEFINE_STRUCT inside it.");
    }
}

template <class S>
using struct_types = decltype(struct_members(std::declval<S&>(),
                                             [](auto&... m) { return types<std::remove_cvref_t<decltype(m)>...>{}; }));

// An instantiation whose scalar differs: members of the same type in both do not follow the scalar.
template <class S>
using other_instance = instance_t<
    S, std::conditional_t<std::is_same_v<std::remove_cv_t<typename instance<S>::scalar>, double>, float, double>>;

template <class Other, class M>
constexpr decltype(auto) marked(M& m) {
    if constexpr (std::is_same_v<std::remove_cv_t<M>, Other>) return fixed<M>{m};
    else return (m);
}

/// g(members of s) in a fixed order: references, or fixed<M>.
template <class S, class G>
constexpr decltype(auto) unpack(S& s, G&& g) {
    using plain = std::remove_cv_t<S>;
    if constexpr (is_pair_or_tuple<plain>) {
        // Not std::apply: that asks whether g throws, and where clang++ looks into a function only to answer this, it forgets the
        // virtual functions of the classes that are used there.
        return [&]<std::size_t... I>(std::index_sequence<I...>) -> decltype(auto) {
            return g(std::get<I>(s)...);
        }(std::make_index_sequence<std::tuple_size_v<plain>>{});
    } else if constexpr (template_on_scalar<plain>) {
        return struct_members(s, [&](auto&... m) -> decltype(auto) {
            return [&]<class... Other>(types<Other...>) -> decltype(auto) {
                return g(marked<Other>(m)...);
            }(struct_types<other_instance<plain>>{});
        });
    } else {
        return struct_members(s, g);
    }
}

/// The types of the members that unpack hands out, without const and reference.
template <class S>
using members_t =
    decltype(unpack(std::declval<S&>(), [](auto&&... m) { return types<std::remove_cvref_t<decltype(m)>...>{}; }));

}  // namespace detail

}  // namespace wengert
