// expect: wengert: a symbol is bound to something that is no number; e\(x = y \* y\) substitutes
#include <wengert/expr/symbols.hpp>
#include <wengert/wengert.hpp>

namespace symbols {

constexpr auto x = wengert::symbol<"x">;
constexpr auto y = wengert::symbol<"y">;

auto f() {
#ifdef WENGERT_FAIL
    return evaluate(x * x, x = y * y);
#else
    return (x * x)(x = y * y);
#endif
}

}  // namespace symbols
