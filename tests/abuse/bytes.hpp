// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace abuse {

/// Bytes that decide. Those that are read after the last are 0.
class bytes {
public:
    bytes(std::uint8_t const* first, std::size_t count) : rest_(first, count) {}

    [[nodiscard]] bool empty() const { return rest_.empty(); }
    std::uint8_t next() {
        if (rest_.empty()) return 0;
        std::uint8_t const b = rest_.front();
        rest_ = rest_.subspan(1);
        return b;
    }

    template <class T, std::size_t n>
    T& any(std::array<T, n>& things) {
        return things[next() % n];
    }
    /// Up to three, some of them twice perhaps.
    template <class T, std::size_t n>
    std::vector<T> several(std::array<T, n>& things) {
        std::vector<T> some;
        for (int count = 1 + next() % 3; count > 0; --count) some.push_back(any(things));
        return some;
    }

private:
    std::span<std::uint8_t const> rest_;
};

}  // namespace abuse
