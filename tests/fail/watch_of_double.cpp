// expect: wengert: watch follows numbers of type real or variables; a double has no place on a tape
#include <wengert/wengert.hpp>

void f() {
#ifdef WENGERT_FAIL
    double x = 2.0;
#else
    wengert::real x = 2.0;
#endif
    wengert::gradient_tape tape;
    tape.watch(x);
}
