// expect: wengert: an integer cannot be differentiated: write 2.0, not 2
#include <wengert/wengert.hpp>

auto g() {
#ifdef WENGERT_FAIL
    return wengert::for_loop(3, 1, [](auto const& s, std::size_t) { return s * 2; });
#else
    return wengert::for_loop(3, 1.0, [](auto const& s, std::size_t) { return s * 2; });
#endif
}
