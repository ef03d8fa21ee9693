// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <vector>

#include <wengert/tape/tape.hpp>

// Whether a path leads from a target to a source, whatever the numbers along it: what tells a zero from a missing gradient.
namespace wengert::detail {

/// For every statement: not reached, reached, or reached only across a cut, and then which.
template <class T>
class reach final : public sweep_view<T> {
public:
    reach(tape<T> const& list, std::vector<tape_stretch> const& seen, std::vector<active<T>> const& targets)
        : list_(list), how_(list.size(), unreached) {
        for (active<T> const& y : targets)
            if (list.owns(y)) how_[y.identity().index] = by_a_path;
        for (auto s = seen.rbegin(); s != seen.rend(); ++s) run(s->from, s->to);
        how_.resize(list.size(), unreached);  // without what code recorded that was run again
    }

    [[nodiscard]] bool by_path(std::uint32_t statement) const { return how(statement) == by_a_path; }
    /// The cut that every path leads across, or null.
    [[nodiscard]] tape_cut const* across_cut(std::uint32_t statement) const {
        std::uint32_t const h = how(statement);
        return h == unreached || h == by_a_path ? nullptr : &crossed_[h - 1];
    }
    /// A branch whose result was reached, or null: its cut leads to nobody, for what it would have read is unknown.
    [[nodiscard]] tape_cut const* across_branch() const { return across_cut(nobody); }

    [[nodiscard]] bool backward() const override { return true; }

    void run(tape_mark const& earlier, tape_mark const& later) override {
        list_.walk_backward(later, earlier, walker{*this, later.cuts});
    }

    void apply(operator_record<T> const& record) override {
        std::uint32_t const how = most_of(record.results());
        if (how == unreached) return;
        for (std::uint32_t const argument : record.arguments())
            if (argument != nobody) pass(argument, how);
    }

    [[nodiscard]] bool carries(std::vector<std::uint32_t> const& statements) const override {
        return most_of(statements) != unreached;
    }

    void take(std::vector<std::uint32_t> const& statements) override {
        for (std::uint32_t const s : statements) aside_.push_back(s == nobody ? unreached : how_[s]);
    }

    void give(std::vector<std::uint32_t> const& statements) override {
        std::uint32_t const* from = aside_.data() + (aside_.size() - statements.size());
        for (std::uint32_t const s : statements) {
            if (s != nobody) pass(s, *from);
            ++from;
        }
        aside_.resize(aside_.size() - statements.size());
    }

    void open(std::uint32_t first) override {
        if (how_.size() < list_.size()) how_.resize(list_.size(), unreached);
        std::uint32_t const end = list_.next_statement();
        for (std::uint32_t s = first; s < end; ++s) how_[s] = unreached;
    }

private:
    // A cut is kept as its number among those that were crossed, plus 1.
    static constexpr std::uint32_t unreached = 0;
    static constexpr std::uint32_t by_a_path = 0xFFFFFFFF;

    // What will be recorded later is not.
    [[nodiscard]] std::uint32_t how(std::uint32_t statement) const {
        return statement < how_.size() ? how_[statement] : unreached;
    }

    void pass(std::uint32_t to, std::uint32_t how) {
        if (how == by_a_path || how_[to] == unreached) how_[to] = how;
    }

    [[nodiscard]] std::uint32_t most_of(std::vector<std::uint32_t> const& statements) const {
        std::uint32_t how = unreached;
        for (std::uint32_t const s : statements)
            if (s != nobody && how_[s] != unreached && how != by_a_path) how = how_[s];
        return how;
    }

    // A copy, because what a loop records in a sweep is forgotten again; steps cross the same cuts.
    std::uint32_t number_of(tape_cut const& cut) {
        std::size_t const known =
            position_if(crossed_, [&](tape_cut const& c) { return c.why == cut.why && c.name == cut.name; });
        if (known == crossed_.size()) crossed_.push_back(cut);
        return static_cast<std::uint32_t>(known + 1);
    }

    struct walker {
        reach& r;
        std::size_t cut;

        void statement(std::uint32_t index, std::uint32_t count, T const*, std::uint32_t const* arguments) {
            auto const& cuts = r.list_.cuts();
            std::uint32_t const how = r.how_[index];
            while (cut > 0 && cuts[cut - 1].result > index) --cut;
            if (how == unreached) return;
            for (std::uint32_t k = 0; k < count; ++k) r.pass(arguments[k], how);
            if (cut > 0 && cuts[cut - 1].result == index)
                r.pass(cuts[cut - 1].source, how == by_a_path ? r.number_of(cuts[cut - 1]) : how);
        }
        void operation(tape_record<T>& record) const { record.take_part(r); }
    };

    tape<T> const& list_;
    std::vector<std::uint32_t> how_;
    std::vector<std::uint32_t> aside_;
    std::vector<tape_cut> crossed_;
};

}  // namespace wengert::detail
