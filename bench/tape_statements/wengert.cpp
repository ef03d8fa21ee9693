// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// Wengert's tape; and the gradient tape that is made of it, without and with what it keeps to explain itself.

#include <wengert/wengert.hpp>

#include "tape_statements/statements.hpp"

namespace statements {

using namespace wengert;

template <class Kernel>
class wengert_list {
public:
    explicit wengert_list(std::size_t length) : length_(length) {}

    void record() {
        list_.clear();
        kernels::state<real> s = kernels::start().of<real>([&](double x) { return list_.input(x); });
        recording<double> const open(list_);
        repeat<Kernel>(s, length_);
        results_ = s;
    }

    void reverse() {
        sweep_.reset(list_);
        results_.each_number([&](real const& y) { sweep_.seed(y) = 1.0; });
        sweep_.reverse(list_);
    }

    std::size_t bytes() const { return list_.statistics().bytes; }

private:
    std::size_t length_;
    tape<double> list_;
    adjoints<double> sweep_{list_};
    kernels::state<real> results_;
};

/// A gradient tape is recorded and reversed once.
template <class Kernel>
void once(benchmark::State& state, gradient_tape_options options) {
    auto const in = kernels::start().of<real>([](double x) { return real(x); });
    for (auto _ : state) {
        kernels::state<real> s = in;
        gradient_tape tape(options);
        s.each_number([&](real& x) { tape.watch(x); });
        real const first = s.x[0];
        repeat<Kernel>(s, length(state));
        real sum = 0.0;
        s.each_number([&](real const& y) { sum += y; });
        benchmark::DoNotOptimize(*tape.gradient(sum, first));
    }
    count(state);
}

bool const here = add_tape<wengert_list>("Wengert tape");

bool const here_once = [] {
    each_kernel([]<class Kernel>(Kernel, std::string const& kernel) {
        add(kernel + "/once/gradient_tape", [](benchmark::State& state) { once<Kernel>(state, {}); });
        add(kernel + "/once/gradient_tape that explains",
            [](benchmark::State& state) { once<Kernel>(state, {.explain = true}); });
    });
    return true;
}();

}  // namespace statements
