// expect: wengert: the body of a loop must return the next state
#include <wengert/wengert.hpp>

auto g() {
    return wengert::for_loop(3, 1.0, [](auto const& s, std::size_t) {
#ifdef WENGERT_FAIL
        static_cast<void>(s);
#else
        return s * 2.0;
#endif
    });
}
