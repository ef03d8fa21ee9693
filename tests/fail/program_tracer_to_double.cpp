// expect: wengert: .*(no way out|value\(x\)|does not convert|not convert)
#include <wengert/wengert.hpp>

auto g() {
    auto const f = [](auto x) {
#ifdef WENGERT_FAIL
        return x * static_cast<double>(x);
#else
        return x * value(x);
#endif
    };
    return wengert::gradient(f, 2.0);
}
