// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// A program that ends with everything alive, and computes gradients in the destructors of static objects.

#include <cstdlib>
#include <thread>

#include <wengert/wengert.hpp>

using namespace wengert;

namespace {

void expect(bool right) {
    if (!right) std::_Exit(1);
}

double squared_slope(double at) {
    return gradient<with::tape>([](auto v) { return v * v; }, at);
}

struct last_of_all {
    last_of_all() = default;
    last_of_all(last_of_all const&) = delete;
    last_of_all& operator=(last_of_all const&) = delete;
    ~last_of_all() {
        variable x{3.0, "x"};
        expect(value(x * x) == 9.0);
        {
            gradient_tape tape;
            expect(*tape.gradient(x * x, x) == 6.0);
        }
        expect(squared_slope(3.0) == 6.0);
    }
};

// For which nothing is made that would stay: leak checkers look.
struct only_reads {
    only_reads() = default;
    only_reads(only_reads const&) = delete;
    only_reads& operator=(only_reads const&) = delete;
    ~only_reads() {
        variable const x{3.0, "x"};
        expect(value(x * x) == 9.0);
    }
};

last_of_all const before_the_first_tape;
auto const pull = vjp([](auto v) { return v * v; }, 3.0).second;
variable held{2.0, "held"};
gradient_tape open_until_the_end;
real const leaked = held * held;

}  // namespace

int main() {
    std::thread([] {
        thread_local only_reads const before_the_tape;
        gradient_tape tape;
        expect(*tape.gradient(held * held, held) == 4.0);
    }).join();
    static last_of_all const after_the_first_tape;
    thread_local gradient_tape of_this_thread{{.explain = true}};
    real const y = leaked * held;
    expect(*open_until_the_end.gradient(y, held) == 12.0);
    expect(pull(1.0) == 6.0);
    expect(squared_slope(2.0) == 4.0);
    expect(of_this_thread.is_recording());
}
