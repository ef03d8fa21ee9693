// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <wengert/core/concepts.hpp>

namespace wengert::detail {

/// g(members of s, in the order of their declaration), for an aggregate of N members. Written out, because C++20 has no
/// pack of structured bindings: this is the only place that counts members by hand.
template <std::size_t N, class S, class G>
constexpr decltype(auto) bind_members(S& s, G&& g) {
    if constexpr (N == 1) {
        auto& [a] = s;
        return g(a);
    } else if constexpr (N == 2) {
        auto& [a, b] = s;
        return g(a, b);
    } else if constexpr (N == 3) {
        auto& [a, b, c] = s;
        return g(a, b, c);
    } else if constexpr (N == 4) {
        auto& [a, b, c, d] = s;
        return g(a, b, c, d);
    } else if constexpr (N == 5) {
        auto& [a, b, c, d, e] = s;
        return g(a, b, c, d, e);
    } else if constexpr (N == 6) {
        auto& [a, b, c, d, e, f] = s;
        return g(a, b, c, d, e, f);
    } else if constexpr (N == 7) {
        auto& [a, b, c, d, e, f, h] = s;
        return g(a, b, c, d, e, f, h);
    } else if constexpr (N == 8) {
        auto& [a, b, c, d, e, f, h, i] = s;
        return g(a, b, c, d, e, f, h, i);
    } else if constexpr (N == 9) {
        auto& [a, b, c, d, e, f, h, i, j] = s;
        return g(a, b, c, d, e, f, h, i, j);
    } else if constexpr (N == 10) {
        auto& [a, b, c, d, e, f, h, i, j, k] = s;
        return g(a, b, c, d, e, f, h, i, j, k);
    } else if constexpr (N == 11) {
        auto& [a, b, c, d, e, f, h, i, j, k, l] = s;
        return g(a, b, c, d, e, f, h, i, j, k, l);
    } else if constexpr (N == 12) {
        auto& [a, b, c, d, e, f, h, i, j, k, l, m] = s;
        return g(a, b, c, d, e, f, h, i, j, k, l, m);
    } else if constexpr (N == 13) {
        auto& [a, b, c, d, e, f, h, i, j, k, l, m, n] = s;
        return g(a, b, c, d, e, f, h, i, j, k, l, m, n);
    } else if constexpr (N == 14) {
        auto& [a, b, c, d, e, f, h, i, j, k, l, m, n, o] = s;
        return g(a, b, c, d, e, f, h, i, j, k, l, m, n, o);
    } else if constexpr (N == 15) {
        auto& [a, b, c, d, e, f, h, i, j, k, l, m, n, o, p] = s;
        return g(a, b, c, d, e, f, h, i, j, k, l, m, n, o, p);
    } else if constexpr (N == 16) {
        auto& [a, b, c, d, e, f, h, i, j, k, l, m, n, o, p, q] = s;
        return g(a, b, c, d, e, f, h, i, j, k, l, m, n, o, p, q);
    } else {
        static_assert(never<S>,
                      "wengert: this struct has more than 16 members: nest some of them in a struct of their "
                      "own, or write BOOST_HANA_DEFINE_STRUCT inside it, which has no such limit.");
    }
}

}  // namespace wengert::detail
