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
    std::array<T, N> lane{};  ///< one for each seed
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
void add(T& to, T const& adjoint) {
    to = to + adjoint;
}
template <class T, std::size_t N>
void add(lanes<T, N>& to, lanes<T, N> const& adjoint) {
    for (std::size_t k = 0; k < N; ++k) to.lane[k] = to.lane[k] + adjoint.lane[k];
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
void each_lane(std::vector<T>& adjoints, Use&& use) {
    use(adjoint_view<T>(adjoints.data(), 1));
}
template <class T, std::size_t N, class Use>
void each_lane(std::vector<lanes<T, N>>& adjoints, Use&& use) {
    for (std::size_t k = 0; k < N; ++k) use(adjoint_view<T>(&adjoints.data()->lane[k], N));
}

/// Asks the system for memory before it is taken for so many.
template <class A>
void require_memory(std::vector<A> const& values, std::size_t size) {
    if (size > values.capacity()) memory_allowance().take(size * sizeof(A), "a sweep over the tape");
}

/// A sweep of numbers over a tape: of adjoints backward, or of tangents forward. `A` is the scalar or `lanes` of it.
template <class T, class A, bool Backward>
class number_sweep final : public sweep_view<T> {
public:
    number_sweep(tape<T> const& list, std::vector<A>& values) : list_(list), values_(values) {}

    void run(tape_mark const& earlier, tape_mark const& later) override {
        if constexpr (Backward) list_.walk_backward(later, earlier, visitor{values_.data(), *this});
        else list_.walk_forward(earlier, later, visitor{values_.data(), *this});
    }

    [[nodiscard]] bool backward() const override { return Backward; }
    [[nodiscard]] bool single() const override { return std::is_same_v<A, T>; }

    void apply(operator_record<T> const& record) override {
        each_lane(values_, [&](auto const& view) {
            if constexpr (Backward) record.reverse(view);
            else record.forward(view);
        });
    }

    [[nodiscard]] bool carries(std::vector<std::uint32_t> const& statements) const override {
        return any_of(statements, [&](std::uint32_t s) { return s != nobody && !untouched(values_[s]); });
    }

    void take(std::vector<std::uint32_t> const& statements) override {
        aside_.reserve(aside_.size() + statements.size());
        for (std::uint32_t const s : statements) aside_.push_back(s == nobody ? A{} : values_[s]);
    }

    void give(std::vector<std::uint32_t> const& statements) override {
        if (aside_.size() < statements.size())
            throw not_reproducible("A step returned fewer numbers than the first time.");
        A const* from = aside_.data() + (aside_.size() - statements.size());
        for (std::uint32_t const s : statements) {
            if (s != nobody) Backward ? add(values_[s], *from) : void(values_[s] = *from);
            ++from;
        }
        aside_.resize(aside_.size() - statements.size());
    }

    void open(std::uint32_t first) override {
        std::size_t const size = list_.size();
        require_memory(values_, size);
        // By a little, not twice: this is memory that the user of a loop counts.
        if (values_.capacity() < size) values_.reserve(size + size / 16);
        if (values_.size() < size) values_.resize(size);
        std::uint32_t const end = list_.next_statement();
        for (std::uint32_t s = first; s < end; ++s) values_[s] = A{};
    }

private:
    struct visitor {
        A* values;
        number_sweep& sweep;

        [[gnu::always_inline]] void statement(std::uint32_t index, std::uint32_t count, T const* partials,
                                              std::uint32_t const* indices) const {
            if constexpr (Backward) {
                A const adjoint = values[index];
                if (untouched(adjoint)) return;
                // The last argument first: what is computed last is often read last, and its adjoint is the next that is
                // needed.
                for (std::size_t k = count; k-- > 0;) add_product(values[indices[k]], partials[k], adjoint);
            } else {
                if (count == 0) return;
                A sum{};
                for (std::uint32_t k = 0; k < count; ++k) add_tangent(sum, partials[k], values[indices[k]]);
                values[index] = sum;
            }
        }
        void operation(tape_record<T>& record) {
            record.take_part(sweep);
            values = sweep.values_.data();
        }
    };

    tape<T> const& list_;
    std::vector<A>& values_;
    std::vector<A> aside_;
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

    /// All adjoints 0 again, for the tape as it is.
    void reset(tape<T> const& t) {
        detail::require_memory(values_, t.size());
        epoch_ = t.epoch();
        values_.assign(t.size(), A{});
    }
    /// Adjoints 0 from this statement on, for who will not look at others: those are what they were.
    void reset(tape<T> const& t, std::uint32_t from) {
        detail::require_memory(values_, t.size());
        epoch_ = t.epoch();
        if (values_.size() > from) values_.resize(from);
        values_.resize(t.size());
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
        detail::number_sweep<T, A, true>(t, values_).run(to, from);
    }
    /// The whole tape.
    void reverse(tape<T> const& t) { reverse(t, t.mark()); }

    /// The other way: tangents instead of adjoints.
    void forward(tape<T> const& t, tape_mark const& to, tape_mark const& from = {}) {
        fit(t);
        detail::number_sweep<T, A, false>(t, values_).run(from, to);
    }
    /// The whole tape.
    void forward(tape<T> const& t) { forward(t, t.mark()); }

    /// The adjoints by the numbers of their statements, for the library.
    [[nodiscard]] A* data() { return values_.data(); }
    /// How many those are.
    [[nodiscard]] std::size_t size() const { return values_.size(); }

private:
    // The tape may have grown since, but it must be the same one in the same epoch.
    void fit(tape<T> const& t) {
        if (t.epoch() != epoch_) throw wrong_recording("a sweep");
        detail::require_memory(values_, t.size());
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
