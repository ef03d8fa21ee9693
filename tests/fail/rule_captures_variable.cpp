// expect: use of deleted function .*wengert::node|uses deleted function|read it with value\(x\), or cut with stop_gradient
#include <wengert/wengert.hpp>

auto g(wengert::real const& x, wengert::variable const& w) {
#ifdef WENGERT_FAIL
    return custom_gradient(x, [&](auto v) { return v * w; }, [&](auto const& ybar) { return ybar * value(w); });
#else
    return custom_gradient(x, [&](auto v) { return v * value(w); }, [&](auto const& ybar) { return ybar * value(w); });
#endif
}
