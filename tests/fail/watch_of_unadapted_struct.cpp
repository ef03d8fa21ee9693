// expect: wengert: this class is not adapted: write BOOST_HANA_ADAPT_STRUCT

#include <wengert/wengert.hpp>

template <class T>
struct parameters {
    T a, b;
};

#ifndef WENGERT_FAIL
BOOST_HANA_ADAPT_STRUCT(parameters<double>, a, b);
#endif

void watch(parameters<wengert::real>& p) {
    wengert::gradient_tape tape;
    tape.watch(p);
}
