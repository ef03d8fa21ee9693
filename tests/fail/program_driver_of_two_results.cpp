// expect: wengert: gradient, hessian and hvp need a function that returns one number; use jacobian or vjp for several
#include <array>

#include <wengert/wengert.hpp>

auto g() {
    auto const f = [](auto x, auto y) { return std::array{x * y, x + y}; };
#ifdef WENGERT_FAIL
    return wengert::hessian<wengert::with::program>(f, 2.0, 3.0);
#else
    return wengert::jacobian<wengert::with::program>(f, 2.0, 3.0);
#endif
}
