// expect: wengert: the function cannot be called with differentiable arguments
#include <wengert/wengert.hpp>

auto g() {
#ifdef WENGERT_FAIL
    return wengert::gradient([](auto x, auto y) { return x * y; }, 2.0);
#else
    return wengert::gradient([](auto x, auto y) { return x * y; }, 2.0, 3.0);
#endif
}
