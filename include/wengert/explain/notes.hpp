// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <wengert/explain/inquiry.hpp>

// What to know beside an answer: conventions at kinks, and where values left the finite numbers.
namespace wengert::detail {

/// The first statement that leads to the target whose value is no finite number though its operands are, or nothing; between source
/// and target, if `ahead` says where that is.
template <class T>
annotation<T> first_not_finite(inquiry<T> const& q, reach<T> const& back, spread<T> const* ahead) {
    return q.list.find_annotation([&](annotation<T> const& a) {
        if (isfinite(primal(a.value)) || !back.by_path(a.statement) ||
            (ahead != nullptr && !ahead->reaches(a.statement)))
            return false;
        for (std::size_t k = 0; a.kind != nullptr && k < a.kind->leaves; ++k)
            if (!isfinite(primal(a.numbers[k]))) return false;
        return true;
    });
}

/// The operation of it that did that.
template <class T>
remark not_finite(inquiry<T> const& q, annotation<T> const& a) {
    if (a.kind != nullptr) {
        taken_apart<T> const apart(a);
        for (auto const& p : apart.parts) {
            if (isfinite(primal(p.value))) continue;
            std::size_t const i = static_cast<std::size_t>(&p - apart.parts.data());
            std::string text = q.text.numbers(a, i, p.operands.data());
            if (apart.parts.size() > 1) text += ", in " + q.text.whole(a.statement);
            return q.at(a.statement, clue::value_not_finite, q.text.one(a, i),
                        " gave " + number_text(number_of(p.value)) + text);
        }
    }
    return q.at(a.statement, clue::value_not_finite, q.text.whole(a.statement),
                " is " + number_text(number_of(a.value)));
}

/// The kinks and ties on the paths from the source to the target, at most so many of them.
template <class T>
std::vector<remark> kinks(inquiry<T> const& q, reach<T> const& back, spread<T> const& ahead, std::size_t most = 3) {
    std::vector<remark> found;
    static_cast<void>(q.list.find_annotation([&](annotation<T> const& a) {
        if (a.kind == nullptr || !back.by_path(a.statement) || !ahead.reaches(a.statement)) return false;
        if (is_zero(q.adjoints[a.statement])) return false;
        bool has = false;
        for (std::size_t i = 0; i < a.kind->operations; ++i) has = has || a.kind->rows[i].kind->at_kinks[0] != '\0';
        if (!has) return false;
        taken_apart<T> const apart(a, q.adjoints[a.statement]);
        auto const leads = led_by_sources(ahead, a);
        for (std::size_t i = 0; i < apart.parts.size(); ++i) {
            auto const& p = apart.parts[i];
            if (!leads.part(i) || is_zero(p.adjoint) || !p.row.kind->kinked(p.operands.data())) continue;
            std::string numbers = q.text.numbers(a, i, p.operands.data());
            if (!numbers.empty()) numbers += ',';
            subject s = q.about(q.text.one(a, i), std::move(numbers));
            s.place = p.row.kind->at_kinks;
            remark r = q.locate(word(clue::kink, s), a.statement);
            // A loop may meet the same one in every step.
            if (!any_of(found, [&](remark const& f) { return f.what == r.what && f.where == r.where; }))
                found.push_back(std::move(r));
        }
        return found.size() >= most;
    }));
    return found;
}

}  // namespace wengert::detail
