// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

#include <array>
#include <complex>
#include <tuple>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include <wengert/wengert.hpp>

// C++ leaves std::complex of these numbers open. What is tested here is what docs/interplay.md says of that of libstdc++.
namespace {

using namespace wengert;
using complex = std::complex<double>;

template <class T>
using parts = std::array<T, 2>;

constexpr complex at{0.6, -1.3}, i{0.0, 1.0};
auto near(double x) { return Approx(x).epsilon(1e-13).margin(1e-13); }

// For w = f(z), analytic, the Jacobian of (Re w, Im w) by (Re z, Im z) is that of a product with f'(z). f gives several w.
template <std::size_t N>
void are_analytic(auto const& f, std::array<complex, N> const& slopes) {
    auto const in_parts = [&]<class T>(parts<T> const& p) {
        std::vector<T> w;
        for (std::complex<T> const& one : f(std::complex<T>(p[0], p[1]))) w.insert(w.end(), {one.real(), one.imag()});
        return w;
    };
    parts<double> const p{at.real(), at.imag()};
    auto const values = f(at);
    static_assert(values.size() == N);
    auto const [w, pull] = vjp(in_parts, p);
    auto const by_real = jvp(in_parts, p, parts<double>{1.0, 0.0}),
               by_imaginary = jvp(in_parts, p, parts<double>{0.0, 1.0});
    for (std::size_t k = 0; k < N; ++k) {
        INFO("function number " << k);
        CHECK((w[2 * k] == near(values[k].real()) && w[2 * k + 1] == near(values[k].imag())));
        complex const along = slopes[k], across = i * slopes[k];
        CHECK((by_real[2 * k] == near(along.real()) && by_real[2 * k + 1] == near(along.imag())));
        CHECK((by_imaginary[2 * k] == near(across.real()) && by_imaginary[2 * k + 1] == near(across.imag())));

        std::vector<double> seed(2 * N);
        seed[2 * k] = 1.0;
        auto const row = pull(seed);
        CHECK((row[0] == near(along.real()) && row[1] == near(across.real())));
        std::swap(seed[2 * k], seed[2 * k + 1]);
        auto const next = pull(seed);
        CHECK((next[0] == near(along.imag()) && next[1] == near(across.imag())));
    }
}

}  // namespace

TEST_CASE("arithmetic of std::complex has derivatives") {
    are_analytic(
        []<class T>(std::complex<T> const& z) {
            std::complex<T> w = z;
            w *= z;
            w += std::complex<T>(2.0, 1.0);
            w /= std::complex<T>(0.0, 1.0);
            w -= T(1.0);
            return std::array<std::complex<T>, 5>{z + z - (-z), z * z * z, z / (z * z + z), w,
                                                  T(2.0) * z / T(4.0) + std::complex<T>(i)};
        },
        std::array<complex, 5>{3.0, 3.0 * at * at, -1.0 / ((at + 1.0) * (at + 1.0)), -2.0 * i * at, 0.5});
}

#ifdef __GLIBCXX__  // libc++ has the arithmetic alone

TEST_CASE("analytic functions of std::complex have derivatives") {
    are_analytic(
        [](auto const& z) {
            return std::array{exp(z),  log(z),  sqrt(z), pow(z, z), pow(z, 3), sin(z),   cos(z),   tan(z),  sinh(z),
                              cosh(z), tanh(z), asin(z), acos(z),   atan(z),   asinh(z), acosh(z), atanh(z)};
        },
        std::array{std::exp(at), 1.0 / at, 0.5 / std::sqrt(at), std::pow(at, at) * (std::log(at) + 1.0), 3.0 * at * at,
                   std::cos(at), -std::sin(at), 1.0 / (std::cos(at) * std::cos(at)), std::cosh(at), std::sinh(at),
                   1.0 / (std::cosh(at) * std::cosh(at)), 1.0 / std::sqrt(1.0 - at * at),
                   -1.0 / std::sqrt(1.0 - at * at), 1.0 / (1.0 + at * at), 1.0 / std::sqrt(1.0 + at * at),
                   1.0 / (std::sqrt(at - 1.0) * std::sqrt(at + 1.0)), 1.0 / (1.0 - at * at)});
}

TEST_CASE("what takes a complex number to a real one has derivatives") {
    auto const several = []<class T>(parts<T> const& p) {
        std::complex<T> const z(p[0], p[1]);
        return std::array<T, 5>{abs(z), norm(z), arg(z), norm(conj(z) * z), std::polar(T(2.0), p[0]).real()};
    };
    double const x = at.real(), y = at.imag(), size = std::abs(at), square = std::norm(at);
    std::array<parts<double>, 5> const expected{{{x / size, y / size},
                                                 {2.0 * x, 2.0 * y},
                                                 {-y / square, x / square},
                                                 {4.0 * square * x, 4.0 * square * y},
                                                 {-2.0 * std::sin(x), 0.0}}};
    auto const [values, pull] = vjp(several, parts<double>{x, y});
    auto const by_x = jvp(several, parts<double>{x, y}, parts<double>{1.0, 0.0});
    auto const by_y = jvp(several, parts<double>{x, y}, parts<double>{0.0, 1.0});
    for (std::size_t k = 0; k < 5; ++k) {
        INFO("function number " << k);
        std::array<double, 5> seed{};
        seed[k] = 1.0;
        auto const row = pull(seed);
        CHECK((row[0] == near(expected[k][0]) && row[1] == near(expected[k][1])));
        CHECK((by_x[k] == near(expected[k][0]) && by_y[k] == near(expected[k][1])));
    }
    auto const at_zero = gradient([]<class T>(T const& a, T const& b) { return abs(std::complex<T>(a, b)); }, 0.0, 0.0);
    CHECK(at_zero == std::tuple(0.0, 0.0));
}

#endif

TEST_CASE("arithmetic of std::complex is traced") {
    constexpr auto gain = []<class T>(T const& r, T const& c) {  // of a low pass at the angular frequency 1
        std::complex<T> passed(1.0), whole(1.0);
        passed /= whole + std::complex<T>(0.0, r * c);
        passed *= conj(passed);
        passed += whole;
        passed -= whole;
        return T(passed.real());
    };
    static_assert(engine_for(gain, 1.0, 1.0) == engine::program);
    auto const [by_r, by_c] = gradient(gain, 0.5, 3.0);
    CHECK(by_r == Approx(-2.0 * 0.5 * 9.0 / (3.25 * 3.25)));
    CHECK(by_c == Approx(-2.0 * 0.25 * 3.0 / (3.25 * 3.25)));
}

// What the page says has to be written otherwise.
template <class A, class B>
concept have_quotient = requires(A a, B b) { a / b; };

TEMPLATE_TEST_CASE("the other operand of std::complex is of its own number", "", real, dual<double>) {
    using Z = std::complex<TestType>;
    using product = decltype(real() * real());
    STATIC_REQUIRE((have_quotient<TestType, Z> && have_quotient<Z, TestType> && have_quotient<Z, Z>));
    STATIC_REQUIRE(!have_quotient<double, Z>);
    STATIC_REQUIRE(!have_quotient<Z, product>);
    CHECK((Z(1.0, 2.0) == Z(1.0, 2.0) && Z(1.0, 2.0) != Z(1.0, 3.0)));
}
