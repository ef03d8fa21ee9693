// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <source_location>
#include <string>
#include <utility>
#include <vector>

#include <wengert/core/cmath.hpp>
#include <wengert/core/error.hpp>
#include <wengert/core/small_algorithms.hpp>
#include <wengert/core/structure.hpp>
#include <wengert/tape/recording.hpp>

// A rule of the user against finite differences. It has to be sure: who asks for the check trusts the alarm, so a number is let
// off wherever rounding, a kink, a jump or a hole in the domain may explain what was seen.
namespace wengert::detail {

/// Judges what a pullback claims to be the derivatives of a block of code at some numbers.
template <plain_scalar T, class X, class Primal>
class rule_check {
public:
    rule_check(X const& x, std::vector<T> const& y, std::vector<T> const& weights, Primal& primal)
        : numbers_(x), y_(y), weights_(weights), primal_(primal) {}

    /// Whether the derivative of the weighted sum by number `at`, which is x, cannot be what is claimed.
    bool contradicts(std::size_t at, T const& x, T const& claimed) {
        at_ = at;
        x_ = x;
        claimed_ = claimed;
        largest_ = T(0);
        if (!math::isfinite(x) || !math::isfinite(claimed)) return false;
        T const size = math::abs(x), unit = larger(size, T(1));
        // The steps that suit most functions; only where they do not agree, all others have their say.
        for (T const step : {root * (size == 0 ? unit : size), root * unit}) {
            slope const s = by_step(step);
            if (s.exists && (s.value == claimed || agrees(s))) return false;
        }
        largest_ = T(0);
        bool sure = false, near = false;
        int supports = 0;
        std::array<slope, 4> last{};
        slope best;
        T spread(0);
        T const smallest = (size == 0 ? unit : smaller(size, unit)) * 64 * epsilon;
        for (T step = unit / 2; step > smallest; step /= 4) {
            for (std::size_t i = 0; i + 1 < last.size(); ++i) last[i] = last[i + 1];
            slope const& s = last.back() = by_step(step);
            if (agrees(s)) return false;
            // What looks smooth from afar may have steps, kinks or waves that are.
            supports = sure && supported_by(s, math::abs(claimed - best.value)) ? supports + 1 : 0;
            if (supports == 2) return false;
            // Where a step is lost to rounding, those that are not may have said the same as the claim.
            near = near || (s.exists && math::abs(claimed - s.value) <= magnitude(s) / 4);
            if (!settled(last) || (s.flat && near)) continue;
            T const now = math::abs(last[3].value - last[2].value);
            if (!sure || now < spread) best = s, spread = now;
            sure = true;
        }
        by_differences_ = best.value;
        return sure;
    }

    /// What it is instead.
    [[nodiscard]] T const& by_differences() const { return by_differences_; }

private:
    static constexpr T epsilon = std::numeric_limits<T>::epsilon();
    static constexpr T root = math::cbrt(epsilon);
    static constexpr T tolerance = larger(T(1e-4), 2 * root);    // to agree
    static constexpr T least_error = larger(T(1e-3), 2 * root);  // to contradict

    /// What a step to either side says.
    struct slope {
        T value{};  // of the chord between both sides
        T left{}, right{};
        T apart{};  // by so much these two differ
        T noise{};  // so much of the value may come from rounding,
        T doubt{};  // and so much if the claim is right
        bool exists = false;
        bool flat = false;   // nothing changes
        bool clear = false;  // rounding is no matter
    };

    slope by_step(T const& step) {
        T const up = x_ + step, down = x_ - step;
        if (!(down < x_ && x_ < up) || !evaluate(up, above_) || !evaluate(down, below_)) return {};
        T rise(0), fall(0), size(0);
        for (std::size_t j = 0; j < y_.size(); ++j) {
            rise += weights_[j] * (above_[j] - y_[j]);
            fall += weights_[j] * (y_[j] - below_[j]);
            size += weights_[j] * larger(math::abs(y_[j]), larger(math::abs(above_[j]), math::abs(below_[j])));
        }
        largest_ = larger(largest_, size);
        slope s;
        s.value = (rise + fall) / (up - down);
        s.left = fall / (x_ - down);
        s.right = rise / (up - x_);
        s.apart = math::abs(s.right - s.left);
        s.flat = rise == 0 && fall == 0;
        T const unit = 8 * epsilon / (up - down);
        s.noise = unit * (size + math::abs(x_ * s.value) + std::numeric_limits<T>::min());
        s.doubt = unit * math::abs(x_ * claimed_);
        s.exists = math::isfinite(s.value) && math::isfinite(s.apart);
        // Numbers as large as those further out, or as 1, may have been rounded away.
        T const hidden = s.flat ? unit * larger(largest_, T(1)) : T(0);
        s.clear = s.exists && larger(s.noise, hidden) + s.doubt <= tolerance * magnitude(s);
        return s;
    }

    [[nodiscard]] T magnitude(slope const& s) const { return larger(math::abs(claimed_), math::abs(s.value)); }

    [[nodiscard]] bool agrees(slope const& s) const {
        return s.clear && math::abs(claimed_ - s.value) <= tolerance * magnitude(s) + s.noise + s.doubt;
    }

    /// Whether it is closer to the claim, if only on one side, than to what is this far from it.
    [[nodiscard]] bool supported_by(slope const& s, T const& gap) const {
        auto const close = [&](T const& v) { return math::abs(claimed_ - v) <= gap / 4; };
        return s.exists && s.noise + s.doubt <= gap / 10 && (close(s.value) || close(s.left) || close(s.right));
    }

