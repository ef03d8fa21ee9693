// expect: wengert: a symbol is bound that is not in the expression; leave its binding out
#include <wengert/expr/symbols.hpp>
#include <wengert/wengert.hpp>

namespace symbols {

constexpr auto x = wengert::symbol<"x">;

auto f() {
#ifdef WENGERT_FAIL
    return gradient(x * x, x = 2.0, wengert::symbol<"y"> = 3.0);
#else
    return gradient(x * x, x = 2.0);
#endif
}

}  // namespace symbols
