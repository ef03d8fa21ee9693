// expect: wengert: this function cannot be run by the compiler
#include <array>
#include <vector>

#include <wengert/wengert.hpp>

auto g() {
    auto const f = [](auto const& x) { return x[0] * x[1]; };
#ifdef WENGERT_FAIL
    return wengert::gradient<wengert::with::program>(f, std::vector{2.0, 3.0});
#else
    return wengert::gradient<wengert::with::program>(f, std::array{2.0, 3.0});
#endif
}
