// expect: wengert: the body of a loop must return a structure of the same type as its state
#include <array>

#include <wengert/wengert.hpp>

auto g() {
#ifdef WENGERT_FAIL
    auto const body = [](auto const& s, std::size_t) { return s[0]; };
#else
    auto const body = [](auto const& s, std::size_t) { return s; };
#endif
    return wengert::for_loop(3, std::array{1.0, 2.0}, body);
}
