// expect: wengert: the source of a gradient is a number of type real or a variable; a double is on no tape
#include <wengert/wengert.hpp>

double f() {
#ifdef WENGERT_FAIL
    double x = 2.0;
#else
    wengert::variable x{2.0};
#endif
    wengert::gradient_tape tape;
    wengert::real const y = wengert::real(x) * 2.0;
    return *tape.gradient(y, x);
}
