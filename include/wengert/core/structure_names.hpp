// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>

#include <boost/hana/first.hpp>

#include <wengert/core/error.hpp>
#include <wengert/core/structure/walk.hpp>

namespace wengert {

namespace detail {

/// g(names of the members of S), as the adapted instantiation spells them.
template <class S, class G>
constexpr void struct_names(G&& g) {
    if constexpr (adapted<S>) {
        boost::hana::unpack(boost::hana::accessors<S>(),
                            [&](auto const&... each) { g(boost::hana::first(each).c_str()...); });
    } else if constexpr (adapted<instance_t<S, double>>) {
        struct_names<instance_t<S, double>>(g);
    } else if constexpr (adapted<instance_t<S, float>>) {
        struct_names<instance_t<S, float>>(g);
    } else {
        struct_names<instance_t<S, long double>>(g);
    }
}

/// Appends the name of leaf `i` of `s`, if it is in there; otherwise takes the leaves of `s` off `i`.
template <class S>
bool append_name(S const& s, std::size_t& i, std::string& name) {
    if (std::size_t const here = count_leaves_of(s); i >= here) {
        i -= here;
        return false;
    }
    auto const enter = [&](auto const& part, std::string const& step) {
        std::size_t const length = name.size();
        name += step;
        if (append_name(part, i, name)) return true;
        name.resize(length);
        return false;
    };
    if constexpr (!has_leaves<S> || structure_leaf<S>) {
        return true;
    } else if constexpr (sequence<S>) {
        std::size_t const size = sequence_traits<S>::size(s);
        for (std::size_t k = 0; k != size; ++k)
            if (enter(sequence_traits<S>::at(s, k), "[" + std::to_string(k) + "]")) return true;
        return false;
    } else if constexpr (is_pair_or_tuple<S>) {
        std::size_t k = 0;
        return unpack(s, [&](auto const&... m) { return (enter(m, "<" + std::to_string(k++) + ">") || ...); });
    } else {
        bool found = false;
        unpack(s, [&](auto const&... m) {
            struct_names<S>([&](auto const*... names) { found = (enter(m, std::string(".") + names) || ...); });
        });
        return found;
    }
}

}  // namespace detail

/// How to reach leaf `i`, in the order of for_each_leaf, from `s`: ".a[2]"; "<1>" is an element of a pair or tuple, and
/// the name of a number by itself is empty. Throws out_of_range. For reports: linear in the number of leaves.
template <class S>
[[nodiscard]] std::string leaf_name(S const& s, std::size_t i) {
    std::size_t left = i;
    std::string name;
    if (!detail::append_name(s, left, name)) throw out_of_range("leaf_name", i, leaf_count(s));
    return name;
}

}  // namespace wengert
