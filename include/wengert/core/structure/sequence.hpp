// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>  // with std::allocator_traits: <memory> would cost 0.1 s

#include <wengert/core/extent.hpp>

namespace wengert {

/// How a container of like elements is walked and rebuilt. An adapter specialises it for a foreign container with
///   `element`             the type of an element,
///   `extent`              how many there are, or dynamic_extent,
///   `rebind<E>`           the same container of another element type,
///   `size(s)`             how many there are now,
///   `at(s, i)`            a reference to an element, const or not as `s` is,
///   `generate<R>(s, g)`   a new container R = rebind<...>, shaped as `s`, of g(0), g(1), ... in this order.
template <class S>
struct sequence_traits;

template <class E, std::size_t N>
struct sequence_traits<std::array<E, N>> {
    using element = E;
    static constexpr std::size_t extent = N;
    template <class U>
    using rebind = std::array<U, N>;

    static constexpr std::size_t size(std::array<E, N> const&) noexcept { return N; }
    static constexpr auto& at(auto& s, std::size_t i) noexcept { return s[i]; }

    template <class R, class G>
    static constexpr R generate(std::array<E, N> const&, G&& g) {
        // A pack needs no default constructor, but a long one costs the compiler dearly.
        if constexpr (std::default_initializable<typename R::value_type> && N > 32) {
            R result{};
            for (std::size_t i = 0; i != N; ++i) result[i] = g(i);
            return result;
        } else if constexpr (N == 0) {
            return R{};
        } else {
            return [&]<std::size_t... I>(std::index_sequence<I...>) {
                return R{{g(I)...}};
            }(std::make_index_sequence<N>{});
        }
    }
};

template <class E, class Allocator>
struct sequence_traits<std::vector<E, Allocator>> {
    using element = E;
    static constexpr std::size_t extent = dynamic_extent;
    template <class U>
    using rebind = std::vector<U, typename std::allocator_traits<Allocator>::template rebind_alloc<U>>;

    static constexpr std::size_t size(std::vector<E, Allocator> const& s) noexcept { return s.size(); }
    static constexpr auto& at(auto& s, std::size_t i) noexcept { return s[i]; }

    template <class R, class G>
    static constexpr R generate(std::vector<E, Allocator> const& s, G&& g) {
        using made = typename R::value_type;
        if constexpr (std::is_trivially_copyable_v<made> && std::is_nothrow_default_constructible_v<made>) {
            R result(s.size(), made{});  // to push them back one by one takes longer
            for (std::size_t i = 0; i != s.size(); ++i) result[i] = g(i);
            return result;
        } else {
            R result;
            result.reserve(s.size());
            for (std::size_t i = 0; i != s.size(); ++i) result.push_back(g(i));
            return result;
        }
    }
};

namespace detail {

template <class S>
concept sequence = requires { typename sequence_traits<std::remove_cv_t<S>>::element; };

template <class S>
using element_t = typename sequence_traits<std::remove_cv_t<S>>::element;

}  // namespace detail

}  // namespace wengert