    /// Whether the slopes come to rest as the steps get smaller, far from the claim. At a kink the two sides stay apart; at a
    /// jump, and where the function is too fine for the steps, slopes grow as they get shorter.
    [[nodiscard]] bool settled(std::array<slope, 4> const& s) const {
        T gap = std::numeric_limits<T>::infinity();
        for (slope const& each : s) {
            if (!each.clear) return false;
            gap = smaller(gap, math::abs(claimed_ - each.value));
        }
        T const small = gap / 10;
        if (!(s[3].apart <= small) || !(gap >= least_error * magnitude(s[3]))) return false;
        for (std::size_t i = 1; i < s.size(); ++i) {
            slope const &coarse = s[i - 1], &fine = s[i];
            T const change = math::abs(fine.value - coarse.value);
            T const rest = least_error * larger(math::abs(coarse.value), math::abs(fine.value)) + fine.noise;
            // Of a slope that is 0 it is seen only that it vanishes.
            bool const vanishes = math::abs(fine.value) <= math::abs(coarse.value) / 2;
            if (!(change <= small) || !(change <= rest || vanishes || i == 1)) return false;
            if (!(fine.apart <= coarse.apart + 4 * fine.noise)) return false;
        }
        return true;
    }

    /// The numbers of the result with number `at_` of the argument moved; false where there are none to compare.
    bool evaluate(T const& moved, std::vector<T>& to) {
        to.clear();
        try {
            std::size_t i = 0;
            X const x = map_leaves<T>(numbers_, [&](T const& leaf) { return i++ == at_ ? moved : leaf; });
            for_each_leaf(primal_(x), [&](auto const& leaf) { to.push_back(T(leaf)); });
        } catch (...) {
            // Code need not work beside the numbers that it was called with.
            return false;
        }
        return to.size() == y_.size() && !any_of(to, [](T const& v) { return !math::isfinite(v); });
    }

    X const& numbers_;
    std::vector<T> const& y_;
    std::vector<T> const& weights_;
    Primal& primal_;
    std::size_t at_ = 0;
    T x_{}, claimed_{}, by_differences_{};
    T largest_{};  // of the sums since the longest step
    std::vector<T> above_, below_;
};

/// While it lives, nothing is recorded and nothing noted of what happens.
template <class T>
class [[nodiscard]] unseen {
public:
    unseen() : explaining_(std::exchange(explaining<T>, nullptr)) {}
    unseen(unseen const&) = delete;
    unseen& operator=(unseen const&) = delete;
    ~unseen() {
        // Unless the code has ended the gradient_tape that explained, or opened another; the list outlives them.
        if (explaining<T> == nullptr && explaining_ != nullptr && explaining_->explains()) explaining<T> = explaining_;
    }

private:
    not_recording<T> quiet_;
    tape<T>* explaining_;
};

/// Numbers between 0.5 and 1.5, the same in every run.
template <plain_scalar T>
std::vector<T> arbitrary_adjoints(std::size_t count) {
    std::vector<T> numbers;
    for (std::uint64_t state = 1; numbers.size() < count;) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        numbers.push_back(T(0.5) + static_cast<T>(state >> 48) / T(1 << 16));
    }
    return numbers;
}

inline std::string some_of(std::vector<double> const& numbers) {
    std::string text;
    for (std::size_t i = 0; i < numbers.size() && i < 4; ++i) text += (i == 0 ? "" : ", ") + number_text(numbers[i]);
    return numbers.size() > 4 ? text + ", ..." : text;
}

/// Throws `wrong_rule` if finite differences contradict what `pull` makes of an adjoint of y = primal(x), in a number of x that
/// is recorded: `arguments` says under which name, or nobody's. It calls the primal some times for each.
template <plain_scalar T, class X, class Y, class Primal, class Pull>
[[gnu::noinline]] void check_rule(X const& x, Y const& y, Primal& primal, Pull const& pull,
                                  std::vector<std::uint32_t> const& arguments, std::source_location const& where) {
    unseen<T> const quiet;
    std::vector<T> numbers, results, claims;
    for_each_leaf(x, [&](T const& leaf) { numbers.push_back(leaf); });
    for_each_leaf(y, [&](T const& leaf) { results.push_back(leaf); });
    if (any_of(results, [](T const& v) { return !math::isfinite(v); })) return;
    auto const compare = [&](std::vector<T> const& adjoints) {
        std::size_t i = 0;
        claims.clear();
        for_each_leaf(pull(map_leaves<T>(y, [&](T const&) { return adjoints[i++]; })),
                      [&](auto const& a) { claims.push_back(T(a)); });
        rule_check<T, X, Primal> check(x, results, adjoints, primal);
        for (i = 0; i < numbers.size(); ++i) {
            if (arguments[i] == nobody || !check.contradicts(i, numbers[i], claims[i])) continue;
            auto const text = [](T const& v) { return number_text(static_cast<double>(v)); };
            std::string const number =
                numbers.size() == 1 ? "its argument" : "number " + std::to_string(i) + " of its argument";
            throw wrong_rule("the pullback of custom_gradient" + place_text(where) + " gives " + text(claims[i]) +
                                 " for " + number + ", which is " + text(numbers[i]) +
                                 ", where finite differences of the primal give " + text(check.by_differences()) +
                                 " (the adjoint of the result being " +
                                 some_of(std::vector<double>(adjoints.begin(), adjoints.end())) +
                                 "): correct the pullback, or, if it is not meant to be the derivative of the primal, "
                                 "record it without {.check_custom_rules = true}.",
                             where);
        }
    };
    // The adjoint 1 gives the derivative itself, for people; only another one shows a pullback that forgets it.
    if (results.size() == 1) compare({T(1)});
    compare(arbitrary_adjoints<T>(results.size()));
}

}  // namespace wengert::detail
