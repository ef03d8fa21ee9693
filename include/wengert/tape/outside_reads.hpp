// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>
#include <vector>

#include <wengert/core/error.hpp>
#include <wengert/tape/active.hpp>

// Code that is run again in a sweep must find outside what it found the first time: a variable that has been assigned since
// still has its old number there, and its old statement on the tape.
namespace wengert::detail {

/// What a piece of code has read from outside, such as variables.
template <class T>
struct outside_reads {
    struct read {
        void const* source;
        active<T> number;
    };

    std::vector<read> all;
};

template <class T>
class reading;

template <class T>
constinit inline thread_local reading<T>* now_reading = nullptr;

/// While it lives, what this thread reads from outside is kept in `kept`, or is only taken from there if that is `complete`.
template <class T>
class [[nodiscard]] reading {
public:
    reading(outside_reads<T>& kept, bool complete) : kept_(kept), complete_(complete), outer_(now_reading<T>) {
        now_reading<T> = this;
    }
    reading(reading const&) = delete;
    reading& operator=(reading const&) = delete;
    ~reading() { now_reading<T> = outer_; }

    /// The number that was read from `source` before, or else `fresh()`.
    template <class Fresh>
    active<T> read(void const* source, T const& value, Fresh&& fresh) {
        for (auto const& r : kept_.all)
            if (r.source == source) {
                if (!complete_ && !same(r.number.value(), value))
                    throw invalid_argument(
                        "a variable was assigned inside the body of a loop that reads it. The body is run again in the "
                        "reverse sweep, so what changes from step to step must be part of the loop's state.");
                return r.number;
            }
        if (complete_)
            throw not_reproducible("The body read a variable that it had not read before.");
        active<T> const number = [&] {
            struct outside {
                reading* inner;
                explicit outside(reading* r) : inner(r) { now_reading<T> = r->outer_; }
                outside(outside const&) = delete;
                outside& operator=(outside const&) = delete;
                ~outside() { now_reading<T> = inner; }
            } const around(this);
            return fresh();
        }();
        kept_.all.push_back({source, number});
        return number;
    }

private:
    static bool same(T const& a, T const& b) {
        return primal(a) == primal(b) || (primal(a) != primal(a) && primal(b) != primal(b));
    }

    outside_reads<T>& kept_;
    bool complete_;
    reading* outer_;
};

}  // namespace wengert::detail
