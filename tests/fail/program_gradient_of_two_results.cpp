// expect: wengert: the gradient of a program needs one result; use its jacobian
#include <array>

#include <wengert/wengert.hpp>

auto g() {
    auto const f = [](auto x, auto y) { return std::array{x * y, x + y}; };
    using P = wengert::program<decltype(f), 2>;
#ifdef WENGERT_FAIL
    return P::gradient(2.0, 3.0);
#else
    return P::jacobian(2.0, 3.0);
#endif
}
