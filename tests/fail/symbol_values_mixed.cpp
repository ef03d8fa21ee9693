// expect: wengert: values and bindings are mixed; write symbol = value for each
#include <wengert/expr/symbols.hpp>
#include <wengert/wengert.hpp>

namespace symbols {

constexpr auto x = wengert::symbol<"x">;
constexpr auto y = wengert::symbol<"y">;

auto f() {
#ifdef WENGERT_FAIL
    return gradient(x * y, x = 2.0, 3.0);
#else
    return gradient(x * y, 2.0, 3.0);
#endif
}

}  // namespace symbols
