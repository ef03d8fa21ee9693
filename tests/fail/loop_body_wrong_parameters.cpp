// expect: wengert: the body of a loop is called as body\(state, i\), or as body\(state\)
#include <wengert/wengert.hpp>

auto g() {
#ifdef WENGERT_FAIL
    return wengert::for_loop(3, 1.0, [](auto const& s, std::size_t, int) { return s * 2.0; });
#else
    return wengert::for_loop(3, 1.0, [](auto const& s, std::size_t) { return s * 2.0; });
#endif
}
