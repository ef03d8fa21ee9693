// expect: (no matching function for call to|no type named|constraints not satisfied|candidate template ignored)
#include <wengert/wengert.hpp>

struct money {
    double amount;
};

auto f(wengert::real const& x) {
#ifdef WENGERT_FAIL
    return atan2(x, money{1.0});
#else
    return atan2(x, money{1.0}.amount);
#endif
}
