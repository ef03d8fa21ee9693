// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

#include <wengert/core/small_algorithms.hpp>
#include <wengert/explain/reach.hpp>

// What is looked for in all that a tape holds is looked for on behalf of all events at once: there may be as many of these as there
// are statements.
namespace wengert::detail {

/// Numbers that may be found among those of the statements.
class sought_numbers {
public:
    void add(double number) {
        if (number == number) all_.push_back({number, false});
    }
    /// `each(see)` calls see(number) for every number that is there.
    template <class Each>
    void search(Each&& each) {
        if (all_.empty()) return;
        std::qsort(all_.data(), all_.size(), sizeof all_[0], [](void const* a, void const* b) {
            double const x = static_cast<entry const*>(a)->number, y = static_cast<entry const*>(b)->number;
            return int{x > y} - int{x < y};
        });
        each([this](double number) {
            if (std::size_t const at = first(number); at < all_.size()) all_[at].found = true;
        });
    }
    [[nodiscard]] bool found(double number) const {
        std::size_t const at = first(number);
        return at < all_.size() && all_[at].found;
    }

private:
    struct entry {
        double number;
        bool found;
    };

    // The first of those that are equal stands for them all.
    [[nodiscard]] std::size_t first(double number) const {
        std::size_t const at = lower_position(all_, number, [](entry const& e) { return e.number; });
        return at < all_.size() && all_[at].number == number ? at : all_.size();
    }

    std::vector<entry> all_;
};

/// Which variables were read on the way to the target, and where.
class reads_by_source {
public:
    reads_by_source() = default;
    template <class T>
    reads_by_source(std::vector<tape_read> const& reads, reach<T> const& back) {
        for (tape_read const& r : reads)
            if (back.by_path(r.statement)) all_.push_back(key(r.source, r.statement));
        if (all_.empty()) return;
        std::qsort(all_.data(), all_.size(), sizeof all_[0], [](void const* a, void const* b) {
            auto const &x = *static_cast<place const*>(a), &y = *static_cast<place const*>(b);
            return int{y < x} - int{x < y};
        });
    }

    [[nodiscard]] bool has(void const* source, std::uint32_t since) const {
        place const wanted = key(source, since);
        std::size_t const at = lower_position(all_, wanted, [](place const& p) { return p; });
        return at < all_.size() && all_[at].first == wanted.first;
    }

private:
    using place = std::pair<std::uintptr_t, std::uint32_t>;

    static place key(void const* source, std::uint32_t statement) {
        return {reinterpret_cast<std::uintptr_t>(source), statement};
    }

    std::vector<place> all_;
};

}  // namespace wengert::detail
