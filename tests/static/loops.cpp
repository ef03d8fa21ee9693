// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Loops in constant expressions, and the types that they have.

#include <array>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <wengert/wengert.hpp>

using namespace wengert;

namespace {

constexpr auto power(std::uint64_t n, loop_policy const& p) {
    return [n, p](auto x) { return for_loop(n, 1.0, [&](auto const& s) { return s * x; }, p); };
}

constexpr auto doubled(loop_policy const& p) {
    return [p](auto x) {
        auto const [s, trips] =
            while_loop(x, [](auto const& v) { return v < 100.0; }, [](auto const& v) { return v * 2.0; }, p);
        return s * static_cast<double>(trips);
    };
}

constexpr auto sums(loop_policy const& p) {
    return [p](auto x) {
        auto const [s, ys] =
            scan(3, x, [](auto const& v, std::size_t i) { return std::pair(v * v, v * static_cast<double>(i)); }, p);
        return s + ys[0] + ys[1] + ys[2];
    };
}

// s + y1 + y2 = x^8 + x^2 + 2 x^4
constexpr double by_hand = 8.0 * 128 + 2.0 * 2 + 8.0 * 8;

constexpr bool right(loop_policy const& p) {
    return gradient(power(5, p), 2.0) == 80.0 && gradient(power(0, p), 2.0) == 0.0 &&
           gradient(power(1, p), 2.0) == 1.0 && power(5, p)(2.0) == 32.0 && derivative(power(3, p), 2.0) == 12.0 &&
           hessian(power(3, p), 2.0)(0, 0) == 12.0 && gradient(doubled(p), 10.0) == 64.0 && doubled(p)(200.0) == 0.0 &&
           gradient(sums(p), 2.0) == by_hand;
}

// Through a checkpoint in a loop in a loop.
constexpr auto nested = [](auto x) {
    return for_loop(
        2, x,
        [&](auto const& s) {
            return for_loop(
                2, s, [&](auto const& t) { return checkpoint([&](auto z) { return z * x; }, t); }, checkpoints(1));
        },
        checkpoints(2));
};

using pair_state = std::pair<double, std::array<double, 2>>;
constexpr pair_state start{1.0, {2.0, 3.0}};
constexpr auto turn = [](auto const& s, std::size_t) {
    return std::pair(s.first + 1.0, std::array{s.second[1], s.second[0] * 2.0});
};

template <class S>
using result_of = decltype(for_loop(3, std::declval<S>(), [](auto const& s, std::size_t) { return s * 2.0; }));

}  // namespace

static_assert(right(save_all()));
static_assert(right(checkpoints(1)));
static_assert(right(checkpoints(3)));
static_assert(right(checkpoints(1000)));
static_assert(right(memory(10)));
static_assert(right(checkpoints(2).verify().max_iterations(5)));

static_assert(gradient(nested, 2.0) == 80.0);
static_assert(for_loop(3, start, turn) == pair_state{4.0, {6.0, 8.0}});
static_assert(for_loop(2, std::vector<double>{1.0}, [](auto s, std::size_t) {
                  s.push_back(s.back() * 2.0);
                  return s;
              }).size() == 3);
static_assert(scan(0, 1.0, [](auto const& s) { return std::pair(s, s); }).second.empty());
static_assert(while_loop(
                  1.0, [](auto const&) { return false; }, [](auto const& s) { return s; }) ==
              std::pair(1.0, std::size_t{0}));

static_assert(std::is_same_v<result_of<double>, double>);
static_assert(std::is_same_v<result_of<real>, real>);
static_assert(std::is_same_v<result_of<decltype(real() * 2.0)>, real>);
static_assert(std::is_same_v<decltype(while_loop(
                                 real(), [](auto const&) { return false; }, [](auto const& s) { return s; })),
                             std::pair<real, std::size_t>>);
static_assert(std::is_same_v<decltype(scan(2, real(), [](auto const& s) { return std::pair(s * s, s * 2.0); })),
                             std::pair<real, std::vector<real>>>);
static_assert(std::is_same_v<decltype(checkpoint([](auto const& s) { return s * s; }, real())), real>);
static_assert(std::is_same_v<decltype(for_loop(2, 1.0, [x = real()](auto const& s) { return s * x; })), real>);
static_assert(std::is_nothrow_move_constructible_v<loop_policy>);
static_assert(std::is_copy_constructible_v<loop_policy>);
