// expect: wengert: the Hessian of a program needs one result
#include <array>

#include <wengert/wengert.hpp>

auto g() {
    auto const f = [](auto x, auto y) { return std::array{x * y, x + y}; };
    using P = wengert::program<decltype(f), 2>;
#ifdef WENGERT_FAIL
    return P::hessian(2.0, 3.0);
#else
    return P::jacobian(2.0, 3.0);
#endif
}
