// expect: wengert: read it with value\(x\), or cut with stop_gradient|cannot convert .*active<double>.* to .double
#include <wengert/wengert.hpp>

double f(wengert::real const& x) {
#ifdef WENGERT_FAIL
    double d = x;
#else
    double d = value(x);
#endif
    return d;
}
