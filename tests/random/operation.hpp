// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <type_traits>

#include <wengert/wengert.hpp>

#include "random/setting.hpp"

namespace random_programs {

/// What the statements without a block compute, with numbers of any type.
template <class T>
class arithmetic {
    static constexpr bool plain = std::is_floating_point_v<T>;

public:
    explicit arithmetic(setting& how) : how_(&how) {}

    T operator()(statement const& s, frame<T> const& f) const {
        ++how_->operations;
        T y = operation(s, f);
        if (s.tamed) y = y / (1 + 0.125 * (y * y));
        return y;
    }

    /// The condition of a statement.
    static bool decides(statement const& s, frame<T> const& f) {
        T const &a = f.r[s.a], &b = f.r[s.b];
        switch (s.n % 5) {
            case 0:
                return a < b;
            case 1:
                return a <= s.k;
            case 2:
                return a > b + s.k;
            case 3:
                return s.k >= b;
            default:
                return wengert::isfinite(a);
        }
    }

    /// The number, to which no path leads.
    T cut(T const& x) const {
        if constexpr (plain) return kept(x);
        else return stop_gradient(x);
    }

    /// A choice is made.
    bool chose(bool what) const {
        how_->chose(what ? 5 : 6);
        return what;
    }

private:
    T operation(statement const& s, frame<T> const& f) const {
        using namespace wengert;
        T const &a = f.r[s.a], &b = f.r[s.b], &c = f.r[s.c];
        switch (s.what) {
            case op::constant:
                return T(s.k);
            case op::step_number:
                return T(s.k * static_cast<double>(f.step));
            case op::copy:
                return a;
            case op::neg:
                return -a;
            case op::square:
                return square(a);
            case op::sqrt:
                return sqrt(positive(s, a));
            case op::cbrt:
                side(a);
                return cbrt(positive(s, a));
            case op::exp:
                return exp(small(s, a));
            case op::exp2:
                return exp2(small(s, a));
            case op::expm1:
                return expm1(small(s, a));
            case op::log:
                return log(positive(s, a));
            case op::log2:
                return log2(positive(s, a));
            case op::log10:
                return log10(positive(s, a));
            case op::log1p:
                return log1p(inside_one(s, a));
            case op::sigmoid:
                return sigmoid(a);
            case op::softplus:
                return softplus(a);
            case op::sin:
                return sin(a);
            case op::cos:
                return cos(a);
            case op::tan: {
                T const x = inside_one(s, a);
                if constexpr (plain) whole(std::floor(x * T(0.3183098861837907) + T(0.5)));
                return tan(x);
            }
            case op::asin:
                return asin(inside_one(s, a));
            case op::acos:
                return acos(inside_one(s, a));
            case op::atan:
                return atan(a);
            case op::sinh:
                return sinh(small(s, a));
            case op::cosh:
                return cosh(small(s, a));
            case op::tanh:
                return tanh(a);
            case op::asinh:
                return asinh(a);
            case op::acosh:
                return acosh(above_one(s, a));
            case op::atanh:
                return atanh(inside_one(s, a));
            case op::erf:
                return erf(a);
            case op::erfc:
                return erfc(a);
            case op::lgamma:
            case op::digamma:
            case op::polygamma: {
                T const x = positive(s, a);
                if constexpr (plain) whole(x < 0 ? std::floor(x) : 0);
                if (s.what == op::lgamma) return lgamma(x);
                if (s.what == op::digamma) return digamma(x);
                return polygamma(1 + std::abs(s.n) % 3, x);
            }
            case op::abs:
                side(a);
                return abs(a);
            case op::relu:
                side(a);
                return relu(a);
            case op::floor:
            case op::ceil:
            case op::round:
            case op::trunc:
            case op::sign: {
                T const y = step_function(s.what, a);
                whole(y);
                return y;
            }
            case op::stop_gradient:
                return cut(a);
            case op::value:
                if constexpr (!plain && depth_v<T> == 1) return T(value(a));
                else return cut(a);
            case op::times:
                return a * s.k;
            case op::from:
                return s.k - a;
            case op::over:
                side(a);
                return s.k / a;
            case op::power_of_integer:
                side(a);
                return pow(a, s.n);
            case op::power_of_number:
                return pow(positive(s, a), s.k);
            case op::number_to_power:
                return pow(s.k, small(s, a));
            case op::custom:
                return custom_gradient(
                    a, [](auto const& x) { return square(x); },
                    [](auto const& x, auto const& adjoint) { return 2.0 * x * adjoint; });
            case op::add:
                return a + b;
            case op::sub:
                return a - b;
            case op::mul:
                return a * b;
            case op::div:
                side(b);
                return a / (s.guarded ? T(1 + square(b)) : b);
            case op::pow:
                return pow(positive(s, a), b);
            case op::hypot:
                return hypot(a, b);
            case op::atan2:
                side(a);
                side(b);
                return atan2(a, b);
            case op::max:
                side(T(a - b));
                return max(a, b);
            case op::min:
                side(T(a - b));
                return min(a, b);
            case op::copysign:
                side(a);
                side(b);
                return copysign(a, b);
            case op::fdim:
                side(T(a - b));
                return fdim(a, b);
            case op::fmod:
            case op::remainder: {
                T const d = positive(s, b);
                T const y = s.what == op::fmod ? T(fmod(a, d)) : T(remainder(a, d));
                if constexpr (plain) whole(std::round((a - y) / d));
                return y;
            }
            case op::fma:
                return fma(a, b, c);
            case op::clamp:
                side(T(a - b));
                side(T(a - c));
                side(T(b - c));
                return clamp(a, b, c);
            case op::select:
                chose(decides(s, f));
                return select(decides(s, f), b, c);
            case op::kernel:
                return product(a, b, c);
            case op::ratio:
                return (a * b - s.k * c) / (1.5 + square(c) + a * a);
            case op::wave:
                return sin(a * s.k + b) * exp(-0.5 * square(b - c)) + a * (b + c * (a - s.k));
            case op::dot: {
                T sum = 0.0;
                for (std::size_t i = 0; i < registers; ++i) sum += f.r[i] * f.r[(i + s.a) % registers];
                return sum;
            }
            case op::horner: {
                T sum = b;
                for (int i = 0; i < 1 + s.n % 4; ++i) sum = sum * a + f.r[static_cast<std::size_t>(i)];
                return sum;
            }
            default:
                return a;
        }
    }

