// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

// Other libraries that differentiate the same programs, those of them that CMake has found. A peer has
//
//      jacobian<F>(x)            the derivatives of all results, row by row
//      value_and_gradient<F>(x)  both in one array
//      hessian<F>(x)             all of it, row by row
//
// where F is the type of a program and x a std::array<double, n>. Its numbers are used as its documentation advises.
namespace programs {

/// Numbers of the program's result, for arguments that are doubles.
template <class F, class X>
inline constexpr std::size_t results_of = [] {
    using R = std::invoke_result_t<F, X const&>;
    if constexpr (std::is_arithmetic_v<R>) return std::size_t{1};
    else return std::tuple_size_v<R>;
}();

/// f(x), an array also where it is one number.
template <class F, class X>
auto results(X const& x) {
    auto y = F{}(x);
    if constexpr (requires {
                      y[0];
                      y.size();
                  })
        return y;
    else return std::array<decltype(y), 1>{std::move(y)};
}

// ---- dual numbers of any library ----------------------------------------------------------------------------------------------

/// A peer whose numbers carry all partials. `Numbers` says how to make them and how to read them.
template <class Numbers>
struct dual_numbers {
    template <class F, std::size_t N>
    static auto jacobian(std::array<double, N> const& x) {
        auto const y = results<F>(Numbers::template first<N>(x));
        constexpr std::size_t m = results_of<F, std::array<double, N>>;
        std::array<double, m * N> J;
        for (std::size_t i = 0; i != m; ++i)
            for (std::size_t j = 0; j != N; ++j) J[i * N + j] = Numbers::partial(y[i], j);
        return J;
    }

    template <class F, std::size_t N>
    static std::array<double, 1 + N> value_and_gradient(std::array<double, N> const& x) {
        auto const y = results<F>(Numbers::template first<N>(x));
        std::array<double, 1 + N> result;
        result[0] = Numbers::value(y[0]);
        for (std::size_t j = 0; j != N; ++j) result[1 + j] = Numbers::partial(y[0], j);
        return result;
    }

    template <class F, std::size_t N>
    static std::array<double, N * N> hessian(std::array<double, N> const& x) {
        auto const y = results<F>(Numbers::template second<N>(x));
        std::array<double, N * N> H;
        for (std::size_t i = 0; i != N; ++i)
            for (std::size_t j = 0; j != N; ++j) H[i * N + j] = Numbers::partial(Numbers::partial(y[0], i), j);
        return H;
    }
};

}  // namespace programs

// ---- Ceres --------------------------------------------------------------------------------------------------------------------

#ifdef WENGERT_BENCH_CERES
#include <ceres/jet.h>

// A Jet of Jets has no operations with plain numbers; a program that has constants needs them.
namespace ceres {
template <int N, int M>
Jet<Jet<double, M>, N> operator*(double s, Jet<Jet<double, M>, N> const& f) {
    return Jet<Jet<double, M>, N>(s * f.a, f.v * Jet<double, M>(s));
}
template <int N, int M>
Jet<Jet<double, M>, N> operator-(Jet<Jet<double, M>, N> const& f, double s) {
    return Jet<Jet<double, M>, N>(f.a - s, f.v);
}
}  // namespace ceres

namespace programs {

struct ceres_numbers {
    template <std::size_t N, class T = double>
    using number = ceres::Jet<T, static_cast<int>(N)>;

    template <std::size_t N>
    static auto first(std::array<double, N> const& x) {
        std::array<number<N>, N> in;
        for (std::size_t i = 0; i != N; ++i) in[i] = number<N>(x[i], static_cast<int>(i));
        return in;
    }

    template <std::size_t N>
    static auto second(std::array<double, N> const& x) {
        std::array<number<N, number<N>>, N> in;
        for (std::size_t i = 0; i != N; ++i)
            in[i] = number<N, number<N>>(number<N>(x[i], static_cast<int>(i)), static_cast<int>(i));
        return in;
    }

    template <class T, int N>
    static T const& value(ceres::Jet<T, N> const& y) {
        return y.a;
    }
    template <class T, int N>
    static T const& partial(ceres::Jet<T, N> const& y, std::size_t i) {
        return y.v[static_cast<Eigen::Index>(i)];
    }
};

using ceres_jet = dual_numbers<ceres_numbers>;

}  // namespace programs
#endif

// ---- Sacado -------------------------------------------------------------------------------------------------------------------

