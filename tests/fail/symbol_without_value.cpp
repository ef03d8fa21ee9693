// expect: wengert: a symbol of the expression has no value; bind each of them
#include <wengert/expr/symbols.hpp>
#include <wengert/wengert.hpp>

namespace symbols {

constexpr auto x = wengert::symbol<"x">;
constexpr auto y = wengert::symbol<"y">;

auto f() {
#ifdef WENGERT_FAIL
    return evaluate(x * y, x = 2.0);
#else
    return evaluate(x * y, x = 2.0, y = 3.0);
#endif
}

}  // namespace symbols
