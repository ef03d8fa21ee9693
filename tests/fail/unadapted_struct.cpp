// expect: wengert: this class is not adapted: write BOOST_HANA_ADAPT_STRUCT
#include <wengert/wengert.hpp>

template <class T>
struct params {
    T a, b;
};
#ifndef WENGERT_FAIL
BOOST_HANA_ADAPT_STRUCT(params<double>, a, b);
#endif

auto g() {
    return wengert::gradient([](auto const& p) { return p.a * p.b; }, params<double>{1.0, 2.0});
}
