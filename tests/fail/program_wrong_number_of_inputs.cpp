// expect: wengert: a program takes arguments that hold as many numbers as it was made for
#include <wengert/wengert.hpp>

auto g() {
    auto const f = [](auto x, auto y) { return x * y; };
    using P = wengert::program<decltype(f), 2>;
#ifdef WENGERT_FAIL
    return P::gradient(2.0);
#else
    return P::gradient(2.0, 3.0);
#endif
}
