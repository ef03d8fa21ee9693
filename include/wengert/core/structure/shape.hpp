// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

#include <wengert/core/structure/product.hpp>

namespace wengert {

namespace detail {

template <class S>
constexpr bool find_leaves();

/// Whether a leaf can be met in S. What has none (an int, a std::string, a vector of bool) is passive: copied whole.
template <class S>
inline constexpr bool has_leaves = find_leaves<S>();
template <class T>
inline constexpr bool has_leaves<fixed<T>> = false;

template <class... M>
constexpr bool any_has_leaves(types<M...>) {
    return (has_leaves<M> || ...);
}

template <class S>
constexpr bool find_leaves() {
    if constexpr (structure_leaf<S>) return true;
    else if constexpr (sequence<S>) return has_leaves<std::remove_cv_t<element_t<S>>>;
    else if constexpr (product<S>) return any_has_leaves(members_t<S>{});
    else return false;
}

template <class S>
constexpr std::size_t count_leaves();

template <class... M>
constexpr std::size_t sum_leaves(types<M...>) {
    if constexpr (((count_leaves<M>() == dynamic_extent) || ...)) return dynamic_extent;
    else return (std::size_t{0} + ... + count_leaves<M>());
}

template <class S>
constexpr std::size_t count_leaves() {
    if constexpr (!has_leaves<S>) {
        return 0;
    } else if constexpr (structure_leaf<S>) {
        return 1;
    } else if constexpr (sequence<S>) {
        constexpr std::size_t extent = sequence_traits<S>::extent;
        constexpr std::size_t each = count_leaves<std::remove_cv_t<element_t<S>>>();
        if constexpr (extent == 0) return 0;
        else return extent == dynamic_extent || each == dynamic_extent ? dynamic_extent : extent * each;
    } else {
        return sum_leaves(members_t<S>{});
    }
}

/// Whether Inner is Outer or one of the scalars that Outer is built on.
template <class Outer, class Inner>
constexpr bool is_built_on() {
    if constexpr (std::is_same_v<Outer, Inner>) return true;
    else if constexpr (differentiable<Outer>) return is_built_on<typename form<Outer>::value_type, Inner>();
    else return plain_scalar<Inner>;
}

template <class T>
struct common {
    using type = T;
};

template <class A, class B>
constexpr auto operator|(common<A>, common<B>) {
    if constexpr (std::is_void_v<A>) return common<B>{};
    else if constexpr (std::is_void_v<B>) return common<A>{};
    else if constexpr (plain_scalar<A> && plain_scalar<B>) return common<std::common_type_t<A, B>>{};
    else if constexpr (is_built_on<A, B>()) return common<A>{};
    else if constexpr (is_built_on<B, A>()) return common<B>{};
    else
        static_assert(never<A, B>,
                      "wengert: a structure mixes numbers of two forms neither of which is built on the "
                      "other, as active<double> and dual<double>: give all its numbers one type.");
}

template <class S>
constexpr auto common_scalar();

template <class... M>
constexpr auto common_scalar_of(types<M...>) {
    return (common<void>{} | ... | common_scalar<M>());
}

template <class S>
constexpr auto common_scalar() {
    if constexpr (!has_leaves<S>) return common<void>{};
    else if constexpr (plain_scalar<S>) return common<S>{};
    else if constexpr (differentiable<S>) return common<typename form<S>::scalar_type>{};
    else if constexpr (sequence<S>) return common_scalar<std::remove_cv_t<element_t<S>>>();
    else return common_scalar_of(members_t<S>{});
}

template <class S>
struct scalar_of {
    using type = typename decltype(common_scalar<S>())::type;
    static_assert(!std::is_void_v<type>, "wengert: there is no floating point number in this argument.");
};

template <class S, class U>
constexpr auto rebound();

template <class S, class U>
using rebound_t = typename decltype(rebound<S, U>())::type;

// A pair or tuple of references, as std::tie makes, is rebound to one of values.
template <class S, class U>
using rebound_member_t = std::conditional_t<has_leaves<std::remove_cvref_t<S>>, rebound_t<std::remove_cvref_t<S>, U>,
                                            std::remove_reference_t<S>>;

template <class U, class A, class B>
constexpr auto rebound_product(std::type_identity<std::pair<A, B>>) {
    return std::type_identity<std::pair<rebound_member_t<A, U>, rebound_member_t<B, U>>>{};
}

template <class U, class... T>
constexpr auto rebound_product(std::type_identity<std::tuple<T...>>) {
    return std::type_identity<std::tuple<rebound_member_t<T, U>...>>{};
}

template <class S, class U>
constexpr auto rebound() {
    if constexpr (!has_leaves<S>) return std::type_identity<S>{};
    else if constexpr (structure_leaf<S>) return std::type_identity<U>{};
    else if constexpr (sequence<S>)
        return std::type_identity<
            typename sequence_traits<S>::template rebind<rebound_t<std::remove_cv_t<element_t<S>>, U>>>{};
    else if constexpr (is_pair_or_tuple<S>) return rebound_product<U>(std::type_identity<S>{});
    else if constexpr (template_on_scalar<S>) return std::type_identity<instance_t<S, U>>{};
    else
        static_assert(never<S>,
                      "wengert: this adapted struct cannot hold another scalar: make it a template on its "
                      "scalar, template <class T> struct params { T a; ... }.");
}

}  // namespace detail

/// How many leaves an S has, or dynamic_extent where that is known only at run time. 0 for what is passive.
template <class S>
inline constexpr std::size_t static_leaf_count_v = detail::count_leaves<std::remove_cvref_t<S>>();

/// The scalar that every leaf of S converts to: the widest floating point type, or the deepest form.
template <class S>
using scalar_of_t = typename detail::scalar_of<std::remove_cvref_t<S>>::type;

/// S with every leaf replaced by a U: `params<U>` for `params<double>`. Passive types stay, references become values.
template <class S, class U>
using rebind_t = detail::rebound_t<std::remove_cvref_t<S>, U>;

}  // namespace wengert