    static T positive(statement const& s, T const& x) { return s.guarded ? T(0.25 + x * x) : x; }
    static T above_one(statement const& s, T const& x) { return s.guarded ? T(1.25 + x * x) : x; }
    static T inside_one(statement const& s, T const& x) { return s.guarded ? T(0.9 * wengert::sin(x)) : x; }
    static T small(statement const& s, T const& x) { return s.guarded ? T(4 * wengert::sin(x)) : x; }

    // With the partials that the operations have by themselves: where a tape explains, a kernel is these.
    static T product(T const& a, T const& b, T const& c) {
        auto const f = [](auto const& x, auto const& y, auto const& z) { return x * y + z; };
        if constexpr (std::is_floating_point_v<wengert::base_t<T>>) return wengert::kernel(f)(a, b, c);
        else return f(a, b, c);
    }

    template <class U>
    void side(U const& x) const {
        if constexpr (plain) how_->chose(x > 0 ? 1 : x < 0 ? 2 : x != 0 ? 3 : std::signbit(x) ? 4 : 5);
    }
    void whole(T const& x) const {
        if constexpr (plain) how_->chose(x > -1e15 && x < 1e15 ? static_cast<std::int64_t>(x) : 0);
    }

    T kept(T const& x) const {
        if (how_->cuts == setting::memory::writes) how_->kept.push_back(x);
        if (how_->cuts == setting::memory::reads && how_->next_kept < how_->kept.size())
            return static_cast<T>(how_->kept[how_->next_kept++]);
        return x;
    }

    static T step_function(op what, T const& a) {
        using namespace wengert;
        switch (what) {
            case op::floor:
                return floor(a);
            case op::ceil:
                return ceil(a);
            case op::round:
                return round(a);
            case op::trunc:
                return trunc(a);
            default:
                return sign(a);
        }
    }

    setting* how_;
};

}  // namespace random_programs
