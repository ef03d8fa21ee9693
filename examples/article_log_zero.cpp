// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0

// "Why is my gradient not being calculated?", third case: a loss that hits log(0). TensorFlow answers NaN.

#include <iostream>
#include <string>

#include <wengert/wengert.hpp>

using namespace wengert;

int main(int argc, char** argv) {
    {
        // With .explain the tape keeps what every statement was and where, so that the answer can name the place.
        variable x{1.0, "x"};
        gradient_tape tape{{.explain = true}};
        real const loss = label(log(abs(1 - x)), "loss");
        auto const slope = tape.gradient(loss, x);
        std::cout << "log(abs(1 - x)) at 1 = " << loss.value() << '\n'
                  << "the status is non_finite: " << std::boolalpha << (slope.status() == status::non_finite) << '\n'
                  << slope.why() << "\n\n";

        // The same as a report, for the terminal and as a page with the graph.
        report const found = explain(tape, loss, x);
        std::cout << found << '\n';
        if (argc > 2) {
            std::string const page = std::string(argv[2]) + "/why_loss_is_nan.html";
            write_html(found, page);
            std::cout << "The report is in " << page << "\n\n";
        }
    }
    {
        // Or stop where it happens: the first operation that leaves the finite numbers throws.
        variable x{1.0, "x"};
        gradient_tape tape{{.trap_non_finite = true}};
        try {
            real const loss = log(abs(1 - x));
            std::cout << "not reached: " << loss.value() << '\n';
        } catch (non_finite const& e) {
            std::cout << "trapped: " << e.what() << "\n\n";
        }
    }
    {
        // A cure: keep the argument of log away from 0. Since abs'(0) = 0, the slope at the kink is 0, and it is a number.
        variable x{1.0, "x"};
        gradient_tape tape;
        real const loss = log(abs(1 - x) + 1e-6);
        auto const slope = tape.gradient(loss, x);
        std::cout << "log(abs(1 - x) + 1e-6) at 1 = " << loss.value() << '\n' << slope.why() << "\n\n";
    }
    {
        // Another: choose. The side that select does not take adds nothing to the gradient, however singular it is.
        variable x{1.0, "x"};
        gradient_tape tape;
        real const distance = abs(1 - x);
        real const loss = select(distance > 1e-6, log(distance), distance / 1e-6 + log(1e-6) - 1.0);
        auto const slope = tape.gradient(loss, x);
        std::cout << "log(d), continued by its tangent below d = 1e-6, at 1 = " << loss.value() << '\n'
                  << slope.why() << '\n';
    }
}
