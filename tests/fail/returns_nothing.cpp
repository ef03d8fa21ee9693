// expect: wengert: the function returns nothing that could be differentiated
#include <wengert/wengert.hpp>

auto g() {
#ifdef WENGERT_FAIL
    return wengert::derivative([](auto x) { static_cast<void>(x * x); }, 2.0);
#else
    return wengert::derivative([](auto x) { return x * x; }, 2.0);
#endif
}
