// expect: wengert: the body of scan must return std::pair\{carry, y\}
#include <utility>

#include <wengert/wengert.hpp>

auto g() {
#ifdef WENGERT_FAIL
    return wengert::scan(3, 1.0, [](auto const& s, std::size_t) { return s * 2.0; });
#else
    return wengert::scan(3, 1.0, [](auto const& s, std::size_t) { return std::pair(s * 2.0, s); });
#endif
}
