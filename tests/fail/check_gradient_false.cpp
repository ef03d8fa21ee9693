// expect: static assertion failed|static_assert.*failed
#include <wengert/wengert.hpp>

// A rule of one's own whose derivative is wrong: caught by the compiler.
constexpr auto rule(auto const& x, double factor) {
    auto const square = [](auto const& v) { return v * v; };
    return wengert::custom_gradient(x, square, [factor](auto const& v, auto const& b) { return factor * v * b; });
}

#ifdef WENGERT_FAIL
static_assert(wengert::check_gradient([](auto const& x) { return rule(x, 3.0); }, 2.0).ok());
#else
static_assert(wengert::check_gradient([](auto const& x) { return rule(x, 2.0); }, 2.0).ok());
#endif
