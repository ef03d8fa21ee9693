// expect: wengert: this function cannot be run by the compiler
#include <wengert/wengert.hpp>

auto g() {
    auto const step = []<class T>(T const& s) -> T {
#ifdef WENGERT_FAIL
        if (s > 1.0) return 0.5 * s;
        return s;
#else
        return wengert::select(s > 1.0, 0.5 * s, s);
#endif
    };
    return wengert::for_loop(3, 1.0, wengert::kernel(step));
}
