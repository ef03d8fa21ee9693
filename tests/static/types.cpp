// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Types: what converts to what, what operations and drivers return, what is trivial and what does not throw.

#include <array>
#include <concepts>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <wengert/wengert.hpp>

using namespace wengert;

// ---- no number comes out of a tape by itself -----------------------------------------------------------------------
static_assert(!std::is_convertible_v<real, double>);
static_assert(!std::is_constructible_v<double, real>);
static_assert(!std::is_constructible_v<float, real> && !std::is_constructible_v<int, real> &&
              !std::is_constructible_v<bool, real>);
static_assert(!std::is_assignable_v<double&, real>);
using product = decltype(std::declval<real>() * std::declval<real>());
static_assert(!std::is_convertible_v<product, double> && !std::is_constructible_v<double, product>);
static_assert(!std::is_convertible_v<dual<double>, double> && !std::is_constructible_v<double, dual<double>>);
static_assert(!std::is_convertible_v<taylor<double, 3>, double>);
static_assert(!std::is_convertible_v<variable, double> && std::is_convertible_v<variable, real>);
static_assert(!std::is_convertible_v<gradient_result<double>, double> &&
              !std::is_convertible_v<gradient_result<double>, bool>);
static_assert(!std::is_convertible_v<active<active<double>>, real> &&
              std::is_convertible_v<real, active<active<double>>>);
static_assert(!std::is_convertible_v<active<dual<double>>, dual<double>> && !std::is_convertible_v<dual<double>, real>);

// ---- numbers go in -------------------------------------------------------------------------------------------------
static_assert(std::is_convertible_v<double, real> && std::is_convertible_v<int, real> &&
              std::is_convertible_v<float, real>);
static_assert(std::is_convertible_v<product, real>);
static_assert(std::is_convertible_v<double, dual<dual<double>>> &&
              std::is_convertible_v<dual<double>, dual<dual<double>>>);
static_assert(!std::is_constructible_v<real, std::string> && !std::is_constructible_v<real, void*>);
static_assert(!std::is_constructible_v<real, handle>);

// ---- trivial, small, nothrow ---------------------------------------------------------------------------------------
static_assert(sizeof(real) == 16 && std::is_trivially_copyable_v<real> && std::is_trivially_destructible_v<real>);
static_assert(std::is_nothrow_default_constructible_v<std::vector<real>>);
static_assert(std::is_trivially_copyable_v<dual<double, 4>> && sizeof(dual<double, 4>) == 5 * sizeof(double));
static_assert(std::is_trivially_copyable_v<product> && std::is_trivially_copyable_v<taylor<double, 4>>);
static_assert(std::is_trivially_copyable_v<active<dual<double>>> &&
              std::is_trivially_copyable_v<active<active<double>>>);
static_assert(noexcept(std::declval<real const&>().value()) && noexcept(std::declval<real const&>().identity()));
// value() is not: in the body of a loop it may have to refuse.
static_assert(noexcept(std::declval<variable const&>().version()));
static_assert(noexcept(std::declval<gradient_result<double> const&>().status()));
static_assert(std::is_nothrow_move_constructible_v<variable> && std::is_nothrow_move_assignable_v<variable>);
static_assert(!std::is_copy_constructible_v<variable> && !std::is_copy_assignable_v<variable>);
static_assert(std::is_nothrow_move_constructible_v<gradient_tape> && !std::is_copy_constructible_v<gradient_tape>);
static_assert(!std::is_move_constructible_v<tape<double>> && !std::is_copy_constructible_v<recording<double>>);
static_assert(std::is_base_of_v<std::runtime_error, error> && std::is_base_of_v<error, wrong_recording> &&
              std::is_base_of_v<error, tape_full> && std::is_base_of_v<error, tape_consumed> &&
              std::is_base_of_v<error, gradient_missing> && std::is_base_of_v<error, shape_mismatch>);

// ---- mixed expressions ---------------------------------------------------------------------------------------------
template <class Expected, class E>
constexpr bool turns_into = std::same_as<typename form<std::remove_cvref_t<E>>::scalar_type, Expected>;
constexpr real const& r();
constexpr variable const& v();
constexpr dual<double> const& d();
constexpr active<dual<double>> const& ad();
static_assert(turns_into<real, decltype(2 * r())> && turns_into<real, decltype(r() + 1.0f)> &&
              turns_into<real, decltype(1u - r())>);
