// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <vector>

#include <wengert/gradient_tape/session.hpp>

// Whether a path leads from a target to a source, whatever the numbers along it: what tells a zero from a missing gradient.
namespace wengert::detail {

/// For every statement: not reached, reached, or reached only across a cut, and then which.
template <class T>
class reach {
public:
    reach(tape<T> const& list, window<T> const& w, std::vector<active<T>> const& targets)
        : how_(list.size(), unreached) {
        for (active<T> const& y : targets)
            if (list.owns(y)) how_[y.identity().index] = by_a_path;
        auto const& cuts = list.cuts();
        for (auto s = w.stretches.rbegin(); s != w.stretches.rend(); ++s)
            list.walk_backward(s->to, s->from, walker{*this, cuts, s->to.cuts});
    }

    /// The number of a branch whose result was reached, or -1: its cut leads to nobody, for what it would have read is unknown.
    [[nodiscard]] std::int64_t across_branch() const { return across_cut(nobody); }
    [[nodiscard]] bool by_path(std::uint32_t statement) const { return how_[statement] == by_a_path; }
    /// The number of the cut that every path leads across, or -1.
    [[nodiscard]] std::int64_t across_cut(std::uint32_t statement) const {
        std::uint32_t const h = how_[statement];
        return h == unreached || h == by_a_path ? -1 : std::int64_t{h} - 1;
    }

private:
    // A cut is kept as its number plus 1.
    static constexpr std::uint32_t unreached = 0;
    static constexpr std::uint32_t by_a_path = 0xFFFFFFFF;

    void pass(std::uint32_t to, std::uint32_t how) {
        if (how == by_a_path || how_[to] == unreached) how_[to] = how;
    }

    struct walker {
        reach& r;
        std::vector<tape_cut> const& cuts;
        std::size_t cut;

        void statement(std::uint32_t index, std::uint32_t count, T const*, std::uint32_t const* arguments) {
            std::uint32_t const how = r.how_[index];
            while (cut > 0 && cuts[cut - 1].result > index) --cut;
            if (how == unreached) return;
            for (std::uint32_t k = 0; k < count; ++k) r.pass(arguments[k], how);
            if (cut > 0 && cuts[cut - 1].result == index)
                r.pass(cuts[cut - 1].source, how == by_a_path ? static_cast<std::uint32_t>(cut) : how);
        }
        void operation(operator_record<T> const& record) const {
            std::uint32_t how = unreached;
            for (std::uint32_t const result : record.results())
                if (r.how_[result] != unreached && how != by_a_path) how = r.how_[result];
            if (how == unreached) return;
            for (std::uint32_t const argument : record.arguments())
                if (argument != nobody) r.pass(argument, how);
        }
    };

    std::vector<std::uint32_t> how_;
};

}  // namespace wengert::detail
