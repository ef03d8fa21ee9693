// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <wengert/drivers/call.hpp>

namespace wengert {

namespace detail {

/// The second half of vjp: keeps the tape of f(args...), gives the adjoints of the arguments for adjoints of the result.
template <class T, class Arguments, class Result>
class pullback {
public:
    pullback(workspace<T> work, Arguments arguments, Result result)
        : work_(std::move(work)), arguments_(std::move(arguments)), result_(std::move(result)) {}

    /// The transposed Jacobian times `seed`, in the structure of the arguments. May be called as often as needed.
    /// Throws `shape_mismatch` if the seed has another shape than the result.
    template <class Seed>
    auto operator()(Seed const& seed) const {
        if (!work_) throw invalid_argument("this pullback of vjp was moved from: call the one that it was moved to.");
        adjoints<T> sweep(work_.list());
        for_each_leaf(result_, seed, [&](active<T> const& y, auto const& s) {
            if (work_.list().owns(y)) sweep.seed(y) = T(sweep.seed(y) + T(s));
        });
        sweep.reverse(work_.list());
        return unpack_single(map_leaves<T>(arguments_, [&](active<T> const& x) { return sweep[x]; }));
    }

private:
    workspace<T> work_;
    Arguments arguments_;
    Result result_;
};

}  // namespace detail

/// {f(args...), pull}: pull(ybar) gives the adjoints of the arguments, in their structure (a std::tuple for several).
/// One evaluation is recorded; a pull costs a sweep of its tape, which lives as long as `pull`.
template <class F, class... A>
auto vjp(F&& f, A const&... args) {
    using T = detail::argument_scalar_t<A...>;
    using S = active<T>;
    detail::assert_differentiable_call<S, F, A...>();
    detail::workspace<T> work;
    auto arguments =
        map_leaves<S>(detail::arguments_t<A...>(args...), [&](auto const& x) { return work.list().input(T(x)); });
    auto result = [&] {
        recording<T> const open(work.list());
        return detail::call<S>(f, arguments);
    }();
    auto y = map_leaves<T>(result, [](S const& leaf) { return leaf.value(); });
    return std::pair(std::move(y), detail::pullback<T, decltype(arguments), decltype(result)>(
                                       std::move(work), std::move(arguments), std::move(result)));
}

}  // namespace wengert
