// expect: wengert: the pullback of custom_gradient must be callable as pullback\(ybar\), pullback\(x, ybar\)
#include <wengert/wengert.hpp>

auto f(wengert::real const& x) {
    auto const primal = [](auto const& v) { return v * v; };
#ifdef WENGERT_FAIL
    return wengert::custom_gradient(x, primal, [](int*, int*) { return 1.0; });
#else
    return wengert::custom_gradient(x, primal, [](auto const& v, auto const& ybar) { return 2 * v * ybar; });
#endif
}
