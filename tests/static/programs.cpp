// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Functions that the compiler runs: their lists, and derivatives from them in constant expressions.

#include <array>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <wengert/wengert.hpp>

using namespace wengert;

namespace {

constexpr auto f = [](auto x, auto y) { return x * y + sin(x); };
constexpr auto product = [](auto const& x) { return x[0] * x[1] * x[2]; };
constexpr auto polar = []<class T>(T r, T t) { return std::array<T, 2>{r * cos(t), r * sin(t)}; };
constexpr auto choice = [](auto x) { return select(x > 1 && !(x > 3), x * x, 2 * x); };
constexpr auto root = [](auto x) { return select(x > 0, sqrt(x), 0.0); };
constexpr auto branch = []<class T>(T x) { return x > 1 ? T(x * x) : x; };

using pf = program<decltype(f), 2>;
using pproduct = program<decltype(product), 3>;
using ppolar = program<decltype(polar), 2>;

constexpr bool close(double a, double b) { return (a > b ? a - b : b - a) <= 1e-14 * (1 + (b > 0 ? b : -b)); }

}  // namespace

// ---- types ---------------------------------------------------------------------------------------------------------

static_assert(std::is_same_v<pf, program_of<std::remove_const_t<decltype(f)>, double, double>>);
static_assert(std::is_same_v<pproduct, program_of<std::remove_const_t<decltype(product)>, std::array<double, 3>>>);
static_assert(
    std::is_same_v<program<decltype(f), 2, float>, program_of<std::remove_const_t<decltype(f)>, float, float>>);
static_assert(std::is_empty_v<pf> && std::is_trivial_v<pf>);
static_assert(std::is_same_v<decltype(pf::value(1.0, 2.0)), double>);
static_assert(std::is_same_v<decltype(pf::value(1.0F, 2.0F)), float>);
static_assert(std::is_same_v<decltype(pf{}(1.0L, 2.0L)), long double>);
static_assert(std::is_same_v<decltype(pf::gradient(1.0, 2.0)), std::tuple<double, double>>);
static_assert(
    std::is_same_v<decltype(pf::value_and_gradient(1.0, 2.0)), std::pair<double, std::tuple<double, double>>>);
static_assert(std::is_same_v<decltype(pproduct::gradient(std::array<float, 3>{})), std::array<float, 3>>);
static_assert(std::is_same_v<decltype(pf::hessian(1.0, 2.0)), matrix<double, 2, 2>>);
static_assert(std::is_same_v<decltype(ppolar::jacobian(1.0, 2.0)), matrix<double, 2, 2>>);
static_assert(std::is_same_v<decltype(ppolar::value(1.0, 2.0)), std::array<double, 2>>);
static_assert(std::is_same_v<decltype(pf::value(dual<double>(1.0), dual<double>(2.0))), dual<double>>);
static_assert(std::is_same_v<decltype(pf::value(real(1.0), real(2.0))), real>);
static_assert(!std::is_convertible_v<tracer<double>, double>);
static_assert(std::is_trivially_copyable_v<tracer<double>>);
static_assert(scalar<tracer<double>> && scalar<tracer<float>>);

// ---- what can be traced --------------------------------------------------------------------------------------------

static_assert(traceable<decltype(f), double, double>);
static_assert(traceable<decltype(f), float, float>);
static_assert(!traceable<decltype(f)>);
static_assert(traceable<decltype(product), std::array<double, 3>>);
static_assert(!traceable<decltype(product), std::vector<double>>);
static_assert(!traceable<decltype(branch), double>);
static_assert(traceable<decltype(choice), double>);
static_assert(engine_for(f, 1.0, 2.0) == engine::program);
static_assert(engine_for(branch, 1.0) == engine::tape);

// ---- lists ---------------------------------------------------------------------------------------------------------

static_assert(pf::size() == 3 && pf::inputs() == 2 && pf::outputs() == 1);
static_assert(pproduct::size() == 2 && pproduct::inputs() == 3);
static_assert(ppolar::size() == 4 && ppolar::outputs() == 2);
static_assert(program<decltype([](auto x) { return -(-x) * 1 + 0; }), 1>::size() == 0);
static_assert(program<decltype([](auto x) { return x - x; }), 1>::size() == 1);
static_assert(program<decltype([](auto) { return 1; }), 1>::size() == 0);

// ---- values and derivatives ----------------------------------------------------------------------------------------

