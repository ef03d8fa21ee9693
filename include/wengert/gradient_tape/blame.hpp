// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <wengert/gradient_tape/session.hpp>
#include <wengert/tape/revisit.hpp>

// Where a sweep left the finite numbers.
namespace wengert::detail {

/// Looks at the adjoints that a sweep has left, in its order, for the first statement that made one non-finite.
template <class T>
class blame {
public:
    blame(tape<T> const& list, T const* adjoints) : list_(list), values_(adjoints) {}

    void statement(std::uint32_t index, std::uint32_t count, T const* partials, std::uint32_t const*) {
        if (found_) return;
        T const& adjoint = values_[index];
        if (is_zero(adjoint)) return;
        for (std::uint32_t k = 0; k < count; ++k) {
            T const product(partials[k] * adjoint);
            if (isfinite(primal(product))) continue;
            if (isinf(primal(adjoint)) && primal(partials[k]) == 0) {
                say("0·∞ at ", index);
            } else if (isinf(primal(product))) {
                // Infinite, and perhaps the answer; what turns it into a NaN further on is the better place.
                if (!infinite_) infinite_ = index;
                if (isfinite(primal(adjoint))) feeds_ = index;
                continue;
            } else {
                say(isnan(primal(partials[k])) ? "a derivative that is not a number at " : "∞ - ∞ at ", index);
            }
            found_ = true;
            return;
        }
    }
    void operation(tape_record<T>& record) {
        if (found_) return;
        bool const loses_them =
            any_of(record.arguments(), [&](std::uint32_t a) { return a != nobody && !isfinite(primal(values_[a])); });
        // What a loop captured is not among its arguments: if no other place is found, it was there.
        if (loses_them || (record.runs_again() && text_.empty())) {
            text_ = std::string("inside ") + record.name();
            if (record.runs_again()) text_ += place_text(static_cast<replay_record<T> const&>(record).where);
        }
        found_ = loses_them;
    }

    [[nodiscard]] std::string sentence() {
        if (!found_ && infinite_ != 0) say("an infinite derivative at ", infinite_);
        if (text_.empty()) return "an adjoint left the finite numbers.";
        return text_ + '.';
    }

private:
    void say(char const* what, std::uint32_t statement) {
        auto const* const a = list_.annotation_of(statement);
        if (a == nullptr) {
            text_ = std::string(what) + "one of its operations; open the tape with {.explain = true} to learn which";
            return;
        }
        std::string const dots[] = {"·", "·", "·"};
        std::string inner = a->kind->print(dots);
        // The operation that fed an infinite adjoint into this one, around it.
        if (auto const* const outer = feeds_ ? list_.annotation_of(feeds_) : nullptr; outer != nullptr && outer != a) {
            std::string places[3] = {"·", "·", "·"};
            active<T> const* const operands = list_.operands_of(*outer);
            for (std::size_t i = 1; i <= outer->kind->operands; ++i)
                if (operands[i].identity() == handle{statement, list_.epoch()}) places[i - 1] = inner;
            inner = outer->kind->print(places);
        }
        text_ = what + inner;
        active<T> const* const operands = list_.operands_of(*a);
        text_ += ", where · is " + number_text(static_cast<double>(primal(operands[1])));
    }

    tape<T> const& list_;
    T const* values_;
    bool found_ = false;
    std::uint32_t infinite_ = 0, feeds_ = 0;
    std::string text_;
};

}  // namespace wengert::detail
