// expect: wengert: the function cannot be called with differentiable arguments\. Make it generic over its scalar
#include <wengert/wengert.hpp>

auto g() {
#ifdef WENGERT_FAIL
    return wengert::gradient([](double x) { return x * x; }, 2.0);
#else
    return wengert::gradient([](auto x) { return x * x; }, 2.0);
#endif
}
