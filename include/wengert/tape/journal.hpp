// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <wengert/core/code_place.hpp>
#include <wengert/core/small_algorithms.hpp>
#include <wengert/tape/handle.hpp>

// What a tape that explains notes beside its statements: what code did with numbers where no derivative sees it.
namespace wengert {

struct tape_event {
    enum class kind_type : std::uint8_t {
        watched,         ///< something was watched: `source` is the object
        read_as_number,  ///< value() took the number of a statement, or of the variable `source`
        not_followed,    ///< the variable `source` was read, and is not watched
        assigned,        ///< the variable `source` was assigned to
        no_steps,        ///< a loop had no step to do
        paused,          ///< recording stopped for a while
        gradient,        ///< a gradient was asked for, which was `number`
    };

    kind_type kind;
    std::uint32_t time = 0;            ///< the statement that came next
    std::uint32_t statement = nobody;  ///< that it is about
    void const* source = nullptr;
    double number = 0;
    char const* name = "";
    code_place where;
};

namespace detail {

class journal {
public:
    void note(tape_event const& e) {
        // A loop may read a number as often as it likes.
        if (events_.size() < most_events) events_.push_back(e);
    }
    [[nodiscard]] std::vector<tape_event> const& events() const { return events_; }

    void label(std::uint32_t statement, std::string name) {
        std::size_t const at = place_of_label(statement);
        if (at < labels_.size() && labels_[at].first == statement) labels_[at].second = std::move(name);
        else labels_.insert(labels_.begin() + static_cast<std::ptrdiff_t>(at), {statement, std::move(name)});
    }
    [[nodiscard]] std::string const* label_of(std::uint32_t statement) const {
        std::size_t const at = place_of_label(statement);
        return at < labels_.size() && labels_[at].first == statement ? &labels_[at].second : nullptr;
    }

    // ---- numbers that no tape follows -----------------------------------------------------------------------------------

    /// Such a number was computed there, when this statement came next.
    void passive_at(void const* address, std::uint32_t time) {
        if (2 * (sites_ + 1) > slots_.size()) widen();
        slot& s = slots_[slot_of(address)];
        sites_ += s.address == nullptr ? 1 : 0;
        s = {address, time};
    }
    /// When that happened last; 0 if never.
    [[nodiscard]] std::uint32_t last_passive_at(void const* address) const {
        return slots_.empty() ? 0 : slots_[slot_of(address)].time;
    }

    // ---- steps ----------------------------------------------------------------------------------------------------------

    /// What is recorded from this statement on belongs to a step of a loop, within what was open until then.
    void enter(std::uint32_t statement, char const* loop, code_place where, std::uint64_t step) {
        // Room for the end of each step that is open too: a destructor writes that, and must not throw.
        std::size_t const needed = steps_.size() + depth_ + 2;
        if (steps_.capacity() < needed) steps_.reserve(2 * needed);
        ++depth_;
        steps_.push_back({statement, open_, loop, where, step});
        open_ = static_cast<std::uint32_t>(steps_.size());
    }
    /// The step is over.
    void leave(std::uint32_t statement) {
        if (depth_ > 0) --depth_;
        if (open_ == 0) return;
        open_ = steps_[open_ - 1].around;
        step_mark mark = open_ == 0 ? step_mark{0, 0, nullptr, {}, 0} : steps_[open_ - 1];
        mark.statement = statement;
        steps_.push_back(mark);
    }
    [[nodiscard]] bool in_a_step() const { return open_ != 0; }
    /// `step 3 of for_loop, in step 1 of while_loop`; empty for what belongs to none.
    [[nodiscard]] std::string step_of(std::uint32_t statement) const {
        std::size_t at = mark_of(statement);
        std::string text;
        while (at != 0 && steps_[at - 1].loop != nullptr) {
            step_mark const& s = steps_[at - 1];
            if (s.loop[0] != '\0') {
                text += text.empty() ? "" : ", in ";
                text += s.number == no_number ? std::string("inside ") + s.loop
                                              : "step " + std::to_string(s.number) + " of " + s.loop;
            }
            at = s.around;
        }
        return text;
    }
    /// Where steps begin and end, in the order of statements: each mark says what is open from its statement on.
    [[nodiscard]] auto const& steps() const { return steps_; }
    /// Where the innermost loop was called that this belongs to.
    [[nodiscard]] code_place around(std::uint32_t statement) const {
        std::size_t const at = mark_of(statement);
        return at == 0 ? code_place() : steps_[at - 1].where;
    }
    static constexpr std::uint64_t no_number = ~std::uint64_t{0};

    // ---- its place on the tape ------------------------------------------------------------------------------------------

    [[nodiscard]] std::size_t bytes() const {
        return events_.size() * sizeof(tape_event) + slots_.size() * sizeof(slot) + steps_.size() * sizeof(step_mark);
    }

    /// Forgets what is about the statements from this one on, and all but the first so many marks of steps. The steps that these
    /// began are over.
    void rewind(std::uint32_t statement, std::size_t marks) {
        while (!events_.empty() && events_.back().time > statement) events_.pop_back();
        while (!labels_.empty() && labels_.back().first >= statement) labels_.pop_back();
        if (steps_.size() > marks) steps_.resize(marks);
        if (open_ > marks) open_ = 0;
    }
    void clear() { *this = journal(); }

private:
    static constexpr std::size_t most_events = std::size_t{1} << 20;

    [[nodiscard]] std::size_t place_of_label(std::uint32_t statement) const {
        return lower_position(labels_, statement, [](auto const& l) { return l.first; });
    }

    // How many marks there are up to a statement; the last of them says what it belongs to.
    [[nodiscard]] std::size_t mark_of(std::uint32_t statement) const {
        return lower_position(steps_, std::uint64_t{statement} + 1,
                              [](step_mark const& s) { return std::uint64_t{s.statement}; });
    }

    struct slot {
        void const* address = nullptr;
        std::uint32_t time = 0;
    };
    struct step_mark {
        std::uint32_t statement;
        std::uint32_t around;  // position of the step that it is in, plus 1
        char const* loop;
        code_place where;
        std::uint64_t number;
    };

    // Open addressing; the size is a power of two.
    [[nodiscard]] std::size_t slot_of(void const* address) const {
        std::size_t const mask = slots_.size() - 1;
        std::uint64_t const mixed = reinterpret_cast<std::uintptr_t>(address) * 0x9E3779B97F4A7C15u;
        std::size_t i = static_cast<std::size_t>(mixed >> 32) & mask;
        while (slots_[i].address != nullptr && slots_[i].address != address) i = (i + 1) & mask;
        return i;
    }
    void widen() {
        std::vector<slot> const before =
            std::exchange(slots_, std::vector<slot>(slots_.empty() ? 64 : 4 * slots_.size()));
        for (slot const& s : before)
            if (s.address != nullptr) slots_[slot_of(s.address)] = s;
    }

    std::vector<tape_event> events_;
    std::vector<std::pair<std::uint32_t, std::string>> labels_;  // by statement
    std::vector<slot> slots_;
    std::size_t sites_ = 0;
    std::vector<step_mark> steps_;
    std::uint32_t open_ = 0;
    std::size_t depth_ = 0;  // of steps within steps
};

}  // namespace detail

}  // namespace wengert
