// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

#include <wengert/core/structure/shape.hpp>

namespace wengert {

namespace detail {

/// Why a type is no structure.
enum class defect {
    none,
    integer,
    not_a_number,
    unknown_container,
    not_adapted,
    not_a_template,
    member_not_adapted,
    more_than_members,
    no_numbers
};

/// Whether a struct has more data than these members, in whatever order: a member that Hana was not told of, or a base class. False
/// where it is not known what else there is: what stands for virtual functions and base classes, or keeps empty bases apart.
template <class S, class... M>
constexpr bool has_more_than(types<M...>) {
    if (std::is_polymorphic_v<S>) return false;
    if (!std::is_trivially_copyable_v<S> && (std::is_trivially_copyable_v<M> && ...)) return false;
    constexpr auto room = [](std::size_t size) { return (size + alignof(S) - 1) / alignof(S) * alignof(S); };
    bool const may_keep_apart = (user_struct<M> || ...);
    return sizeof(S) > (room(sizeof(M)) + ... + (may_keep_apart ? alignof(S) : 0));
}

template <class S>
constexpr defect find_defect();

template <class S>
inline constexpr defect defect_of = find_defect<S>();

/// Whether a member M of a struct can be rebuilt: what follows the scalar but has no leaves could not be copied.
template <bool InStruct, class M>
constexpr defect member_defect(std::type_identity<M>) {
    if constexpr (has_leaves<M>) return defect_of<M>;
    else return InStruct ? defect::member_not_adapted : defect::none;
}

template <bool InStruct, class M>
constexpr defect member_defect(std::type_identity<fixed<M>>) {
    return defect::none;
}

template <bool InStruct, class... M>
constexpr defect first_defect(types<M...>) {
    defect first = defect::none;
    ((first == defect::none ? void(first = member_defect<InStruct>(std::type_identity<M>{})) : void()), ...);
    return first;
}

template <class S>
constexpr defect find_defect() {
    if constexpr (structure_leaf<S>) {
        return defect::none;
    } else if constexpr (sequence<S>) {
        return defect_of<std::remove_cv_t<element_t<S>>>;
    } else if constexpr (user_struct<S> && !template_on_scalar<S>) {
        return has_leaves<S> ? defect::not_a_template : defect::no_numbers;
    } else if constexpr (product<S>) {
        constexpr defect first = first_defect<user_struct<S>>(members_t<S>{});
        if constexpr (user_struct<S>)
            if (has_more_than<S>(struct_types<S>{})) return defect::more_than_members;
        return first == defect::none && !has_leaves<S> ? defect::no_numbers : first;
    } else if constexpr (std::is_integral_v<S>) {
        return defect::integer;
    } else {
        if constexpr (requires(S& s) { s.begin(); } || requires(S& s) { s.has_value(); })
            return defect::unknown_container;
        return std::is_class_v<S> ? defect::not_adapted : defect::not_a_number;
    }
}

/// Says in a sentence why S is no structure, if it is none; the compiler's note on the instantiation names S.
template <class S>
constexpr void assert_structure() {
    constexpr defect found = defect_of<std::remove_cvref_t<S>>;
    static_assert(found != defect::integer, "wengert: an integer cannot be differentiated: write 2.0, not 2.");
    static_assert(
        found != defect::not_a_number,
        "wengert: this argument is neither a number nor a structure of numbers: pass a floating point number, a "
        "std::array, std::vector, std::pair or std::tuple, or a struct adapted with Boost.Hana.");
    static_assert(found != defect::unknown_container,
                  "wengert: this container is none of those that are structures: copy its numbers to a std::vector or "
                  "std::array. For matrices of Eigen include wengert/adapters/eigen.hpp.");
    static_assert(found != defect::more_than_members,
                  "wengert: this struct has data that Boost.Hana was not told of, in a member or in a base class: name "
                  "all members, and make the base class a member.");
    static_assert(found != defect::not_adapted,
                  "wengert: this class is not adapted: write BOOST_HANA_ADAPT_STRUCT(params<double>, a, b); after it, "
                  "at global scope, or BOOST_HANA_DEFINE_STRUCT(params, (T, a), (T, b)); inside it.");
    static_assert(found != defect::not_a_template,
                  "wengert: this adapted struct cannot hold another scalar: make it a template on its scalar, template "
                  "<class T> struct params { T a; ... }; the scalar is the first argument, and all that follow are "
                  "types, or all values.");
    static_assert(found != defect::member_not_adapted,
                  "wengert: a member whose type follows the scalar of its struct is neither a number nor a structure: "
                  "adapt its class with BOOST_HANA_ADAPT_STRUCT or BOOST_HANA_DEFINE_STRUCT too.");
    static_assert(
        found != defect::no_numbers,
        "wengert: there is no floating point number in this argument that follows a scalar type: nothing could "
        "be differentiated.");
}

}  // namespace detail

/// A number, or numbers at the leaves of arrays, vectors, pairs, tuples and adapted struct templates, in any nesting.
/// Other members (integers, strings, a `double` in a `template <class T> struct`) are passive: copied, never visited.
template <class S>
concept structure = detail::defect_of<std::remove_cvref_t<S>> == detail::defect::none;

}  // namespace wengert
