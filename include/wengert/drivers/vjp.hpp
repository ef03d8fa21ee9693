// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <source_location>

#include <wengert/drivers/call.hpp>

namespace wengert {

namespace detail {

/// The second half of vjp: keeps f(args...) on its tape, gives the adjoints of the arguments for adjoints of the result.
template <class Recorded>
class pullback {
public:
    explicit pullback(Recorded recorded) : recorded_(std::move(recorded)) {}

    /// The transposed Jacobian times `seed`, in the structure of the arguments. May be called as often as needed.
    /// Throws `shape_mismatch` if the seed has another shape than the result.
    template <class Seed>
    auto operator()(Seed const& seed, std::source_location where = std::source_location::current()) const {
        if (!recorded_)
            throw invalid_argument("this pullback of vjp was moved from: call the one that it was moved to.");
        require_same_shape(recorded_.result(), seed, "the pullback of vjp", where);
        auto& list = recorded_.list();
        adjoints sweep(list);
        for_each_leaf(recorded_.result(), seed, [&]<class T>(active<T> const& y, auto const& s) {
            if (list.owns(y)) sweep.seed(y) = T(sweep.seed(y) + T(s));
        });
        recorded_.reverse(sweep);
        return unpack_single(map_leaves<typename std::remove_reference_t<decltype(list)>::value_type>(
            recorded_.arguments(), [&](auto const& x) { return sweep[x]; }));
    }

private:
    Recorded mutable recorded_;  // a sweep runs it, and leaves it as it was
};

}  // namespace detail

/// {f(args...), pull}: pull(ybar) gives the adjoints of the arguments, in their structure (a std::tuple for several).
/// One evaluation is recorded; a pull costs a sweep of its tape, which lives as long as `pull`.
template <class F, class... A>
auto vjp(F&& f, A const&... args) {
    using T = detail::argument_scalar_t<A...>;
    using S = active<T>;
    detail::assert_differentiable_call<S, F, A...>();
    auto recorded = detail::record_call<T, std::decay_t<F>>(std::decay_t<F>(std::forward<F>(f)),
                                                            detail::arguments_t<A...>(args...));
    auto y = map_leaves<T>(recorded.result(), [](S const& leaf) { return leaf.value(); });
    return std::pair(std::move(y), detail::pullback(std::move(recorded)));
}

}  // namespace wengert
