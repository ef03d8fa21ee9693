// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

// Eigen: its matrices and arrays are structures, and the numbers of this library are scalars of them.

#include <complex>
#include <cstddef>
#include <utility>

#include <Eigen/Core>

#include <wengert/wengert.hpp>

namespace wengert {

namespace detail {

/// How matrices and arrays that own their numbers are walked: in the order in which these lie in memory.
template <class M>
struct eigen_sequence {
    using element = typename M::Scalar;
    static constexpr std::size_t extent =
        M::SizeAtCompileTime == Eigen::Dynamic ? dynamic_extent : static_cast<std::size_t>(M::SizeAtCompileTime);

    static std::size_t size(M const& m) noexcept { return static_cast<std::size_t>(m.size()); }
    static auto& at(auto& m, std::size_t i) noexcept { return m.data()[i]; }

    template <class R, class G>
    static R generate(M const& m, G&& g) {
        R result;
        result.resize(m.rows(), m.cols());
        for (std::size_t i = 0; i != size(m); ++i) at(result, i) = g(i);
        return result;
    }
};

}  // namespace detail

template <class T, int Rows, int Cols, int Options, int MaxRows, int MaxCols>
struct sequence_traits<Eigen::Matrix<T, Rows, Cols, Options, MaxRows, MaxCols>>
    : detail::eigen_sequence<Eigen::Matrix<T, Rows, Cols, Options, MaxRows, MaxCols>> {
    template <class U>
    using rebind = Eigen::Matrix<U, Rows, Cols, Options, MaxRows, MaxCols>;
};

template <class T, int Rows, int Cols, int Options, int MaxRows, int MaxCols>
struct sequence_traits<Eigen::Array<T, Rows, Cols, Options, MaxRows, MaxCols>>
    : detail::eigen_sequence<Eigen::Array<T, Rows, Cols, Options, MaxRows, MaxCols>> {
    template <class U>
    using rebind = Eigen::Array<U, Rows, Cols, Options, MaxRows, MaxCols>;
};

}  // namespace wengert

namespace Eigen {

/// What Eigen asks of a scalar. That of the numbers underneath says how small and how large, and which digits to trust.
template <wengert::active_scalar S>
struct NumTraits<S> : NumTraits<wengert::base_t<S>> {
    using Real = S;
    using NonInteger = S;
    using Nested = S;
    using Literal = S;
    enum { RequireInitialization = 1, ReadCost = 2, AddCost = 4, MulCost = 4 };
};

template <wengert::active_scalar S>
struct NumTraits<std::complex<S>> {
    static_assert(
        wengert::never<S>,
        "wengert: std::complex of active or dual numbers is not specified by C++, so what Eigen computes by complex "
        "numbers (EigenSolver, ComplexSchur, FFT) has no derivative. Of symmetric matrices take "
        "SelfAdjointEigenSolver.");
};

// Matrices of double meet those of active or dual numbers without a cast, but on the right of a product: there Eigen keeps
// factors of the result's type in the right operand's, and refuses the product if there is no ReturnType.
template <wengert::plain_scalar A, wengert::active_scalar S, class Op>
struct ScalarBinaryOpTraits<A, S, Op> {
    using ReturnType = S;
};
template <wengert::active_scalar S, wengert::plain_scalar B, class Op>
struct ScalarBinaryOpTraits<S, B, Op> {
    using ReturnType = S;
};
template <wengert::active_scalar S, wengert::plain_scalar B>
struct ScalarBinaryOpTraits<S, B, internal::scalar_product_op<S, B>> {};

}  // namespace Eigen