static_assert(pf::value(0.0, 3.0) == 0.0 && pf{}(0.0, 3.0) == 0.0);
static_assert(pf::gradient(0.0, 3.0) == std::tuple(4.0, 0.0));
static_assert(pf::value_and_gradient(0.0, 3.0) == std::pair(0.0, std::tuple(4.0, 0.0)));
static_assert(pproduct::gradient(std::array{2.0, 3.0, 5.0}) == std::array{15.0, 10.0, 6.0});
static_assert(pproduct::vjp(std::array{2.0, 3.0, 5.0}, 2.0) == std::array{30.0, 20.0, 12.0});
static_assert(pproduct::jvp(std::array{2.0, 3.0, 5.0}, std::array{1.0, 0.0, 1.0}) == std::pair(30.0, 21.0));
static_assert(pproduct::hessian(std::array{2.0, 3.0, 5.0})(0, 1) == 5.0);
static_assert(pproduct::hessian(std::array{2.0, 3.0, 5.0})(2, 2) == 0.0);
static_assert(ppolar::jacobian(2.0, 0.0)(0, 0) == 1.0 && ppolar::jacobian(2.0, 0.0)(1, 1) == 2.0);
static_assert(ppolar::jvp(std::tuple(2.0, 0.0), std::tuple(1.0, 1.0)).second == std::array{1.0, 2.0});
static_assert(ppolar::vjp(std::tuple(2.0, 0.0), std::array{1.0, 1.0}) == std::tuple(1.0, 2.0));

static_assert(gradient(f, 0.0, 3.0) == std::tuple(4.0, 0.0));
static_assert(gradient<with::program>(f, 0.0, 3.0) == gradient<with::tape>(f, 0.0, 3.0));
static_assert(value_and_gradient<with::program>(product, std::array{2.0, 3.0, 5.0}).first == 30.0);
static_assert(hessian(f, 0.0, 3.0)(0, 1) == 1.0 && hessian<with::tape>(f, 0.0, 3.0)(0, 1) == 1.0);
static_assert(jacobian(polar, 2.0, 0.0) == jacobian<with::tape>(polar, 2.0, 0.0));
static_assert(hvp(product, std::array{2.0, 3.0, 5.0}, std::array{1.0, 0.0, 0.0}) == std::array{0.0, 5.0, 3.0});
static_assert(hvp<with::tape>(product, std::array{2.0, 3.0, 5.0}, std::array{1.0, 0.0, 0.0}) ==
              std::array{0.0, 5.0, 3.0});
static_assert(close(pf::hessian(0.5, 3.0)(0, 0), -0.479425538604203));
static_assert(program<decltype(f), 2, float>::gradient(0.0F, 3.0F) == std::tuple(4.0F, 0.0F));

static_assert(check_gradient(f, 0.5, 3.0).ok());
static_assert(check_gradient(pf{}, 0.5, 3.0).ok());
static_assert(check_gradient(choice, 2.0).ok() && check_gradient(choice, 0.5).ok() && check_gradient(choice, 4.0).ok());
static_assert(check_gradient(product, std::array{2.0, 3.0, 5.0}).ok());

// ---- choices and singularities -------------------------------------------------------------------------------------

static_assert(gradient(choice, 2.0) == 4.0 && gradient(choice, 0.5) == 2.0 && gradient(choice, 4.0) == 2.0);
static_assert(gradient(branch, 2.0) == 4.0 && gradient(branch, 0.5) == 1.0);
static_assert(gradient(root, 4.0) == 0.25);
static_assert(gradient([](auto x) { return max(x, 1.0); }, 1.0) == 0.5);
static_assert(gradient([](auto x) { return floor(x) * x; }, 2.5) == 2.0);
static_assert(gradient([](auto x) { return stop_gradient(x) * x; }, 2.5) == 2.5);
static_assert(gradient([](auto x) { return pow(x, 3) + pow(x, 0) + pow(x, 1); }, 2.0) == 13.0);

// ---- programs of programs ------------------------------------------------------------------------------------------

static_assert(derivative([](auto x) { return program<decltype(choice), 1>::gradient(x); }, 2.0) == 2.0);
static_assert(gradient(pproduct{}, std::array{2.0, 3.0, 5.0}) == std::array{15.0, 10.0, 6.0});
static_assert(engine_for(pf{}, 1.0, 2.0) == engine::program);

// ---- loops that the compiler knows the length of ---------------------------------------------------------------------

static_assert(gradient(
                  [](auto x) {
                      std::vector<decltype(x)> powers{x};
                      for (int i = 0; i < 4; ++i) powers.push_back(powers.back() * x);
                      return powers.back();
                  },
                  2.0) == 80.0);
