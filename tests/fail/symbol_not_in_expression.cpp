// expect: wengert: a symbol is bound that is not in the expression; leave its binding out
#include <wengert/expr/symbols.hpp>
#include <wengert/wengert.hpp>

namespace symbols {

constexpr auto x = wengert::symbol<"x">;

auto f() {
#ifdef WENGERT_FAIL
    return (x * x)(x = 2.0 * x, wengert::symbol<"y"> = 3.0);
#else
    return (x * x)(x = 2.0 * x);
#endif
}

}  // namespace symbols
