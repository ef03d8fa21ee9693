// expect: wengert: jvp and hvp are of a function of one argument, which may be a structure
#include <tuple>

#include <wengert/wengert.hpp>

auto g() {
#ifdef WENGERT_FAIL
    auto const f = [](auto const& x, auto const& y) { return x * y; };
#else
    auto const f = [](auto const& p) { return std::get<0>(p) * std::get<1>(p); };
#endif
    return wengert::jvp(f, std::tuple(2.0, 3.0), std::tuple(1.0, 0.0));
}
