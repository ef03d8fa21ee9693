// expect: wengert: a variable is changed by assign\(v\), assign_add\(v\) or assign_sub\(v\)
#include <wengert/wengert.hpp>

void step(wengert::variable& w) {
#ifdef WENGERT_FAIL
    w = 3.0;
#else
    w.assign(3.0);
#endif
}
