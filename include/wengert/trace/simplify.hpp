// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/trace/builder.hpp>

// What needs no computation. Every identity here holds in IEEE arithmetic for infinities and NaNs too; only the sign of a result
// that is zero may differ, and that of a NaN. So x * 0, x - x and x / x stay what they are.
namespace wengert::detail {

/// Whether sums and products of a few such numbers stay finite. An overflow is no constant expression; nor is a NaN.
template <class B>
inline constexpr B far_number = sizeof(B) == sizeof(float) ? B(1e9F) : B(1e75);
template <class B>
constexpr bool far_from_overflow(B const& x) {
    return x < far_number<B> && x > -far_number<B>;
}

/// Whether the value of a rule is a constant expression for these constants.
template <class Rule, class B, class... X>
constexpr bool folds(X const&... x) {
    auto const small = [](auto const& v) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(v)>, B>) return far_from_overflow(v);
        else return true;
    };
    if constexpr (std::is_same_v<Rule, rules::div_>) {
        return [&](B const& a, B const& b) {
            return small(a) && small(b) && (b > 1 / far_number<B> || b < -1 / far_number<B>);
        }(x...);
    } else {
        return (small(x) && ...);
    }
}

template <class B>
class simplifier {
public:
    constexpr explicit simplifier(list_builder<B>& list) : list_(list) {}

    /// The number of what `code` gives for these operands, with as little new as possible.
    constexpr operand_number operator()(opcode code, operand_number a, operand_number b = no_operand,
                                        operand_number c = no_operand) {
        switch (code) {
            case code_of<rules::neg_>:
                return negated(a);
            case code_of<rules::add_>:
                return sum(a, b);
            case code_of<rules::sub_>:
                return difference(a, b);
            case code_of<rules::mul_>:
                return product(a, b);
            case code_of<rules::div_>:
                return quotient(a, b);
            case code_of<rules::square_>:
                return product(a, a);
            case code_of<rules::powi_>:
                return power(a, b);
            case code_of<rules::pow_>:
                return real_power(a, b);
            case code_of<rules::select_>:
                return chosen(a, b, c);
            case code_of<rules::scale_>:
                return scaled(a, b);
            default:
                return list_.append(code, a, b, c);
        }
    }

    constexpr operand_number negated(operand_number a) {
        if (names_constant(a)) return list_.constant(-list_.constant_at(a));
        instruction const& i = list_.code()[a];
        if (i.code == code_of<rules::neg_>) return i.from[0];
        if (i.code == code_of<rules::sub_>) return list_.append(code_of<rules::sub_>, i.from[1], i.from[0]);
        return list_.append(code_of<rules::neg_>, a);
    }

    constexpr operand_number sum(operand_number a, operand_number b) {
        if (names_constant(a) || names_constant(b)) {
            if (names_constant(a) && names_constant(b) && is_small(a) && is_small(b))
                return list_.constant(list_.constant_at(a) + list_.constant_at(b));
            if (is(a, 0)) return b;
            if (is(b, 0)) return a;
        }
        // x * x gives its adjoint twice: twice a multiple is one multiple.
        if (a == b && list_.code()[a].code == code_of<rules::mul_> && names_constant(list_.code()[a].from[1]) &&
            is_small(list_.code()[a].from[1]))
            return product(list_.code()[a].from[0], list_.constant(2 * list_.constant_at(list_.code()[a].from[1])));
        if (is_negated(b)) return difference(a, inside(b));
        if (is_negated(a)) return difference(b, inside(a));
        return a < b ? list_.append(code_of<rules::add_>, a, b) : list_.append(code_of<rules::add_>, b, a);
    }

    constexpr operand_number product(operand_number a, operand_number b) {
        if (names_constant(b)) return constant_product(a, b);
        if (names_constant(a)) return constant_product(b, a);
        if (is_negated(a)) return negated(product(inside(a), b));
        if (is_negated(b)) return negated(product(a, inside(b)));
        return a < b ? list_.append(code_of<rules::mul_>, a, b) : list_.append(code_of<rules::mul_>, b, a);
    }

