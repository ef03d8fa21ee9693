// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <utility>

// Rows of numbers in vector registers. Optimisers find them by themselves in one loop, but not in several that read what the
// others have written: they take small arrays apart into single numbers first.
namespace wengert::detail {

/// How many of N numbers are worth an operation at once.
template <class T, std::size_t N>
consteval std::size_t lanes_at_once() {
#if defined(__i386__) && !defined(__SSE2__)
    constexpr bool has_registers = false;
#else
    constexpr bool has_registers = true;
#endif
    if constexpr (has_registers && (std::same_as<T, float> || std::same_as<T, double>)) {
#if defined(__AVX__)
        constexpr std::size_t wide = 32 / sizeof(T), narrow = 16 / sizeof(T);
#else
        constexpr std::size_t wide = 16 / sizeof(T), narrow = wide;
#endif
        // A few left over cost as much as a whole register.
        if constexpr (N % wide == 0 || N > 2 * wide) return wide;
        else if constexpr (N >= narrow && N != narrow + 1) return narrow;
    }
    return 1;
}

template <class T, std::size_t Width>
struct vector_register {
    using type [[gnu::vector_size(Width * sizeof(T))]] = T;
    using in_memory [[gnu::vector_size(Width * sizeof(T)), gnu::aligned(alignof(T)), gnu::may_alias]] = T;
};
template <class T>
struct vector_register<T, 1> {
    using type = T;
    using in_memory = T;
};

/// The numbers `from` to `from + Width` of a row.
template <std::size_t Width, class T, std::size_t N>
[[gnu::always_inline]] constexpr typename vector_register<T, Width>::type load(std::array<T, N> const& row,
                                                                               std::size_t from) {
    if constexpr (Width == 1) return row[from];
    else return *reinterpret_cast<typename vector_register<T, Width>::in_memory const*>(row.data() + from);
}
template <std::size_t Width, class T, std::size_t N>
[[gnu::always_inline]] constexpr void store(std::array<T, N>& row, std::size_t from,
                                            typename vector_register<T, Width>::type const& numbers) {
    if constexpr (Width == 1) row[from] = numbers;
    else *reinterpret_cast<typename vector_register<T, Width>::in_memory*>(row.data() + from) = numbers;
}

/// Calls `use.operator()<Width>(from)` for the parts of a row of N numbers: as many whole registers as it has, then halves.
template <class T, std::size_t N, std::size_t Width = lanes_at_once<T, N>(), class Use>
[[gnu::always_inline]] constexpr void each_part(Use const& use, std::size_t from = 0) {
    constexpr std::size_t whole = N / Width;
    if constexpr (whole > 16) {
        for (std::size_t i = 0; i != whole; ++i) use.template operator()<Width>(from + i * Width);
    } else {
        [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
            (use.template operator()<Width>(from + I * Width), ...);
        }(std::make_index_sequence<whole>{});
    }
    if constexpr (N % Width != 0) each_part<T, N % Width, Width / 2>(use, from + whole * Width);
}

}  // namespace wengert::detail
