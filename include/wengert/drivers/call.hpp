// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <wengert/core/call.hpp>
#include <wengert/core/ownership.hpp>
#include <wengert/tape/revisit.hpp>
#include <wengert/tape/sweep.hpp>

// What the drivers share: a function is called with its arguments' scalar replaced by a differentiable one.
namespace wengert::detail {

/// Keeps the dual numbers of a function that has captured something apart from those it may have captured.
template <class F>
using tag_of = std::conditional_t<std::is_empty_v<std::remove_cvref_t<F>>, void, std::remove_cvref_t<F>>;

/// A tape and room for adjoints, borrowed from this thread for the time of one call: nothing allocates once they have grown.
template <class T>
class workspace {
    struct contents {
        tape<T> list;
        adjoints<T> sweep{list};
    };

public:
    workspace() {
        if (ended_ || idle().empty()) {
            contents_ = make_owner<contents>();
        } else {
            contents_ = std::move(idle().back());
            idle().pop_back();
        }
    }
    workspace(workspace&&) noexcept = default;
    workspace& operator=(workspace&&) noexcept = default;
    ~workspace() {
        if (!contents_ || ended_) return;
        contents_->list.clear();
        // Room for the tape to go back to was made when it was taken.
        try {
            idle().push_back(std::move(contents_));
        } catch (...) {
            return;  // else it is simply freed
        }
    }

    explicit operator bool() const noexcept { return static_cast<bool>(contents_); }
    tape<T>& list() const { return contents_->list; }
    adjoints<T>& sweep() const { return contents_->sweep; }

private:
    // Static objects are destroyed after those of the main thread, and may still call a driver.
    struct stock {
        std::vector<owner<contents>> idle;

        stock() = default;
        stock(stock const&) = delete;
        stock& operator=(stock const&) = delete;
        ~stock() { ended_ = true; }
    };
    constinit static inline thread_local bool ended_ = false;

    static std::vector<owner<contents>>& idle() {
        thread_local stock s;
        return s.idle;
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
          inputs_(work_.list().mark()),
          begin_(place::end_of(work_.list())),
          result_(recorded()) {}

    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(work_); }
    [[nodiscard]] tape<T>& list() const { return work_.list(); }
    [[nodiscard]] Arguments const& arguments() const { return arguments_; }
    [[nodiscard]] auto const& result() const { return result_; }

    /// From the results back to the arguments, where seeds have been put. Loops find the inside of `f` alive, because it is run again to them.
    template <class A>
    void reverse(adjoints<T, A>& sweep) {
        on_stage([&] { sweep.reverse(list(), list().mark(), inputs_); });
    }
    template <class A>
    void forward(adjoints<T, A>& sweep) {
        on_stage([&] { sweep.forward(list(), list().mark(), inputs_); });
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
    tape_mark inputs_;
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
