// expect: wengert: this operation mixes two differentiable types.* Lift the argument of the inner derivative
#include <wengert/wengert.hpp>

// Siskind & Pearlmutter: d/dx (x d/dy (x + y)) is 1 at 1, and 2 to whom confuses the two.
auto g() {
    return wengert::derivative(
        [](auto x) {
            auto const inner = [x](auto y) { return x + y; };
#ifdef WENGERT_FAIL
            return x * wengert::derivative(inner, 1.0);
#else
            return x * wengert::derivative(inner, decltype(x)(1.0));
#endif
        },
        1.0);
}
