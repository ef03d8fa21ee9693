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
        R result(m.rows(), m.cols());
        for (std::size_t i = 0; i != size(m); ++i) at(result, i) = g(i);
        return result;
    }
};

/// What Eigen asks of a scalar. That of the numbers underneath says how small and how large, and which digits to trust.
template <class T>
struct eigen_traits : Eigen::NumTraits<base_t<T>> {
    using Real = T;
    using NonInteger = T;
    using Nested = T;
    using Literal = T;
    enum { RequireInitialization = 1, ReadCost = 2, AddCost = 4, MulCost = 4 };
};

template <class T>
struct no_complex_eigen {
    static_assert(
        never<T>,
        "wengert: std::complex of active or dual numbers is not specified by C++, so what Eigen computes by complex "
        "numbers (EigenSolver, ComplexSchur, FFT) has no derivative. Of symmetric matrices take "
        "SelfAdjointEigenSolver.");
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

template <class T>
struct NumTraits<wengert::active<T>> : wengert::detail::eigen_traits<wengert::active<T>> {};
template <class T, std::size_t N, class Tag>
struct NumTraits<wengert::dual<T, N, Tag>> : wengert::detail::eigen_traits<wengert::dual<T, N, Tag>> {};

template <class T>
struct NumTraits<std::complex<wengert::active<T>>> : wengert::detail::no_complex_eigen<T> {};
template <class T, std::size_t N, class Tag>
struct NumTraits<std::complex<wengert::dual<T, N, Tag>>> : wengert::detail::no_complex_eigen<T> {};

// Matrices of double meet those of active or dual numbers without a cast, but on the right of a product: there Eigen keeps
// factors of the result's type in the right operand's, and refuses the product if there is no ReturnType.
template <class T, class Op>
struct ScalarBinaryOpTraits<wengert::base_t<T>, wengert::active<T>, Op> {
    using ReturnType = wengert::active<T>;
};
template <class T, class Op>
struct ScalarBinaryOpTraits<wengert::active<T>, wengert::base_t<T>, Op> {
    using ReturnType = wengert::active<T>;
};
template <class T>
struct ScalarBinaryOpTraits<wengert::active<T>, wengert::base_t<T>,
                            internal::scalar_product_op<wengert::active<T>, wengert::base_t<T>>> {};
template <class T, std::size_t N, class Tag, class Op>
struct ScalarBinaryOpTraits<wengert::base_t<T>, wengert::dual<T, N, Tag>, Op> {
    using ReturnType = wengert::dual<T, N, Tag>;
};
template <class T, std::size_t N, class Tag, class Op>
struct ScalarBinaryOpTraits<wengert::dual<T, N, Tag>, wengert::base_t<T>, Op> {
    using ReturnType = wengert::dual<T, N, Tag>;
};
template <class T, std::size_t N, class Tag>
struct ScalarBinaryOpTraits<wengert::dual<T, N, Tag>, wengert::base_t<T>,
                            internal::scalar_product_op<wengert::dual<T, N, Tag>, wengert::base_t<T>>> {};

}  // namespace Eigen
