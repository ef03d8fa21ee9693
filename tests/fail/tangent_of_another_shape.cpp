// expect: wengert: two structures of different shapes cannot be walked together
#include <array>

#include <wengert/wengert.hpp>

auto g() {
    auto const f = [](auto const& x) { return x[0] * x[1]; };
#ifdef WENGERT_FAIL
    return wengert::jvp(f, std::array{1.0, 2.0}, std::array{1.0, 2.0, 3.0});
#else
    return wengert::jvp(f, std::array{1.0, 2.0}, std::array{1.0, 2.0});
#endif
}
