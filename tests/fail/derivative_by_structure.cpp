// expect: wengert: derivative is by one number; use gradient or jacobian for a structure
#include <array>

#include <wengert/wengert.hpp>

auto g() {
    auto const f = [](auto const& x) { return x[0] * x[1]; };
#ifdef WENGERT_FAIL
    return wengert::derivative(f, std::array{1.0, 2.0});
#else
    return wengert::gradient(f, std::array{1.0, 2.0});
#endif
}
