// expect: wengert: this function cannot be run by the compiler
#include <wengert/wengert.hpp>

auto g() {
    auto const step = [](auto const& s, auto const& rate, auto const& rain) { return s * rate + rain; };
#ifdef WENGERT_FAIL
    return wengert::for_loop(3, 1.0, wengert::kernel(step));
#else
    return wengert::for_loop(3, 1.0, wengert::kernel(step, 0.5, 2));
#endif
}
