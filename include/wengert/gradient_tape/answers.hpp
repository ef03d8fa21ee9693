// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <wengert/gradient_tape/blame.hpp>
#include <wengert/gradient_tape/gradient_result.hpp>
#include <wengert/gradient_tape/reach.hpp>
#include <wengert/gradient_tape/recorded_sweep.hpp>
#include <wengert/gradient_tape/variable.hpp>

namespace wengert::detail {

/// After a sweep: what the gradient of the targets by each source is, and if it is not there, why.
template <class T>
class answers {
    using S = active<T>;
    using result = gradient_result<T>;

public:
    /// `asked` are the numbers of the target, `seen` those of them that the tape has seen; `recorded` may be null.
    answers(session<T>& s, window<T> const& w, std::vector<S> const& asked, std::vector<S> const& seen,
            recorded_sweep<T>* recorded)
        : session_(s), window_(w), asked_(asked), seen_(seen), recorded_(recorded) {}

    result operator()(S const& source) {
        handle const h = source.identity();
        if (reason const why = place_of(h); why != reason::none)
            return missing(why == reason::not_recorded ? reason::not_watched : why, {});
        return at({h.index}, {});
    }

    result operator()(basic_variable<T> const& source) {
        variable_identity const* const v = source.identity().get();
        if (!window_.watches(v)) return missing(v->trainable ? reason::not_watched : reason::not_trainable, v->name);
        std::vector<std::uint32_t> reads;
        for (tape_read const& r : session_.list.reads())
            if (r.source == v && window_.sees(r.statement)) reads.push_back(r.statement);
        bool const unseen = contains(window_.read_unseen, v);
        if (reads.empty() && unseen) return missing(reason::not_recorded, v->name);
        return at(reads, v->name);
    }

    template <class Other>
    result operator()(Other const&) {
        static_assert(
            never<Other>,
            "wengert: the source of a gradient is a number of type real or a variable; a double is on no tape.");
        return {};
    }

private:
    [[nodiscard]] bool differentiable_again() const { return recorded_ != nullptr && recorded_->obstacle().empty(); }

    static reason reason_of(cause why) {
        switch (why) {
            case cause::stopped:
                return reason::stopped;
            case cause::discrete:
                return reason::discrete;
            case cause::branch_not_taken:
                return reason::branch_not_taken;
            default:
                return reason::not_recorded;
        }
    }

    // Why a handle is not to be found in the window; none if it is.
    [[nodiscard]] reason place_of(handle h) const {
        bool const was_reset = contains(window_.former_epochs, h.tag);
        if (h.tag == session_.list.epoch()) {
            if (window_.sees(h.index) || window_.watches(h.index)) return reason::none;
            return was_reset ? reason::tape_reset : reason::not_recorded;
        }
        if (h.tag != passive_tag) return was_reset ? reason::tape_reset : reason::other_tape;
        return reason_of(static_cast<cause>(h.index));
    }

    result missing(reason why, std::string const& name, std::string const& where = "the operation") const {
        return result(S(), status::missing, why, sentence(why, name, where));
    }

    result at(std::vector<std::uint32_t> const& statements, std::string const& name) {
        if (seen_.empty() && !asked_.empty()) return missing(place_of(asked_.front().identity()), name);
        T sum(0);
        S recorded;
        for (std::uint32_t const s : statements) {
            sum = T(sum + session_.sweep.data()[s]);
            if (differentiable_again())
                recorded = is_zero(recorded) ? recorded_->adjoint(s) : S(recorded + recorded_->adjoint(s));
        }
        S const derivative = differentiable_again() ? recorded : S(sum, passive(cause::not_recorded));
        std::string const obstacle = recorded_ != nullptr ? recorded_->obstacle()
                                     : now_reading<T> != nullptr
                                         ? "a loop or checkpoint runs the code around this tape, which no outer tape "
                                           "follows there: use save_all(), or gradient(f, x) in place of the tape."
                                         : std::string();
        if (!isfinite(primal(sum))) return result(derivative, status::non_finite, reason::none, origin(), obstacle);
        if (primal(sum) != 0) return result(derivative, status::value, reason::none, {}, obstacle);
        if (!reach_) reach_ = make_owner<reach<T>>(session_.list, window_, seen_);
        tape_cut const* cut = nullptr;
        for (std::uint32_t const s : statements) {
            if (reach_->by_path(s)) return result(derivative, status::zero, reason::none, {}, obstacle);
            if (cut == nullptr) cut = reach_->across_cut(s);
        }
        if (cut == nullptr) cut = reach_->across_branch();
        if (cut == nullptr) return missing(reason::no_path, name);
        return missing(reason_of(cut->why), name, cut->name);
    }

    std::string origin() {
        blame<T> look(session_.list, session_.sweep.data());
        for (auto s = window_.stretches.rbegin(); s != window_.stretches.rend(); ++s)
            session_.list.walk_backward(s->to, s->from, look);
        return look.sentence();
    }

    session<T>& session_;
    window<T> const& window_;
    std::vector<S> const& asked_;
    std::vector<S> const& seen_;
    recorded_sweep<T>* recorded_;
    owner<reach<T>> reach_;
};

}  // namespace wengert::detail
