// expect: wengert: .*value\(x\).*stop_gradient\(x\)
#include <wengert/wengert.hpp>

double f(wengert::real const& x) {
#ifdef WENGERT_FAIL
    double d = x;
#else
    double d = value(x);
#endif
    return d;
}
