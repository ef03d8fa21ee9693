// expect: wengert: this function cannot be run by the compiler
#include <wengert/wengert.hpp>

auto g(double k) {
    auto const f = [k](auto x) { return k * x * x; };
#ifdef WENGERT_FAIL
    return wengert::gradient<wengert::with::program>(f, 2.0);
#else
    return wengert::gradient<wengert::with::tape>(f, 2.0);
#endif
}
