// expect: wengert: this operation mixes two differentiable types of the same depth.* a dual and an active number
#include <wengert/wengert.hpp>

auto g(wengert::real const& weight) {
#ifdef WENGERT_FAIL
    return wengert::derivative([&](auto x) { return x * weight; }, 2.0);
#else
    return wengert::derivative([&](auto x) { return x * weight; }, wengert::real(2.0));
#endif
}
