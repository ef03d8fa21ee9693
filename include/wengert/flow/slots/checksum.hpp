// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace wengert::detail {

inline constexpr std::uint64_t hash_multiplier = 0xc6a4a7935bd1e995;

/// A fingerprint of one word more. As in checksum(), a word goes in by a bijection.
constexpr std::uint64_t fingerprint(std::uint64_t before, std::uint64_t word) noexcept {
    std::uint64_t const h = (before ^ word) * hash_multiplier;
    return h ^ (h >> 47);
}

/// MurmurHash64A (A. Appleby, public domain, SMHasher/src/MurmurHash2.cpp). Each word goes in by a bijection: damage to
/// one word never goes unnoticed, nor, unlike with FNV, does a sign that changes in two.
inline std::uint64_t checksum(std::byte const* from, std::size_t count, std::uint64_t seed) noexcept {
    constexpr std::uint64_t m = hash_multiplier;
    std::uint64_t h = seed ^ (count * m);
    for (; count >= sizeof h; from += sizeof h, count -= sizeof h) {
        std::uint64_t k = 0;
        std::memcpy(&k, from, sizeof k);
        k *= m;
        k ^= k >> 47;
        h ^= k * m;
        h *= m;
    }
    if (count != 0) {
        std::uint64_t rest = 0;
        std::memcpy(&rest, from, count);
        h ^= rest;
        h *= m;
    }
    h ^= h >> 47;
    h *= m;
    return h ^ (h >> 47);
}

}  // namespace wengert::detail
