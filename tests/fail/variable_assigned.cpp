// expect: wengert: a variable is changed by assign\(v\), assign_add\(v\) or assign_sub\(v\)
#include <wengert/wengert.hpp>

void step(wengert::variable& w) {
#ifdef WENGERT_FAIL
    w -= 0.1;
#else
    w.assign_sub(0.1);
#endif
}
