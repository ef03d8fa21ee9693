// expect: wengert: no number comes out of
#include <wengert/wengert.hpp>

double f(wengert::real const& x) {
#ifdef WENGERT_FAIL
    return static_cast<double>(x * x);
#else
    return value(x * x);
#endif
}
