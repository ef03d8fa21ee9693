// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <source_location>
#include <string>

#include <wengert/core/error.hpp>
#include <wengert/explain/reason.hpp>
#include <wengert/explain/remark.hpp>
#include <wengert/tape/active.hpp>

namespace wengert {

/// A derivative and what became of it: never a silent zero.
template <scalar T>
class gradient_result {
public:
    /// Missing, as nothing was asked.
    gradient_result() = default;
    /// For the library.
    gradient_result(active<T> const& derivative, enum status s, enum reason why, detail::remark answer,
                    std::string obstacle = {})
        : derivative_(derivative),
          status_(s),
          reason_(why),
          answer_(std::move(answer)),
          obstacle_(std::move(obstacle)) {}

    /// A value, a zero, missing or not finite.
    [[nodiscard]] enum status status() const noexcept { return status_; }
    /// Which kind of missing; reason::none if it is not.
    [[nodiscard]] enum reason reason() const noexcept { return reason_; }

    /// True unless the gradient is missing; a zero and a NaN are values.
    [[nodiscard]] bool has_value() const noexcept { return status_ != status::missing; }
    /// The same as has_value().
    explicit operator bool() const noexcept { return has_value(); }

    /// The derivative. Throws `gradient_missing` with the sentence of why() if there is none.
    [[nodiscard]] T const& value(std::source_location where = std::source_location::current()) const {
        if (!has_value()) throw gradient_missing("a gradient was read that is missing: " + why(), where);
        return derivative_.value();
    }
    /// The same as value().
    [[nodiscard]] T const& operator*() const { return value(); }

    /// The derivative, or `otherwise` if it is missing.
    [[nodiscard]] T value_or(T const& otherwise) const { return has_value() ? derivative_.value() : otherwise; }

    /// The derivative as a value of the outer tapes that were recording when it was computed, to be differentiated again.
    /// Throws `gradient_missing`, or `no_such_rule` if some operation on the way cannot be differentiated twice.
    [[nodiscard]] active<T> recorded(std::source_location where = std::source_location::current()) const {
        static_cast<void>(value(where));
        if (!obstacle_.empty()) throw no_such_rule(obstacle_, where);
        return derivative_;
    }

    /// One sentence: what the gradient is, or why it is missing and what to do; of a tape that explains, with the line. Looking
    /// that up may take a while, the first time.
    [[nodiscard]] std::string why() const {
        switch (status_) {
            case status::value:
                return "the gradient is " + number() + ".";
            case status::non_finite:
                return "the gradient is " + number() + ": " + answer_.sentence();
            case status::zero:
            case status::missing:
                break;
        }
        return answer_.sentence();
    }

    /// What the sentence is made of: for reports.
    [[nodiscard]] detail::remark const& answer() const noexcept { return answer_; }

private:
    [[nodiscard]] std::string number() const { return number_text(static_cast<double>(primal(derivative_))); }

    active<T> derivative_{};
    enum status status_ = status::missing;
    enum reason reason_ = reason::not_watched;
    detail::remark answer_;
    std::string obstacle_;
};

/// Writes why().
template <class C, class Traits, scalar T>
std::basic_ostream<C, Traits>& operator<<(std::basic_ostream<C, Traits>& out, gradient_result<T> const& g) {
    return out << g.why().c_str();
}

}  // namespace wengert
