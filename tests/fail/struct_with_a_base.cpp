// expect: wengert: this struct has data that Boost.Hana was not told of, in a member or in a base class
#include <wengert/wengert.hpp>

template <class T>
struct shared {
    BOOST_HANA_DEFINE_STRUCT(shared, (T, a));
};
#ifdef WENGERT_FAIL
template <class T>
struct params : shared<T> {
    BOOST_HANA_DEFINE_STRUCT(params, (T, b));
    T a() const { return shared<T>::a; }
};
#else
template <class T>
struct params {
    BOOST_HANA_DEFINE_STRUCT(params, (shared<T>, base), (T, b));
    T a() const { return base.a; }
};
#endif

auto g() {
    return wengert::gradient([](auto const& p) { return p.a() * p.b; }, params<double>());
}
