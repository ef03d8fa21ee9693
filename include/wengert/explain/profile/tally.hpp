// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

#include <wengert/core/code_place.hpp>

namespace wengert::detail {

/// What things are told apart by while they are counted.
struct tally_key {
    std::uintptr_t words[3] = {};

    friend bool operator==(tally_key const&, tally_key const&) = default;
};

inline tally_key key_of_object(void const* object) { return {{reinterpret_cast<std::uintptr_t>(object), 0, 0}}; }

/// Locations of one line have many addresses: every instantiation of a template has its own.
inline tally_key key_of_place(code_place where) {
    if (where.return_address() != nullptr) return key_of_object(where.return_address());
    std::source_location const l = where.location();
    return {{reinterpret_cast<std::uintptr_t>(l.file_name()), std::uintptr_t{l.line()} << 16 ^ l.column(), 0}};
}

/// Rows that are found by a key, in the order in which they were first asked for.
template <class Row>
class tally {
public:
    /// The position of the row of this key, which is new the first time.
    std::size_t operator()(tally_key const& key) {
        if (2 * (keys_.size() + 1) > slots_.size()) widen();
        std::size_t& slot = slots_[slot_of(key)];
        if (slot == 0) {
            keys_.push_back(key);
            rows_.emplace_back();
            slot = keys_.size();
        }
        return slot - 1;
    }

    [[nodiscard]] Row& operator[](std::size_t i) { return rows_[i]; }
    [[nodiscard]] std::vector<Row>& rows() { return rows_; }

private:
    // Open addressing; the size is a power of two, and a slot holds a position plus 1.
    [[nodiscard]] std::size_t slot_of(tally_key const& key) const {
        std::size_t const mask = slots_.size() - 1;
        std::uint64_t hash = 0;
        for (std::uint64_t const word : key.words) hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
        std::size_t i = static_cast<std::size_t>(hash >> 32) & mask;
        while (slots_[i] != 0 && !(keys_[slots_[i] - 1] == key)) i = (i + 1) & mask;
        return i;
    }
    void widen() {
        slots_.assign(slots_.empty() ? 64 : 4 * slots_.size(), 0);
        for (std::size_t i = 0; i < keys_.size(); ++i) slots_[slot_of(keys_[i])] = i + 1;
    }

    std::vector<std::size_t> slots_;
    std::vector<tally_key> keys_;
    std::vector<Row> rows_;
};

/// Sorts rows by a number, the largest first; equal ones stay as they are.
template <class Row, class NumberOf>
void largest_first(std::vector<Row>& rows, NumberOf&& number_of) {
    struct entry {
        std::uint64_t number;
        std::size_t at;
    };
    if (rows.empty()) return;
    std::vector<entry> order;
    order.reserve(rows.size());
    for (Row const& row : rows) order.push_back({number_of(row), order.size()});
    std::qsort(order.data(), order.size(), sizeof order[0], [](void const* a, void const* b) {
        auto const &x = *static_cast<entry const*>(a), &y = *static_cast<entry const*>(b);
        if (x.number != y.number) return x.number > y.number ? -1 : 1;
        return int{x.at > y.at} - int{x.at < y.at};
    });
    std::vector<Row> sorted;
    sorted.reserve(rows.size());
    for (entry const& e : order) sorted.push_back(std::move(rows[e.at]));
    rows = std::move(sorted);
}

}  // namespace wengert::detail
