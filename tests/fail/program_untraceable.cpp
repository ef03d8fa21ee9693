// expect: wengert: this function cannot be run by the compiler
#include <wengert/wengert.hpp>

auto g() {
    auto const f = []<class T>(T x) {
#ifdef WENGERT_FAIL
        if (x > 0) return T(x * x);
        return x;
#else
        return select(x > 0, x * x, x);
#endif
    };
    return wengert::program<decltype(f), 1>::gradient(2.0);
}