#ifdef WENGERT_BENCH_SACADO
// Sacado's configuration in Debian asks for the headers of Kokkos, which are in another package. Without it, it has to be told
// what a compiler of today can do.
#define TRILINOS_NO_CONFIG_H
#define HAVE_SACADO_CXX11
#define HAS_C99_TR1_CMATH
#define SACADO_FORCEINLINE_FUNCTION inline __attribute__((always_inline))
#include <cmath>
#include <numbers>

#include <Sacado_No_Kokkos.hpp>

// Sacado has no erfc.
namespace Sacado::Fad {
template <int N>
SFad<double, N> erfc(SFad<double, N> const& x) {
    SFad<double, N> y(std::erfc(x.val()));
    double const slope = -2.0 * std::numbers::inv_sqrtpi * std::exp(-x.val() * x.val());
    for (int i = 0; i != N; ++i) y.fastAccessDx(i) = slope * x.fastAccessDx(i);
    return y;
}
}  // namespace Sacado::Fad
namespace Sacado::ELRFad {
template <int N>
SFad<double, N> erfc(SFad<double, N> const& x) {
    SFad<double, N> y(std::erfc(x.val()));
    double const slope = -2.0 * std::numbers::inv_sqrtpi * std::exp(-x.val() * x.val());
    for (int i = 0; i != N; ++i) y.fastAccessDx(i) = slope * x.fastAccessDx(i);
    return y;
}
}  // namespace Sacado::ELRFad

namespace programs {

/// `Fad` is one of Sacado's numbers with a fixed count of partials.
template <template <class, int> class Fad>
struct sacado_numbers {
    template <std::size_t N, class T = double>
    using number = Fad<T, static_cast<int>(N)>;

    template <std::size_t N>
    static auto first(std::array<double, N> const& x) {
        constexpr int n = static_cast<int>(N);
        std::array<number<N>, N> in;
        for (int i = 0; i != n; ++i) in[static_cast<std::size_t>(i)] = number<N>(n, i, x[static_cast<std::size_t>(i)]);
        return in;
    }

    template <std::size_t N>
    static auto second(std::array<double, N> const& x) {
        constexpr int n = static_cast<int>(N);
        std::array<number<N, number<N>>, N> in;
        for (int i = 0; i != n; ++i)
            in[static_cast<std::size_t>(i)] =
                number<N, number<N>>(n, i, number<N>(n, i, x[static_cast<std::size_t>(i)]));
        return in;
    }

    template <class T>
    static auto const& value(T const& y) {
        return y.val();
    }
    template <class T>
    static auto const& partial(T const& y, std::size_t i) {
        return y.fastAccessDx(static_cast<int>(i));
    }
};

using sacado_sfad = dual_numbers<sacado_numbers<Sacado::Fad::SFad>>;
using sacado_elr = dual_numbers<sacado_numbers<Sacado::ELRFad::SFad>>;

}  // namespace programs
#endif

// ---- Boost.Math ---------------------------------------------------------------------------------------------------------------

#ifdef WENGERT_BENCH_BOOST_AUTODIFF
#include <boost/math/differentiation/autodiff.hpp>

namespace programs {

/// Its numbers of several variables hold all mixed derivatives, 2^n of them for a gradient. So this is an evaluation for each
/// input, and for each pair of them.
struct boost_autodiff {
    template <class F, std::size_t N>
    static auto jacobian(std::array<double, N> const& x) {
        constexpr std::size_t m = results_of<F, std::array<double, N>>;
        std::array<double, m * N> J;
        for (std::size_t j = 0; j != N; ++j) {
            auto const y = results<F>(along<N>(x, j));
            for (std::size_t i = 0; i != m; ++i) J[i * N + j] = y[i].derivative(1);
        }
        return J;
    }

    template <class F, std::size_t N>
    static std::array<double, 1 + N> value_and_gradient(std::array<double, N> const& x) {
        std::array<double, 1 + N> result;
        for (std::size_t j = 0; j != N; ++j) {
            auto const y = F{}(along<N>(x, j));
            result[0] = y.derivative(0);
            result[1 + j] = y.derivative(1);
        }
        return result;
    }

