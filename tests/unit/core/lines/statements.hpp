// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

// Statements of which the lines are known. `expect` stands on the line above the one that it speaks of.

#include <numeric>
#include <string>
#include <vector>

#include "wengert/tape/mock.hpp"

struct expectation {
    std::string name, file;
    unsigned line;
    std::string function;
};

inline std::vector<expectation> expectations;

inline void expect(char const* name, unsigned line, char const* function, char const* file = __builtin_FILE()) {
    expectations.push_back({name, file, line + 1, function});
}

// In a shared library.
extern "C" double library_square(double);

namespace user {

using wengert::mock::number;

[[gnu::noinline]] inline number plain(number x) {
    expect("plain", __LINE__, "user::plain");
    number const y = x * x;
    return y;
}

[[gnu::noinline]] inline number adjacent(number x) {
    expect("first of two", __LINE__, "user::adjacent");
    x = x * x;
    expect("second of two", __LINE__, "user::adjacent");
    x = x + x;
    return x;
}

[[gnu::noinline]] inline number tail(number x) {
    expect("tail call", __LINE__, "user::tail");
    return x * x;
}

[[gnu::noinline]] inline number end_of_block(number x, bool yes) {
    if (yes) {
        expect("end of block", __LINE__, "user::end_of_block");
        x = x * x;
    }
    expect("after block", __LINE__, "user::end_of_block");
    return x + x;
}

inline number inlined(number x) {
    expect("inlined", __LINE__, "user::inlined");
    return x * x;
}
[[gnu::noinline]] inline number around(number x) {
    x = inlined(x);
    expect("around", __LINE__, "user::around");
    return x + x;
}

template <int N, class T>
[[gnu::noinline]] T power(T x) {
    expect("template", __LINE__, "user::power");
    x = x * x;
    if constexpr (N > 1) return power<N - 1>(x);
    return x;
}

template <class T>
    requires(sizeof(T) >= sizeof(double))
[[gnu::noinline]] T constrained(T x) {
    expect("constrained", __LINE__, "user::constrained");
    return x * x;
}

[[gnu::noinline]] inline number loop(number x) {
    for (int i = 0; i < 3; ++i) {
        expect("loop", __LINE__, "user::loop");
        x = x * x;
    }
    return x;
}

inline number inlined_loop(number x) {
    for (int i = 0; i < 3; ++i) {
        expect("loop that is inlined", __LINE__, "user::inlined_loop");
        x = x * x;
    }
    return x;
}
[[gnu::noinline]] inline number around_loop(number x) { return inlined_loop(x); }

struct functor {
    [[gnu::noinline]] number operator()(number x) const {
        expect("functor", __LINE__, "user::functor::operator()");
        return x * x;
    }
};

namespace {
[[gnu::noinline]] number unnamed(number x) {
    expect("unnamed namespace", __LINE__, "user::unnamed");
    return x * x;
}
}  // namespace

[[gnu::noinline]] inline number in_lambda(number x) {
    auto const square = [](number const& a) {
        expect("lambda", __LINE__, "lambda in user::in_lambda");
        return a * a;
    };
    auto const generic = [&](auto const& a) {
        expect("generic lambda", __LINE__, "lambda in user::in_lambda");
        return a * x;
    };
    return generic(square(x));
}

[[gnu::noinline, maybe_unused]] static number in_static_lambda(number x) {
    auto const square = [](number const& a) {
        expect("lambda in a static function", __LINE__, "lambda in user::in_static_lambda");
        return a * a;
    };
    return square(x);
}

// Every statement of std::inner_product: at its call if it was inlined.
[[gnu::noinline]] inline number product(std::vector<number> const& v) {
#ifdef __OPTIMIZE__
    for (std::size_t i = 0; i < 2 * v.size(); ++i) expect("inner_product", __LINE__ + 1, "user::product");
#endif
    return std::inner_product(v.begin(), v.end(), v.begin(), number{0});
}

inline void run() {
    number x{1.5};
    plain(x);
    adjacent(x);
    tail(x);
    end_of_block(x, true);
    around(x);
    power<2>(x);
    constrained(x);
    loop(x);
    around_loop(x);
    functor{}(x);
    unnamed(x);
    in_lambda(x);
    in_static_lambda(x);
}

}  // namespace user
