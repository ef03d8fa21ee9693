// expect: wengert: this adapted struct cannot hold another scalar: make it a template on its scalar
#include <wengert/wengert.hpp>

#ifdef WENGERT_FAIL
struct params {
    double a, b;
};
BOOST_HANA_ADAPT_STRUCT(params, a, b);
using given = params;
#else
template <class T>
struct params {
    T a, b;
};
BOOST_HANA_ADAPT_STRUCT(params<double>, a, b);
using given = params<double>;
#endif

auto g() {
    return wengert::gradient([](auto const& p) { return p.a * p.b; }, given{1.0, 2.0});
}