    template <class F, std::size_t N>
    static std::array<double, N * N> hessian(std::array<double, N> const& x) {
        using namespace boost::math::differentiation;
        std::array<double, N * N> H;
        for (std::size_t i = 0; i != N; ++i) {
            using single = autodiff_fvar<double, 2>;
            std::array<single, N> on_diagonal;
            for (std::size_t k = 0; k != N; ++k) on_diagonal[k] = single(x[k]);
            on_diagonal[i] = make_fvar<double, 2>(x[i]);
            H[(N + 1) * i] = F{}(on_diagonal).derivative(2);
            for (std::size_t j = 0; j != i; ++j) {
                using pair = autodiff_fvar<double, 1, 1>;
                std::array<pair, N> in;
                for (std::size_t k = 0; k != N; ++k) in[k] = pair(x[k]);
                in[i] = pair(make_fvar<double, 1>(x[i]));
                in[j] = pair(make_fvar<double, 0, 1>(x[j]));
                H[N * i + j] = H[N * j + i] = F{}(in).derivative(1, 1);
            }
        }
        return H;
    }

private:
    template <std::size_t N>
    static auto along(std::array<double, N> const& x, std::size_t j) {
        using namespace boost::math::differentiation;
        using number = autodiff_fvar<double, 1>;
        std::array<number, N> in;
        for (std::size_t k = 0; k != N; ++k) in[k] = number(x[k]);
        in[j] = make_fvar<double, 1>(x[j]);
        return in;
    }
};

}  // namespace programs
#endif

// ---- ADOL-C -------------------------------------------------------------------------------------------------------------------

#ifdef WENGERT_BENCH_ADOLC
#include <adolc/adolc.h>

// ADOL-C has no erfc. Where a number is too far out for this to be right, the check says so.
inline adub erfc(badouble const& x) { return 1.0 - erf(x); }

namespace programs {

/// A tape that is recorded once, the first time that a program is differentiated, and evaluated at other points afterwards.
class adolc_tape {
public:
    template <class F, std::size_t N>
    static auto jacobian(std::array<double, N> const& x) {
        constexpr std::size_t m = results_of<F, std::array<double, N>>;
        std::array<double, m * N> J;
        ::jacobian(recorded<F>(x), static_cast<int>(m), static_cast<int>(N), x.data(), rows_of<m, N>(J).data());
        return J;
    }

    // What the driver `gradient` does, but that throws the value away.
    template <class F, std::size_t N>
    static std::array<double, 1 + N> value_and_gradient(std::array<double, N> const& x) {
        std::array<double, 1 + N> result;
        short const tag = recorded<F>(x);
        double one = 1.0;
        constexpr int n = static_cast<int>(N);
        ::zos_forward(tag, 1, n, 1, x.data(), result.data());
        ::fos_reverse(tag, 1, n, &one, result.data() + 1);
        return result;
    }

    template <class F, std::size_t N>
    static std::array<double, N * N> hessian(std::array<double, N> const& x) {
        std::array<double, N * N> H;
        auto in = x;
        ::hessian(recorded<F>(x), static_cast<int>(N), in.data(), rows_of<N, N>(H).data());
        for (std::size_t i = 0; i != N; ++i)
            for (std::size_t j = 0; j != i; ++j) H[j * N + i] = H[i * N + j];
        return H;
    }

    /// The same by the driver that sweeps in all directions at once.
    template <class F, std::size_t N>
    static std::array<double, N * N> hessian2(std::array<double, N> const& x) {
        std::array<double, N * N> H;
        auto in = x;
        ::hessian2(recorded<F>(x), static_cast<int>(N), in.data(), rows_of<N, N>(H).data());
        for (std::size_t i = 0; i != N; ++i)
            for (std::size_t j = 0; j != i; ++j) H[j * N + i] = H[i * N + j];
        return H;
    }

private:
    template <std::size_t M, std::size_t N>
    static std::array<double*, M> rows_of(std::array<double, M * N>& elements) {
        std::array<double*, M> rows;
        for (std::size_t i = 0; i != M; ++i) rows[i] = elements.data() + i * N;
        return rows;
    }

    template <class F, std::size_t N>
    static short recorded(std::array<double, N> const& x) {
        static short const tag = [&] {
            static_assert(std::is_empty_v<F>);
            short const next = tapes++;
            trace_on(next, 1);  // keeps the values, for a first sweep without another evaluation
            std::array<adouble, N> in;
            for (std::size_t i = 0; i != N; ++i) in[i] <<= x[i];
            auto y = results<F>(in);
            double ignored;
            for (auto& number : y) number >>= ignored;
            trace_off();
            return next;
        }();
        return tag;
    }

    static inline short tapes = 0;
};

}  // namespace programs
#endif
