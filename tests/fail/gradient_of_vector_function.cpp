// expect: wengert: gradient, hessian and hvp need a function that returns one number; use jacobian or vjp for several
#include <array>

#include <wengert/wengert.hpp>

auto g() {
    auto const f = [](auto x) { return std::array<decltype(x), 2>{x * x, 2 * x}; };
#ifdef WENGERT_FAIL
    return wengert::gradient(f, 2.0);
#else
    return wengert::jacobian(f, 2.0);
#endif
}
