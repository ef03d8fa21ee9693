// expect: wengert: the two branches of \?: are different expressions\. Make both numbers, c \? real\(a\) : real\(b\)
#include <wengert/wengert.hpp>

using wengert::real;

real f(bool c, real const& x, real const& y) {
#ifdef WENGERT_FAIL
    return c ? x * y : x + y;
#else
    return c ? real(x * y) : real(x + y);
#endif
}
