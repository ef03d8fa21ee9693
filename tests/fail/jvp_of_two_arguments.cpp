// expect: wengert: jvp and hvp are of a function of one argument, which may be a structure
#include <utility>

#include <wengert/wengert.hpp>

void g() {
    auto const f = [](auto const& x, auto const& y) { return x * y; };
#ifdef WENGERT_FAIL
    static_cast<void>(wengert::jvp(f, 2.0, 3.0, 1.0, 0.0));
#else
    static_cast<void>(
        wengert::jvp([&](auto const& p) { return f(p.first, p.second); }, std::pair(2.0, 3.0), std::pair(1.0, 0.0)));
#endif
}
