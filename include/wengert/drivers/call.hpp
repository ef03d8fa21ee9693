// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <wengert/core/ownership.hpp>
#include <wengert/core/structure.hpp>
#include <wengert/tape/revisit.hpp>
#include <wengert/tape/sweep.hpp>

// What the drivers share: a function is called with its arguments' scalar replaced by a differentiable one.
namespace wengert::detail {

/// Keeps the dual numbers of a function that has captured something apart from those it may have captured.
template <class F>
using tag_of = std::conditional_t<std::is_empty_v<std::remove_cvref_t<F>>, void, std::remove_cvref_t<F>>;

template <class... A>
using arguments_t = std::tuple<std::remove_cvref_t<A>...>;

// Consteval, so that a compiler says what is wrong with the arguments before anything that follows from it.
template <class... A>
consteval auto argument_scalar() {
    static_assert(sizeof...(A) > 0, "wengert: a derivative needs at least one argument to differentiate by.");
    (assert_structure<A>(), ...);
    if constexpr (sizeof...(A) > 0 && (structure<A> && ...))
        return std::type_identity<scalar_of_t<arguments_t<A...>>>{};
    else return std::type_identity<double>{};
}

/// The scalar that `f(args...)` is differentiated over.
template <class... A>
using argument_scalar_t = typename decltype(argument_scalar<A...>())::type;

template <class S, class F, class Arguments>
inline constexpr bool callable_with = false;
template <class S, class F, class... A>
inline constexpr bool callable_with<S, F, std::tuple<A...>> = std::is_invocable_v<F&, rebind_t<A, S> const&...>;

/// Says in a sentence what keeps `f(args...)` from being differentiated over `S`.
template <class S, class F, class... A>
constexpr void assert_differentiable_call() {
    if constexpr ((structure<A> && ...)) {
        static_assert(
            callable_with<S, F, arguments_t<A...>>,
            "wengert: the function cannot be called with differentiable arguments. Make it generic over its scalar: "
            "[](auto x) { ... }, or template <class T> T f(T x), passed as [](auto x) { return f(x); }.");
    }
}

/// `f` on arguments whose scalars are `S`; expressions among the results become numbers.
template <class S, class F, class Arguments>
constexpr auto call(F& f, Arguments const& arguments) {
    auto const evaluate = [&] { return std::apply([&f](auto const&... a) { return f(a...); }, arguments); };
    using R = decltype(evaluate());
    static_assert(!std::is_void_v<R>, "wengert: the function returns nothing that could be differentiated.");
    if constexpr (std::is_void_v<R>) return S();
    else if constexpr (std::same_as<R, S>) return evaluate();
    else if constexpr (std::is_arithmetic_v<R>) return S(static_cast<base_t<S>>(evaluate()));
    else return map_leaves<S>(evaluate(), [](auto const& leaf) { return S(leaf); });
}

template <class S, class F, class... A>
using result_t = decltype(call<S>(std::declval<F&>(), std::declval<rebind_t<arguments_t<A...>, S> const&>()));

template <class S, class F, class... A>
constexpr void assert_scalar_result(char const* = nullptr) {
    static_assert(
        scalar<result_t<S, F, A...>>,
        "wengert: gradient, hessian and hvp need a function that returns one number; use jacobian or vjp for several.");
}

/// One argument: its structure; several: the tuple of them.
template <class Arguments>
constexpr auto unpack_single(Arguments&& arguments) {
    if constexpr (std::tuple_size_v<std::remove_cvref_t<Arguments>> == 1) return std::get<0>(std::move(arguments));
    else return std::remove_cvref_t<Arguments>(std::move(arguments));
}

/// A tape and room for adjoints, borrowed from this thread for the time of one call: nothing allocates once they have grown.
template <class T>
class workspace {
    struct contents {
        tape<T> list;
        adjoints<T> sweep{list};
    };

public:
    workspace() {
        auto& stock = idle();
        if (stock.empty()) {
            contents_ = make_owner<contents>();
        } else {
            contents_ = std::move(stock.back());
            stock.pop_back();
        }
    }
    workspace(workspace&&) noexcept = default;
    workspace& operator=(workspace&&) noexcept = default;
    ~workspace() {
        if (!contents_) return;
        contents_->list.clear();
        // Room for the tape to go back to was made when it was taken; if not, it is simply freed.
        try {
            idle().push_back(std::move(contents_));
        } catch (...) {
        }
    }

    explicit operator bool() const noexcept { return static_cast<bool>(contents_); }
    tape<T>& list() const { return contents_->list; }
    adjoints<T>& sweep() const { return contents_->sweep; }

private:
    static std::vector<owner<contents>>& idle() {
        thread_local std::vector<owner<contents>> stock;
        return stock;
    }

    owner<contents> contents_;
};

/// f(arguments), recorded, and the sweeps over that. `F` is a reference or, where this outlives the call of a driver, not.
template <class T, class F, class Arguments>
class recorded_call {
    using S = active<T>;

public:
    recorded_call(F&& f, Arguments arguments, workspace<T> work)
        : f_(std::forward<F>(f)),
          work_(std::move(work)),
          arguments_(std::move(arguments)),
          begin_(place::end_of(work_.list())),
          result_(recorded()) {}

    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(work_); }
    [[nodiscard]] tape<T>& list() const { return work_.list(); }
    [[nodiscard]] Arguments const& arguments() const { return arguments_; }
    [[nodiscard]] auto const& result() const { return result_; }

    /// From the results back, where seeds have been put. Loops find the inside of `f` alive, because it is run again to them.
    template <class A>
    void reverse(adjoints<T, A>& sweep) {
        on_stage([&] { sweep.reverse(list()); });
    }
    template <class A>
    void forward(adjoints<T, A>& sweep) {
        on_stage([&] { sweep.forward(list()); });
    }

    /// The adjoints of the arguments for a result that is one number; these stay in the workspace until the next sweep.
    adjoints<T>& reverse_from(S const& y) {
        auto& sweep = work_.sweep();
        sweep.reset(list());
        if (list().owns(y)) {
            sweep.seed(y) = T(1);
            reverse(sweep);
        }
        return sweep;
    }

private:
    auto recorded() {
        recording<T> const open(list());
        return call<S>(f_, arguments_);
    }

    template <class Sweep>
    void on_stage(Sweep&& sweep) {
        auto again = [this] { static_cast<void>(call<S>(f_, arguments_)); };
        stage_of<T, decltype(again)> const around(list(), begin_, again);
        sweep();
    }

    F f_;
    workspace<T> work_;
    Arguments arguments_;
    place begin_;
    decltype(call<S>(std::declval<F&>(), std::declval<Arguments const&>())) result_;
};

/// Records f of the numbers in `values`, each converted to T.
template <class T, class F, class Values>
auto record_call(F&& f, Values const& values) {
    workspace<T> work;
    auto arguments = map_leaves<active<T>>(values, [&](auto const& x) { return work.list().input(T(x)); });
    return recorded_call<T, F, decltype(arguments)>(std::forward<F>(f), std::move(arguments), std::move(work));
}

}  // namespace wengert::detail
