// expect: wengert: what was declared auto here is an expression, and nothing else can be assigned to it
#include <wengert/wengert.hpp>

auto f(wengert::real const& x, wengert::real const& y) {
#ifdef WENGERT_FAIL
    auto s = x + y;
#else
    wengert::real s = x + y;
#endif
    s = s * x;
    return wengert::real(s);
}
