// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <vector>

#include <wengert/tape/tape.hpp>

namespace wengert {

/// N adjoints of one statement side by side, for N seeds in one sweep.
template <class T, std::size_t N>
struct lanes {
    std::array<T, N> lane{};
};

namespace detail {

// How a sweep treats the adjoints of one statement, for one seed and for several.
template <class T>
constexpr bool untouched(T const& a) {
    return is_zero(a);
}
template <class T, std::size_t N>
constexpr bool untouched(lanes<T, N> const& a) {
    bool zero = true;
    for (T const& x : a.lane) zero &= is_zero(x);
    return zero;
}

template <class T>
[[gnu::always_inline]] inline void add_product(T& to, T const& partial, T const& adjoint) {
    to = to + partial * adjoint;
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline void add_product(lanes<T, N>& to, T const& partial, lanes<T, N> const& adjoint) {
    for (std::size_t k = 0; k < N; ++k) {
        // Each seed ends where its own adjoint is zero, as it would in a sweep of its own.
        T const product(partial * adjoint.lane[k]);
        to.lane[k] = to.lane[k] + (product == product || !is_zero(adjoint.lane[k]) ? product : T(0));
    }
}

// Forward, a zero partial ends a path too: there the reverse sweep would pass a zero adjoint on. Else the infinite tangent of
// what a select has not taken would turn into a NaN.
template <class T>
void add_tangent(T& to, T const& partial, T const& tangent) {
    T const product(partial * tangent);
    if (product == product || !(is_zero(partial) || is_zero(tangent))) to = to + product;
}
template <class T, std::size_t N>
void add_tangent(lanes<T, N>& to, T const& partial, lanes<T, N> const& tangent) {
    for (std::size_t k = 0; k < N; ++k) add_tangent(to.lane[k], partial, tangent.lane[k]);
}

template <class T, class Use>
void each_lane(T* adjoints, Use&& use) {
    use(adjoint_view<T>(adjoints, 1));
}
template <class T, std::size_t N, class Use>
void each_lane(lanes<T, N>* adjoints, Use&& use) {
    for (std::size_t k = 0; k < N; ++k) use(adjoint_view<T>(&adjoints->lane[k], N));
}

template <class T, class A>
struct reverse_sweep {
    A* adjoints;

    [[gnu::always_inline]] void statement(std::uint32_t index, std::uint32_t count, T const* partials,
                                          std::uint32_t const* indices) const {
        A const adjoint = adjoints[index];
        if (untouched(adjoint)) return;
        // The last argument first: what is computed last is often read last, and its adjoint is the next that is needed.
        for (std::size_t k = count; k-- > 0;) add_product(adjoints[indices[k]], partials[k], adjoint);
    }
    void operation(operator_record<T> const& record) const {
        each_lane(adjoints, [&](auto const& view) { record.reverse(view); });
    }
};

template <class T, class A>
struct forward_sweep {
    A* tangents;

    void statement(std::uint32_t index, std::uint32_t count, T const* partials, std::uint32_t const* indices) const {
        if (count == 0) return;
        A sum{};
        for (std::uint32_t k = 0; k < count; ++k) add_tangent(sum, partials[k], tangents[indices[k]]);
        tangents[index] = sum;
    }
    void operation(operator_record<T> const& record) const {
        each_lane(tangents, [&](auto const& view) { record.forward(view); });
    }
};

}  // namespace detail

/// The adjoints that a reverse sweep leaves, by active value. `A` is the scalar, or `lanes` of it for several seeds at once.
///
/// Kept and used again, it allocates only when the tape has grown.
template <scalar T, class A = T>
class adjoints {
public:
    /// All adjoints 0, for the tape as it is.
    explicit adjoints(tape<T> const& t) { reset(t); }

    void reset(tape<T> const& t) {
        epoch_ = t.epoch();
        values_.assign(t.size(), A{});
    }

    /// The adjoint of a value; 0 for one that no tape follows. Throws `wrong_recording` for one of another recording.
    [[nodiscard]] A const& operator[](active<T> const& x) const {
        static constexpr A nothing{};
        if (x.identity().tag == passive_tag) return nothing;
        return values_[checked(x)];
    }

    /// Where to put the seed of a value.
    [[nodiscard]] A& seed(active<T> const& x) { return values_[checked(x)]; }

    /// From `from` back to `to`: every adjoint passes to those its statement read.
    void reverse(tape<T> const& t, tape_mark const& from, tape_mark const& to = {}) {
        fit(t);
        t.walk_backward(from, to, detail::reverse_sweep<T, A>{values_.data()});
    }
    void reverse(tape<T> const& t) { reverse(t, t.mark()); }

    /// The other way: tangents instead of adjoints.
    void forward(tape<T> const& t, tape_mark const& to, tape_mark const& from = {}) {
        fit(t);
        t.walk_forward(from, to, detail::forward_sweep<T, A>{values_.data()});
    }
    void forward(tape<T> const& t) { forward(t, t.mark()); }

    [[nodiscard]] A* data() { return values_.data(); }
    [[nodiscard]] std::size_t size() const { return values_.size(); }

private:
    // The tape may have grown since, but it must be the same one in the same epoch.
    void fit(tape<T> const& t) {
        if (t.epoch() != epoch_) throw wrong_recording("a sweep");
        if (values_.size() < t.size()) values_.resize(t.size());
    }

    [[nodiscard]] std::uint32_t checked(active<T> const& x) const {
        if (x.identity().tag != epoch_ || x.identity().index >= values_.size()) throw wrong_recording("an adjoint");
        return x.identity().index;
    }

    std::vector<A> values_;
    std::uint32_t epoch_ = 0;
};

}  // namespace wengert
