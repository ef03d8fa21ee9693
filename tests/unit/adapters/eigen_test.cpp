// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <Eigen/Dense>
#include <catch2/catch.hpp>

#include <wengert/adapters/eigen.hpp>

namespace {

using namespace wengert;

template <class T>
using square_of = Eigen::Matrix<T, 3, 3>;
template <class T>
using column_of = Eigen::Matrix<T, 3, 1>;

static_assert(structure<Eigen::MatrixXd> && structure<Eigen::Array3f> && structure<std::vector<Eigen::Vector3d>>);
static_assert(std::is_same_v<rebind_t<Eigen::Matrix3d, real>, Eigen::Matrix<real, 3, 3>>);
static_assert(static_leaf_count_v<Eigen::Matrix<double, 2, 3>> == 6);

Eigen::Matrix3d const symmetric{{5.0, 1.0, 2.0}, {1.0, 6.0, 0.3}, {2.0, 0.3, 7.0}};
Eigen::Matrix3d const skewed{{5.0, 1.5, 2.0}, {1.0, 6.0, -0.3}, {2.5, 0.3, 7.0}};

// The gradient by the tape and by dual numbers is that by differences.
template <bool WithDual = false, class F, class M>
void agrees(F const& f, M const& at) {
    M const g = gradient(f, at);
    REQUIRE(g.rows() == at.rows());
    REQUIRE(g.cols() == at.cols());
    for (Eigen::Index i = 0; i < at.rows(); ++i)
        for (Eigen::Index j = 0; j < at.cols(); ++j) {
            M direction = M::Zero(at.rows(), at.cols());
            direction(i, j) = 1.0;
            double const h = 1e-5, difference = (f(M(at + h * direction)) - f(M(at - h * direction))) / (2 * h);
            INFO(i << ' ' << j);
            CHECK(g(i, j) == Approx(difference).epsilon(1e-7).margin(1e-9));
            if constexpr (WithDual) CHECK(jvp(f, at, direction) == Approx(g(i, j)).epsilon(1e-12).margin(1e-14));
        }
}

}  // namespace

TEST_CASE("what Eigen does by arithmetic has derivatives") {
    agrees([](auto const& a) { return a.sum(); }, skewed);
    agrees([](auto const& a) { return a.norm(); }, skewed);
    agrees<true>([](auto const& a) { return (a * a * 2.0).trace(); }, skewed);
    agrees([]<class T>(square_of<T> const& a) { return T((symmetric * (a * a.transpose())).trace()); }, skewed);
    agrees([]<class T>(square_of<T> const& a) { return T((a * symmetric.cast<T>()).trace()); }, skewed);
    agrees([]<class T>(square_of<T> const& a) { return T((a * symmetric.col(1).cast<T>() + symmetric.col(0)).norm()); },
           skewed);
    agrees([]<class T>(square_of<T> const& a) { return T((a.array() * 0.1).exp().sin().sum()); }, skewed);
    agrees([](auto const& a) { return a.colwise().maxCoeff().sum(); }, skewed);
}

TEST_CASE("decompositions by real arithmetic have derivatives") {
    auto const solved = [](auto decompose) {
        return [decompose]<class T>(square_of<T> const& a) {
            column_of<T> const b = column_of<T>::LinSpaced(3, T(1.0), T(2.0)), x = decompose(a).solve(b);
            return x.squaredNorm();
        };
    };
    SECTION("partialPivLu") {
        agrees(solved([](auto const& a) { return a.partialPivLu(); }), skewed);
    }
    SECTION("householderQr") {
        agrees(solved([](auto const& a) { return a.householderQr(); }), skewed);
    }
    SECTION("llt") {
        agrees(solved([](auto const& a) { return (a * a.transpose()).llt(); }), skewed);
    }
    SECTION("ldlt") {
        agrees(solved([](auto const& a) { return (a * a.transpose()).ldlt(); }), skewed);
    }
    SECTION("determinant") {
        agrees<true>([](auto const& a) { return a.determinant(); }, skewed);
    }
    SECTION("inverse") {
        agrees([]<class T>(square_of<T> const& a) { return T(a.inverse().sum()); }, skewed);
    }
}

TEST_CASE("eigenvalues of symmetric matrices have derivatives") {
    agrees(
        []<class T>(square_of<T> const& a) {
            Eigen::SelfAdjointEigenSolver<square_of<T>> const solver(a * a.transpose());
            return T(solver.eigenvalues()(0) + 2.0 * solver.eigenvalues()(2));
        },
        skewed);
}

TEST_CASE("a matrix is a structure of drivers and tapes") {
    Eigen::Vector2d const at(2.0, 3.0);
    auto const f = []<class T>(Eigen::Matrix<T, 2, 1> const& x) {
        return Eigen::Matrix<T, 3, 1>(x(0) * x(1), x(0), x(1) * x(1));
    };
    auto const J = jacobian(f, at);
    REQUIRE((J.rows() == 3 && J.cols() == 2));
    CHECK((J(0, 0) == 3.0 && J(0, 1) == 2.0 && J(1, 0) == 1.0 && J(1, 1) == 0.0 && J(2, 0) == 0.0 && J(2, 1) == 6.0));
    CHECK(hessian([](auto const& x) { return x(0) * x(0) * x(1); }, at)(0, 1) == 4.0);

    Eigen::Matrix<real, 2, 2> a{{1.0, 2.0}, {3.0, 4.0}};
    gradient_tape tape;
    tape.watch(a);
    real const y = (Eigen::Matrix2d{{1.0, 0.0}, {0.0, 2.0}} * a * Eigen::Vector2d(1.0, 0.0).cast<real>()).squaredNorm();
    auto const g = tape.gradient(y, a);
    CHECK((*g(0, 0) == 2.0 && *g(1, 0) == 24.0 && g(0, 1).status() == status::zero));
}

TEST_CASE("a loop's state may be a matrix") {
    auto const f = []<class T>(square_of<T> const& a) {
        column_of<T> const first = column_of<T>::Ones();
        return T(for_loop(
            20, first, [&](column_of<T> const& x) -> column_of<T> { return (a * x).normalized(); }, checkpoints(3))(0));
    };
    agrees(f, skewed);
}

TEST_CASE("empty matrices are structures without numbers") {
    CHECK(gradient([](auto const& a) { return a.sum(); }, Eigen::MatrixXd(0, 3)).cols() == 3);
}

TEST_CASE("the size of a matrix may be known at run time") {
    Eigen::MatrixXd const at = skewed;
    agrees([](auto const& a) { return (a * a.transpose()).trace(); }, at);
}