    /// A factor of the chain rule, where the partial may be infinite.
    constexpr operand_number scaled(operand_number adjoint, operand_number p) {
        if (is(adjoint, 0)) return adjoint;
        if (names_constant(adjoint) || (names_constant(p) && is_small(p))) return product(adjoint, p);
        if (is_negated(adjoint)) return negated(scaled(inside(adjoint), p));
        if (is_negated(p)) return negated(scaled(adjoint, inside(p)));
        return list_.append(code_of<rules::scale_>, adjoint, p);
    }

    constexpr operand_number chosen(operand_number condition, operand_number a, operand_number b) {
        if (a == b) return a;
        instruction const& i = list_.code()[condition];
        if (i.code == code_of<rules::not_>) return chosen(i.from[0], b, a);
        return list_.append(code_of<rules::select_>, condition, a, b);
    }

private:
    [[nodiscard]] constexpr bool is(operand_number a, int constant) const {
        return names_constant(a) && list_.constant_at(a) == B(constant);
    }
    [[nodiscard]] constexpr bool is_small(operand_number a) const { return far_from_overflow(list_.constant_at(a)); }
    [[nodiscard]] constexpr bool is_negated(operand_number a) const {
        return !names_constant(a) && list_.code()[a].code == code_of<rules::neg_>;
    }
    [[nodiscard]] constexpr operand_number inside(operand_number negation) const {
        return list_.code()[negation].from[0];
    }

    constexpr operand_number difference(operand_number a, operand_number b) {
        if (is(b, 0)) return a;
        if (is(a, 0)) return negated(b);
        if (is_negated(b)) return sum(a, inside(b));
        if (is_negated(a)) return negated(sum(inside(a), b));
        return list_.append(code_of<rules::sub_>, a, b);
    }

    constexpr operand_number constant_product(operand_number a, operand_number constant) {
        if (names_constant(a) && is_small(a) && is_small(constant))
            return list_.constant(list_.constant_at(a) * list_.constant_at(constant));
        if (is(constant, 1)) return a;
        if (is(constant, -1)) return negated(a);
        if (is_negated(a)) return constant_product(inside(a), list_.constant(-list_.constant_at(constant)));
        return list_.append(code_of<rules::mul_>, a, constant);
    }

    constexpr operand_number quotient(operand_number a, operand_number b) {
        if (is(b, 1)) return a;
        if (is(b, -1)) return negated(a);
        if (names_constant(b) && has_exact_inverse(list_.constant_at(b)))
            return product(a, list_.constant(1 / list_.constant_at(b)));
        if (is_negated(a)) return negated(quotient(inside(a), b));
        if (is_negated(b)) return negated(quotient(a, inside(b)));
        if (!names_constant(b) && list_.code()[b].code == code_of<rules::mul_>) {
            operand_number const factor = list_.code()[b].from[1];
            if (names_constant(factor) && has_exact_inverse(list_.constant_at(factor)))
                return product(quotient(a, list_.code()[b].from[0]), list_.constant(1 / list_.constant_at(factor)));
        }
        return list_.append(code_of<rules::div_>, a, b);
    }

    /// A power of two that is far from both ends of the range.
    static constexpr bool has_exact_inverse(B const& x) {
        auto const near = static_cast<double>(x);
        std::uint64_t const bits = std::bit_cast<std::uint64_t>(near);
        std::uint64_t const exponent = (bits >> 52) & 0x7FF;
        return static_cast<B>(near) == x && (bits << 12) == 0 && exponent > 1023 - 100 && exponent < 1023 + 100;
    }

    constexpr operand_number power(operand_number a, operand_number parameter) {
        switch (static_cast<std::int32_t>(list_.constant_at(parameter))) {
            case 0:
                return list_.constant(B(1));
            case 1:
                return a;
            case 2:
                return product(a, a);
            case 3:
                return product(product(a, a), a);
            case 4:
                return product(product(a, a), product(a, a));
            case -1:
                return quotient(list_.constant(B(1)), a);
            default:
                return list_.append(code_of<rules::powi_>, a, parameter);
        }
    }

    constexpr operand_number real_power(operand_number a, operand_number b) {
        if (is(b, 0)) return list_.constant(B(1));
        if (is(b, 1)) return a;
        if (is(b, 2)) return product(a, a);
        return list_.append(code_of<rules::pow_>, a, b);
    }

    list_builder<B>& list_;
};

}  // namespace wengert::detail
