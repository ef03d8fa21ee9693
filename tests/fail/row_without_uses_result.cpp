// expect: wengert: a partial of this row is its result: the row has to say so
#include <wengert/wengert.hpp>

struct growth_ : wengert::rules::row<"growth", 1> {
#ifndef WENGERT_FAIL
    static constexpr bool uses_result = true;
#endif
    static constexpr auto value(auto x) { return wengert::exp(x); }
    static constexpr auto d0(auto const& y, auto const&) { return y; }
};

auto g() {
    return wengert::derivatives<2>([](auto x) { return wengert::apply<growth_>(x); }, 1.0);
}
