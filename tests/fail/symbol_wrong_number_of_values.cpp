// expect: wengert: an expression is called with one number for each of its symbols
#include <wengert/expr/symbols.hpp>
#include <wengert/wengert.hpp>

namespace symbols {

constexpr auto x = wengert::symbol<"x">;
constexpr auto y = wengert::symbol<"y">;

auto f() {
#ifdef WENGERT_FAIL
    return (x * y)(2.0);
#else
    return (x * y)(2.0, 3.0);
#endif
}

}  // namespace symbols
