// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <wengert/core/structure.hpp>
#include <wengert/rules/custom_gradient.hpp>
#include <wengert/tape/rule_check.hpp>
#include <wengert/tape/tape.hpp>

namespace wengert::detail {

/// The record of a custom_gradient: the numbers `X` and `Y` of its arguments and results, and their statements.
template <class T, class X, class Y, class Pullback>
class custom_operator final : public operator_record<T> {
    using S = active<T>;

public:
    custom_operator(X x, Y y, Pullback pullback, std::vector<std::uint32_t> arguments,
                    std::vector<std::uint32_t> results, std::uint32_t epoch, std::source_location where)
        : where_(where),
          epoch_(epoch),
          x_(std::move(x)),
          y_(std::move(y)),
          pullback_(std::move(pullback)),
          arguments_(std::move(arguments)),
          results_(std::move(results)) {}

    void reverse(adjoint_view<T> const& adjoints) const override {
        bool reached = false;
        for (std::uint32_t const r : results_) reached = reached || !is_zero(adjoints[r]);
        if (!reached) return;
        std::size_t i = 0;
        auto const xbar = pull(map_leaves<T>(y_, [&](T const&) { return adjoints[results_[i++]]; }));
        i = 0;
        for_each_leaf(xbar, [&](auto const& a) {
            std::uint32_t const argument = arguments_[i++];
            if (argument != nobody) adjoints[argument] = T(adjoints[argument] + a);
        });
    }

    // The Jacobian is only known transposed: one pull for every result gives its rows.
    void forward(adjoint_view<T> const& tangents) const override {
        for (std::size_t row = 0; row < results_.size(); ++row) {
            std::size_t i = 0;
            auto const xbar = pull(map_leaves<T>(y_, [&](T const&) { return T(i++ == row ? 1 : 0); }));
            T sum(0);
            i = 0;
            for_each_leaf(xbar, [&](auto const& a) {
                std::uint32_t const argument = arguments_[i++];
                if (argument != nobody && !is_zero(tangents[argument])) sum = T(sum + a * tangents[argument]);
            });
            tangents[results_[row]] = sum;
        }
    }

    void reverse_recorded(std::vector<S> const& results, std::vector<S>& arguments) const override {
        std::size_t i = 0;
        auto const ybar = map_leaves<S>(y_, [&](T const&) { return results[i++]; });
        auto const x = named(x_, arguments_);
        auto const y = named(y_, results_);
        if constexpr (requires { pull_back(pullback_, x, y, ybar); }) {
            i = 0;
            for_each_leaf(pull_in_shape(pullback_, x, y, ybar, where_), [&](auto const& a) { arguments[i++] = S(a); });
        } else {
            operator_record<T>::reverse_recorded(results, arguments);
        }
    }

    [[nodiscard]] std::vector<std::uint32_t> const& arguments() const override { return arguments_; }
    [[nodiscard]] std::vector<std::uint32_t> const& results() const override { return results_; }
    [[nodiscard]] char const* name() const override { return "custom_gradient"; }
    [[nodiscard]] std::size_t bytes() const override {
        return sizeof(*this) + (arguments_.size() + results_.size()) * sizeof(std::uint32_t);
    }

private:
    template <class YBar>
    auto pull(YBar const& ybar) const {
        not_recording<T> const quiet;
        return pull_in_shape(pullback_, x_, y_, ybar, where_);
    }

    /// Numbers as they are on the tape.
    template <class Numbers>
    auto named(Numbers const& numbers, std::vector<std::uint32_t> const& statements) const {
        std::size_t i = 0;
        return map_leaves<S>(numbers, [&](T const& v) {
            std::uint32_t const s = statements[i++];
            return s == nobody ? S(v) : S(v, {s, epoch_});
        });
    }

    std::source_location where_;
    std::uint32_t epoch_;
    X x_;
    Y y_;
    Pullback pullback_;
    std::vector<std::uint32_t> arguments_, results_;
};

template <class T>
struct custom_rule<active<T>> {
    using S = active<T>;

    template <class X, class Primal, class Pullback>
    static auto apply(X const& structure, Primal& primal, Pullback const& pullback, std::source_location const& where) {
        if constexpr (std::is_same_v<X, rebind_t<X, S>>) return record(structure, primal, pullback, where);
        else return record(map_leaves<S>(structure, [](auto const& leaf) { return S(leaf); }), primal, pullback, where);
    }

private:
    template <class X, class Primal, class Pullback>
    static auto record(X const& x, Primal& primal, Pullback const& pullback, std::source_location const& where) {
        recorder<T>& to = *current<T>;
        census<T> operands{to.tag};
        for_each_leaf(x, [&](S const& leaf) { operands.count(leaf); });
        auto numbers = map_leaves<T>(x, [](S const& leaf) { return leaf.value(); });
        auto value = [&] {
            not_recording<T> const quiet;
            return map_leaves<T>(primal(std::as_const(numbers)), [](auto const& leaf) { return T(leaf); });
        }();
        if (operands.foreign || operands.active_count == 0) {
            handle const h = operands.untracked(to.tag != no_recording_tag, "custom_gradient", nullptr);
            return map_leaves<S>(value, [&](T const& v) { return S(v, h); });
        }
        auto& list = static_cast<tape<T>&>(to);
        std::vector<std::uint32_t> arguments, results;
        arguments.reserve(leaf_count(x));
        results.reserve(leaf_count(value));
        for_each_leaf(x, [&](S const& leaf) { arguments.push_back(list.owns(leaf) ? leaf.identity().index : nobody); });
        if constexpr (plain_scalar<T>) {
            if (list.checks_custom_rules()) {
                pinned<T> const meanwhile(list);  // the check runs code of the user
                auto const pull = [&](auto const& ybar) {
                    return pull_in_shape(pullback, numbers, value, ybar, where);
                };
                check_rule<T>(numbers, value, primal, pull, arguments, where);
            }
        }
        if (list.traps_non_finite())
            for_each_leaf(value, [&](T const& v) {
                if (!isfinite(wengert::primal(v)))
                    throw_not_finite("custom_gradient gave " + number_text(static_cast<double>(wengert::primal(v))) +
                                         place_text(where),
                                     "look at its function", where);
            });
        auto const y = map_leaves<S>(value, [&](T const& v) {
            S const r = list.input(v, code_place(where));
            results.push_back(r.identity().index);
            return r;
        });
        using operation = custom_operator<T, decltype(numbers), decltype(value), Pullback>;
        list.append(make_owner<operation>(std::move(numbers), std::move(value), pullback, std::move(arguments),
                                          std::move(results), list.epoch(), where));
        return y;
    }
};

}  // namespace wengert::detail
