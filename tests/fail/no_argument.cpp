// expect: wengert: a derivative needs at least one argument to differentiate by
#include <wengert/wengert.hpp>

auto g() {
#ifdef WENGERT_FAIL
    return wengert::gradient([] { return 2.0; });
#else
    return wengert::gradient([](auto x) { return 2.0 * x; }, 1.0);
#endif
}