static_assert(turns_into<real, decltype(max(r(), r() * r()))> && turns_into<real, decltype(v() * v())>);
static_assert(turns_into<real, decltype(v() * r())> && turns_into<real, decltype(pow(r(), 2))>);
static_assert(turns_into<real, decltype(select(true, r(), 1.0))> && turns_into<real, decltype(clamp(r(), 0, 1))>);
static_assert(std::same_as<decltype(floor(r())), real> && std::same_as<decltype(stop_gradient(r() * r())), real>);
static_assert(std::same_as<decltype(d() * 2), dual<double>> && std::same_as<decltype(sin(d())), dual<double>>);
static_assert(std::same_as<decltype(d() < 1), bool> && std::same_as<decltype(r() * r() >= v()), bool>);
static_assert(turns_into<active<dual<double>>, decltype(ad() * d())> &&
              turns_into<active<dual<double>>, decltype(ad() * 2.0)>);
static_assert(std::same_as<decltype(value(r())), double> && std::same_as<decltype(value(r() * r())), double>);
static_assert(std::same_as<decltype(value(ad())), dual<double>> && std::same_as<decltype(value(v())), double>);
static_assert(std::same_as<decltype(value(2.0f)), float>);
static_assert(std::same_as<decltype(sin(2.0f)), float> && std::same_as<decltype(wengert::pow(2.0L, 2)), long double>);
static_assert(std::same_as<decltype(primal(ad())), double>);
// A choice between a number and a real stays possible.
static_assert(std::same_as<std::remove_cv_t<decltype(true ? r() : 0.0)>, real>);

// ---- what there is no operation for --------------------------------------------------------------------------------
template <class A, class B>
concept can_multiply = requires(A a, B b) { a* b; };
static_assert(can_multiply<real, double> && can_multiply<int, real> && can_multiply<product, variable>);
static_assert(!can_multiply<real, std::string> && !can_multiply<real, void*> &&
              !can_multiply<std::vector<double>, real>);
template <class A>
concept has_sine = requires(A a) { sin(a); };
static_assert(has_sine<real> && has_sine<variable> && has_sine<double> && !has_sine<std::string>);

// ---- what drivers return -------------------------------------------------------------------------------------------
constexpr auto square_it = [](auto x) { return x * x; };
constexpr auto multiply = [](auto x, auto y) { return x * y; };
constexpr auto first_of = [](auto const& x) { return x[0] * 1.0; };
static_assert(std::same_as<decltype(gradient(square_it, 1.0)), double>);
static_assert(std::same_as<decltype(gradient(square_it, 1.0f)), float>);
static_assert(std::same_as<decltype(gradient(multiply, 1.0, 2.0)), std::tuple<double, double>>);
static_assert(std::same_as<decltype(gradient(first_of, std::array<double, 3>{})), std::array<double, 3>>);
static_assert(std::same_as<decltype(gradient(first_of, std::vector<double>{})), std::vector<double>>);
static_assert(std::same_as<decltype(value_and_gradient(square_it, 1.0)), std::pair<double, double>>);
static_assert(std::same_as<decltype(jacobian(square_it, 1.0)), matrix<double, 1, 1>>);
static_assert(std::same_as<decltype(hessian(multiply, 1.0, 2.0)), matrix<double, 2, 2>>);
static_assert(std::same_as<decltype(hessian(first_of, std::vector<double>{})), matrix<double>>);
static_assert(std::same_as<decltype(jvp(square_it, 1.0, 1.0)), double>);
static_assert(std::same_as<decltype(vjp(square_it, 1.0).second(1.0)), double>);
static_assert(std::same_as<decltype(hvp(first_of, std::vector<double>{}, std::vector<double>{})), std::vector<double>>);
static_assert(std::same_as<decltype(derivative(square_it, 1.0L)), long double>);
static_assert(std::same_as<decltype(derivatives<4>(square_it, 1.0)), std::array<double, 5>>);
static_assert(std::same_as<decltype(gradient(square_it, real(1.0))), real>);
static_assert(std::same_as<decltype(std::declval<gradient_tape&>().gradient(r(), v())), gradient_result<double>>);
static_assert(std::same_as<decltype(std::declval<gradient_tape&>().gradient(r(), v(), r())),
                           std::tuple<gradient_result<double>, gradient_result<double>>>);

// ---- concepts ------------------------------------------------------------------------------------------------------
static_assert(scalar<double> && scalar<real> && scalar<dual<real>> && !scalar<int> && !scalar<product> &&
              !scalar<variable>);
static_assert(differentiable<product> && differentiable<variable> && !differentiable<double>);
static_assert(active_scalar<real> && active_scalar<dual<double>> && !active_scalar<variable>);
static_assert(depth_v<double> == 0 && depth_v<real> == 1 && depth_v<active<dual<double>>> == 2);
static_assert(std::same_as<base_t<active<dual<float>>>, float>);
