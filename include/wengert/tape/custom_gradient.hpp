// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <tuple>
#include <vector>

#include <wengert/core/structure.hpp>
#include <wengert/rules/custom_gradient.hpp>
#include <wengert/tape/tape.hpp>

namespace wengert {

namespace detail {

template <class T, class X, class Y, class Pullback>
class custom_operator final : public operator_record<T> {
public:
    custom_operator(X x, Y y, Pullback pullback, std::vector<std::uint32_t> arguments, std::vector<std::uint32_t> results)
        : x_(std::move(x)), y_(std::move(y)), pullback_(std::move(pullback)), arguments_(std::move(arguments)),
          results_(std::move(results)) {}

    void reverse(adjoint_view<T> const& adjoints) const override {
        std::size_t i = 0;
        bool reached = false;
        auto const ybar = map_leaves<T>(y_, [&](T const&) {
            T const& a = adjoints[results_[i++]];
            reached = reached || !is_zero(a);
            return a;
        });
        if (!reached) return;
        auto const xbar = pull_back(pullback_, x_, y_, ybar);
        if (!same_shape(x_, xbar)) throw shape_mismatch("the pullback of custom_gradient", leaf_count(x_), leaf_count(xbar));
        i = 0;
        for_each_leaf(xbar, [&](auto const& a) {
            // Statement 0 is nobody's: a passive argument.
            std::uint32_t const argument = arguments_[i++];
            if (argument != 0) adjoints[argument] = T(adjoints[argument] + a);
        });
    }

    // The Jacobian is only known transposed: one pull for every result gives its rows.
    void forward(adjoint_view<T> const& tangents) const override {
        for (std::size_t row = 0; row < results_.size(); ++row) {
            std::size_t i = 0;
            auto const unit = map_leaves<T>(y_, [&](T const&) { return T(i++ == row ? 1 : 0); });
            T sum(0);
            i = 0;
            for_each_leaf(pull_back(pullback_, x_, y_, unit), [&](auto const& a) {
                std::uint32_t const argument = arguments_[i++];
                if (argument != 0) sum = T(sum + a * tangents[argument]);
            });
            tangents[results_[row]] = sum;
        }
    }

    [[nodiscard]] std::span<std::uint32_t const> arguments() const override { return arguments_; }
    [[nodiscard]] std::span<std::uint32_t const> results() const override { return results_; }
    [[nodiscard]] char const* name() const override { return "custom_gradient"; }
    [[nodiscard]] std::size_t bytes() const override {
        return sizeof(*this) + (arguments_.size() + results_.size()) * sizeof(std::uint32_t);
    }

private:
    X x_;
    Y y_;
    Pullback pullback_;
    std::vector<std::uint32_t> arguments_, results_;
};

template <class T>
struct custom_rule<active<T>> {
    template <class X, class Primal, class Pullback>
    static auto apply(X const& x, Primal& primal, Pullback const& pullback) {
        using S = active<T>;
        recorder<T>& to = *current<T>;
        census<T> operands{to.tag};
        auto const numbers = map_leaves<T>(x, [&](auto const& leaf) {
            S const number(leaf);
            operands.count(number);
            return number.value();
        });
        auto const y = map_leaves<T>(primal(numbers), [](auto const& leaf) { return T(leaf); });
        if (operands.foreign || operands.active_count == 0) {
            handle const h = operands.untracked(to.tag != no_recording_tag, "custom_gradient");
            return map_leaves<S>(y, [&](T const& v) { return S(v, h); });
        }
        auto& list = static_cast<tape<T>&>(to);
        std::vector<std::uint32_t> arguments, results;
        for_each_leaf(x, [&](auto const& leaf) {
            S const number(leaf);
            arguments.push_back(list.owns(number) ? number.identity().index : 0);
        });
        auto const result = map_leaves<S>(y, [&](T const& v) {
            S const r = list.input(v);
            results.push_back(r.identity().index);
            return r;
        });
        using record = custom_operator<T, std::remove_cvref_t<decltype(numbers)>, std::remove_cvref_t<decltype(y)>, Pullback>;
        list.append(std::make_unique<record>(numbers, y, pullback, std::move(arguments), std::move(results)));
        return result;
    }
};

}  // namespace detail

}  // namespace wengert
