// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// "Why is my gradient not being calculated?", second case: the variable changes between two computations.
// In TensorFlow, x = x + 1 makes a tensor of the variable, and the gradient is None from there on.

#include <iostream>

#include <wengert/wengert.hpp>

using namespace wengert;

int main() {
    {
        // Assigning to a variable keeps it the same variable. Each read of it, before and after, counts.
        variable x{2.0, "x"};
        gradient_tape tape{{.persistent = true}};
        real const y = x * x;
        x.assign_add(1.0);
        real const z = x * x;
        std::cout << "variable, x.assign_add(1) between y = x x and z = x x\n"
                  << "dy/dx = " << *tape.gradient(y, x) << '\n'
                  << "dz/dx = " << *tape.gradient(z, x) << '\n'
                  << "d(y+z)/dx = " << *tape.gradient(y + z, x) << "\n\n";
    }
    {
        // The assignment itself is not differentiated: the new number is just a number.
        variable x{2.0, "x"};
        gradient_tape tape;
        real const y = x * x;
        x.assign(2 * x.value());
        real const z = x * x;
        std::cout << "variable, x.assign(2 * x.value()) between them\n"
                  << "d(y+z)/dx = " << *tape.gradient(y + z, x) << "\n\n";
    }
    {
        // A `real` is a value with a name on the tape. x = 2 * x gives the name to a new value, and its history is kept: x0,
        // copied before, still names the old one. So both questions have an answer.
        gradient_tape tape{{.persistent = true}};
        real x = 2.0;
        tape.watch(x);
        real const x0 = x;
        real const y = x * x;
        x = 2 * x;
        real const z = x * x;
        std::cout << "real, x = 2 * x between them\n"
                  << "d(y+z)/dx0 = " << *tape.gradient(y + z, x0) << '\n'
                  << "d(y+z)/dx = " << *tape.gradient(y + z, x) << "\n\n";
    }
    {
        // And where there is none, the tape knows what became of x, and in which line.
        gradient_tape tape{{.explain = true}};
        real x = 2.0;
        tape.watch(x);
        real const y = label(x * x, "y");
        x = 2 * x;
        std::cout << "dy/dx, by what x is now\n" << explain(tape, y, x);
    }
}
