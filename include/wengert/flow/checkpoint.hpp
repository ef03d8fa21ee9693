// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <wengert/flow/loop/leftovers.hpp>
#include <wengert/flow/loop/replay.hpp>
#include <wengert/flow/loop/state.hpp>
#include <wengert/flow/loop/step_note.hpp>

namespace wengert {

namespace detail {

/// A call of which a tape keeps the arguments and the results, and nothing between.
template <class T, class F, class Arguments, class Result>
class call_record final : public replay_record<T> {
    using S = active<T>;

public:
    call_record(tape<T>& on, F f, Arguments const& arguments, code_place at) : f_(std::move(f)), at_(arguments) {
        this->register_on(on, at);
        statements_of(on, arguments, arguments_);
    }

    void run() {
        reading<T> outside(reads_, reads::kept);
        made_by<T> const nobody_here(nullptr);
        leftovers<T> left;
        left.begin(*this->list);
        result_.push_back([&] {
            silent_run<T> const quiet;
            return call(f_, map_leaves<S>(at_, [](S const& leaf) { return S(leaf.value()); }));
        }());
        left.forget(result_.front(), __builtin_frame_address(0));
        outside.ended();
    }

    Result const& finish(owner<call_record> self) {
        tape<T>& to = *this->list;
        this->first_result = to.next_statement();
        result_.front() = as_inputs(to, result_.front());
        statements_of(to, result_.front(), results_);
        to.append(std::move(self));
        this->inside = this->end = place::end_of(to);
        return result_.front();
    }

    [[nodiscard]] Result const& result() const { return result_.front(); }

    void take_part_with(void* code, sweep_view<T>& sweep) override {
        F& f = code == nullptr ? f_ : *static_cast<F*>(code);
        reading<T> const outside(reads_, reads::known);
        made_by<T> const nobody_here(nullptr);
        if (sweep.backward()) sweep.take(results_);
        auto const again =
            replay(*this, sweep, room_, at_, true, results_.size(), [&](Arguments const& in) { return call(f, in); });
        require_same(again, result_.front());
        if (!sweep.backward()) sweep.give(results_);
    }

    [[nodiscard]] void const* key() const override { return &key_of<call_record>; }
    [[nodiscard]] std::pair<void const*, std::size_t> own_code() const override { return {&f_, sizeof f_}; }
    [[nodiscard]] std::vector<std::uint32_t> const& arguments() const override { return arguments_; }
    [[nodiscard]] std::vector<std::uint32_t> const& results() const override { return results_; }
    [[nodiscard]] char const* name() const override { return "checkpoint"; }
    [[nodiscard]] std::size_t bytes() const override {
        return sizeof(*this) + (arguments_.size() + results_.size()) * (sizeof(std::uint32_t) + sizeof(S));
    }

protected:
    [[nodiscard]] char const* cure() const override {
        return ": open the outer tape before the checkpoint, so that the inside is recorded for both.";
    }

private:
    void require_same(Result const& again, Result const& before) const {
        if (!same_but_for_rounding(again, before, 1e-6))
            throw not_reproducible("The function of a checkpoint" + place_text(this->where) +
                                   " gave another result than the first time.");
    }

    static Result call(F& f, Arguments const& arguments) { return to_numbers<S>(unpack(arguments, f)); }

    F f_;
    Arguments at_;
    std::vector<Result> result_;  // one
    outside_reads<T> reads_;
    replay_room room_;
    std::vector<std::uint32_t> arguments_, results_;
};

// Not inlined, so that it is not flattened into the loops around it.
template <class T, class F, class Arguments>
[[gnu::noinline]] auto checkpoint_now(F& f, Arguments const& in) {
    code_place const where(__builtin_return_address(0));
    using S = active<T>;
    auto const direct = [&] { return to_numbers<S>(unpack(in, f)); };
    using Result = decltype(direct());
    recorder<T>& to = *current<T>;
    if (to.tag == no_recording_tag) return direct();
    auto& list = static_cast<tape<T>&>(to);
    if (list.annotates() || repeatable<T>::has_opened_tapes()) {
        step_note<S> const note(true, "checkpoint", where, journal::no_number);
        return direct();
    }
    using record = call_record<T, F, Arguments, Result>;
    if (auto* const way = visit<T>::on(to))
        if (auto* const made = way->arrive(&f, &key_of<record>)) return Result(static_cast<record*>(made)->result());
    for_each_leaf(in, [&](S const& leaf) {
        if (leaf.identity().tag != passive_tag && !list.owns(leaf)) throw wrong_recording("checkpoint");
    });
    rewinding<T> afterwards(list);
    repeatable<T> const inside;
    auto made = make_owner<record>(list, std::move(f), in, where);
    record& call = *made;
    call.run();
    Result result = call.finish(std::move(made));
    afterwards.keep();
    return result;
}

template <class F, class... A>
consteval auto checkpoint_scalar() {
    if constexpr ((structure<A> && ...)) {
        using R = typename decltype([] {
            if constexpr (sizeof...(A) == 0) {
                return std::type_identity<std::invoke_result_t<F&>>{};
            } else {
                using given = scalar_of_t<std::tuple<A...>>;
                return std::type_identity<std::invoke_result_t<F&, rebind_t<A, given> const&...>>{};
            }
        }())::type;
        static_assert(structure<R>,
                      "wengert: the function of a checkpoint must return a number or a structure of numbers.");
        if constexpr (structure<R>) return std::type_identity<scalar_of_t<std::tuple<A..., std::remove_cvref_t<R>>>>{};
        else return std::type_identity<double>{};
    } else {
        return std::type_identity<double>{};
    }
}

}  // namespace detail

/// f(args...), of which a tape keeps only the arguments and the result: the inside is forgotten and computed again in the
/// reverse sweep. f may use active values from outside, and call checkpoint itself; what it captured by reference must still be
/// there in the sweep. Every argument and the result are structures of numbers.
template <class F, class... A>
[[gnu::always_inline]] constexpr auto checkpoint(F f, A const&... args) {
    (detail::assert_structure<A>(), ...);
    using S = typename decltype(detail::checkpoint_scalar<F, A...>())::type;
    using Arguments = rebind_t<std::tuple<A...>, S>;
    Arguments const in = map_leaves<S>(std::tie(args...), [](auto const& leaf) { return S(leaf); });
    if constexpr (detail::is_active<S>) {
        if (!std::is_constant_evaluated()) return detail::checkpoint_now<typename form<S>::value_type>(f, in);
    }
    return detail::to_numbers<S>(detail::unpack(in, f));
}

}  // namespace wengert
