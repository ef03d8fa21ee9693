// expect: wengert: this operation mixes differentiable numbers over different types, such as float and double
#include <wengert/wengert.hpp>

#ifdef WENGERT_FAIL
using other_variable = wengert::basic_variable<float>;
#else
using other_variable = wengert::variable;
#endif

auto f(wengert::variable const& a, other_variable const& b) {
    wengert::real const y = a * b;
    return y;
}
