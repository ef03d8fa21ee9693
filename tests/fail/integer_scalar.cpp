// expect: wengert: an integer cannot be differentiated: write 2\.0, not 2
#include <wengert/wengert.hpp>

auto g() {
#ifdef WENGERT_FAIL
    return wengert::gradient([](auto x) { return x * x; }, 2);
#else
    return wengert::gradient([](auto x) { return x * x; }, 2.0);
#endif
}
