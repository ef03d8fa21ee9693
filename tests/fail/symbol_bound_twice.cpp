// expect: wengert: a symbol is bound twice; give each symbol one value
#include <wengert/expr/symbols.hpp>
#include <wengert/wengert.hpp>

namespace symbols {

constexpr auto x = wengert::symbol<"x">;
constexpr auto y = wengert::symbol<"y">;

auto f() {
#ifdef WENGERT_FAIL
    return (x * y)(x = 2.0, x = 3.0);
#else
    return (x * y)(x = 2.0, y = 3.0);
#endif
}

}  // namespace symbols
