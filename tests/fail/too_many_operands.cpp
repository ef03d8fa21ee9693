// expect: wengert: this one expression has more than 255 active operands; split it into several statements
#include <cstddef>

#include <wengert/wengert.hpp>

template <std::size_t N>
auto sum(wengert::real const& x) {
    if constexpr (N == 1) return x;
    else return sum<N / 2>(x) + sum<N - N / 2>(x);
}

wengert::real f(wengert::real const& x) {
#ifdef WENGERT_FAIL
    return sum<256>(x);
#else
    return sum<255>(x);
#endif
}
