// expect: static assertion failed|static_assert.*failed
#include <wengert/wengert.hpp>

// A gradient written by hand, beside the function that it belongs to: an edit that forgets the factor of 2 is refused.
constexpr auto energy = [](auto x, auto v) { return 0.5 * v * v + x * x * x * x / 4.0 + x * x; };

constexpr double force(double x, double) {
#ifdef WENGERT_FAIL
    return -x * x * x - x;
#else
    return -x * x * x - 2.0 * x;
#endif
}

constexpr bool agree(double x, double v) {
    auto const [slope, momentum] = wengert::gradient(energy, x, v);
    return wengert::abs(slope + force(x, v)) < 1e-14 && momentum == v;
}
static_assert(agree(0.7, -0.4) && agree(-1.3, 0.2));
