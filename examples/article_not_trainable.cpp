// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// "Why is my gradient not being calculated?", first case: the variable is not trainable. TensorFlow answers None.

#include <iostream>

#include <wengert/wengert.hpp>

using namespace wengert;

int main() {
    {
        variable x{0.0, "x", trainable{false}};
        variable y{1.0, "y"};
        gradient_tape tape{{.explain = true}};
        real const z = label(x * y, "z");
        auto const dz = tape.gradient(z, x);
        std::cout << "x is not trainable:   dz/dx is " << (dz.has_value() ? "there" : "missing") << ": " << dz.why()
                  << "\n\n"
                  << explain(tape, z, x) << '\n';
    }
    {
        variable x{0.0, "x"};
        variable y{1.0, "y"};
        gradient_tape tape;
        real const z = x * y;
        auto const dz = tape.gradient(z, x);
        std::cout << "x is trainable:       dz/dx = " << *dz << '\n';
    }
    {
        // The other cure that the sentence offers: x stays fixed for the optimiser, and this one tape watches it.
        variable x{0.0, "x", trainable{false}};
        variable y{1.0, "y"};
        gradient_tape tape;
        tape.watch(x);
        real const z = x * y;
        std::cout << "x is watched by hand: dz/dx = " << *tape.gradient(z, x) << '\n';
    }
}
