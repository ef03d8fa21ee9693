// expect: wengert: the function of a checkpoint must return a number or a structure of numbers
#include <wengert/wengert.hpp>

auto g() {
    return wengert::checkpoint(
        [](auto const& x) {
#ifdef WENGERT_FAIL
            static_cast<void>(x);
#else
            return x * 2.0;
#endif
        },
        1.0);
}
